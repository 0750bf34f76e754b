import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { type me, readMe, readSetUp } from '../../../server/rooms/access/contract.ts'
import { queryOf } from '../../lib/queries.ts'

export type Me = z.infer<typeof me>

export const meQuery = { ...queryOf(readMe, {}), staleTime: 5 * 60_000 }

/** What strangers may know: is anybody there yet, and whose product is it. */
export const entranceQuery = queryOf(readSetUp, {})

/** The signed-in person; every page behind the sign-in may rely on it. */
export function useMe(): Me {
  const { data } = useQuery(meQuery)
  if (!data) throw new Error('useMe outside of the signed-in part')
  return data
}

/** May this person do it at all: `useMay('users.administer')`. Single records carry their own `can`. */
export function useMay(right: string): boolean {
  return useMe().can[right] === true
}
