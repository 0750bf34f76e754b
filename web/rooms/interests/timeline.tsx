import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconArchive,
  IconArrowRight,
  IconLink,
  IconMessageCirclePlus,
  IconNote,
  IconPencil,
  IconTargetArrow,
  IconUnlink,
  IconUserPlus,
} from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ComponentType, ReactNode } from 'react'
import {
  readClientTimeline,
  readInterestTimeline,
  readProspectTimeline,
  type TimelineEntry,
} from '../../../server/rooms/interests/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { allItems, pagesOf } from '../../lib/queries.ts'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { useFieldNames, useValueWords, useVerbs } from './history-words.ts'
import styles from './timeline.module.css'

const endpoints = { interest: readInterestTimeline, client: readClientTimeline, prospect: readProspectTimeline }

type TimelineProps = { of: keyof typeof endpoints; id: string }

/** What happened, newest first, by days; a change in one line, words of people in full. */
export function Timeline({ of, id }: TimelineProps) {
  const format = useFormats()
  const query = useInfiniteQuery(pagesOf(endpoints[of], { params: { id } } as never, 30))
  const entries = allItems(query.data as never) as TimelineEntry[]
  if (query.error) {
    return (
      <ErrorState
        title={<Trans>История не загрузилась</Trans>}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    )
  }
  if (query.isPending) return <LoadingBars rows={4} />
  const days = Map.groupBy(entries, entry => format.dayOf(entry.at))
  return (
    <div className={styles.timeline}>
      {[...days].map(([day, list]) => (
        <section key={day} aria-label={format.dayHead(day)}>
          <h3 className={styles.day}>{format.dayHead(day)}</h3>
          <ol>
            {list.map(entry => (
              <Entry key={entry.id} entry={entry} own={entry.record.id === id} />
            ))}
          </ol>
        </section>
      ))}
      {query.hasNextPage && (
        <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          <Trans>Показать раньше</Trans>
        </Button>
      )}
    </div>
  )
}

function Entry({ entry, own }: { entry: TimelineEntry; own: boolean }) {
  const format = useFormats()
  const verbs = useVerbs()
  const Icon = iconOf(entry)
  const state = entry.changes.find(change => change.field === 'stateId')
  const shown = entry.changes.filter(change => change.field !== 'stateId' && !HIDDEN.has(change.field))
  const created = entry.kind.endsWith('.created')
  return (
    <li className={styles.entry}>
      <Icon size={16} stroke={1.7} aria-hidden />
      <div className="grow">
        <div>
          <span className={entry.note ? 'm' : 't2'}>{entry.actor?.name ?? 'Interes'}: </span>
          {state && !created ? (
            <>
              <span className="m">{text(state.from)}</span> → <span className="m">{text(state.to)}</span>
            </>
          ) : (
            <span className="t2">{verbs(entry)}</span>
          )}
          {!own && entry.record.title && <span className="m"> {entry.record.title}</span>}
        </div>
        {entry.note && entry.note.body && <div className={styles.words}>{entry.note.body}</div>}
        {!created && shown.length > 0 && (
          <ul className={styles.changes}>
            {shown.map(change => (
              <Changed key={change.field} of={entry.record.kind} {...change} />
            ))}
          </ul>
        )}
      </div>
      <time className={styles.time} dateTime={entry.at}>
        {format.time(entry.at)}
      </time>
    </li>
  )
}

/** Fields that follow from another one that is shown. */
const HIDDEN = new Set([
  'archived',
  'archivedAt',
  'notClientId',
  'notDuplicateId',
  'stateEnteredAt',
  'open',
  'closedAt',
  'probability',
  'closeDateMode',
  'version',
])

function Changed({ of, field, from, to }: { of: string; field: string; from?: unknown; to?: unknown }) {
  const { t } = useLingui()
  const names = useFieldNames()
  const format = useFormats()
  const words = useValueWords()
  const shown = (value: unknown) => (isDay(value) ? format.date(value) : (words[field]?.[String(value)] ?? text(value)))
  return (
    <li>
      <span className="t3">{names[`${of}.${field}`] ?? names[field] ?? field}: </span>
      {!isEmpty(from) && (
        <>
          <s>{shown(from)}</s>
          {' → '}
        </>
      )}
      <span>{isEmpty(to) ? t`пусто` : shown(to)}</span>
    </li>
  )
}

const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)

const isEmpty = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

function text(value: unknown): ReactNode {
  if (isEmpty(value)) return '—'
  if (Array.isArray(value)) return value.map(item => text(item)).join(', ')
  if (typeof value === 'object') {
    const { raw, fullName, name } = value as { raw?: string; fullName?: string; name?: string }
    return raw ?? fullName ?? name ?? ''
  }
  return String(value)
}

function iconOf({ kind, note }: TimelineEntry): ComponentType<{ size: number; stroke: number }> {
  if (note?.kind === 'request') return IconMessageCirclePlus
  if (note) return IconNote
  if (kind.endsWith('.created')) return kind.startsWith('interest') ? IconTargetArrow : IconUserPlus
  if (kind.endsWith('.moved')) return IconArrowRight
  if (kind.endsWith('linked')) return kind.endsWith('unlinked') ? IconUnlink : IconLink
  if (/archived|restored/.test(kind)) return IconArchive
  return IconPencil
}
