import { z } from 'zod'
import { byId, endpoint, id, instant, list, personRef, problem } from '../../../platform/contract.ts'
import { interest } from '../contract.ts'

export const notAwaiting = problem('interest.not_awaiting', 409, {
  ru: 'Подтверждать нечего: Интерес в работе или завершен без подтверждения',
  en: 'There is nothing to confirm: the Interest is open or was closed without a confirmation',
})

/** One closing of an Interest; reopening ends it and does not erase it. */
export const closing = z.object({
  id,
  stateId: id,
  outcome: z.enum(['won', 'lost']),
  lossReasonId: id.nullable(),
  comment: z.string().nullable(),
  competitor: z.string().nullable(),
  closedAt: instant,
  closedBy: personRef.nullable(),
  /** It waited, or waits, for a head. */
  awaited: z.boolean(),
  confirmedAt: instant.nullable(),
  confirmedBy: personRef.nullable(),
  reopenedAt: instant.nullable(),
  reopenedBy: personRef.nullable(),
})
export type Closing = z.infer<typeof closing>

export const listClosings = endpoint({
  method: 'GET',
  path: '/api/v1/interests/:id/closings',
  summary: 'Every closing of an Interest, newest first',
  params: byId,
  result: list(closing),
})
export const confirmLoss = endpoint({
  method: 'POST',
  path: '/api/v1/interests/:id/loss/confirm',
  summary: 'Confirm a loss that waits for it; to return the Interest, move it to a state',
  params: byId,
  result: interest,
  problems: [notAwaiting],
})
