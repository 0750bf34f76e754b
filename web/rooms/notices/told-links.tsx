import { Link } from '@tanstack/react-router'
import { readNotice } from '../../../server/rooms/notices/contract.ts'
import { useWrite } from '../../lib/queries.ts'

export function InterestLink({ interest, words }: { interest: { id: string; number: string }; words?: string }) {
  return (
    <Link to="/interests/$id" params={{ id: interest.id }}>
      {words ?? interest.number}
    </Link>
  )
}

/** Who goes to what a notice tells has read it. */
export function ClientLink({ client, read }: { client: { id: string; name: string }; read?: string }) {
  const mark = useWrite(readNotice, { refresh: ['notices-summary'] })
  return (
    <Link
      to="/clients/$id"
      params={{ id: client.id }}
      onClick={() => read !== undefined && mark.mutate({ params: { id: read } })}
    >
      {client.name}
    </Link>
  )
}
