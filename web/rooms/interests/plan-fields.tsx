import { Chip, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, type Ref, useId, useState } from 'react'
import { instantOf } from '../../../server/platform/pure/zones.ts'
import { localDateOf } from '../../../server/platform/pure/working-time.ts'
import { useFormats } from '../../lib/formats.ts'
import { readTime } from '../../lib/time-typing.ts'
import { DateField } from '../../ui/date-field.tsx'
import { LocalTime } from '../clients/local-time.tsx'
import { stepIcon } from './next-step.tsx'
import {
  daysOffered,
  emptyPlan,
  isBegun,
  type PlanDraft,
  type PlanSense,
  readPlan,
  TASK,
  timeToday,
  typeLine,
} from './plan-draft.ts'
import styles from './plan.module.css'
import { PlanMore } from './plan-more.tsx'

type PlanFieldsProps = {
  draft: PlanDraft
  onDraft: (draft: PlanDraft) => void
  sense: PlanSense
  /** Whose contacts may be named. */
  clientId?: string | null
  /** By which clock the client lives. */
  partyZone?: string | null | undefined
  /** What the product would plan by itself; shown in the line while it is empty. */
  placeholder?: string
  field?: Ref<HTMLInputElement>
  lineId?: string
  autoFocus?: boolean
  /** Nothing need be planned: until something is said, that is what is chosen. */
  optional?: boolean
  /** Only the line, until something stands in it. */
  folded?: boolean
  error?: ReactNode
}

/** A step in one line, read while it is typed, with the same as chips; the rest behind a fold. */
export function PlanFields(props: PlanFieldsProps) {
  const { draft, onDraft, sense, clientId = null, partyZone, placeholder, field, autoFocus = false, error } = props
  const { folded = false, optional = false, lineId } = props
  const { t } = useLingui()
  const read = readPlan(draft, sense)
  const inWords = sense.only === 'task' ? t`Подготовить расчет завтра 12:00` : t`Звонок завтра 15:00 уточнить объем`
  const offered = draft.reads ? inWords : t`Тема`
  const isNone = optional && !isBegun(draft)
  const [open, setOpen] = useState(false)
  const id = useId()
  const Chevron = open ? IconChevronDown : IconChevronRight
  const more = moreOf(draft)
  return (
    <div className={styles.fields}>
      <TextInput
        ref={field}
        {...(lineId && { id: lineId })}
        aria-label={draft.reads ? t`Что запланировать` : t`Тема`}
        placeholder={placeholder ?? offered}
        maxLength={300}
        autoFocus={autoFocus}
        error={error}
        value={draft.line}
        onChange={event => onDraft(typeLine(draft, event.currentTarget.value, sense))}
      />
      {!folded && (
        <>
          <KindChips
            draft={draft}
            onDraft={onDraft}
            sense={sense}
            kind={isNone ? NOTHING : read.kind}
            optional={optional}
          />
          <DueChips
            draft={draft}
            onDraft={onDraft}
            sense={sense}
            day={isNone ? undefined : read.day}
            time={read.time}
          />
          {!isNone && read.day && read.time && (
            <LocalTime zone={partyZone} at={instantOf(read.day, read.time, sense.zone).toISOString()} />
          )}
          <div>
            <button
              type="button"
              className={`plain ${styles.fold}`}
              aria-expanded={open}
              aria-controls={open ? id : undefined}
              onClick={() => setOpen(!open)}
            >
              <Chevron size={14} stroke={1.7} aria-hidden />
              <Trans>Еще</Trans>
              {!open && more > 0 && <span className="t3">{more}</span>}
            </button>
            {open && (
              <div id={id}>
                <PlanMore
                  draft={draft}
                  onDraft={onDraft}
                  minutes={read.minutes}
                  clientId={clientId}
                  doer={sense.doer}
                />
              </div>
            )}
          </div>
        </>
      )}
    </div>
  )
}

/** How much is said behind the fold. */
function moreOf(draft: PlanDraft): number {
  const { minutes, place, content, assigneeId, contactIds, userIds, checklist, remindBefore, repeat } = draft
  const said = [minutes, place, content, assigneeId, contactIds.length, userIds.length, checklist.length, repeat]
  return said.filter(Boolean).length + (remindBefore === null ? 0 : 1)
}

