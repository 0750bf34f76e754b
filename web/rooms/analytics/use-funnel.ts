import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useLingui } from '@lingui/react/macro'
import type { z } from 'zod'
import { readFunnel } from '../../../server/rooms/analytics/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf } from '../../lib/queries.ts'
import { beside, kindOf, type Period } from './period.ts'

export type Funnel = z.infer<typeof readFunnel.result>
export type FunnelFilter = Period & {
  scenarioId: string
  responsibleId?: string | undefined
  departmentId?: string | undefined
}
/** A number of the funnel, as its Interests are asked for. */
export type Cell = {
  cell: 'reached' | 'standing' | 'won' | 'lost'
  stateId?: string | undefined
  lossReasonId?: string | undefined
}

/** The funnel of a period, and that of the period before beside it, which may come later. */
export function useFunnel(filter: FunnelFilter) {
  const now = useQuery({ ...queryOf(readFunnel, { query: filter }), placeholderData: keepPreviousData })
  const before = useQuery({
    ...queryOf(readFunnel, { query: { ...filter, ...beside(filter, -1) } }),
    enabled: now.isSuccess && !now.isPlaceholderData,
  })
  return { now, before: before.data }
}

const quarters = ['I', 'II', 'III', 'IV']

/** «ноябрь 2026», «IV квартал 2026», «2026 год», «ноябрь 2026 — январь 2027» */
export function usePeriodName(): (period: Period) => string {
  const { t } = useLingui()
  const format = useFormats()
  const month = (at: string) => `${format.month(`${at}-01`)} ${at.slice(0, 4)}`
  return period => {
    const { from, to } = period
    const year = from.slice(0, 4)
    const kind = kindOf(period)
    if (kind === 'month') return month(from)
    if (kind === 'year') return t`${year} год`
    const quarter = quarters[Math.floor((Number(from.slice(5, 7)) - 1) / 3)] ?? ''
    return kind === 'quarter' ? t`${quarter} квартал ${year}` : `${month(from)} — ${month(to)}`
  }
}
