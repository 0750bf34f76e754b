import { z } from 'zod'

const word = z.string().min(1).max(300).optional().catch(undefined)
const uuid = z.uuid().optional().catch(undefined)
const ids = z
  .string()
  .regex(/^[0-9a-f-]{36}(,[0-9a-f-]{36})*$/)
  .optional()
  .catch(undefined)
const day = z.iso.date().optional().catch(undefined)
const yes = z.literal(true).optional().catch(undefined)
// An address keeps a number as a number.
const amount = z
  .union([z.number().min(0).transform(String), z.string().regex(/^\d{1,16}(\.\d{1,2})?$/)])
  .optional()
  .catch(undefined)

/** What «Фильтр» narrows board and list to, as the address keeps it: named as the API names it. */
export const moreFilters = {
  departmentId: uuid,
  clientId: uuid,
  sourceId: ids,
  channelId: ids,
  projectId: ids,
  clientKind: word,
  relationType: word,
  tags: word,
  revenueFrom: amount,
  revenueTo: amount,
  closeDateFrom: day,
  closeDateTo: day,
  createdFrom: day,
  createdTo: day,
  stepKind: word,
  stepFrom: day,
  stepTo: day,
  starred: yes,
  watched: yes,
  coExecuted: yes,
  checklistOpen: yes,
}
/** What only a list of finished ones can be narrowed to. */
export const endFilters = { outcome: word, lossReasonId: ids, competitor: word, closedFrom: day, closedTo: day }

export type MoreFilter = z.output<z.ZodObject<typeof moreFilters & typeof endFilters>>
export type FilterKey = keyof MoreFilter

const moreKeys = Object.keys(moreFilters) as (keyof typeof moreFilters)[]
const endKeys = Object.keys(endFilters) as (keyof typeof endFilters)[]

/** Of an address what «Фильтр» sets; the end of an Interest only where finished ones are shown. */
export function moreOf(search: MoreFilter, options: { ends: boolean }): MoreFilter {
  const keys: FilterKey[] = options.ends ? [...moreKeys, ...endKeys] : moreKeys
  return Object.fromEntries(keys.flatMap(key => (search[key] === undefined ? [] : [[key, search[key]]])))
}

/** The same address without any of it. */
export function withoutMore<T extends MoreFilter>(search: T): T {
  return { ...search, ...Object.fromEntries([...moreKeys, ...endKeys].map(key => [key, undefined])) }
}

/** One thing that is set, which one click takes away: a period is one, though it has two ends. */
export type FilterGroup = { id: string; keys: readonly FilterKey[] }

export const filterGroups: readonly FilterGroup[] = [
  { id: 'department', keys: ['departmentId'] },
  { id: 'client', keys: ['clientId'] },
  { id: 'step', keys: ['stepKind'] },
  { id: 'stepPeriod', keys: ['stepFrom', 'stepTo'] },
  { id: 'revenue', keys: ['revenueFrom', 'revenueTo'] },
  { id: 'closeDate', keys: ['closeDateFrom', 'closeDateTo'] },
  { id: 'created', keys: ['createdFrom', 'createdTo'] },
  { id: 'source', keys: ['sourceId'] },
  { id: 'channel', keys: ['channelId'] },
  { id: 'project', keys: ['projectId'] },
  { id: 'tags', keys: ['tags'] },
  { id: 'clientKind', keys: ['clientKind'] },
  { id: 'relation', keys: ['relationType'] },
  { id: 'starred', keys: ['starred'] },
  { id: 'watched', keys: ['watched'] },
  { id: 'coExecuted', keys: ['coExecuted'] },
  { id: 'checklist', keys: ['checklistOpen'] },
  { id: 'outcome', keys: ['outcome'] },
  { id: 'lossReason', keys: ['lossReasonId'] },
  { id: 'competitor', keys: ['competitor'] },
  { id: 'closed', keys: ['closedFrom', 'closedTo'] },
]

export const groupsSet = (filter: MoreFilter): FilterGroup[] =>
  filterGroups.filter(({ keys }) => keys.some(key => filter[key] !== undefined))

export const listOf = (joined: string | undefined): string[] => joined?.split(',').filter(Boolean) ?? []
export const joinedOf = (list: readonly string[]): string | undefined => list.join(',') || undefined
