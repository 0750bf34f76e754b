import { z } from 'zod'
import { endpoint, id, paging } from '../../../platform/contract.ts'
import { interestRow, moves, sums } from '../contract.ts'
import { interestFilters } from '../filters/contract.ts'

const boardCard = interestRow
  .pick({
    id: true,
    version: true,
    can: true,
    number: true,
    subject: true,
    stateId: true,
    stateEnteredAt: true,
    party: true,
    responsible: true,
    expectedRevenue: true,
    expectedCloseDate: true,
    nextStep: true,
    stuckFrom: true,
    tags: true,
    coExecutor: true,
    queued: true,
    starred: true,
    watched: true,
  })
  .extend({
    /** Place in `moves` of the answer: what each other state would ask of this Interest. */
    moves: z.number().int(),
    /** By which it stands in the order by hand, where that is asked for; compared as a text. */
    handKey: z.string().optional(),
  })
export type BoardCard = z.infer<typeof boardCard>
const boardCards = {
  items: z.array(boardCard),
  nextCursor: z.string().nullable(),
}
/** By the next step, the earliest first; late ones may go to the end. Or by hand, the same for all. */
export const boardOrder = z.enum(['overdueFirst', 'overdueLast', 'byHand'])
export type BoardOrder = z.infer<typeof boardOrder>
const boardFilters = {
  scenarioId: id,
  ...interestFilters,
  order: boardOrder.default('overdueFirst'),
}
const manyMoves = z.array(moves)
export const readBoard = endpoint({
  method: 'GET',
  path: '/api/v1/board',
  summary: 'My sales: for each state the count and the sums, for each unfinished one the first cards',
  query: z.object({ ...boardFilters, limit: z.coerce.number().int().min(1).max(50).default(12) }),
  result: z.object({
    columns: z.array(
      z.object({
        stateId: id,
        count: z.number().int(),
        sums,
        weighted: sums,
        /** Of unfinished ones: steps that are late, due until tonight, and Interests without one; each counted up to 1,000. */
        overdue: z.number().int(),
        today: z.number().int(),
        withoutStep: z.number().int(),
        /** Over their time in the state, and no contact is agreed. */
        stuck: z.number().int(),
        /** Won and lost ones are read as a list. */
        ...boardCards,
      }),
    ),
    moves: manyMoves,
  }),
})
export const readBoardColumn = endpoint({
  method: 'GET',
  path: '/api/v1/board/cards',
  summary: 'More unfinished cards of one state of the board',
  query: z.object({
    ...paging,
    ...boardFilters,
    stateId: id,
    /** Reads no further than that: a place told by the same column. */
    until: paging.cursor,
    /** Begins with this Interest, wherever in the column it stands; goes before `cursor`. */
    at: id.optional(),
  }),
  result: z.object({
    ...boardCards,
    /** The place before the first card: what lies above it is read `until` there. */
    cursor: z.string().nullable(),
    moves: manyMoves,
  }),
})
