import { listProspectViewers } from '../../server/rooms/clients/contract.ts'
import { WhoSees } from '../rooms/access/who-sees.tsx'
import { AskHere, WhyNot } from '../rooms/access/why-not.tsx'
import { Button, Textarea, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconBuilding } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import {
  archiveProspect,
  changeProspect,
  dismissSuggestion,
  getProspect,
  type Prospect,
  restoreProspect,
} from '../../server/rooms/clients/contract.ts'
import { queryOf, useWrite } from '../lib/queries.ts'
import { useFormats } from '../lib/formats.ts'
import { fieldOfName } from '../../server/platform/pure/field-marks.ts'
import { MASK } from '../../server/platform/pure/masking.ts'
import { Unseen, useLimits } from '../rooms/access/limits.tsx'
import { useMay } from '../rooms/access/me.ts'
import { usePeople } from '../rooms/access/people.ts'
import { useEditRecord } from '../rooms/access/use-edit.tsx'
import { Archiving } from '../rooms/clients/archiving.tsx'
import { MergeButton, MergedNote, Merges } from '../rooms/clients/merges.tsx'
import styles from '../rooms/clients/party-card.module.css'
import { useFollowMerge } from '../rooms/clients/use-merge.tsx'
import { useReasons } from '../rooms/clients/reasons.ts'
import { HistoryButton } from '../rooms/interests/history-sheet.tsx'
import { FindClient } from '../rooms/interests/find-client.tsx'
import { useLinkProspect, useUnlinkProspect } from '../rooms/interests/link-prospect.tsx'
import { SHOWS_INTERESTS } from '../rooms/interests/move-interest.tsx'
import { PartyInterests } from '../rooms/interests/party-interests.tsx'
import { Timeline } from '../rooms/interests/timeline.tsx'
import { Note, Section } from '../ui/atoms.tsx'
import { EntitySelect } from '../ui/entity-select.tsx'
import { InPlaceField } from '../ui/field.tsx'
import { useKeys } from '../ui/keys.tsx'
import { Page, useShell } from '../ui/page.tsx'
import { ErrorState, LoadingBars } from '../ui/states.tsx'
import { ProspectTag } from '../ui/steps-glyph.tsx'
import { toastError } from '../ui/toast.tsx'

const route = getRouteApi('/signed-in/prospects/$id')

type Change = Omit<z.input<NonNullable<(typeof changeProspect)['body']>>, 'version'>

