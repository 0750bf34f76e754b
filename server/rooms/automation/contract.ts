import { z } from 'zod'
import { byId, endpoint, id, instant, list, paging, personRef, problem } from '../../platform/contract.ts'
import { trigger } from '../scenarios/triggers/contract.ts'

/**
 * How a run of a trigger stands. `waiting`: for its time, or for the next attempt; `refused`: a guard or the record
 * forbade it; `failed`: an error that did not go away; `skipped`: the Interest went on, the conditions do not hold any
 * more, or the trigger was paused; `cut`: it would have led back to itself.
 */
export const runStatus = z.enum(['waiting', 'done', 'refused', 'failed', 'skipped', 'cut'])
export type RunStatus = z.infer<typeof runStatus>

/** Why a run was passed over. */
export const skipReason = z.enum(['left_state', 'conditions', 'paused', 'removed', 'date_gone', 'filled'])
export type SkipReason = z.infer<typeof skipReason>

/** One time that a trigger was set off for an Interest. */
export const triggerRun = z.object({
  id,
  triggerId: id,
  scenario: z.object({ id, name: z.string() }),
  state: z.object({ id, name: z.string() }),
  interest: z.object({ id, number: z.string(), subject: z.string() }),
  /** The trigger as it was when it was set off. */
  trigger,
  status: runStatus,
  /** When it will be tried, while it waits; null: when the field that it waits for has a date. */
  dueAt: instant.nullable(),
  attempts: z.number().int(),
  createdAt: instant,
  ranAt: instant.nullable(),
  /** What set it off: somebody (null: the product itself), by that verb; `triggers`: those that led to it, the first one first. */
  cause: z.object({ verb: z.string(), by: personRef.nullable(), triggers: z.array(id) }),
  /** What came of it; the fields that fit the status are set. */
  result: z.object({
    /** Of a plan or a task. */
    activityId: id.nullable(),
    /** Of a notice: how many were told. */
    told: z.number().int().nullable(),
    /** Of `refused` and `failed`, in the reader's language where a rule refused. */
    message: z.string().nullable(),
    reason: skipReason.nullable(),
  }),
})
export type TriggerRun = z.infer<typeof triggerRun>

const access = { right: 'scenarios.administer' } as const
/** Which runs the journal shows. */
export const journalFilter = z.object({
  scenarioId: id.optional(),
  triggerId: id.optional(),
  interestId: id.optional(),
  /** Several are joined by commas. */
  status: z
    .string()
    .max(80)
    .transform(text => text.split(','))
    .pipe(z.array(runStatus))
    .optional(),
})
export const listTriggerRuns = endpoint({
  method: 'GET',
  path: '/api/v1/trigger-runs',
  summary: 'The journal of triggers, newest first',
  access,
  query: journalFilter.extend(paging),
  result: list(triggerRun),
})
export const notRepeatable = problem('trigger_run.not_repeatable', 409, {
  ru: 'Повторить можно только то, что не удалось или было отклонено',
  en: 'Only what failed or was refused can be tried again',
})
export const retryTriggerRun = endpoint({
  method: 'POST',
  path: '/api/v1/trigger-runs/:id/retry',
  summary: 'Try a run that failed or was refused once more, now',
  access,
  params: byId,
  result: triggerRun,
  problems: [notRepeatable],
})
