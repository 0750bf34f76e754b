import type { Texts } from '../../platform/contract.ts'
import { addWorkingDays, todayIn, type WorkingCalendar, type WorkingDate } from '../../platform/pure/working-time.ts'
import { type FieldRule, ruleField, type StateKind } from './contract.ts'

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

// ---- expected sale date ----

interface Timed {
  id: string
  kind: StateKind
  expectedDays: number | null
}

/**
 * On entry to a state: today + the expected days of it and of all ordinary states after it, in working days of the
 * company's calendar. Null where nothing is expected to take time, and in an outcome: the sale is over.
 */
export function expectedCloseDate(
  states: readonly Timed[],
  stateId: string,
  at: { now: Date; timeZone: string; calendar: WorkingCalendar },
): WorkingDate | null {
  const rest = expectedRest(states, stateId)
  if (rest.length === 0) return null
  const days = rest.reduce((sum, each) => sum + (each.expectedDays ?? 0), 0)
  return addWorkingDays(todayIn(at.timeZone, at.now), days, at.calendar)
}

/** Will entering the state count a date by itself? */
export function countsCloseDate(states: readonly Timed[], stateId: string): boolean {
  return expectedRest(states, stateId).length > 0
}

function expectedRest(states: readonly Timed[], stateId: string): Timed[] {
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
