import type { Texts } from '../../platform/contract.ts'
import { addWorkingDays, todayIn, type WorkingCalendar, type WorkingDate } from '../../platform/pure/working-time.ts'
import { type FieldRule, type RuleField, ruleField, ruleFieldNames, type StateKind } from './contract.ts'

// ---- which scenario ----

interface Conditions {
  id: string
  name: string
  departmentIds: readonly string[]
  serviceTypeIds: readonly string[]
}

export interface ScenarioChoice {
  scenarioId: string | null
  reason: { kind: 'service_type' | 'department' | 'first' | 'chosen'; text: Texts }
  /** Scenarios whose conditions fit, in the administrator's order. */
  fitting: string[]
}

/**
 * Conditions narrow what is offered and never forbid a scenario named explicitly; among those that fit, the first in
 * the administrator's order is taken. Where none fits, the first of all: an Interest always has a scenario.
 * @param scenarios active ones, in the administrator's order
 */
export function decideScenario(choice: {
  serviceTypeId: string | null
  departmentId: string | null
  scenarios: readonly Conditions[]
  named?: string | null | undefined
}): ScenarioChoice {
  const fits = (allowed: readonly string[], value: string | null) =>
    allowed.length === 0 || (value !== null && allowed.includes(value))
  const fitting = choice.scenarios.filter(
    each => fits(each.serviceTypeIds, choice.serviceTypeId) && fits(each.departmentIds, choice.departmentId),
  )
  const named = choice.scenarios.find(each => each.id === choice.named)
  const taken = named ?? fitting[0] ?? choice.scenarios[0]
  const kind = named
    ? 'chosen'
    : taken && fitting.includes(taken) && taken.serviceTypeIds.length > 0
      ? 'service_type'
      : taken && fitting.includes(taken) && taken.departmentIds.length > 0
        ? 'department'
        : 'first'
  return { scenarioId: taken?.id ?? null, reason: { kind, text: reasons[kind] }, fitting: fitting.map(each => each.id) }
}

const reasons: Record<ScenarioChoice['reason']['kind'], Texts> = {
  chosen: { ru: 'выбран вами', en: 'chosen by you' },
  service_type: { ru: 'по типу услуги', en: 'by the service type' },
  department: { ru: 'по подразделению', en: 'by the department' },
  first: { ru: 'первый в списке', en: 'first in the list' },
}

// ---- entering a state ----

export interface State {
  id: string
  name: string
  kind: StateKind
  expectedDays: number | null
  fields: readonly FieldRule[]
}

/** What an Interest holds, as far as states ask for it. */
export interface EntryFacts {
  clientId: string | null
  contactId: string | null
  expectedRevenue: unknown
  expectedCloseDate: string | null
  content: string | null
  channelId: string | null
  sourceId: string | null
  responsibleId: string | null
  lossReasonId: string | null
}

export interface MissingField {
  field: RuleField | 'lossReason'
  rule: 'required' | 'loss_reason'
  message: Texts
}

const factOf: Record<RuleField, keyof EntryFacts> = {
  client: 'clientId',
  contact: 'contactId',
  expectedRevenue: 'expectedRevenue',
  expectedCloseDate: 'expectedCloseDate',
  content: 'content',
  channel: 'channelId',
  source: 'sourceId',
  responsible: 'responsibleId',
}
const order = new Map(ruleField.options.map((field, i) => [field, i]))

/**
 * May the Interest enter the state? Everything that is missing at once: first the fields that the state demands, then
 * the loss reason that every lost state demands. Nothing missing = free to go.
 */
export function decideEntry(interest: EntryFacts, state: Pick<State, 'name' | 'kind' | 'fields'>): MissingField[] {
  const missing = decideFields(interest, state)
  if (state.kind === 'lost' && isEmpty(interest.lossReasonId)) {
    missing.push({
      field: 'lossReason',
      rule: 'loss_reason',
      message: demand({ ru: 'Укажите причину отказа', en: 'Give a loss reason' }, state.name),
    })
  }
  return missing
}

/** Fields that the state demands and that are empty, without the reason that only an entry asks for. */
export function decideFields(interest: EntryFacts, state: Pick<State, 'name' | 'fields'>): MissingField[] {
  return state.fields
    .filter(rule => rule.required && isEmpty(interest[factOf[rule.field]]))
    .sort((a, b) => (order.get(a.field) ?? 0) - (order.get(b.field) ?? 0))
    .map(({ field }) => ({ field, rule: 'required' as const, message: demand(remedyOf(field), state.name) }))
}

/** The fact behind a rule, for callers that name fields as the API does. */
export function factOfField(field: RuleField): keyof EntryFacts {
  return factOf[field]
}

function remedyOf(field: RuleField): Texts {
  if (field === 'client') return { ru: 'Нужен зарегистрированный клиент', en: 'A registered client is needed' }
  const name = ruleFieldNames[field]
  return { ru: `Заполните поле «${name.ru}»`, en: `Fill in “${name.en}”` }
}

function demand(remedy: Texts, state: string): Texts {
  return {
    ru: `${remedy.ru}: этого требует состояние «${state}»`,
    en: `${remedy.en}: the state “${state}” demands it`,
  }
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === ''
}

// ---- expected sale date ----

/**
 * On entry to a state: today + the expected days of it and of all ordinary states after it, in working days of the
 * company's calendar. Null where nothing is expected to take time, and in an outcome: the sale is over.
 */
export function expectedCloseDate(
  states: readonly State[],
  stateId: string,
  at: { now: Date; timeZone: string; calendar: WorkingCalendar },
): WorkingDate | null {
  const rest = expectedRest(states, stateId)
  if (rest.length === 0) return null
  const days = rest.reduce((sum, each) => sum + (each.expectedDays ?? 0), 0)
  return addWorkingDays(todayIn(at.timeZone, at.now), days, at.calendar)
}

/** Will entering the state count a date by itself? */
export function countsCloseDate(states: readonly State[], stateId: string): boolean {
  return expectedRest(states, stateId).length > 0
}

function expectedRest(states: readonly State[], stateId: string): State[] {
  const from = states.findIndex(each => each.id === stateId)
  if (states[from]?.kind !== 'ordinary') return []
  return states.slice(from).filter(each => each.kind === 'ordinary' && each.expectedDays !== null)
}

// ---- definitions ----

interface Ordered {
  kind: StateKind
}

/** Board order: ordinary states as given, then won, then lost. */
export function inBoardOrder<S extends Ordered>(states: readonly S[]): S[] {
  const rank: Record<StateKind, number> = { ordinary: 0, won: 1, lost: 2 }
  return [...states].sort((a, b) => rank[a.kind] - rank[b.kind])
}

/** At least one state to stand in and both outcomes. */
export function hasOutcomes(states: readonly Ordered[]): boolean {
  return (['ordinary', 'won', 'lost'] as const).every(kind => states.some(each => each.kind === kind))
}

/** Rules that demand or lock nothing are dropped, a repeated field is merged, the order is that of the catalogue. */
export function normaliseRules(rules: readonly FieldRule[]): FieldRule[] {
  return ruleField.options.flatMap(field => {
    const same = rules.filter(each => each.field === field)
    const merged = { field, required: same.some(r => r.required), readOnly: same.some(r => r.readOnly) }
    return merged.required || merged.readOnly ? [merged] : []
  })
}
