import { useQuery } from '@tanstack/react-query'
import { listUsers } from '../../../server/rooms/access/contract.ts'
import { queryOf } from '../../lib/queries.ts'

export const peopleQuery = { ...queryOf(listUsers, { query: { active: true, limit: 200 } }), staleTime: 60_000 }

/** Everybody who may be made responsible: active users, by name. */
export function usePeople() {
  return useQuery(peopleQuery).data?.items ?? []
}
