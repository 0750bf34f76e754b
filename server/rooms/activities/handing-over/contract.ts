import { z } from 'zod'
import { byId, day, endpoint, id, problem } from '../../../platform/contract.ts'
import { activityKind } from '../../interests/steps/contract.ts'

/** So much goes over in one transaction. */
export const HAND_OVER_LIMIT = 20_000

export const tooMuchWork = problem(
  'work_hand_over.too_much',
  422,
  {
    ru: 'За один раз можно передать не больше 20 000 дел. Передайте часть, ограничив срок или вид',
    en: 'No more than 20,000 records can be handed over at once. Hand over a part, by date or kind',
  },
  z.object({ limit: z.number().int() }),
)

const nothing = { ru: 'Укажите, что передать', en: 'Say what to hand over' }
const share = z.object({ userId: id, activities: z.number().int(), interests: z.number().int() })
export type Share = z.infer<typeof share>

export const handOverWork = endpoint({
  method: 'POST',
  path: '/api/v1/work-hand-overs',
  summary: 'Hand over what is planned for a person, to one or shared out; with `preview` only counted',
  body: z.strictObject({
    id,
    fromId: id,
    /** In this order work is dealt out. */
    toIds: z.array(id).min(1).max(20),
    what: z
      .strictObject({
        /** Everything planned. */
        activities: z.boolean(),
        /** The unfinished Interests for which that person is responsible. */
        interests: z.boolean(),
      })
      .refine(what => what.activities || what.interests, { params: { code: 'nothing', texts: nothing } }),
    /** Narrows what is planned, not the Interests. */
    filter: z.strictObject({ kind: activityKind.optional(), dueUntil: day.optional() }).optional(),
    preview: z.boolean().default(false),
  }),
  result: z.object({
    id,
    activities: z.number().int(),
    interests: z.number().int(),
    /** For each of the receivers, in the order given. */
    shares: z.array(share),
  }),
  status: 201,
  problems: [tooMuchWork],
})
export const takeBackWork = endpoint({
  method: 'DELETE',
  path: '/api/v1/work-hand-overs/:id',
  summary: 'Give back what was handed over, as far as nobody has finished it or given it on since',
  params: byId,
  result: z.object({
    returned: z.number().int(),
    /** What stays: finished or given on meanwhile. */
    kept: z.number().int(),
  }),
})
