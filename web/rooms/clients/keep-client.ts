import { useQueryClient } from '@tanstack/react-query'
import { type Client, getClient } from '../../../server/rooms/clients/contract.ts'
import { queryOf } from '../../lib/queries.ts'

/** The answer of a write is the card as it is now. */
export function useKeepClient(id: string) {
  const cache = useQueryClient()
  return (answer: Client) => void cache.setQueryData(queryOf(getClient, { params: { id } }).queryKey, answer)
}