export default function ProspectPage() {
  const { t } = useLingui()
  const { id } = route.useParams()
  const { openForm } = useShell()
  const query = useQuery(queryOf(getProspect, { params: { id } }))
  const prospect = query.data
  useFollowMerge('prospect', prospect)
  const name = prospect ? nameOf(prospect) : undefined
  useKeys([{ keys: 'N', does: t`Новый Интерес этого потенциального клиента`, run: () => openForm({ prospectId: id }) }])
  return (
    <Page
      title={name ?? t`Потенциальный клиент`}
      heading={
        <>
          <Link to="/clients" search={{ tab: 'prospects' }}>
            <Trans>Потенциальные клиенты</Trans>
          </Link>
          {name && <span className="t3"> / </span>}
          <span className="el">{name}</span>
        </>
      }
      scroll
    >
      {query.isPending && <LoadingBars />}
      {query.error && !prospect && (
        <ErrorState
          title={<Trans>Потенциальный клиент не открылся</Trans>}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {prospect && (
        <>
          <header className={styles.head}>
            <div className="row wrap">
              <ProspectTag />
              <h2 className="name">{name}</h2>
              <span className="grow" />
              <HistoryButton
                kind="prospect"
                id={prospect.id}
                version={prospect.version}
                title={name ?? ''}
                edit={prospect.can['edit'] === true}
              />
              {prospect.can['merge'] && <MergeButton kind="prospect" id={prospect.id} />}
              {!prospect.archivedAt && <Archive prospect={prospect} />}
            </div>
            {prospect.archivedAt && <Archive prospect={prospect} />}
            {!prospect.can['edit'] && !prospect.archivedAt && <WhyNot kind="clients" owner={prospect.responsible} />}
            <AskHere record={{ kind: 'prospect', id: prospect.id }} />
            <MergedNote kind="prospect" id={prospect.id} />
          </header>
          <div className={styles.body}>
            <section className={styles.left} aria-label={t`Данные потенциального клиента`}>
              <ClientLink prospect={prospect} />
              <Facts prospect={prospect} />
              <WhoSees endpoint={listProspectViewers} id={prospect.id} />
            </section>
            <section className={styles.right} aria-label={t`Интересы и история`}>
              <PartyInterests of="prospect" id={id} />
              <Merges kind="prospect" id={prospect.id} may={prospect.can['merge'] === true} />
              <Section title={<Trans>История</Trans>}>
                <Timeline of="prospect" id={id} />
              </Section>
            </section>
          </div>
        </>
      )}
    </Page>
  )
}

function nameOf(prospect: Prospect): string {
  return prospect.fullName ?? prospect.company ?? prospect.phone ?? prospect.email ?? MASK.repeat(4)
}

/** Field «Клиент»: one click when somebody matches, a search by hand otherwise; linked, it says so. */
function ClientLink({ prospect }: { prospect: Prospect }) {
  const { t } = useLingui()
  const link = useLinkProspect(prospect.id)
  const [finding, setFinding] = useState(false)
  const dismiss = useWrite(dismissSuggestion, { onError: error => toastError(error) })
  const suggestion = prospect.suggestions[0]
  const reasons = useReasons()
  if (prospect.client) return <Linked prospect={prospect} />
  return (
    <Section title={<Trans>Клиент</Trans>}>
      {suggestion ? (
        <Note look="acc" role="status">
          <div className="m">
            <Trans>Клиент уже зарегистрирован</Trans>
          </div>
          <div className="row" style={{ marginTop: 4 }}>
            <IconBuilding size={16} stroke={1.7} aria-hidden />
            <span>
              <span className="m">{suggestion.title}</span> <span className="t2">{reasons(suggestion.reasons)}</span>
            </span>
          </div>
          <div className="s12 t2">
            <Trans>Перейдут все Интересы и записи. Отменить может администратор.</Trans>
          </div>
          <div className="row wrap" style={{ marginTop: 6 }}>
            <Button variant="filled" onClick={() => link(suggestion)}>
              <Trans>Связать</Trans>
            </Button>
            <Button
              variant="subtle"
              onClick={() => dismiss.mutate({ params: { id: prospect.id }, body: { clientId: suggestion.clientId } })}
            >
              <Trans>Не тот клиент</Trans>
            </Button>
          </div>
        </Note>
      ) : (
        <p className="t3">
          <Trans>не указан</Trans>
        </p>
      )}
      {finding ? (
        <FindClient action={t`Связать`} onTake={clientId => link({ clientId, contactId: null })} />
      ) : (
        <Button variant="subtle" onClick={() => setFinding(true)}>
          <Trans>Найти клиента</Trans>
        </Button>
      )}
    </Section>
  )
}

function Linked({ prospect }: { prospect: Prospect }) {
  const format = useFormats()
  const may = useMay('prospects.unlink')
  const { unlink, unlinking, refused } = useUnlinkProspect(prospect)
  const { client, contact } = prospect
  if (!client) return null
  return (
    <Section title={<Trans>Клиент</Trans>}>
      <Note look="good" role="status">
        <div>
          {client.walled ? (
            <span className="m">{client.name}</span>
          ) : (
            <Link to="/clients/$id" params={{ id: client.id }} className="m">
              {client.name}
            </Link>
          )}
          {contact && `, ${contact.fullName}`}
        </div>
        <div className="s12 t2">
          <Trans>
            Связано {format.dateTime(prospect.linkedAt)}, {prospect.linkedBy?.name}
          </Trans>
        </div>
        {may && (
          <Button size="compact-xs" mt={6} loading={unlinking} onClick={unlink}>
            <Trans>Отменить связь</Trans>
          </Button>
        )}
      </Note>
      {refused.length > 0 && (
        <Note look="bad" role="alert">
          <div className="m">
            <Trans>Состояния этих Интересов требуют клиента:</Trans>
          </div>
          <ul>
            {refused.map(each => (
              <li key={each.id}>
                <Link to="." search={before => ({ ...before, interest: each.id })}>
                  {each.number}, {each.subject}
                </Link>{' '}
                <span className="t2">{each.state}</span>
              </li>
            ))}
          </ul>
        </Note>
      )}
    </Section>
  )
}

function Facts({ prospect }: { prospect: Prospect }) {
  const { t } = useLingui()
  const people = usePeople()
  const write = useWrite(changeProspect, { refresh: SHOWS_INTERESTS, onSuccess: useKeep(prospect.id) })
  const save = (version: number, change: Change, act: string) =>
    write.mutateAsync({ params: { id: prospect.id }, body: { version, ...change }, act })
  const change = useEditRecord(prospect.version, save, { names: [prospect.responsible] })
  const readOnly = !prospect.can['edit']
  const limits = useLimits()
  const text = (label: string, field: 'fullName' | 'company' | 'phone' | 'email') => {
    const limited = fieldOfName(field)
    const limit = limited && limits(limited)
    return (
      <InPlaceField
        label={label}
        value={prospect[field] ?? ''}
        show={limited && limit?.hidden ? <Unseen field={limited} /> : prospect[field]}
        readOnly={readOnly || limit?.fixed === true}
        reason={limit?.reason}
        onSave={value => change({ [field]: value.trim() || null }, label)}
        edit={({ id, value, onChange }) => (
          <TextInput id={id} value={value} onChange={event => onChange(event.currentTarget.value)} />
        )}
      />
    )
  }
  return (
    <Section title={<Trans>Данные</Trans>}>
      <div>
        {text(t`ФИО`, 'fullName')}
        {text(t`Компания`, 'company')}
        {text(t`Телефон`, 'phone')}
        {text('Email', 'email')}
        <InPlaceField<string | null>
          label={t`Ответственный`}
          value={prospect.responsible?.id ?? null}
          show={prospect.responsible?.name}
          readOnly={readOnly || limits('responsible').fixed}
          reason={limits('responsible').reason}
          onSave={responsibleId => change({ responsibleId }, t`Ответственный`)}
          edit={({ id, value, commit }) => (
            <EntitySelect id={id} entities={people} value={value} onChange={commit} clearable defaultDropdownOpened />
          )}
        />
        <InPlaceField
          label={t`Комментарий`}
          value={prospect.comment ?? ''}
          show={prospect.comment}
          empty={t`нет`}
          readOnly={readOnly}
          onSave={value => change({ comment: value.trim() || null }, t`Комментарий`)}
          edit={({ id, value, onChange }) => (
            <Textarea id={id} minRows={2} value={value} onChange={event => onChange(event.currentTarget.value)} />
          )}
        />
      </div>
    </Section>
  )
}

function Archive({ prospect }: { prospect: Prospect }) {
  const options = { refresh: ['search'], onSuccess: useKeep(prospect.id) }
  const archive = useWrite(archiveProspect, options)
  const restore = useWrite(restoreProspect, options)
  const params = { id: prospect.id }
  return (
    <Archiving
      archived={prospect.archivedAt !== null}
      can={prospect.can}
      away={<Trans>Потенциальный клиент в архиве</Trans>}
      back={<Trans>Потенциальный клиент возвращен из архива</Trans>}
      archive={act => archive.mutateAsync({ params, act })}
      restore={act => restore.mutateAsync({ params, act })}
    />
  )
}

/** The answer of a write is the card as it is now. */
function useKeep(id: string) {
  const cache = useQueryClient()
  return (answer: Prospect) => void cache.setQueryData(queryOf(getProspect, { params: { id } }).queryKey, answer)
}
