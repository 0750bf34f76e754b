import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type Activity,
  type DayGroup,
  dayGroup,
  listActivities,
  readMyDay,
  summariseMyDay,
} from '../../../server/rooms/activities/contract.ts'
import { allItems, pagesOf, queryOf } from '../../lib/queries.ts'

const MINUTE = 60_000
const FIRST = 50
/** Whoever wants more sees twice as many at once. */
const PAGE = 100

export type DayFilter = { assigneeId?: string | undefined; kind?: Activity['kind'] | undefined; q?: string | undefined }

export type DayPart = {
  group: DayGroup
  count: number
  items: Activity[]
  /** Reads the next page; absent where there is none. */
  more: (() => void) | undefined
  loading: boolean
}

/** One group beyond its first page; asked for only once somebody wants to see it. */
function useGroup(group: DayGroup, filter: DayFilter, wanted: boolean) {
  return useInfiniteQuery({ ...pagesOf(listActivities, { query: { ...filter, group } }, PAGE), enabled: wanted })
}

/** «Мои дела» by groups, each with its first rows, and with more where they were asked for. */
export function useMyDay(filter: DayFilter) {
  const day = useQuery({
    ...queryOf(readMyDay, { query: { ...filter, limit: FIRST } }),
    placeholderData: keepPreviousData,
    // What becomes due moves to its group by itself.
    refetchInterval: MINUTE,
  })
  const [wanted, setWanted] = useState<ReadonlySet<DayGroup>>(new Set())
  const longer: Record<DayGroup, ReturnType<typeof useGroup>> = {
    overdue: useGroup('overdue', filter, wanted.has('overdue')),
    today: useGroup('today', filter, wanted.has('today')),
    tomorrow: useGroup('tomorrow', filter, wanted.has('tomorrow')),
    week: useGroup('week', filter, wanted.has('week')),
    later: useGroup('later', filter, wanted.has('later')),
    none: useGroup('none', filter, wanted.has('none')),
  }

  const parts = dayGroup.options.map((group): DayPart => {
    const first = day.data?.groups.find(each => each.group === group)
    const pages = longer[group]
    const isLong = wanted.has(group) && pages.data !== undefined
    const hasMore = isLong ? pages.hasNextPage : first?.nextCursor != null
    function more(): void {
      if (isLong) void pages.fetchNextPage()
      // The pages begin anew with the group, so that nothing is shown twice when rows move meanwhile.
      else setWanted(new Set([...wanted, group]))
    }
    return {
      group,
      count: first?.count ?? 0,
      items: isLong ? (allItems(pages.data) as Activity[]) : (first?.items ?? []),
      more: hasMore ? more : undefined,
      loading: wanted.has(group) && pages.isFetching,
    }
  })
  return { parts, day }
}

/** How many of my tasks and interactions are overdue or due today. */
export function useDueCount(): number {
  const { data } = useQuery({ ...queryOf(summariseMyDay, {}), refetchInterval: 5 * MINUTE })
  return (data?.overdue ?? 0) + (data?.today ?? 0)
}
