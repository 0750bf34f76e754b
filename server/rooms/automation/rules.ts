import type { WorkingCalendar } from '../../platform/pure/working-time.ts'
import type { Trigger } from '../scenarios/triggers/contract.ts'
import { dueOf, holds, type TriggerFacts, waitsForTime } from '../scenarios/triggers/rules.ts'
import type { SkipReason } from './contract.ts'

/** Longer chains of triggers are cut, whether or not one comes twice. */
const LONGEST = 10

/** May this trigger follow those? One that led to itself would go on for ever. */
export function isLoop(chain: readonly string[], triggerId: string): boolean {
  return chain.includes(triggerId) || chain.length >= LONGEST
}

/** After so many attempts an error is told to people and tried no more. */
export const ATTEMPTS = 10

/** When an attempt that failed is made again: after 15 seconds, then each time twice as long, an hour at most. */
export function retryAt(attempts: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(15_000 * 2 ** Math.max(0, attempts - 1), 3_600_000))
}

interface Now {
  stateId: string
  stateEnteredAt: Date
  expectedCloseDate: string | null
  nextStep: { dueAt: string | null; dueDay: string | null } | null
}

/** What to do about a run whose time has come, as everything stands now. */
export type Verdict =
  | { does: 'run'; trigger: Trigger }
  | { does: 'skip'; reason: SkipReason }
  | { does: 'wait'; until: Date | null }

/**
 * Everything is read again when a run fires: the trigger as it is published, the state of the Interest, its dates and
 * the conditions. What only tells people is told even if the Interest went on meanwhile.
 */
export function decideRun(
  run: { triggerId: string; stateId: string; enteredAt: Date },
  interest: Now & { facts: TriggerFacts },
  published: { states: readonly { id: string; triggers: readonly Trigger[] }[]; pausedTriggers: readonly string[] },
  at: { now: Date; timeZone: string; calendar: WorkingCalendar },
): Verdict {
  const state = published.states.find(each => each.id === run.stateId)
  const trigger = state?.triggers.find(each => each.id === run.triggerId)
  if (!trigger) return { does: 'skip', reason: 'removed' }
  if (published.pausedTriggers.includes(trigger.id)) return { does: 'skip', reason: 'paused' }
  const isThere = interest.stateId === run.stateId && interest.stateEnteredAt.getTime() === run.enteredAt.getTime()
  const tells = trigger.action.does === 'notify' && !waitsForTime(trigger)
  if (!isThere && !tells) return { does: 'skip', reason: 'left_state' }
  if (waitsForTime(trigger)) {
    const due = dueOf(trigger, interest, at)
    if (due === null || due > at.now) return { does: 'wait', until: due }
  }
  return holds(trigger, interest.facts) ? { does: 'run', trigger } : { does: 'skip', reason: 'conditions' }
}
