import type { Trigger } from '../scenarios/triggers/contract.ts'
import type { RunStatus, SkipReason } from './contract.ts'

/** What came of a run; what does not fit its status is absent. */
export interface RunResult {
  activityId?: string
  told?: number
  /** Of a refusal: in both languages; of an error: what it said. */
  message?: { ru: string; en: string }
  reason?: SkipReason
}

/** One time that a trigger is set off for an Interest, as it is written. */
export interface NewRun {
  id: string
  triggerId: string
  scenarioId: string
  stateId: string
  interestId: string
  enteredAt: Date
  body: Trigger
  status: RunStatus
  dueAt: Date | null
  chain: readonly string[]
  result: RunResult | null
}

/** A run whose time has come. */
export interface DueRun {
  id: string
  triggerId: string
  scenarioId: string
  stateId: string
  interestId: string
  enteredAt: Date
  chain: string[]
  attempts: number
}
