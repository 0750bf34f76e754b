import { Textarea } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { EmailAddress, Phone } from '../../../server/rooms/clients/contract.ts'
import { isMasked } from '../../../server/platform/pure/masking.ts'
import { useFormats } from '../../lib/formats.ts'
import { InPlaceField } from '../../ui/field.tsx'
import { ReachLink, Unseen, useLimits } from '../access/limits.tsx'
import { SharedEmail, SharedPhone } from './sharing.tsx'

const linesOf = (text: string) => [
  ...new Set(
    text
      .split('\n')
      .map(line => line.trim())
      .filter(Boolean),
  ),
]

type LinesFieldProps = {
  label: string
  values: readonly string[]
  shown?: React.ReactNode
  readOnly: boolean
  reason?: string | undefined
  onSave: (values: string[]) => Promise<unknown>
}

/** Several data of one kind, one a line: edited as a text, shown as actions. */
export function LinesField({ label, values, shown, readOnly, reason, onSave }: LinesFieldProps) {
  const { t } = useLingui()
  return (
    <InPlaceField
      label={label}
      value={values.join('\n')}
      show={shown ?? (values.length > 0 && values.map(value => <div key={value}>{value}</div>))}
      empty={t`не указано`}
      readOnly={readOnly}
      reason={reason}
      links={shown !== undefined}
      onSave={text => onSave(linesOf(text))}
      edit={({ id, value, onChange }) => (
        <Textarea
          id={id}
          minRows={2}
          value={value}
          description={t`По одному в строке, Ctrl Enter сохранит`}
          onChange={event => onChange(event.currentTarget.value)}
        />
      )}
    />
  )
}

type OwnedField = { ownerId: string; readOnly: boolean; onSave: LinesFieldProps['onSave'] }

export function PhonesField(props: OwnedField & { phones: readonly Phone[] }) {
  const { t } = useLingui()
  const { hidden, fixed, reason } = useLimits()('phone')
  const shown = hidden ? <Unseen field="phone" /> : <Phones phones={props.phones} ownerId={props.ownerId} />
  return (
    <LinesField
      label={t`Телефоны`}
      values={props.phones.map(phone => phone.raw)}
      shown={hidden || props.phones.length > 0 ? shown : undefined}
      readOnly={props.readOnly || fixed}
      reason={reason}
      onSave={props.onSave}
    />
  )
}

/** `ownerId`: the card they stand on, where one can be marked as shared. */
export function Phones({ phones, ownerId }: { phones: readonly Phone[]; ownerId?: string }) {
  return phones.map(phone => (
    <div key={phone.raw} title={phone.raw}>
      {ownerId && !isMasked(phone.raw) ? (
        <SharedPhone ownerId={ownerId} phone={phone}>
          <PhoneText phone={phone} />
        </SharedPhone>
      ) : (
        <PhoneText phone={phone} />
      )}
    </div>
  ))
}

function PhoneText({ phone }: { phone: Phone }) {
  const { t } = useLingui()
  const format = useFormats()
  return phone.valid ? (
    <ReachLink field="phone" href={`tel:${phone.e164 ?? phone.raw}`} text={phone.raw}>
      {format.phone(phone)}
    </ReachLink>
  ) : (
    <span className="due row" style={{ gap: 4 }}>
      <IconAlertTriangle size={14} stroke={1.7} aria-label={t`Не удалось прочитать номер`} />
      {phone.raw}
    </span>
  )
}

/** A mail to write to. */
export function EmailText({ email }: { email: EmailAddress }) {
  return (
    <ReachLink field="email" href={`mailto:${email.normalized}`} text={email.raw}>
      {email.raw}
    </ReachLink>
  )
}

export function EmailsField(props: OwnedField & { emails: readonly EmailAddress[] }) {
  const { hidden, fixed, reason } = useLimits()('email')
  const shown = props.emails.map(email => (
    <div key={email.raw} className={email.valid ? '' : 'due'}>
      {isMasked(email.raw) ? (
        <EmailText email={email} />
      ) : (
        <SharedEmail ownerId={props.ownerId} email={email}>
          <EmailText email={email} />
        </SharedEmail>
      )}
    </div>
  ))
  return (
    <LinesField
      label="Email"
      values={props.emails.map(email => email.raw)}
      shown={hidden ? <Unseen field="email" /> : shown.length > 0 ? shown : undefined}
      readOnly={props.readOnly || fixed}
      reason={reason}
      onSave={props.onSave}
    />
  )
}
