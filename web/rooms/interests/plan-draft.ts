import { newId } from '../../../server/platform/pure/ids.ts'
import { type PlanLine, readPlanLine } from '../../../server/platform/pure/plan-line.ts'
import { addDays, localDateOf } from '../../../server/platform/pure/working-time.ts'
import { instantOf, timeIn } from '../../../server/platform/pure/zones.ts'
import type { ActivityItem, PlanInput, RepeatRule } from '../../../server/rooms/interests/contract.ts'

/** `task`, or the id of a kind of interaction. */
export type PlanKind = string
export const TASK = 'task'

/** A step while it is being planned. What was chosen holds; what was not is read from the line. */
export interface PlanDraft {
  /** Of the record that it becomes: a repeat cannot make two. */
  id: string
  line: string
  /** The line is read; else it is the theme as it stands. */
  reads: boolean
  /** Null: as the line says. */
  kind: PlanKind | null
  /** An empty text is «without a date», or «without a time». */
  day: string | null
  time: string | null
  minutes: number | null
  place: string
  content: string
  assigneeId: string | null
  contactIds: string[]
  userIds: string[]
  checklist: ActivityItem[]
  remindBefore: number | null
  repeat: RepeatRule | null
}

/** In which a line is read. */
export interface PlanSense {
  now: Date
  zone: string
  /** In order; the first is taken where nothing else is said. */
  kinds: readonly { id: string; name: string }[]
  /** The kind where neither the line nor the person says one. */
  fallback: PlanKind
  /** The kind is settled: by what has to be planned, or because it never changes. */
  only?: 'interaction' | 'task'
  /** Who does it where nobody is chosen; else the planner. */
  doer?: string
}

/** What a draft comes to. */
export interface PlanRead {
  kind: PlanKind
  day: string | null
  time: string | null
  minutes: number | null
  subject: string
}

export function emptyPlan(kind: PlanKind | null = null, id = newId()): PlanDraft {
  return {
    id,
    line: '',
    reads: true,
    kind,
    day: null,
    time: null,
    minutes: null,
    place: '',
    content: '',
    assigneeId: null,
    contactIds: [],
    userIds: [],
    checklist: [],
    remindBefore: null,
    repeat: null,
  }
}

const taskNames = [
  { id: TASK, name: 'Задача' },
  { id: TASK, name: 'Task' },
]

function readLine({ line, reads }: PlanDraft, { now, zone, kinds, only }: PlanSense): PlanLine {
  if (!reads) return { kindId: null, day: null, time: null, minutes: null, subject: line.trim() }
  return readPlanLine(line, {
    now,
    timeZone: zone,
    kinds: [...(only === 'task' ? [] : kinds), ...(only === 'interaction' ? [] : taskNames)],
  })
}

export function readPlan(draft: PlanDraft, sense: PlanSense): PlanRead {
  const said = readLine(draft, sense)
  const kind = sense.only === 'task' ? TASK : (draft.kind ?? said.kindId ?? sense.fallback)
  const minutes = draft.minutes ?? said.minutes
  const rest = { kind, minutes, subject: said.subject }
  if (draft.day === '') return { ...rest, day: null, time: null }
  const time = draft.time ?? said.time
  const day = draft.day ?? said.day ?? (time ? dayOfTime(time, sense) : null)
  return { ...rest, day, time: time || null }
}

/** A time without a day is today, or tomorrow where it has passed. */
function dayOfTime(time: string, { now, zone }: PlanSense): string {
  const today = localDateOf(now, zone)
  return time > timeIn(now, zone) ? today : addDays(today, 1)
}

/** Types on: what the line says anew takes the place of what was chosen before. */
export function typeLine(draft: PlanDraft, line: string, sense: PlanSense): PlanDraft {
  const before = readLine(draft, sense)
  const typed = { ...draft, line }
  const now = readLine(typed, sense)
  return {
    ...typed,
    kind: now.kindId !== before.kindId && now.kindId ? null : draft.kind,
    day: now.day !== before.day && now.day ? null : draft.day,
    time: now.time !== before.time && now.time ? null : draft.time,
    minutes: now.minutes !== before.minutes && now.minutes ? null : draft.minutes,
  }
}

/** Has anything been said about it? */
export function isBegun(draft: PlanDraft): boolean {
  const { line, content, kind, day, time } = draft
  return line.trim() !== '' || content.trim() !== '' || kind !== null || day !== null || Boolean(time)
}

/** A task says what is to be done; an interaction is said by its kind. */
export function isWhole(draft: PlanDraft, sense: PlanSense): boolean {
  const { kind, subject } = readPlan(draft, sense)
  return kind !== TASK || subject !== ''
}

/** When it is due, as the API takes it. */
export function dueOf(day: string | null, time: string | null, zone: string): { dueAt?: string; dueDay?: string } {
  if (!day) return {}
  return time ? { dueAt: instantOf(day, time, zone).toISOString() } : { dueDay: day }
}

/** The draft as a plan; what was left open is left out. */
export function planOf(draft: PlanDraft, sense: PlanSense): PlanInput {
  const { kind, day, time, minutes, subject } = readPlan(draft, sense)
  const assigneeId = draft.assigneeId ?? sense.doer
  return {
    id: draft.id,
    ...(kind === TASK ? { kind: 'task' } : { kind: 'interaction', ...(kind ? { interactionKindId: kind } : {}) }),
    ...(subject ? { subject } : {}),
    ...dueOf(day, time, sense.zone),
    ...(minutes ? { minutes } : {}),
    ...(draft.place.trim() ? { place: draft.place.trim() } : {}),
    ...(draft.content.trim() ? { content: draft.content } : {}),
    ...(assigneeId ? { assigneeId } : {}),
    ...(draft.contactIds.length > 0 ? { contactIds: draft.contactIds } : {}),
    ...(draft.userIds.length > 0 ? { userIds: draft.userIds } : {}),
    ...(itemsOf(draft).length > 0 ? { checklist: itemsOf(draft) } : {}),
    ...(draft.remindBefore !== null && day ? { remindBefore: draft.remindBefore } : {}),
    ...(draft.repeat && day ? { repeat: draft.repeat } : {}),
  }
}

export const itemsOf = ({ checklist }: PlanDraft): ActivityItem[] =>
  checklist.flatMap(item => (item.text.trim() ? [{ ...item, text: item.text.trim() }] : []))

// ---- days that are offered ----

const FRIDAY = 5
const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

/** Today, tomorrow, and Friday, or Monday where Friday is as near as that. */
export function daysOffered(today: string): [today: string, tomorrow: string, later: string] {
  const weekday = weekdayOf(today)
  const later = weekday < FRIDAY - 1 ? FRIDAY - weekday : weekday === 7 ? FRIDAY : 8 - weekday
  return [today, addDays(today, 1), addDays(today, later)]
}

/** The time that «today» means: five in the afternoon, as long as that is ahead. */
export function timeToday(now: Date, zone: string): string | null {
  return timeIn(now, zone) < '16:30' ? '17:00' : null
}
