import { useQuery } from '@tanstack/react-query'
import { listUsers } from '../../../server/rooms/access/contract.ts'
import { queryOf } from '../../lib/queries.ts'
import { useAbsenceWords } from './absence-words.ts'

export const peopleQuery = { ...queryOf(listUsers, { query: { active: true, limit: 200 } }), staleTime: 60_000 }

/** Everybody who may be made responsible: active users, by name; who is absent says so below the name. */
export function usePeople() {
  const words = useAbsenceWords()
  const people = useQuery(peopleQuery).data?.items ?? []
  return people.map(each => (each.absence ? { ...each, hint: words.ofUser(each.absence) } : each))
}

const everybodyQuery = { ...queryOf(listUsers, { query: { limit: 200 } }), staleTime: 60_000 }

/** Also those who may not sign in any more, as archived: old settings still name them. */
export function useEverybody() {
  const people = useQuery(everybodyQuery).data?.items ?? []
  return people.map(({ id, name, deactivatedAt }) => ({ id, name, archivedAt: deactivatedAt }))
}
