import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { createSignInLink } from '../../../server/rooms/access/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { useWrite } from '../../lib/queries.ts'
import { CopyField } from '../../ui/copy-field.tsx'
import { toastError } from '../../ui/toast.tsx'

/** A one-time link to hand over; shown once, here. */
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
  const until = dateTime(make.data.expiresAt)
  return (
    <CopyField
      label={t`Одноразовая ссылка`}
      value={new URL(make.data.url, location.origin).href}
      hint={<Trans>Передайте ее человеку: она пустит один раз, до {until}, и даст задать пароль.</Trans>}
    />
  )
}
