import { amountOf, type Money, minorOf } from '../../platform/pure/money.ts'
import { NIL_ID } from '../../platform/pure/ids.ts'
import { searchKey } from '../../platform/pure/names.ts'
import { lateFrom } from '../../platform/pure/idle-clock.ts'
import { localDateOf, type WorkingCalendar } from '../../platform/pure/working-time.ts'
import type { StateKind, Ticks } from '../scenarios/contract.ts'
import { type EntryFacts, factOfField, type Obstacle, type State } from '../scenarios/guards/rules.ts'
import { expectedCloseDate } from '../scenarios/rules.ts'
import type { NextStep } from './steps/contract.ts'

/** An Interest as stored: what a write loads, changes and stores back. */
export interface StoredInterest {
  id: string
  version: number
  number: string
  /** As typed; the shown subject is derived. */
  subject: string | null
  content: string | null
  serviceTypeId: string
  scenarioId: string
  stateId: string
  stateEnteredAt: Date
  open: boolean
  clientId: string | null
  contactId: string | null
  prospectId: string | null
  responsibleId: string | null
  /** Of the responsible; read with the record, never stored. */
  departmentId: string | null
  expectedRevenue: string | null
  currency: string
  expectedCloseDate: string | null
  closeDateMode: 'auto' | 'manual'
  channelId: string | null
  sourceId: string | null
  projectId: string | null
  /** The Interest from which it came; said at the registration only. */
  basisId: string | null
  tags: string[]
  /** What was ticked off in the states where it stood. */
  ticks: Ticks
  /** How much is planned, and the earliest of it; written beside the record, without a version. */
  plannedInteractions: number
  plannedTasks: number
  nextStep: NextStep | null
  lossReasonId: string | null
  lossComment: string | null
  /** Who won instead, in free words. */
  lossCompetitor: string | null
  /** Who is asked to confirm the loss. */
  awaitedIds: string[]
  closedAt: Date | null
  /** The first day on which its time in the state is over; null: without a term, or finished. */
  lateFrom: string | null
  /** Co-executors, in the order in which they were added. */
  memberIds: string[]
  /** Where a write puts it in the order by hand; absent, it stays where it stood. */
  handKey?: string | null
}

const SUBJECT_LIMIT = 80

/** Typed, else the first words of the content, else the number: an Interest always has something to be called by. */
export function subjectOf(interest: { subject: string | null; content: string | null; number: string }): string {
  if (interest.subject) return interest.subject
  const line = (interest.content ?? '').trim().split(/\r?\n/, 1)[0]?.replace(/\s+/g, ' ').trim() ?? ''
  if (line === '') return interest.number
  if (line.length <= SUBJECT_LIMIT) return line
  const cut = line.slice(0, SUBJECT_LIMIT + 1)
  const space = cut.lastIndexOf(' ')
  const words = space > SUBJECT_LIMIT / 2 ? cut.slice(0, space) : cut.slice(0, SUBJECT_LIMIT)
  // Half of a surrogate pair is no character.
  return `${words.replace(/[\ud800-\udbff]$/, '').replace(/[\s,.;:—–-]+$/u, '')}…`
}

/** `И-000123`: gaps are allowed, numbers are never reused. */
export function numberOf(prefix: string, counter: string | number): string {
  return `${prefix}-${String(counter).padStart(6, '0')}`
}

/** What a search of Interests looks into. */
export function searchKeyOf(interest: { subject: string | null; content: string | null; number: string }): string {
  return searchKey(`${interest.number} ${subjectOf(interest)}`)
}

/** Two decimals, so that equal amounts are equal texts. */
export function normaliseMoney(money: Money): Money {
  return { amount: amountOf(minorOf(money.amount)), currency: money.currency }
}

/** The expected revenue as money; null when none is expected yet. */
export function moneyOf(interest: { expectedRevenue: string | null; currency: string }): Money | null {
  return interest.expectedRevenue === null ? null : { amount: interest.expectedRevenue, currency: interest.currency }
}

interface Dated {
  expectedCloseDate: string | null
  closeDateMode: 'auto' | 'manual'
}

/** The date on entry to a state: typed by hand it stays, otherwise it is counted again; an outcome leaves it alone. */
export function closeDateOnEntry(
  interest: Dated,
  states: Parameters<typeof expectedCloseDate>[0],
  stateId: string,
  at: { now: Date; timeZone: string; calendar: WorkingCalendar },
): string | null {
  if (interest.closeDateMode === 'manual') return interest.expectedCloseDate
  return expectedCloseDate(states, stateId, at)?.date ?? interest.expectedCloseDate
}

