import type { Announcement } from '../../../platform/work.ts'
import type { Trigger } from '../../scenarios/triggers/contract.ts'
import type { HeldInterest } from '../steps/actions.ts'

/** An Interest that stands in a state has changed in a way that triggers of that state wait for. */
export const INTEREST_CHANGED = 'interest.changed_in_state'
export type InterestChanged = Announcement<{
  interest: Standing
  /** Set off by this change. */
  changed: readonly Trigger[]
  /** Set off by a date, which may be another one now. */
  dated: readonly Trigger[]
}>

/** What is asked of an Interest whose triggers are set off. */
export type Standing = Pick<
  HeldInterest,
  'id' | 'scenarioId' | 'stateId' | 'stateEnteredAt' | 'expectedCloseDate' | 'nextStep'
>
