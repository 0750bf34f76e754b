import { z } from 'zod'
import { endpoint, id, list, paging } from '../../../platform/contract.ts'
import { monthsOf } from '../../../platform/pure/months.ts'
import { interestRow, sums } from '../../interests/contract.ts'

/** Ten years: more months nobody looks at, and each is read. */
const MOST_MONTHS = 120
const month = z.string().regex(/^(?:19|20)\d{2}-(?:0[1-9]|1[0-2])$/)
const period = {
  scenarioId: id,
  /** Whole months where the company is, `2026-10`; both are part of the period. */
  from: month,
  to: month,
  responsibleId: id.optional(),
  /** Everybody of a department and of those below it. */
  departmentId: id.optional(),
}
const isPeriod = ({ from, to }: { from: string; to: string }) => from <= to && monthsOf(from, to).length <= MOST_MONTHS
const wrongPeriod = {
  path: ['to'],
  params: {
    code: 'wrong_period',
    texts: {
      ru: 'Период кончается не раньше, чем начинается, и не длиннее 120 месяцев',
      en: 'A period ends no earlier than it begins and has at most 120 months',
    },
  },
}

const figure = z.object({ count: z.number().int(), sums })
const percent = z.number().nullable()

export const readFunnel = endpoint({
  method: 'GET',
  path: '/api/v1/reports/funnel',
  summary: 'The funnel of a scenario: Interests that moved in the period, by where they stood at its end; in scope',
  query: z.object(period).refine(isPeriod, wrongPeriod),
  result: z.object({
    /** Unfinished states in the order of the scenario. */
    states: z.array(
      z.object({
        stateId: id,
        /** Stood here or further at the end of the period, or were won, or were lost from here or further. */
        reached: figure,
        /** Of those reached: had come so far before the period. */
        earlier: z.number().int(),
        /** Stood here at the end of the period; `weighted` by the probability of the state. */
        standing: figure.extend({ weighted: sums }),
        lost: figure,
        /** Per cent of those reached that reached the next state, or were won. */
        conversion: percent,
        /** Calendar days in the state, of those who left it in the period. */
        averageDays: z.number().nullable(),
      }),
    ),
    won: figure,
    lost: figure,
    /** Won of won and lost, per cent. */
    conversion: percent,
    /** Calendar days from the creation to the success. */
    averageSaleDays: z.number().nullable(),
    lossReasons: z.array(figure.extend({ stateId: id, reasonId: id.nullable() })),
  }),
})

export const listFunnelInterests = endpoint({
  method: 'GET',
  path: '/api/v1/reports/funnel/interests',
  summary: 'The Interests that a number of the funnel counts',
  query: z
    .object({
      ...paging,
      ...period,
      cell: z.enum(['reached', 'standing', 'won', 'lost']),
      /** Needed for `reached` and `standing`. */
      stateId: id.optional(),
      /** Of lost ones; `none`: those without a reason. */
      lossReasonId: id.or(z.literal('none')).optional(),
    })
    .refine(isPeriod, wrongPeriod),
  result: list(interestRow),
})
