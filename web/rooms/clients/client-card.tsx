import { ActionIcon, Button, Textarea, TextInput, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconPlus, IconUserMinus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import { newId } from '../../../server/platform/pure/ids.ts'
import {
  addContact,
  archiveClient,
  changeClient,
  type Client,
  contractorExists,
  endContact,
  relationType,
  restoreClient,
} from '../../../server/rooms/clients/contract.ts'
import { formErrors, isProblem } from '../../lib/problem-error.ts'
import { useWrite } from '../../lib/queries.ts'
import { Section, Tag } from '../../ui/atoms.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { InPlaceField } from '../../ui/field.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { usePeople } from '../access/people.ts'
import { useEditRecord } from '../access/use-edit.tsx'
import { Archiving } from './archiving.tsx'
import { TakenNote } from './client-fields.tsx'
import { Contractors } from './contractors.tsx'
import { EmailText, EmailsField, LinesField, Phones, PhonesField } from './data-fields.tsx'
import { Unseen, useLimits } from '../access/limits.tsx'
import { fieldOfName } from '../../../server/platform/pure/field-marks.ts'
import { useKeepClient } from './keep-client.ts'
import styles from './party-card.module.css'
import { RegionField, useRegionNames } from './region-field.tsx'
import { Viewers } from './viewers.tsx'

type Change = Omit<z.input<NonNullable<(typeof changeClient)['body']>>, 'version'>

const REFRESH = ['search', 'interests', 'board']

function useChangeClient(client: Client) {
  const write = useWrite(changeClient, { refresh: REFRESH, onSuccess: useKeepClient(client.id) })
  const save = (version: number, change: Change, act: string) =>
    write.mutateAsync({ params: { id: client.id }, body: { version, ...change }, act })
  return useEditRecord(client.version, save, {
    words: { relationType: useRelationTypes(), region: useRegionNames() },
    names: [client.responsible],
  })
}

export function useRelationTypes(): Record<z.infer<typeof relationType>, string> {
  const { t } = useLingui()
  return {
    customer: t`Покупатель`,
    supplier: t`Поставщик`,
    partner: t`Партнер`,
    competitor: t`Конкурент`,
    other: t`Прочее`,
  }
}

/** The left side of the client's card: data of contact, requisites, people. */
export function ClientFacts({ client }: { client: Client }) {
  const { t } = useLingui()
  const change = useChangeClient(client)
  const people = usePeople()
  const relations = useRelationTypes()
  const readOnly = !client.can['edit']
  const limits = useLimits()
  const isNumber = (field: string) => fieldOfName(field) === 'requisites'
  const text = (label: string, field: 'name' | 'publicName' | 'inn' | 'kpp' | 'ogrn', required = false) => (
    <InPlaceField
      label={label}
      value={client[field] ?? ''}
      show={isNumber(field) && limits('requisites').hidden ? <Unseen field="requisites" /> : client[field]}
      required={required}
      readOnly={readOnly || (isNumber(field) && limits('requisites').fixed)}
      reason={isNumber(field) ? limits('requisites').reason : undefined}
      onSave={value => change({ [field]: value.trim() || null }, label)}
      explain={(error, saveBy) =>
        isProblem(error, contractorExists) && (
          <TakenNote
            strict={error.data}
            onSave={override => saveBy(value => change({ [field]: value.trim() || null, override }, label))}
          />
        )
      }
      edit={({ id, value, onChange }) => (
        <TextInput id={id} value={value} onChange={event => onChange(event.currentTarget.value)} />
      )}
    />
  )
  return (
    <div>
      <Section title={<Trans>Связь</Trans>}>
        <div>
          <PhonesField
            ownerId={client.id}
            phones={client.phones}
            readOnly={readOnly}
            onSave={phones => change({ phones }, t`Телефоны`)}
          />
          <EmailsField
            ownerId={client.id}
            emails={client.emails}
            readOnly={readOnly}
            onSave={emails => change({ emails }, 'Email')}
          />
          <LinesField
            label={t`Сайты`}
            values={client.sites}
            readOnly={readOnly}
            onSave={sites => change({ sites }, t`Сайты`)}
          />
          <LinesField
            label={t`Мессенджеры`}
            values={client.messengers}
            readOnly={readOnly}
            onSave={messengers => change({ messengers }, t`Мессенджеры`)}
          />
          <LinesField
            label={t`Адреса`}
            values={client.addresses}
            readOnly={readOnly}
            onSave={addresses => change({ addresses }, t`Адреса`)}
          />
        </div>
      </Section>
      <Section title={<Trans>Реквизиты</Trans>}>
        <div>
          {text(t`Наименование`, 'name', true)}
          {text(t`Публичное наименование`, 'publicName')}
          {text(t`ИНН`, 'inn')}
          {client.kind === 'organisation' && text(t`КПП`, 'kpp')}
          {client.kind !== 'person' && text(t`ОГРН`, 'ogrn')}
          <InPlaceField<string | null>
            label={t`Тип отношений`}
            value={client.relationType}
            show={relations[client.relationType]}
            readOnly={readOnly}
            onSave={value =>
              change({ relationType: (value ?? 'customer') as Client['relationType'] }, t`Тип отношений`)
            }
            edit={({ id, value, commit }) => (
              <EntitySelect
                id={id}
                entities={Object.entries(relations).map(([key, name]) => ({ id: key, name }))}
                value={value}
                onChange={commit}
                allowDeselect={false}
                defaultDropdownOpened
              />
            )}
          />
          <RegionField client={client} readOnly={readOnly} onSave={change} />
          <InPlaceField<string | null>
            label={t`Ответственный`}
            value={client.responsible?.id ?? null}
            show={client.responsible?.name}
            readOnly={readOnly || limits('responsible').fixed}
            reason={limits('responsible').reason}
            onSave={responsibleId => change({ responsibleId }, t`Ответственный`)}
            edit={({ id, value, commit }) => (
              <EntitySelect id={id} entities={people} value={value} onChange={commit} clearable defaultDropdownOpened />
            )}
          />
          <InPlaceField
            label={t`Комментарий`}
            value={client.comment ?? ''}
            show={client.comment}
            empty={t`нет`}
            readOnly={readOnly}
            onSave={value => change({ comment: value.trim() || null }, t`Комментарий`)}
            edit={({ id, value, onChange }) => (
              <Textarea id={id} minRows={2} value={value} onChange={event => onChange(event.currentTarget.value)} />
            )}
          />
        </div>
      </Section>
      <Contacts client={client} />
      <Contractors client={client} />
      <Viewers client={client} />
    </div>
  )
}

function Contacts({ client }: { client: Client }) {
  const { t } = useLingui()
  const [adding, setAdding] = useState(false)
  return (
    <Section title={<Trans>Контакты</Trans>} count={client.contacts.length}>
      <ul>
        {client.contacts.map(contact => (
          <ContactRow key={contact.id} client={client} contact={contact} />
        ))}
      </ul>
      {client.can['edit'] &&
        (adding ? (
          <AddContact client={client} onDone={() => setAdding(false)} />
        ) : (
          <Button
            variant="subtle"
            leftSection={<IconPlus size={16} stroke={1.7} aria-hidden />}
            onClick={() => setAdding(true)}
            aria-label={t`Добавить контакт`}
          >
            <Trans>Контакт</Trans>
          </Button>
        ))}
    </Section>
  )
}

function ContactRow({ client, contact }: { client: Client; contact: Client['contacts'][number] }) {
  return (
    <li className={styles.person}>
      <div className={styles.entity}>
        <div className="grow">
          <Link to="/contacts/$id" params={{ id: contact.id }} className="m">
            {contact.fullName}
          </Link>{' '}
          <span className="t2">{contact.position}</span>{' '}
          {contact.archived && (
            <Tag look="outline">
              <Trans>в архиве</Trans>
            </Tag>
          )}
        </div>
        {client.can['edit'] && <EndContact client={client} contact={contact} />}
      </div>
      <Phones phones={contact.phones} />
      {contact.emails.map(email => (
        <div key={email.raw}>
          <EmailText email={email} />
        </div>
      ))}
    </li>
  )
}

/** The person has left this client; its Interests still name it. */
function EndContact({ client, contact }: { client: Client; contact: Client['contacts'][number] }) {
  const { t } = useLingui()
  const refresh = ['contacts', ...REFRESH]
  const end = useWrite(endContact, { refresh, onSuccess: useKeepClient(client.id) })
  const back = useWrite(addContact, { refresh })
  const { id: contactId, fullName, position } = contact
  const params = { id: client.id }
  const comeBack = () =>
    back.mutateAsync({ params, body: { id: newId(), contactId, ...(position !== null && { position }) } })
  const leave = () =>
    end
      .mutateAsync({ params: { ...params, contactId } })
      .then(() => toast({ message: <Trans>{fullName}: больше не работает здесь</Trans>, undo: comeBack }), toastError)
  const name = t`Больше не работает здесь`
  return (
    <Tooltip label={name}>
      <ActionIcon size={24} aria-label={`${name}: ${fullName}`} loading={end.isPending} onClick={() => void leave()}>
        <IconUserMinus size={14} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}

function AddContact({ client, onDone }: { client: Client; onDone: () => void }) {
  const { t } = useLingui()
  const [id] = useState(newId)
  const [fields, setFields] = useState({ fullName: '', position: '', phone: '', email: '' })
  const add = useWrite(addContact, { refresh: ['contacts', ...REFRESH], onSuccess: onDone })
  const errors = formErrors(add.error)
  const set = (name: keyof typeof fields) => (event: { currentTarget: { value: string } }) =>
    setFields({ ...fields, [name]: event.currentTarget.value })
  return (
    <form
      className={styles.inline}
      onSubmit={event => {
        event.preventDefault()
        add.mutate({
          params: { id: client.id },
          body: {
            id,
            fullName: fields.fullName.trim(),
            position: fields.position.trim() || undefined,
            phones: fields.phone.trim() ? [fields.phone.trim()] : undefined,
            emails: fields.email.trim() ? [fields.email.trim()] : undefined,
          },
        })
      }}
    >
      <TextInput
        label={t`ФИО`}
        required
        autoFocus
        value={fields.fullName}
        onChange={set('fullName')}
        error={errors['fullName']}
      />
      <TextInput label={t`Должность`} value={fields.position} onChange={set('position')} />
      <TextInput label={t`Телефон`} value={fields.phone} onChange={set('phone')} />
      <TextInput label="Email" value={fields.email} onChange={set('email')} />
      <div className="row">
        <Button type="submit" variant="filled" loading={add.isPending} disabled={!fields.fullName.trim()}>
          <Trans>Добавить контакт</Trans>
        </Button>
        <Button variant="subtle" onClick={onDone}>
          <Trans>Отмена</Trans>
        </Button>
      </div>
    </form>
  )
}

export function ClientArchive({ client }: { client: Client }) {
  const keep = useKeepClient(client.id)
  const archive = useWrite(archiveClient, { refresh: REFRESH, onSuccess: keep })
  const restore = useWrite(restoreClient, { refresh: REFRESH, onSuccess: keep })
  const params = { id: client.id }
  return (
    <Archiving
      archived={client.archivedAt !== null}
      can={client.can}
      away={<Trans>Клиент в архиве</Trans>}
      back={<Trans>Клиент возвращен из архива</Trans>}
      archive={act => archive.mutateAsync({ params, act })}
      restore={act => restore.mutateAsync({ params, act })}
    />
  )
}
