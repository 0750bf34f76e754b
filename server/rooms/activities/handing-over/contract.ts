import { z } from 'zod'
import { byId, day, endpoint, id, instant, list, paging, personRef, problem } from '../../../platform/contract.ts'
import { mayTell } from '../../../platform/pure/field-marks.ts'
import { clientKind, relationType } from '../../clients/contract.ts'
import { activityKind } from '../../interests/steps/contract.ts'

/** So much goes over in one transaction. */
export const HAND_OVER_LIMIT = 20_000

export const tooMuchWork = problem(
  'work_hand_over.too_much',
  422,
  {
    ru: 'За один раз можно передать не больше 20 000 записей. Передайте часть: сузьте отбор по сценарию, виду клиентов или сроку',
    en: 'No more than 20,000 records can be handed over at once. Hand over a part: narrow it by scenario, kind of client or date',
  },
  z.object({ limit: z.number().int() }),
)

const nothing = { ru: 'Укажите, что передать', en: 'Say what to hand over' }
const oneGiver = { ru: 'Укажите сотрудника или подразделение', en: 'Name a person or a department' }
const unequal = { ru: 'Укажите долю каждого, кому передаете', en: 'Say the share of everybody who receives' }
const count = z.number().int()
const share = z.object({ userId: id, activities: count, interests: count, clients: count })
export type Share = z.infer<typeof share>

/** What narrows a hand-over; each part narrows the records that have it. */
export const handOverFilter = z.strictObject({
  /** Of what is planned. */
  kind: activityKind.optional(),
  dueUntil: day.optional(),
  /** Of Interests. */
  scenarioId: id.optional(),
  stateIds: z.array(id).min(1).max(50).optional(),
  serviceTypeIds: z.array(id).min(1).max(50).optional(),
  tags: z.array(z.string().trim().min(1).max(40)).min(1).max(20).optional(),
  /** Of clients, and of the clients of Interests. */
  clientKinds: z.array(clientKind).min(1).max(5).optional(),
  relationTypes: z.array(relationType).min(1).max(10).optional(),
})

export const handOverWork = endpoint({
  method: 'POST',
  path: '/api/v1/work-hand-overs',
  summary: 'Hand over the work of a person or of a department, to one or shared out; with `preview` only counted',
  body: z
    .strictObject({
      id,
      /** Whose work: of one person, or of everybody of a department and below but for those who receive. */
      fromId: id.optional(),
      fromDepartmentId: id.optional(),
      /** In this order work is dealt out. */
      toIds: z.array(id).min(1).max(20),
      /** How much each of them gets in comparison; left out: evenly. */
      weights: z.array(z.number().int().min(1).max(100)).max(20).optional(),
      what: z
        .strictObject({
          /** Everything planned. */
          activities: z.boolean(),
          /** The unfinished Interests for which that person is responsible. */
          interests: z.boolean(),
          /** The clients of that person, with contacts and legal entities; prospects linked to them follow. */
          clients: z.boolean().default(false),
        })
        .refine(what => what.activities || what.interests || what.clients, {
          params: { code: 'nothing', texts: nothing },
        }),
      filter: handOverFilter.optional(),
      preview: z.boolean().default(false),
    })
    .refine(({ toIds, weights }) => weights === undefined || weights.length === toIds.length, {
      path: ['weights'],
      params: { code: 'unequal', texts: unequal },
    })
    .refine(({ fromId, fromDepartmentId }) => (fromId === undefined) !== (fromDepartmentId === undefined), {
      path: ['fromId'],
      params: { code: 'one_giver', texts: oneGiver },
    }),
  result: z.object({
    id,
    activities: count,
    interests: count,
    clients: count,
    /** Some of what goes over, for a look before it does. */
    examples: z
      .array(z.object({ kind: z.enum(['client', 'interest', 'activity']), id, title: mayTell(z.string()), toId: id }))
      .optional(),
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

/** What was handed over once: who, what, when, how much. */
export const handOver = z.object({
  id,
  createdAt: instant,
  author: personRef.nullable(),
  /** Whose it was; of a department where that was handed over. */
  from: personRef.nullable(),
  fromDepartment: personRef.nullable(),
  shares: z.array(z.object({ user: personRef, activities: count, interests: count, clients: count })),
  /** What it was narrowed by; null where that was not kept yet. */
  filter: handOverFilter.nullable(),
  /** Given back: how much, and what stayed. */
  returned: z.object({ at: instant, returned: count, kept: count }).nullable(),
  can: z.object({ takeBack: z.boolean() }),
})
export const listHandOvers = endpoint({
  method: 'GET',
  path: '/api/v1/work-hand-overs',
  summary: 'What was handed over, newest first: by the caller, of the caller, and of those whom the caller leads',
  query: z.object(paging),
  result: list(handOver),
})