/** From which day on its time in the state is over, for whoever enters it; an outcome has no time. */
export function lateOnEntry(
  state: { kind: StateKind; expectedDays: number | null },
  at: { now: Date; timeZone: string; calendar: WorkingCalendar },
): string | null {
  return state.kind === 'ordinary' ? lateFrom(localDateOf(at.now, at.timeZone), state.expectedDays, at.calendar) : null
}

/** Fields that a change would alter although the state shows them only. */
export function decideReadOnly<S extends Pick<State, 'fields'>>(
  state: S,
  before: EntryFacts,
  after: EntryFacts,
): S['fields'][number]['field'][] {
  return state.fields
    .filter(rule => rule.readOnly)
    .map(rule => rule.field)
    .filter(field => JSON.stringify(before[factOfField(field)]) !== JSON.stringify(after[factOfField(field)]))
}

/** A field that the state demands may not be emptied; what was empty before stays as it is. */
export function decideEmptied(before: readonly Obstacle[], after: readonly Obstacle[]): Obstacle[] {
  return after.filter(each => !before.some(known => known.field === each.field))
}

/**
 * Who may learn of what happens to an Interest; the nil id where nobody is responsible, and the state for those to whose
 * role it is addressed.
 */
export function ownersOf(interest: Pick<StoredInterest, 'responsibleId' | 'memberIds' | 'stateId'>): string[] {
  return [interest.responsibleId ?? NIL_ID, ...interest.memberIds, interest.stateId]
}

/** A new responsible is no co-executor any more; the former one stays as one. */
export function membersAfter(
  before: Pick<StoredInterest, 'responsibleId' | 'memberIds'>,
  responsibleId: string | null,
): string[] {
  if (before.responsibleId === responsibleId) return before.memberIds
  const former = before.responsibleId === null ? [] : [before.responsibleId]
  return [...before.memberIds.filter(each => each !== responsibleId), ...former]
}

// ---- history ----

/** Values of a personal kind lie apart in an event, so that they can be blanked. */
const personalFields = new Set(['subject', 'content', 'lossComment', 'lossCompetitor'])
const fields = {
  number: (i: StoredInterest) => i.number,
  subject: (i: StoredInterest) => i.subject,
  content: (i: StoredInterest) => i.content,
  serviceTypeId: (i: StoredInterest) => i.serviceTypeId,
  scenarioId: (i: StoredInterest) => i.scenarioId,
  stateId: (i: StoredInterest) => i.stateId,
  clientId: (i: StoredInterest) => i.clientId,
  contactId: (i: StoredInterest) => i.contactId,
  prospectId: (i: StoredInterest) => i.prospectId,
  responsibleId: (i: StoredInterest) => i.responsibleId,
  expectedRevenue: (i: StoredInterest) => moneyOf(i),
  expectedCloseDate: (i: StoredInterest) => i.expectedCloseDate,
  closeDateMode: (i: StoredInterest) => i.closeDateMode,
  channelId: (i: StoredInterest) => i.channelId,
  sourceId: (i: StoredInterest) => i.sourceId,
  projectId: (i: StoredInterest) => i.projectId,
  tags: (i: StoredInterest) => i.tags,
  lossReasonId: (i: StoredInterest) => i.lossReasonId,
  lossComment: (i: StoredInterest) => i.lossComment,
  lossCompetitor: (i: StoredInterest) => i.lossCompetitor,
  closedAt: (i: StoredInterest) => i.closedAt,
}

/** The values that history follows, by the API's names; the number never changes. */
export function historyFieldsOf(interest: StoredInterest): Record<string, unknown> {
  const { number: _, ...followed } = fields
  return Object.fromEntries(Object.entries(followed).map(([field, valueOf]) => [field, plain(valueOf(interest))]))
}

const plain = (value: unknown) => (value instanceof Date ? value.toISOString() : value)

interface Difference {
  changes: Record<string, { from?: unknown; to: unknown }>
  personal: Record<string, { from?: unknown; to: unknown }>
}

/** What changed, by the API's names; of a new Interest everything that is there. */
export function changesOf(before: StoredInterest | null, after: StoredInterest): Difference {
  const result: Difference = { changes: {}, personal: {} }
  for (const [field, valueOf] of Object.entries(fields)) {
    const to = valueOf(after)
    const from = before ? valueOf(before) : null
    const isEmpty = to === null || (Array.isArray(to) && to.length === 0)
    if (before ? JSON.stringify(from) === JSON.stringify(to) : isEmpty || field === 'number') continue
    const part = personalFields.has(field) ? result.personal : result.changes
    part[field] = before ? { from, to } : { to }
  }
  return result
}
