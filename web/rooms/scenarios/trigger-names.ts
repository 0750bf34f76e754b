import { useQuery } from '@tanstack/react-query'
import { listDepartments } from '../../../server/rooms/access/contract.ts'
import { queryOf } from '../../lib/queries.ts'
import { useEverybody } from '../access/people.ts'
import { useChannels, useInteractionKinds, useProjects, useServiceTypes, useSources } from '../company/directories.ts'

/** Everything that a trigger may name, archived and left ones included: an old trigger still names them. */
export function useNamedByTriggers() {
  return {
    responsible: useEverybody(),
    department: useQuery({ ...queryOf(listDepartments, { query: {} }), staleTime: 60_000 }).data?.items ?? [],
    serviceType: useServiceTypes(),
    channel: useChannels(),
    source: useSources(),
    project: useProjects(),
    interactionKind: useInteractionKinds(),
  }
}
