import { Button, Chip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import {
  type Interest,
  listPinnedEntries,
  pinEntry,
  readClientTimeline,
  readInterestTimeline,
  readProspectTimeline,
  type TimelineEntry,
  type TimelinePart,
} from '../../../server/rooms/interests/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { allItems, pagesOf, queryOf, useWrite } from '../../lib/queries.ts'
import { Section } from '../../ui/atoms.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { toastError } from '../../ui/toast.tsx'
import { Entry } from './timeline-entry.tsx'
import styles from './timeline.module.css'
import { UndoEntry } from './undo-entry.tsx'

const endpoints = { interest: readInterestTimeline, client: readClientTimeline, prospect: readProspectTimeline }

type TimelineProps = {
  of: keyof typeof endpoints
  id: string
  only?: TimelinePart | undefined
  whole?: boolean
  onPin?: (entry: TimelineEntry) => void
  onBlocked?: ((stateId: string) => boolean) | undefined
  onUndone?: (() => void) | undefined
}

/** What happened, newest first, by days. */
export function Timeline({ of, id, only, whole = false, onPin, onBlocked, onUndone }: TimelineProps) {
  const format = useFormats()
  const asked = { ...(only ? { only } : {}), ...(whole ? { whole: 'true' } : {}) }
  const query = useInfiniteQuery(pagesOf(endpoints[of], { params: { id }, query: asked } as never, 30))
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
      {entries.length === 0 && (
        <p className="t3">
          <Trans>Таких записей нет</Trans>
        </p>
      )}
      {[...days].map(([day, list]) => (
        <section key={day} aria-label={format.dayHead(day)}>
          <h3 className={styles.day}>{format.dayHead(day)}</h3>
          <ol>
            {list.map(entry => {
              const own = entry.record.id === id
              return (
                <Entry
                  key={entry.id}
                  entry={entry}
                  own={own}
                  onPin={own ? onPin : undefined}
                  action={entry.undoable && <Undo entry={entry} onBlocked={onBlocked} onDone={onUndone} />}
                />
              )
            })}
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

type UndoProps = { entry: TimelineEntry } & Pick<Parameters<typeof UndoEntry>[0], 'onBlocked' | 'onDone'>

function Undo({ entry, ...rest }: UndoProps) {
  const { t } = useLingui()
  const format = useFormats()
  return <UndoEntry entryId={entry.id} label={t`Отменить изменение от ${format.dateTime(entry.at)}`} {...rest} />
}

type InterestTimelineProps = {
  interest: Interest
  /** Going back is refused by what a state asks for. @returns whether the card asks for it now */
  onBlocked: (stateId: string) => boolean
}

/** The history on the card of an Interest: pinned entries on top, narrowed or widened on demand, its last change taken back. */
export function InterestTimeline({ interest, onBlocked }: InterestTimelineProps) {
  const { t } = useLingui()
  const { id } = interest
  const [only, setOnly] = useState<TimelinePart>()
  const [whole, setWhole] = useState(false)
  const ofTop = useQuery(queryOf(listPinnedEntries, { params: { id } }))
  const pinned = ofTop.data?.items ?? []
  const pin = useWrite(pinEntry, { onError: error => toastError(error) })
  const place = useRef<HTMLDivElement>(null)
  const toggle = (entry: TimelineEntry) =>
    pin.mutate({ params: { id }, body: { entryId: entry.id, on: !entry.pinned } })
  /** From the top the entry goes away with its button: the focus stays with the timeline. */
  const letGo = (entry: TimelineEntry) => {
    place.current?.focus({ preventScroll: true })
    toggle(entry)
  }
  const parts: { value: TimelinePart | 'all'; label: string }[] = [
    { value: 'all', label: t`Все` },
    { value: 'notes', label: t`Заметки` },
    { value: 'steps', label: t({ message: 'Дела', context: 'timeline' }) },
    { value: 'states', label: t`Состояния` },
    { value: 'fields', label: t`Поля` },
  ]
  return (
    <div ref={place} tabIndex={-1} className={styles.place}>
      <div className={styles.tools}>
        <Chip.Group value={only ?? 'all'} onChange={value => setOnly(parseOnly(value))}>
          <div className="row wrap" role="radiogroup" aria-label={t`Что показать в ленте`} style={{ gap: 4 }}>
            {parts.map(each => (
              <Chip key={each.value} value={each.value} size="xs">
                {each.label}
              </Chip>
            ))}
          </div>
        </Chip.Group>
        <span className="grow" />
        <Button
          variant={whole ? 'light' : 'subtle'}
          size="compact-sm"
          aria-pressed={whole}
          leftSection={<IconHistory size={16} stroke={1.7} aria-hidden />}
          onClick={() => setWhole(!whole)}
        >
          <Trans>Вся история клиента</Trans>
        </Button>
      </div>
      {pinned.length > 0 && (
        <Section title={<Trans>Закреплено</Trans>} count={pinned.length} level={3}>
          <ol>
            {pinned.map(entry => (
              <Entry key={entry.id} entry={entry} own onPin={letGo} />
            ))}
          </ol>
        </Section>
      )}
      {/* Read together with what is pinned, and shown with it: nothing is pushed down later. */}
      <div hidden={ofTop.isPending}>
        <Timeline
          of="interest"
          id={id}
          only={only}
          whole={whole}
          onPin={toggle}
          onBlocked={onBlocked}
          onUndone={() => place.current?.focus({ preventScroll: true })}
        />
      </div>
    </div>
  )
}

function parseOnly(value: string | string[]): TimelinePart | undefined {
  return value === 'notes' || value === 'steps' || value === 'states' || value === 'fields' ? value : undefined
}
