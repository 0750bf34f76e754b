import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconLogin2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import {
  beginLinking,
  beginSingleSignOn,
  listOutsideAccounts,
  listWaysIn,
  unlinkSingleSignOn,
} from '../../../server/rooms/access/single-sign-on/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { ConfirmPopover } from '../../ui/confirm-popover.tsx'
import { toast, toastError } from '../../ui/toast.tsx'

/** The other way in, where the administrator has set one up. */
export function SingleSignOnButton({ to }: { to: string }) {
  const { data } = useQuery(queryOf(listWaysIn, {}))
  const begin = useWrite(beginSingleSignOn, { onSuccess: ({ url }) => location.assign(url) })
  if (!data?.singleSignOn) return null
  return (
    <div className="col" style={{ gap: 12 }}>
      {begin.error && (
        <Note look="bad" role="alert">
          {begin.error.detail}
        </Note>
      )}
      <Button
        fullWidth
        leftSection={<IconLogin2 size={16} stroke={1.7} aria-hidden />}
        loading={begin.isPending || begin.isSuccess}
        onClick={() => begin.mutate({ body: { to } })}
      >
        {data.singleSignOn.button}
      </Button>
    </div>
  )
}

/** My own accounts elsewhere: linked by me, so that no e-mail has to be believed. */
export function OutsideAccounts() {
  const { t } = useLingui()
  const { date } = useFormats()
  const ways = useQuery(queryOf(listWaysIn, {})).data
  const accounts = useQuery(queryOf(listOutsideAccounts, {})).data?.items ?? []
  const begin = useWrite(beginLinking, {
    onSuccess: ({ url }) => location.assign(url),
    onError: error => toastError(error),
  })
  const unlink = useWrite(unlinkSingleSignOn, {
    onSuccess: () => toast({ message: t`Учетная запись отвязана` }),
    onError: error => toastError(error),
  })
  const own = accounts.find(each => each.service === 'single_sign_on')
  const byDirectory = accounts.some(each => each.service === 'ldap')
  return (
    <div className="col" style={{ gap: 6 }}>
      {byDirectory && (
        <span>
          <Trans>Пароль проверяет служба каталогов компании</Trans>
        </span>
      )}
      {own && (
        <>
          <span>
            <Trans>Связана с {date(own.linkedAt.slice(0, 10))}</Trans>
          </span>
          <div>
            <ConfirmPopover
              target={ask => (
                <Button onClick={ask} loading={unlink.isPending}>
                  <Trans>Отвязать</Trans>
                </Button>
              )}
              question={<Trans>Входить через службу компании вы больше не сможете, только паролем.</Trans>}
              confirm={<Trans>Отвязать</Trans>}
              onConfirm={() => unlink.mutate({})}
            />
          </div>
        </>
      )}
      {!own && ways?.singleSignOn && (
        <div>
          <Button loading={begin.isPending || begin.isSuccess} onClick={() => begin.mutate({})}>
            <Trans>Связать учетную запись компании</Trans>
          </Button>
        </div>
      )}
      {!own && !byDirectory && !ways?.singleSignOn && (
        <span className="t3">
          <Trans>Другие службы не настроены</Trans>
        </span>
      )}
    </div>
  )
}
