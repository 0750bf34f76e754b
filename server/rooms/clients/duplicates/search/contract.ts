import { z } from 'zod'
import { endpoint, id, instant, personRef, problem } from '../../../../platform/contract.ts'

const access = { right: 'duplicates.administer' } as const

export const searchState = z.enum(['running', 'paused', 'cancelled', 'done'])
const search = z.object({
  id,
  state: searchState,
  /** What is being compared now. */
  step: z.enum(['numbers', 'names', 'end']),
  /** 0 to 100. */
  progress: z.number().int().min(0).max(100),
  /** Pairs in the work list that this search found. */
  pairs: z.number().int(),
  startedAt: instant,
  startedBy: personRef.nullable(),
  endedAt: instant.nullable(),
})
export type DuplicateSearch = z.infer<typeof search>

export const searchUnderWay = problem('duplicate_search.under_way', 409, {
  ru: 'Поиск дублей уже идет',
  en: 'A search for duplicates is under way',
})
export const searchNotOpen = problem('duplicate_search.not_open', 409, {
  ru: 'Этот поиск уже закончен',
  en: 'This search has ended',
})

export const readDuplicateSearch = endpoint({
  method: 'GET',
  path: '/api/v1/duplicate-search',
  summary: 'The search of the whole base that is under way, else the last one',
  access,
  result: z.object({ search: search.nullable() }),
})
export const startDuplicateSearch = endpoint({
  method: 'POST',
  path: '/api/v1/duplicate-search',
  summary: 'Search the whole base for duplicates, in the background',
  access,
  body: z.strictObject({ id }),
  result: search,
  status: 201,
  problems: [searchUnderWay],
})
export const steerDuplicateSearch = endpoint({
  method: 'PATCH',
  path: '/api/v1/duplicate-search',
  summary: 'Pause, resume or cancel the search that is under way',
  access,
  body: z.strictObject({ state: z.enum(['paused', 'running', 'cancelled']) }),
  result: search,
  problems: [searchNotOpen],
})
