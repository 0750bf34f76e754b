import { Textarea } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { EmailAddress, Phone } from '../../../server/rooms/clients/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { InPlaceField } from '../../ui/field.tsx'
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
  onSave: (values: string[]) => Promise<unknown>
}

/** Several data of one kind, one a line: edited as a text, shown as actions. */
export function LinesField({ label, values, shown, readOnly, onSave }: LinesFieldProps) {
  const { t } = useLingui()
  return (
    <InPlaceField
      label={label}
      value={values.join('\n')}
      show={values.length > 0 && (shown ?? values.map(value => <div key={value}>{value}</div>))}
      empty={t`не указано`}
      readOnly={readOnly}
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
  return (
    <LinesField
      label={t`Телефоны`}
      values={props.phones.map(phone => phone.raw)}
      shown={<Phones phones={props.phones} ownerId={props.ownerId} />}
      readOnly={props.readOnly}
      onSave={props.onSave}
    />
  )
}

/** `ownerId`: the card they stand on, where one can be marked as shared. */
export function Phones({ phones, ownerId }: { phones: readonly Phone[]; ownerId?: string }) {
  return phones.map(phone => (
    <div key={phone.raw} title={phone.raw}>
      {ownerId ? (
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
    <a href={`tel:${phone.e164 ?? phone.raw}`}>{format.phone(phone)}</a>
  ) : (
    <span className="due row" style={{ gap: 4 }}>
      <IconAlertTriangle size={14} stroke={1.7} aria-label={t`Не удалось прочитать номер`} />
      {phone.raw}
    </span>
  )
}

export function EmailsField(props: OwnedField & { emails: readonly EmailAddress[] }) {
  return (
    <LinesField
      label="Email"
      values={props.emails.map(email => email.raw)}
      shown={props.emails.map(email => (
        <div key={email.raw} className={email.valid ? '' : 'due'}>
          <SharedEmail ownerId={props.ownerId} email={email}>
            <a href={`mailto:${email.normalized}`}>{email.raw}</a>
          </SharedEmail>
        </div>
      ))}
      readOnly={props.readOnly}
      onSave={props.onSave}
    />
  )
}
