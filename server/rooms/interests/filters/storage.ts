import { type Queryable, statement } from '../../../platform/db/database.ts'
import { searchKey } from '../../../platform/pure/names.ts'
import type { StepFilter } from '../steps/contract.ts'
import { STUCK_FROM } from '../storage.ts'

/** From the first moment up to the second, which is outside; either may be absent. */
export interface Period {
  from?: Date | undefined
  before?: Date | undefined
}

/** What a list, the board or a sum is narrowed to; named as the API names it, what it means worked out. */
export interface Filter {
  scenarioId?: string | undefined
  stateId?: string | undefined
  clientId?: string | undefined
  prospectId?: string | undefined
  responsibleId?: string | undefined
  /** Of whose responsible; nobody else's. */
  people?: readonly string[] | undefined
  serviceTypeId?: readonly string[] | undefined
  sourceId?: readonly string[] | undefined
  projectId?: readonly string[] | undefined
  channelId?: readonly string[] | undefined
  clientKind?: readonly string[] | undefined
  relationType?: readonly string[] | undefined
  tags?: readonly string[] | undefined
  lossReasonId?: readonly string[] | undefined
  competitor?: string | undefined
  revenueFrom?: string | undefined
  revenueTo?: string | undefined
  closeDateFrom?: string | undefined
  closeDateTo?: string | undefined
  created?: Period | undefined
  closed?: Period | undefined
  stepDue?: Period | undefined
  stepKind?: readonly string[] | undefined
  open?: boolean | undefined
  outcome?: readonly ('won' | 'lost')[] | undefined
  q?: string | undefined
  /** Of unfinished ones: how their next step stands; any of these. */
  steps?: readonly StepFilter[] | undefined
  /** Whose marks are told and asked for. */
  readerId?: string | undefined
  /** Those only on which the reader put a star. */
  starred?: boolean | undefined
  watched?: boolean | undefined
  coExecuted?: boolean | undefined
  /** Items of checklists, each with a state where it stands: those only of which one is to be done. */
  unticked?: readonly { stateId: string; itemId: string }[] | undefined
}

/** Expected revenue and sale date, those without one at an end; the forms in which indexes know them. */
export const REVENUE = 'coalesce(i.expected_revenue, -1)'
export const CLOSE_DATE = `coalesce(i.expected_close_date, 'infinity'::date)`

/** When the next step is due; what has none is never due. The form in which the index of the board knows it. */
export const STEP_AT = `coalesce(i.next_step_at, 'infinity'::timestamptz)`

/** What "late" and "today" mean for the reader. */
export interface Clock {
  now: Date
  tonight: Date
}

/** Gathers constant conditions on `interest i` and the values that they take. */
export class Conditions {
  readonly values: unknown[] = []
  readonly parts: string[] = []

  /** Adds a value and returns its place in the text. */
  value(value: unknown, type: string): string {
    this.values.push(value)
    return `$${this.values.length}::${type}`
  }

  get text(): string {
    return this.parts.length === 0 ? 'true' : this.parts.join(' and ')
  }
}

/** Rows are looked at one by one until there are enough, or all that fit are found by whatever index knows them. */
export type Way = 'probe' | 'find'

/** Everything but the scope: what the filter says, in a text that depends only on which filters are given. */
export function narrow(
  conditions: Conditions,
  filter: Filter,
  parties: readonly string[],
  clock: Clock,
  way: Way = 'find',
): void {
  const { parts } = conditions
  const scenario = filter.scenarioId && conditions.value(filter.scenarioId, 'uuid')
  if (filter.stateId) {
    const state = conditions.value(filter.stateId, 'uuid')
    // The index of the board begins with the scenario.
    parts.push(`i.scenario_id = ${scenario ?? `(select x.scenario_id from scenario_state x where x.id = ${state})`}`)
    parts.push(`i.state_id = ${state}`)
  } else if (scenario) parts.push(`i.scenario_id = ${scenario}`)
  if (filter.open !== undefined) parts.push(filter.open ? 'i.open' : 'not i.open')
  if (filter.outcome) {
    const kinds = conditions.value(filter.outcome, 'text[]')
    parts.push(`not i.open and i.state_id = any(array(
      select x.state_id from scenario s join scenario_state_setting x on x.scenario_id = s.id and x.version = s.published_version
       where x.kind = any(${kinds})))`)
  }
  if (filter.steps?.length) parts.push(ofSteps(conditions, filter.steps, clock))
  narrowFields(conditions, filter, way)
  narrowSteps(conditions, filter)
  narrowMarks(conditions, filter)
  if (filter.q?.trim()) parts.push(ofText(conditions, filter.q, parties))
}

