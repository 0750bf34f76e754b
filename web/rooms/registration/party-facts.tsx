import { Anchor, Button, Radio, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import { addContact, type Client, getClient, getProspect } from '../../../server/rooms/clients/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { formErrors } from '../../lib/problem-error.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { Tag } from '../../ui/atoms.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { ProspectTag } from '../../ui/steps-glyph.tsx'
import { useMe } from '../access/me.ts'
import { LocalTime } from '../clients/local-time.tsx'
import type { Party } from './form-state.ts'
import styles from './registration.module.css'

export function useClientOf(party: Party) {
  const id = party.kind === 'client' ? party.clientId : ''
  return useQuery({ ...queryOf(getClient, { params: { id } }), enabled: id !== '' })
}

export function useProspectOf(party: Party) {
  const id = party.kind === 'prospect' ? party.prospectId : ''
  return useQuery({ ...queryOf(getProspect, { params: { id } }), enabled: id !== '' })
}

type ClientFactsProps = {
  party: Party & { kind: 'client' }
  onContact: (contactId: string | null) => void
}

/** The client that was taken: its facts, and who of its people asked. */
export function ClientFacts({ party, onContact }: ClientFactsProps) {
  const client = useClientOf(party)
  if (client.error) {
    return (
      <ErrorState
        title={<Trans>Карточка клиента не открылась</Trans>}
        error={client.error}
        onRetry={() => void client.refetch()}
      />
    )
  }
  if (!client.data) return <LoadingBars rows={4} />
  return (
    <>
      <ClientHead client={client.data} />
      <Contacts client={client.data} party={party} onContact={onContact} />
    </>
  )
}

function ClientHead({ client }: { client: Client }) {
  const { t } = useLingui()
  const format = useFormats()
  const me = useMe()
  return (
    <>
      <div className="row wrap">
        <Link to="/clients/$id" params={{ id: client.id }} className={styles.partyName}>
          {client.name}
        </Link>
        <LocalTime zone={client.whereabouts?.timeZone} />
        {client.archivedAt && (
          <Tag look="outline">
            <Trans>в архиве</Trans>
          </Tag>
        )}
      </div>
      <dl className={styles.facts}>
        {client.inn && (
          <>
            <dt>{client.kpp ? t`ИНН / КПП` : t`ИНН`}</dt>
            <dd>{client.kpp ? `${client.inn} / ${client.kpp}` : client.inn}</dd>
          </>
        )}
        <dt>
          <Trans>Ответственный</Trans>
        </dt>
        <dd>
          {client.responsible ? client.responsible.name : <Trans>не указан</Trans>}
          {client.responsible?.id === me.user.id && (
            <span className="t2">
              {' '}
              <Trans>(вы)</Trans>
            </span>
          )}
        </dd>
        {client.phones.length > 0 && (
          <>
            <dt>
              <Trans>Телефон</Trans>
            </dt>
            <Several values={client.phones.map(each => format.phone(each))} />
          </>
        )}
        {client.emails.length > 0 && (
          <>
            <dt>Email</dt>
            <Several values={client.emails.map(each => each.raw)} />
          </>
        )}
      </dl>
    </>
  )
}

const AT_ONCE = 2

/** The first ones on a line; `+3` opens the rest. */
function Several({ values }: { values: readonly string[] }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const shown = open ? values : values.slice(0, AT_ONCE)
  const hidden = values.length - shown.length
  return (
    <dd>
      {shown.join(' · ')}{' '}
      {hidden > 0 && (
        <Anchor component="button" type="button" onClick={() => setOpen(true)} aria-label={t`Показать еще ${hidden}`}>
          +{hidden}
        </Anchor>
      )}
    </dd>
  )
}

function Contacts({ client, party, onContact }: ClientFactsProps & { client: Client }) {
  const format = useFormats()
  const [adding, setAdding] = useState(false)
  const contacts = client.contacts.filter(contact => !contact.archived)
  return (
    <fieldset>
      <legend className={styles.legend}>
        <Trans>Контакт</Trans>
      </legend>
      <Radio.Group value={party.contactId ?? ''} onChange={onContact}>
        {contacts.map(contact => (
          <label
            key={contact.id}
            className={styles.option}
            data-chosen={party.contactId === contact.id || undefined}
            htmlFor={`contact-${contact.id}`}
          >
            <Radio id={`contact-${contact.id}`} value={contact.id} aria-label={contact.fullName} />
            <span className="grow">
              <span className="m">{contact.fullName}</span> <span className="t2">{contact.position}</span>
              <span className={`s12 t2 ${styles.data}`}>
                {[...contact.phones.map(each => format.phone(each)), ...contact.emails.map(each => each.raw)]
                  .slice(0, 3)
                  .join(' · ')}
              </span>
            </span>
            {party.matched === contact.id && (
              <span className="s12 acc">
                <Trans>совпал</Trans>
              </span>
            )}
          </label>
        ))}
      </Radio.Group>
      {adding ? (
        <NewContact
          clientId={client.id}
          onDone={id => {
            setAdding(false)
            if (id) onContact(id)
          }}
        />
      ) : (
        <Button
          variant="subtle"
          leftSection={<IconPlus size={16} stroke={1.7} aria-hidden />}
          onClick={() => setAdding(true)}
        >
          <Trans>Контакт</Trans>
        </Button>
      )}
    </fieldset>
  )
}

function NewContact({ clientId, onDone }: { clientId: string; onDone: (id: string | null) => void }) {
  const { t } = useLingui()
  const [id] = useState(newId)
  const [fields, setFields] = useState({ fullName: '', position: '', phone: '', email: '' })
  const add = useWrite(addContact, { refresh: ['search'], onSuccess: answer => onDone(answer.id) })
  const errors = formErrors(add.error)
  const set = (name: keyof typeof fields) => (event: { currentTarget: { value: string } }) =>
    setFields({ ...fields, [name]: event.currentTarget.value })
  const save = () =>
    add.mutate({
      params: { id: clientId },
      body: {
        id,
        fullName: fields.fullName || undefined,
        position: fields.position || undefined,
        phones: fields.phone ? [fields.phone] : undefined,
        emails: fields.email ? [fields.email] : undefined,
      },
    })
  return (
    <div className={styles.inline}>
      <div className={styles.pair}>
        <TextInput
          label={t`ФИО`}
          required
          data-autofocus
          autoFocus
          value={fields.fullName}
          onChange={set('fullName')}
          error={errors['fullName']}
        />
        <TextInput label={t`Должность`} value={fields.position} onChange={set('position')} error={errors['position']} />
        <TextInput label={t`Телефон`} value={fields.phone} onChange={set('phone')} error={errors['phones[0]']} />
        <TextInput label="Email" value={fields.email} onChange={set('email')} error={errors['emails[0]']} />
      </div>
      <div className="row">
        <Button onClick={save} loading={add.isPending} disabled={!fields.fullName.trim()}>
          <Trans>Добавить контакт</Trans>
        </Button>
        <Button variant="subtle" onClick={() => onDone(null)}>
          <Trans>Отмена</Trans>
        </Button>
      </div>
    </div>
  )
}

/** The prospect that was taken. */
export function ProspectFacts({ party }: { party: Party & { kind: 'prospect' } }) {
  const prospect = useProspectOf(party)
  if (prospect.error) {
    return (
      <ErrorState
        title={<Trans>Карточка потенциального клиента не открылась</Trans>}
        error={prospect.error}
        onRetry={() => void prospect.refetch()}
      />
    )
  }
  const known = prospect.data
  if (!known) return <LoadingBars rows={3} />
  const name = known.fullName ?? known.company ?? known.phone ?? known.email ?? ''
  return (
    <>
      <div className="row wrap">
        <ProspectTag />
        <Anchor component={Link} to="/prospects/$id" params={{ id: known.id } as never} className={styles.partyName}>
          {name}
        </Anchor>
      </div>
      <dl className={styles.facts}>
        {known.company && known.company !== name && (
          <>
            <dt>
              <Trans>Компания</Trans>
            </dt>
            <dd>{known.company}</dd>
          </>
        )}
        {known.phone && (
          <>
            <dt>
              <Trans>Телефон</Trans>
            </dt>
            <dd>{known.phone}</dd>
          </>
        )}
        {known.email && (
          <>
            <dt>Email</dt>
            <dd>{known.email}</dd>
          </>
        )}
        <dt>
          <Trans>Ответственный</Trans>
        </dt>
        <dd>{known.responsible ? known.responsible.name : <Trans>не указан</Trans>}</dd>
      </dl>
    </>
  )
}
