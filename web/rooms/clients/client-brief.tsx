import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { getClient } from '../../../server/rooms/clients/contract.ts'
import { queryOf } from '../../lib/queries.ts'
import { Section, Tag } from '../../ui/atoms.tsx'
import { Field } from '../../ui/field.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { Phones } from './data-fields.tsx'
import styles from './party-card.module.css'

type ClientBriefProps = {
  id: string
  contactId: string | null
  /** What its people do about what stands beside it, by their ids. */
  roles: Readonly<Record<string, string>>
}

/** A client beside something else: who they are, and everybody who can be called there. */
export function ClientBrief({ id, contactId, roles }: ClientBriefProps) {
  const { t } = useLingui()
  const { data: client, error, refetch } = useQuery(queryOf(getClient, { params: { id } }))
  if (error && !client) {
    return <ErrorState title={<Trans>Клиент не открылся</Trans>} error={error} onRetry={() => void refetch()} />
  }
  if (!client) return null
  const contacts = client.contacts.filter(contact => !contact.archived)
  return (
    <>
      <Section title={<Trans>Клиент</Trans>}>
        <div>
          <Link to="/clients/$id" params={{ id }} className="m hit">
            {client.name}
          </Link>
          {client.inn && <Field label={t`ИНН`}>{client.inn}</Field>}
          <Field label={t`Ответственный`}>
            {client.responsible?.name ?? (
              <span className="t3">
                <Trans>не указан</Trans>
              </span>
            )}
          </Field>
          {client.phones.length > 0 && (
            <Field label={t`Телефоны`}>
              <Phones phones={client.phones} />
            </Field>
          )}
        </div>
      </Section>
      <Section title={<Trans>Контакты</Trans>} count={contacts.length}>
        {contacts.length === 0 && (
          <p className="t3">
            <Trans>Контактов нет</Trans>
          </p>
        )}
        <ul>
          {contacts.map(contact => (
            <li key={contact.id} className={styles.person}>
              <Link to="/contacts/$id" params={{ id: contact.id }} className="m hit">
                {contact.fullName}
              </Link>
              {contact.id === contactId && (
                <>
                  {' '}
                  <Tag>
                    <Trans>по этому Интересу</Trans>
                  </Tag>
                </>
              )}
              {roles[contact.id] && <div>{roles[contact.id]}</div>}
              {contact.position && <div className="t2">{contact.position}</div>}
              <Phones phones={contact.phones} />
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}
