import { useQuery } from '@tanstack/react-query'
import { getClient } from '../../../server/rooms/clients/contract.ts'
import { queryOf } from '../../lib/queries.ts'

/** People of a client for a select; empty while there is no client or its card may not be opened. */
export function useContactsOf(clientId: string | null): { id: string; name: string; hint?: string }[] {
  const { data } = useQuery({
    ...queryOf(getClient, { params: { id: clientId ?? '' } }),
    enabled: clientId !== null,
    retry: false,
  })
  return (data?.contacts ?? [])
    .filter(contact => !contact.archived)
    .map(({ id, fullName, position }) => ({ id, name: fullName, ...(position ? { hint: position } : {}) }))
}