/** Fields of the Interest and of its client. */
function narrowFields(conditions: Conditions, filter: Filter, way: Way): void {
  const { parts } = conditions
  if (filter.clientId) parts.push(`i.client_id = ${conditions.value(filter.clientId, 'uuid')}`)
  if (filter.prospectId) parts.push(`i.prospect_id = ${conditions.value(filter.prospectId, 'uuid')}`)
  const lists = [
    ['service_type_id', filter.serviceTypeId],
    ['source_id', filter.sourceId],
    ['project_id', filter.projectId],
    ['channel_id', filter.channelId],
    ['loss_reason_id', filter.lossReasonId],
  ] as const
  for (const [column, ids] of lists) if (ids) parts.push(`i.${column} = any(${conditions.value(ids, 'uuid[]')})`)
  // Most have none; the others have an index.
  if (filter.tags) parts.push(`i.tags <> '{}' and i.tags && ${conditions.value(filter.tags, 'text[]')}`)
  if (filter.competitor?.trim()) {
    const name = conditions.value(`%${likeText(filter.competitor.trim().toLowerCase())}%`, 'text')
    parts.push(`i.loss_competitor is not null and lower(i.loss_competitor) like ${name}`)
  }
  const ranges = [
    [`${REVENUE} >=`, filter.revenueFrom ?? (filter.revenueTo === undefined ? undefined : '0'), 'numeric'],
    [`${REVENUE} <=`, filter.revenueTo, 'numeric'],
    [`${CLOSE_DATE} >=`, filter.closeDateFrom, 'date'],
    [`${CLOSE_DATE} <=`, filter.closeDateTo, 'date'],
    [`${CLOSE_DATE} <`, filter.closeDateFrom === undefined ? undefined : 'infinity', 'date'],
    ['i.created_at >=', filter.created?.from, 'timestamptz'],
    ['i.created_at <', filter.created?.before, 'timestamptz'],
    ['i.closed_at >=', filter.closed?.from, 'timestamptz'],
    ['i.closed_at <', filter.closed?.before, 'timestamptz'],
    // What was closed by then was there by then: lists by age begin no earlier.
    ['i.created_at <', filter.closed?.before, 'timestamptz'],
  ] as const
  for (const [test, value, type] of ranges)
    if (value !== undefined) parts.push(`${test} ${conditions.value(value, type)}`)
  if (filter.closed) parts.push('not i.open')
  narrowClient(conditions, filter, way)
}

function narrowClient(conditions: Conditions, { clientKind, relationType }: Filter, way: Way): void {
  if (!clientKind && !relationType) return
  const tests = ['a.id = i.client_id']
  if (clientKind) tests.push(`a.kind = any(${conditions.value(clientKind, 'text[]')})`)
  if (relationType) tests.push(`a.relation_type = any(${conditions.value(relationType, 'text[]')})`)
  // Nearly all are customers; the others have an index.
  if (relationType && !relationType.includes('customer')) tests.push(`a.relation_type <> 'customer'`)
  const each = way === 'probe' ? ' offset 0' : ''
  conditions.parts.push(`exists (select from client a where ${tests.join(' and ')}${each})`)
}

function narrowSteps(conditions: Conditions, { stepKind, stepDue, unticked }: Filter): void {
  const { parts } = conditions
  if (stepKind) {
    const kinds = conditions.value(stepKind, 'text[]')
    parts.push(`i.open and (i.next_step->>'kind' = any(${kinds}) or i.next_step->>'interactionKindId' = any(${kinds}))`)
  }
  if (stepDue) {
    parts.push('i.open')
    // What is due on a day without a time is due at the midnight that ends it.
    if (stepDue.from) parts.push(`${STEP_AT} > ${conditions.value(stepDue.from, 'timestamptz')}`)
    const before = stepDue.before ? conditions.value(stepDue.before, 'timestamptz') : `'infinity'::timestamptz`
    parts.push(`${STEP_AT} ${stepDue.before ? '<=' : '<'} ${before}`)
  }
  if (unticked) {
    const states = conditions.value(
      unticked.map(each => each.stateId),
      'uuid[]',
    )
    const items = conditions.value(
      unticked.map(each => each.itemId),
      'text[]',
    )
    parts.push(`i.open and i.state_id = any(${states}) and exists (
      select from unnest(${states}, ${items}) k(state, item)
       where k.state = i.state_id and not coalesce(i.ticks -> k.state::text, '{}') ? k.item)`)
  }
}

