import { z } from 'zod'
import { byId, endpoint, id, problem } from '../../../platform/contract.ts'

/** A place in a column that is ordered by hand: right above or below another card. */
export const beside = z.strictObject({ id, side: z.enum(['before', 'after']) })
export type Beside = z.infer<typeof beside>

export const neighbourGone = problem('interest.neighbour_gone', 409, {
  ru: 'Карточка, рядом с которой ставят эту, уже не в этой колонке',
  en: 'The card beside which this one is put is not in its column any more',
})

export const placeInterest = endpoint({
  method: 'PUT',
  path: '/api/v1/interests/:id/place',
  summary: 'Put an unfinished Interest beside another one of its state, in the order by hand that all share',
  params: byId,
  body: z.strictObject({ beside }),
  /** By which it stands among the others of its state. */
  result: z.object({ handKey: z.string() }),
  problems: [neighbourGone],
})