/** Among the kinds: there is no step. */
const NOTHING = ''

type ChipsProps = Pick<PlanFieldsProps, 'draft' | 'onDraft' | 'sense'>

type KindChipsProps = ChipsProps & { kind: string; optional: boolean }

function KindChips({ draft, onDraft, sense, kind, optional }: KindChipsProps) {
  const { t } = useLingui()
  const name = useId()
  if (sense.only === 'task') return null
  const kinds = sense.only === undefined ? [...sense.kinds, { id: TASK, name: t`Задача` }] : sense.kinds
  return (
    <div className={styles.chips} role="radiogroup" aria-label={t`Вид`}>
      {optional && (
        <Chip type="radio" name={name} checked={kind === NOTHING} onChange={() => onDraft(emptyPlan(null, draft.id))}>
          <Trans>не планировать</Trans>
        </Chip>
      )}
      {kinds.map(each => {
        const Icon = stepIcon(each.id === TASK ? 'task' : 'interaction', each.name)
        return (
          <Chip
            key={each.id}
            type="radio"
            name={name}
            checked={kind === each.id}
            onChange={() => onDraft({ ...draft, kind: each.id })}
          >
            <span className={styles.chip}>
              <Icon size={14} stroke={1.7} aria-hidden />
              {each.name}
            </span>
          </Chip>
        )
      })}
    </div>
  )
}

function DueChips({
  draft,
  onDraft,
  sense,
  day,
  time,
}: ChipsProps & { day: string | null | undefined; time: string | null }) {
  const { t } = useLingui()
  const format = useFormats()
  const name = useId()
  const { now, zone } = sense
  const [today, tomorrow, later] = daysOffered(localDateOf(now, zone))
  const five = timeToday(now, zone)
  const choose = (chosen: string) => {
    // A time that is there stays with the day that is chosen.
    const atFive = chosen === today && time === null && five !== null ? { time: five } : {}
    onDraft({ ...draft, day: chosen, ...atFive })
  }
  const chips = [
    [today, day === today || five === null || time ? t`сегодня` : t`сегодня ${five}`],
    [tomorrow, t`завтра`],
    [later, format.weekday(later)],
    ['', t`без даты`],
  ] as const
  return (
    <div className={styles.chips}>
      <div className={styles.chips} role="radiogroup" aria-label={t`Когда`}>
        {chips.map(([value, label]) => (
          <Chip
            key={value}
            type="radio"
            name={name}
            checked={day === undefined ? false : (day ?? '') === value}
            onChange={() => choose(value)}
          >
            {label}
          </Chip>
        ))}
      </div>
      <DateField
        aria-label={t`Дата`}
        className={styles.date}
        clearable={false}
        value={day ?? null}
        onChange={date => onDraft({ ...draft, day: date ? String(date).slice(0, 10) : '' })}
      />
      <TimeField
        value={time}
        onChange={next => onDraft({ ...draft, time: next ?? '', ...(draft.day === '' ? { day: null } : {}) })}
      />
    </div>
  )
}

/** A time typed as `15`, `1530` or `15:30`; taken when one leaves it. */
function TimeField({ value, onChange }: { value: string | null; onChange: (time: string | null) => void }) {
  const { t } = useLingui()
  const [typed, setTyped] = useState<string>()
  const wrong = typed !== undefined && typed.trim() !== '' && readTime(typed) === null
  return (
    <TextInput
      aria-label={t`Время`}
      placeholder={t`время`}
      className={styles.time}
      inputMode="numeric"
      maxLength={5}
      error={wrong}
      value={typed ?? value ?? ''}
      onChange={event => {
        const text = event.currentTarget.value
        setTyped(text)
        // A whole time counts at once: Ctrl Enter may follow without leaving the field.
        const time = readTime(text)
        if (time !== null && text.trim().length >= 4) onChange(time)
        if (text.trim() === '') onChange(null)
      }}
      onBlur={() => {
        if (typed === undefined) return
        const time = readTime(typed)
        if (time !== null) onChange(time)
        if (time !== null || typed.trim() === '') setTyped(undefined)
      }}
    />
  )
}
