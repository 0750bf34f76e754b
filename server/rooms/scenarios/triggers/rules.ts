import type { Texts } from '../../../platform/contract.ts'
import { minorOf } from '../../../platform/pure/money.ts'
import { addDays, addWorkingDays, todayIn, type WorkingCalendar } from '../../../platform/pure/working-time.ts'
import { instantOf, timeIn } from '../../../platform/pure/zones.ts'
import { type Trigger, type TriggerCondition, waitsForDocuments } from './contract.ts'

/** What conditions ask of an Interest. */
export interface TriggerFacts {
  clientId: string | null
  contactId: string | null
  expectedRevenue: unknown
  expectedCloseDate: string | null
  content: string | null
  channelId: string | null
  sourceId: string | null
  projectId: string | null
  responsibleId: string | null
  serviceTypeId: string
  /** Of the responsible. */
  departmentId: string | null
  tags: readonly string[]
  /** Where many Interests were asked at once: of the conditions asked those that hold, by `keyOfConditions`. */
  met?: ReadonlySet<string>
}

const factOf = {
  client: 'clientId',
  contact: 'contactId',
  expectedRevenue: 'expectedRevenue',
  expectedCloseDate: 'expectedCloseDate',
  content: 'content',
  channel: 'channelId',
  source: 'sourceId',
  project: 'projectId',
  responsible: 'responsibleId',
  department: 'departmentId',
  serviceType: 'serviceTypeId',
} as const satisfies Record<string, keyof TriggerFacts>

/** Do all conditions of the trigger hold? Of one that waits for documents never. */
export function holds({ conditions }: Pick<Trigger, 'conditions'>, facts: TriggerFacts): boolean {
  if (facts.met && conditions.length > 0) return facts.met.has(keyOfConditions(conditions))
  return conditions.every(condition => isSo(condition, facts))
}

/** What conditions are called by: equal ones by the same text. */
export function keyOfConditions(conditions: Trigger['conditions']): string {
  return JSON.stringify(conditions)
}

function isSo(condition: TriggerCondition, facts: TriggerFacts): boolean {
  switch (condition.is) {
    case 'in': {
      const value = facts[factOf[condition.field]]
      return typeof value === 'string' && condition.values.includes(value)
    }
    case 'tagged':
      return condition.values.some(tag => facts.tags.includes(tag))
    case 'between': {
      const { from, to, currency } = condition
      const money = facts.expectedRevenue as { amount: string; currency: string } | null
      if (!money || money.currency !== currency) return false
      const minor = minorOf(money.amount)
      return (from === null || minor >= minorOf(from)) && (to === null || minor <= minorOf(to))
    }
    case 'empty':
    case 'filled': {
      const value = facts[factOf[condition.field]]
      return (value === null || value === undefined || value === '') === (condition.is === 'empty')
    }
    case 'below':
      return false
  }
}

type Active = { triggers: readonly Trigger[] }

/** The triggers of a state that may be set off at all. */
export function activeTriggers({ triggers }: Active, paused: readonly string[]): Trigger[] {
  return triggers.filter(each => !paused.includes(each.id) && !waitsForDocuments(each))
}

/** Is it planned inside the transaction of the entry, so that it counts for what the state demands? */
export function plansOnEntry({ event, action }: Trigger): boolean {
  return event.on === 'entered' && (action.does === 'plan' || action.does === 'task')
}

/** Does it count before the commit: does it forbid a way, or plan on it? */
export function isAsked(trigger: Trigger): boolean {
  return trigger.action.does === 'forbid' || plansOnEntry(trigger)
}

/** Does it wait in a state, for a time or a date? */
export function waitsForTime({ event }: Trigger): boolean {
  return event.on === 'stayed' || event.on === 'date'
}

/** What a state plans for whoever comes in. */
export function plannedOnEntry(state: Active, facts: TriggerFacts, paused: readonly string[]): Trigger[] {
  return activeTriggers(state, paused).filter(each => plansOnEntry(each) && holds(each, facts))
}

/** Words with which guards of a state refuse the way in, or out of it. */
export function forbidding(
  state: Active,
  on: 'entered' | 'leaving',
  facts: TriggerFacts,
  paused: readonly string[],
): Texts[] {
  return activeTriggers(state, paused).flatMap(each => {
    if (each.action.does !== 'forbid' || each.event.on !== on || !holds(each, facts)) return []
    const { message } = each.action
    return [{ ru: message, en: message }]
  })
}

interface Dated {
  stateEnteredAt: Date
  expectedCloseDate: string | null
  nextStep: { dueAt: string | null; dueDay: string | null } | null
}

/** When a date is due, in the zone of the company. */
export const MORNING = '09:00'

/**
 * When the trigger is to be set off for an Interest that stands in its state; null: not by time, or not as it stands
 * now, because the field has no date.
 */
export function dueOf(
  { event }: Pick<Trigger, 'event'>,
  interest: Dated,
  at: { timeZone: string; calendar: WorkingCalendar },
): Date | null {
  if (event.on === 'stayed') {
    const { stateEnteredAt } = interest
    if (event.unit === 'hour') return new Date(stateEnteredAt.getTime() + event.amount * 3_600_000)
    const day = addWorkingDays(todayIn(at.timeZone, stateEnteredAt), event.amount, at.calendar).date
    return instantOf(day, timeIn(stateEnteredAt, at.timeZone), at.timeZone)
  }
  if (event.on !== 'date') return null
  const day = event.field === 'expectedCloseDate' ? interest.expectedCloseDate : dayOf(interest.nextStep, at.timeZone)
  return day === null ? null : instantOf(addDays(day, event.days), MORNING, at.timeZone)
}

function dayOf(step: Dated['nextStep'], timeZone: string): string | null {
  return step?.dueDay ?? (step?.dueAt ? todayIn(timeZone, new Date(step.dueAt)) : null)
}
