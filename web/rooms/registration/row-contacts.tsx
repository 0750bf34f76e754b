import { Trans } from '@lingui/react/macro'
import { IconUser } from '@tabler/icons-react'
import type { Client } from '../../../server/rooms/clients/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { Key } from '../../ui/keys.tsx'
import styles from './row-contacts.module.css'

type Contact = Client['contacts'][number]

type RowContactsProps = {
  /** Ids of the rows follow from that of the row above. */
  id: string
  contacts: readonly Contact[] | undefined
  /** The one who matched the typed text. */
  matched: string | null
  at: number
  onTake: (contactId: string) => void
  onPoint: (at: number) => void
}

/** People of the row above, so that the one who asked is chosen before the client is taken. */
export function RowContacts({ id, contacts, matched, at, onTake, onPoint }: RowContactsProps) {
  const format = useFormats()
  if (!contacts || contacts.length === 0) {
    return (
      <div className={styles.none}>
        {contacts ? <Trans>Контактов пока нет</Trans> : <Trans>Читаем контакты…</Trans>}
      </div>
    )
  }
  return contacts.map((contact, index) => (
    // The keys belong to the field above; the row is only pointed at.
    // biome-ignore lint/a11y/useKeyWithClickEvents: virtual focus of a combobox
    <div
      key={contact.id}
      id={`${id}-${index}`}
      role="option"
      aria-selected={index === at}
      tabIndex={-1}
      className={styles.contact}
      data-current={index === at || undefined}
      onMouseDown={event => event.preventDefault()}
      onMouseMove={() => onPoint(index)}
      onClick={() => onTake(contact.id)}
    >
      <IconUser size={16} stroke={1.7} aria-hidden />
      <span className="el grow">
        <span className="vh">
          <Trans>Контакт</Trans>{' '}
        </span>
        <span className="m">{contact.fullName}</span>{' '}
        <span className="s12 t2">
          {[contact.position, ...contact.phones.map(format.phone), ...contact.emails.map(each => each.raw)]
            .filter(Boolean)
            .slice(0, 3)
            .join(' · ')}
        </span>
      </span>
      {matched === contact.id && (
        <span className="s12 acc nw">
          <Trans>совпал</Trans>
        </span>
      )}
      {index === at && <Key keys="Enter" />}
    </div>
  ))
}