/** They are few: found by themselves, each read by its id. */
function narrowMarks(conditions: Conditions, { starred, watched, coExecuted, readerId }: Filter): void {
  if (!starred && !watched && !coExecuted) return
  const reader = conditions.value(readerId ?? null, 'uuid')
  const marked = (mark: string) =>
    `i.id = any(array(select k.interest_id from interest_mark k where k.user_id = ${reader} and k.${mark}))`
  if (starred) conditions.parts.push(marked('starred'))
  if (watched) conditions.parts.push(marked('watched'))
  if (coExecuted)
    conditions.parts.push(`i.id = any(array(select m.interest_id from interest_member m where m.user_id = ${reader}))`)
}

function ofText(conditions: Conditions, q: string, parties: readonly string[]): string {
  // Signs only name nothing.
  if (searchKey(q) === '') return 'false'
  // A folded text holds letters, digits and blanks only, so nothing in it is a pattern.
  const text = conditions.value(`%${searchKey(q)}%`, 'text')
  if (parties.length === 0) return `i.search_key like ${text}`
  const ids = conditions.value(parties, 'uuid[]')
  return `(i.search_key like ${text} or i.client_id = any(${ids}) or i.prospect_id = any(${ids}))`
}

const likeText = (text: string) => text.replace(/[\\%_]/g, '\\$&')

/** Its time in the state is over today, and no contact is agreed; what is finished has no time. */
export function isStuck(now: string): string {
  return `(i.late_from is not null and ${STUCK_FROM} <= (select (${now} at time zone y.time_zone)::date from company y))`
}

/** Of unfinished ones those whose next step stands in one of these ways. */
export function ofSteps(conditions: Conditions, steps: readonly StepFilter[], clock: Clock): string {
  const until = (moment: Date) => `${STEP_AT} <= ${conditions.value(moment, 'timestamptz')}`
  const ranges: Record<StepFilter, () => string> = {
    overdue: () => until(clock.now),
    today: () => `(not ${until(clock.now)} and ${until(clock.tonight)})`,
    none: () => 'i.next_step_at is null',
    stuck: () => isStuck(conditions.value(clock.now, 'timestamptz')),
  }
  return `i.open and (${steps.map(each => ranges[each]()).join(' or ')})`
}

/** A name so common that more parties bear it narrows nothing. */
const MOST_PARTIES = 2_000
const byName = statement<{ id: string }>(`
  select distinct coalesce(client_id, owner_id) as id from (
    select client_id, owner_id from identity
     where kind = 'name' and value >= $1 and value < $1 || U&'\\+10FFFF' limit ${MOST_PARTIES}) found`)

/** Clients and prospects whose name, or a word of it, begins with the text. */
export async function partiesNamed(db: Queryable, q: string | undefined): Promise<string[]> {
  const key = searchKey(q ?? '')
  return key === '' ? [] : (await db.rows(byName, [key])).map(row => row.id)
}

/** What the tally knows, and whose marks are told. */
const TALLIED = new Set(['scenarioId', 'stateId', 'open', 'outcome', 'responsibleId', 'people', 'readerId'])

/** Is the filter one that the tally answers? Anything more asks the Interests themselves. */
export function isTallied(filter: Filter): boolean {
  return askedOf(filter).every(field => TALLIED.has(field))
}

/** Which fields say something: what is absent, blank or not wished for does not. */
export function askedOf(filter: Filter): string[] {
  return Object.entries(filter).flatMap(([field, value]) => {
    const isSilent =
      value === undefined ||
      (value === false && field !== 'open') ||
      (typeof value === 'string' && value.trim() === '') ||
      (Array.isArray(value) && value.length === 0 && field === 'steps')
    return isSilent ? [] : [field]
  })
}
