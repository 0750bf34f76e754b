import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { createSignInLink } from '../../../server/rooms/access/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { useWrite } from '../../lib/queries.ts'
import { CopyField } from '../../ui/copy-field.tsx'
import { toastError } from '../../ui/toast.tsx'

/** A one-time link to hand over, for the first sign-in or a forgotten password; shown once, here. */
export function SignInLink({ userId }: { userId: string }) {
  const { t } = useLingui()
  const { dateTime } = useFormats()
  const make = useWrite(createSignInLink, { onError: error => toastError(error) })
  if (!make.data) {
    return (
      <div>
        <Button onClick={() => make.mutate({ params: { id: userId } })} loading={make.isPending}>
          <Trans>Сделать ссылку для входа</Trans>
        </Button>
      </div>
    )
  }
  const { meaning, url, expiresAt } = make.data
  const until = dateTime(expiresAt)
  return (
    <CopyField
      label={t`Одноразовая ссылка`}
      value={new URL(url, location.origin).href}
      hint={
        meaning === 'invitation' ? (
          <Trans>
            Приглашение: передайте ссылку человеку. Она пустит один раз, до {until}, и даст задать пароль. Прежние
            ссылки больше не действуют.
          </Trans>
        ) : (
          <Trans>
            Новый пароль: передайте ссылку человеку. Она пустит один раз, до {until}, и даст задать пароль; второй
            фактор она не заменяет. Прежние ссылки больше не действуют.
          </Trans>
        )
      }
    />
  )
}
