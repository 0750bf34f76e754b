import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type SearchItem, search } from '../../../server/rooms/registration/contract.ts'
import { queryOf } from '../../lib/queries.ts'
import { useMySettings } from '../fields/settings.ts'

export type Found = {
  items: SearchItem[]
  /** The rows belong to the text that stands in the field now; Enter counts only then. */
  fresh: boolean
  searching: boolean
  error: unknown
}

const SHORTEST = 2

export function useSearch(text: string, enabled: boolean): Found {
  const { matchMode } = useMySettings()
  const wanted = text.trim()
  const [asked] = useDebouncedValue(wanted, 40)
  const active = enabled && asked.length >= SHORTEST
  const found = useQuery({
    ...queryOf(search, { query: { q: asked, limit: 12, match: matchMode } }),
    enabled: active,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  const items = wanted.length >= SHORTEST && active ? (found.data?.items ?? []) : []
  return {
    items,
    fresh: asked === wanted && !found.isPlaceholderData && found.isSuccess && active,
    searching: active && (found.isFetching || asked !== wanted),
    error: found.error,
  }
}
