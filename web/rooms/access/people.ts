import { useQuery } from '@tanstack/react-query'
import { listUsers } from '../../../server/rooms/access/contract.ts'
import { queryOf } from '../../lib/queries.ts'

export const peopleQuery = { ...queryOf(listUsers, { query: { active: true, limit: 200 } }), staleTime: 60_000 }

/** Everybody who may be made responsible: active users, by name. */
export function usePeople() {
  return useQuery(peopleQuery).data?.items ?? []
}

const everybodyQuery = { ...queryOf(listUsers, { query: { limit: 200 } }), staleTime: 60_000 }

/** Also those who may not sign in any more, as archived: old settings still name them. */
export function useEverybody() {
  const people = useQuery(everybodyQuery).data?.items ?? []
  return people.map(({ id, name, deactivatedAt }) => ({ id, name, archivedAt: deactivatedAt }))
}
