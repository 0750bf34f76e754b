import { useLingui } from '@lingui/react/macro'
import {
  IconArchive,
  IconArrowRight,
  IconCalendarPlus,
  IconCircleCheck,
  IconCircleX,
  IconLink,
  IconMessageCirclePlus,
  IconNote,
  IconPencil,
  IconPin,
  IconPinFilled,
  IconTargetArrow,
  IconUnlink,
  IconUserPlus,
} from '@tabler/icons-react'
import { ActionIcon, Tooltip } from '@mantine/core'
import type { ComponentType, ReactNode } from 'react'
import type { TimelineEntry } from '../../../server/rooms/interests/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { lastMinute } from '../access/who-sees.tsx'
import { isStep, useFieldNames, useValueWords, useVerbs } from './history-words.ts'
import styles from './timeline.module.css'

type EntryProps = {
  entry: TimelineEntry
  /** It tells of the record whose history this is. */
  own: boolean
  /** Keeps it on top, or lets it go; absent where nothing can be pinned. */
  onPin?: ((entry: TimelineEntry) => void) | undefined
  /** Stands under the entry: what can be done about it. */
  action?: ReactNode
}

/** One thing that happened: a change in one line, words of people in full. */
export function Entry({ entry, own, onPin, action }: EntryProps) {
  const { t } = useLingui()
  const format = useFormats()
  const verbs = useVerbs()
  const Icon = iconOf(entry)
  const state = entry.changes.find(change => change.field === 'stateId')
  const shown = entry.changes.filter(change => change.field !== 'stateId' && !isHidden(entry, change))
  const result = isStep(entry) ? entry.changes.find(change => change.field === 'result')?.to : undefined
  const created = entry.kind.endsWith('.created')
  const whoOf = ({ through, actor, onBehalfOf }: TimelineEntry) => {
    const who = through?.kind === 'trigger' ? t`Триггер` : (actor?.name ?? 'Interes')
    if (!onBehalfOf) return who
    const whom = onBehalfOf.name
    return t`${who} за: ${whom}`
  }
  return (
    <li className={styles.entry}>
      <Icon size={16} stroke={1.7} aria-hidden />
      <div className="grow">
        <div>
          <span className={entry.note ? 'm' : 't2'}>{whoOf(entry)}: </span>
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
        {typeof result === 'string' && <div className={styles.words}>{result}</div>}
        {!created && shown.length > 0 && (
          <ul className={styles.changes}>
            {shown.map(change => (
              <Changed key={change.field} of={entry.record.kind} {...change} />
            ))}
          </ul>
        )}
        {action}
      </div>
      {onPin && <PinButton entry={entry} onPin={onPin} />}
      <time className={styles.time} dateTime={entry.at}>
        {format.time(entry.at)}
      </time>
    </li>
  )
}

/** A pin of one's own: seen where it is set, or where the pointer or the keys are. */
function PinButton({ entry, onPin }: { entry: TimelineEntry; onPin: (entry: TimelineEntry) => void }) {
  const { t } = useLingui()
  const format = useFormats()
  const Icon = entry.pinned ? IconPinFilled : IconPin
  const label = entry.pinned ? t`Открепить` : t`Закрепить для себя`
  return (
    <Tooltip label={label}>
      <ActionIcon
        size={24}
        className={styles.pin}
        data-on={entry.pinned || undefined}
        aria-pressed={entry.pinned}
        aria-label={t`Закрепить: запись ${format.dateTime(entry.at)}`}
        onClick={() => onPin(entry)}
      >
        <Icon size={14} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
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

/** Of a step its line tells what it is; the list only what was changed in it. */
const TOLD_OF_STEP = new Set(['activityId', 'stepKind', 'subject', 'result', 'repeat', 'checklist'])

function isHidden(entry: TimelineEntry, { field, from }: TimelineEntry['changes'][number]): boolean {
  if (HIDDEN.has(field)) return true
  if (!isStep(entry)) return false
  if (entry.kind !== 'interest.step_changed' || TOLD_OF_STEP.has(field)) return true
  return field === 'interactionKindId' && isEmpty(from)
}

function Changed({ of, field, from, to }: { of: string; field: string; from?: unknown; to?: unknown }) {
  const { t } = useLingui()
  const names = useFieldNames()
  const format = useFormats()
  const words = useValueWords()
  const shown = (value: unknown) =>
    isDay(value)
      ? format.date(value)
      : isInstant(value)
        ? format.dateTime(field === 'expiresAt' ? lastMinute(value) : value)
        : (words[field]?.[String(value)] ?? text(value))
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

const isInstant = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)

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

const steps: Record<string, ComponentType<{ size: number; stroke: number }>> = {
  'interest.step_planned': IconCalendarPlus,
  'interest.step_changed': IconCalendarPlus,
  'interest.step_done': IconCircleCheck,
  'interest.step_cancelled': IconCircleX,
  'interest.step_reopened': IconCalendarPlus,
}

function iconOf({ kind, note }: TimelineEntry): ComponentType<{ size: number; stroke: number }> {
  if (note?.kind === 'request') return IconMessageCirclePlus
  if (note) return IconNote
  const step = steps[kind]
  if (step) return step
  if (kind.endsWith('.created')) return kind.startsWith('interest') ? IconTargetArrow : IconUserPlus
  if (kind.endsWith('.moved')) return IconArrowRight
  if (kind.endsWith('linked')) return kind.endsWith('unlinked') ? IconUnlink : IconLink
  if (/archived|restored/.test(kind)) return IconArchive
  return IconPencil
}
