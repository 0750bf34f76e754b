import type { Announcement } from '../../../platform/work.ts'
import type { AutoCompleteRule } from '../../scenarios/contract.ts'
import type { Trigger } from '../../scenarios/triggers/contract.ts'
import type { HeldInterest } from './actions.ts'
import type { PlanInput } from './contract.ts'

/** An Interest has come into a state that completes what was planned or has triggers, or with a step to plan. */
export const INTEREST_ENTERED = 'interest.entered'
export type InterestEntered = Announcement<{
  interest: HeldInterest
  /** Name of the state, for the result of what it completes. */
  state: string
  completes: AutoCompleteRule
  plans: readonly PlanInput[]
  /** What somebody says of what is completed. */
  result: string | null
  /** Triggers of the state that plan something at once; the others are set off after the commit. */
  planning: readonly { trigger: Trigger; activityId: string }[]
  triggers: readonly Trigger[]
  /** The state that was left had triggers that wait for a time. */
  leavesWaiting: boolean
}>
