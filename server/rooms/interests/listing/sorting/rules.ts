import type { InterestSort, SortField } from './contract.ts'

/** How the rows of a list stand to each other. */
export interface Order {
  field: SortField
  down: boolean
}

/** `-revenue` is by revenue, downwards. */
export function orderOf(sort: InterestSort): Order {
  const down = sort.startsWith('-')
  return { field: (down ? sort.slice(1) : sort) as SortField, down }
}
