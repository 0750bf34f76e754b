import { addMonths, monthsOf } from '../../../server/platform/pure/months.ts'

/** Whole months, both included: `2026-10`. */
export type Period = { from: string; to: string }
export type PeriodKind = 'month' | 'quarter' | 'year' | 'own'

const lengths = { month: 1, quarter: 3, year: 12 } as const

/** The month, quarter or year in which a month lies. */
export function periodAt(kind: keyof typeof lengths, month: string): Period {
  const length = lengths[kind]
  const into = (Number(month.slice(5, 7)) - 1) % length
  const from = addMonths(month, -into)
  return { from, to: addMonths(from, length - 1) }
}

/** What a period is called by: as it was chosen, else by its shape. */
export function kindOf(period: Period): PeriodKind {
  const found = (['month', 'quarter', 'year'] as const).find(kind => {
    const whole = periodAt(kind, period.from)
    return whole.from === period.from && whole.to === period.to
  })
  return found ?? 'own'
}

/** The period of the same length before, or after. */
export function beside({ from, to }: Period, by: -1 | 1): Period {
  const length = monthsOf(from, to).length * by
  return { from: addMonths(from, length), to: addMonths(to, length) }
}

export function isPeriod({ from, to }: Period): boolean {
  return from <= to && monthsOf(from, to).length <= 120
}
