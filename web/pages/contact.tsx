import { listContactViewers } from '../../server/rooms/clients/contract.ts'
import { WhoSees } from '../rooms/access/who-sees.tsx'
import { Textarea, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { z } from 'zod'
import {
  archiveContact,
  changeContact,
  type contact,
  getClient,
  getContact,
  restoreContact,
} from '../../server/rooms/clients/contract.ts'
import { queryOf, useWrite } from '../lib/queries.ts'
import { useEditRecord } from '../rooms/access/use-edit.tsx'
import { AskHere, WhyNot } from '../rooms/access/why-not.tsx'
import { Archiving } from '../rooms/clients/archiving.tsx'
import { EmailsField, LinesField, PhonesField } from '../rooms/clients/data-fields.tsx'
import { MergeButton, MergedNote, Merges } from '../rooms/clients/merges.tsx'
import styles from '../rooms/clients/party-card.module.css'
import { useFollowMerge } from '../rooms/clients/use-merge.tsx'
import { HistoryButton } from '../rooms/interests/history-sheet.tsx'
import { Section } from '../ui/atoms.tsx'
import { InPlaceField } from '../ui/field.tsx'
import { Page } from '../ui/page.tsx'
import { ErrorState, LoadingBars } from '../ui/states.tsx'

const route = getRouteApi('/signed-in/contacts/$id')

type Contact = z.infer<typeof contact>
type Change = Omit<z.input<NonNullable<(typeof changeContact)['body']>>, 'version'>

export default function ContactPage() {
  const { t } = useLingui()
  const { id } = route.useParams()
  const query = useQuery(queryOf(getContact, { params: { id } }))
  const person = query.data
  useFollowMerge('contact', person)
  return (
    <Page
      title={person?.fullName ?? t`Контакт`}
      heading={
        <>
          <Link to="/clients" search={{ tab: 'contacts' }}>
            <Trans>Контакты</Trans>
          </Link>
          {person?.fullName && <span className="t3"> / </span>}
          <span className="el">{person?.fullName}</span>
        </>
      }
      scroll
    >
      {query.isPending && <LoadingBars />}
      {query.error && !person && (
        <ErrorState
          title={<Trans>Контакт не открылся</Trans>}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {person && <Card person={person} />}
    </Page>
  )
}

/** A contact is changed by whoever changes a client for whom it works: that is what may be asked for. */
function WhyNotContact({ person }: { person: Contact }) {
  const seen = person.clients.filter(each => !each.walled)
  const id = (seen.find(each => each.main) ?? seen[0])?.id
  const client = useQuery({ ...queryOf(getClient, { params: { id: id ?? '' } }), enabled: id !== undefined }).data
  if (!client) return null
  return (
    <>
      <WhyNot kind="clients" owner={client.responsible} />
      <AskHere record={{ kind: 'client', id: client.id }} />
    </>
  )
}

function Card({ person }: { person: Contact }) {
  const { t } = useLingui()
  const change = useChange(person)
  const readOnly = !person.can['edit']
  return (
    <>
      <header className={styles.head}>
        <div className="row wrap">
          <h2 className="name">{person.fullName}</h2>
          <span className="grow" />
          <HistoryButton
            kind="contact"
            id={person.id}
            version={person.version}
            title={person.fullName}
            edit={person.can['edit'] === true}
          />
          {person.can['merge'] && <MergeButton kind="contact" id={person.id} />}
          {!person.archivedAt && <Archive person={person} />}
        </div>
        {person.archivedAt && <Archive person={person} />}
        {readOnly && !person.archivedAt && <WhyNotContact person={person} />}
        <MergedNote kind="contact" id={person.id} />
      </header>
      <div className={styles.body}>
        <section className={styles.left} aria-label={t`Данные контакта`}>
          <InPlaceField
            label={t`ФИО`}
            value={person.fullName}
            show={person.fullName}
            required
            readOnly={readOnly}
            onSave={fullName => change({ fullName: fullName.trim() }, t`ФИО`)}
            edit={({ id, value, onChange }) => (
              <TextInput id={id} value={value} onChange={event => onChange(event.currentTarget.value)} />
            )}
          />
          <PhonesField
            ownerId={person.id}
            phones={person.phones}
            readOnly={readOnly}
            onSave={phones => change({ phones }, t`Телефоны`)}
          />
          <EmailsField
            ownerId={person.id}
            emails={person.emails}
            readOnly={readOnly}
            onSave={emails => change({ emails }, 'Email')}
          />
          <LinesField
            label={t`Мессенджеры`}
            values={person.messengers}
            readOnly={readOnly}
            onSave={messengers => change({ messengers }, t`Мессенджеры`)}
          />
          <InPlaceField
            label={t`Комментарий`}
            value={person.comment ?? ''}
            show={person.comment}
            empty={t`нет`}
            readOnly={readOnly}
            onSave={value => change({ comment: value.trim() || null }, t`Комментарий`)}
            edit={({ id, value, onChange }) => (
              <Textarea id={id} minRows={2} value={value} onChange={event => onChange(event.currentTarget.value)} />
            )}
          />
        </section>
        <section className={styles.right} aria-label={t`Клиенты контакта`}>
          <Section title={<Trans>Где работает</Trans>} count={person.clients.length}>
            <ul>
              {person.clients.map(each => (
                <li key={each.id} className={styles.person}>
                  {each.walled ? (
                    <span className="m">{each.name}</span>
                  ) : (
                    <Link to="/clients/$id" params={{ id: each.id }} className="m">
                      {each.name}
                    </Link>
                  )}
                  <PositionField person={person} client={each} readOnly={readOnly} />
                </li>
              ))}
            </ul>
          </Section>
          <Merges kind="contact" id={person.id} may={person.can['merge'] === true} />
          <WhoSees endpoint={listContactViewers} id={person.id} />
        </section>
      </div>
    </>
  )
}

function PositionField({
  person,
  client,
  readOnly,
}: {
  person: Contact
  client: Contact['clients'][number]
  readOnly: boolean
}) {
  const { t } = useLingui()
  const change = useChange(person)
  return (
    <InPlaceField
      label={t`Должность`}
      value={client.position ?? ''}
      show={client.position}
      empty={t`не указана`}
      readOnly={readOnly || client.walled}
      onSave={position => change({ clientId: client.id, position: position.trim() || null }, t`Должность`)}
      edit={({ id, value, onChange }) => (
        <TextInput id={id} value={value} onChange={event => onChange(event.currentTarget.value)} />
      )}
    />
  )
}

function useChange(person: Contact) {
  const write = useWrite(changeContact, {
    refresh: ['clients', 'interests', 'search'],
    onSuccess: useKeep(person.id),
  })
  const save = (version: number, change: Change, act: string) =>
    write.mutateAsync({ params: { id: person.id }, body: { version, ...change }, act })
  return useEditRecord(person.version, save)
}

function Archive({ person }: { person: Contact }) {
  const options = { refresh: ['clients', 'search'], onSuccess: useKeep(person.id) }
  const archive = useWrite(archiveContact, options)
  const restore = useWrite(restoreContact, options)
  const params = { id: person.id }
  return (
    <Archiving
      archived={person.archivedAt !== null}
      can={person.can}
      away={<Trans>Контакт в архиве</Trans>}
      back={<Trans>Контакт возвращен из архива</Trans>}
      archive={act => archive.mutateAsync({ params, act })}
      restore={act => restore.mutateAsync({ params, act })}
    />
  )
}

/** The answer of a write is the card as it is now. */
function useKeep(id: string) {
  const cache = useQueryClient()
  return (answer: Contact) => void cache.setQueryData(queryOf(getContact, { params: { id } }).queryKey, answer)
}
