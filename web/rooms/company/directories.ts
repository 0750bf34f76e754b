import { useQuery } from '@tanstack/react-query'
import { type DirectoryItem, type DirectoryKind, directories } from '../../../server/rooms/company/contract.ts'
import { queryOf } from '../../lib/queries.ts'

const STALE = 60_000

/** A directory in its order, archived items included: old records still name them. */
export const directoryQuery = (kind: DirectoryKind) => ({
  ...queryOf(directories[kind].list, { query: { archived: true } }),
  staleTime: STALE,
})

export function useDirectory(kind: DirectoryKind): DirectoryItem[] {
  return useQuery(directoryQuery(kind)).data?.items ?? []
}

export const useServiceTypes = () => useDirectory('service_type')
export const useLossReasons = () => useDirectory('loss_reason')
export const useChannels = () => useDirectory('channel')
export const useSources = () => useDirectory('source')
export const useProjects = () => useDirectory('project')
export const useInteractionKinds = () => useDirectory('interaction_kind')
