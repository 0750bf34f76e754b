import type { QueryClient } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { type LiveEvent, startLive, stopLive, useLive } from '../lib/live.ts'

/** Which resources (first word of a query's key) show something of a record of this type. */
const shows: Record<string, string[]> = {
  interest: ['interests', 'interests-summary', 'board', 'clients', 'prospects', 'search'],
  note: ['interests', 'clients', 'prospects'],
  client: ['clients', 'contacts', 'interests', 'board', 'search'],
  contractor: ['clients', 'contractors', 'search'],
  contact: ['clients', 'contacts', 'interests', 'search'],
  prospect: ['prospects', 'interests', 'board', 'search'],
  scenario: ['scenarios', 'interests', 'board'],
  service_type: ['service-types', 'scenarios'],
  user: ['users', 'session'],
  department: ['departments', 'users'],
  api_key: ['api-keys'],
}

const EVERY = 400

/** The resources to read again, and the ids that these events were about. */
export function resourcesOf(events: readonly LiveEvent[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const { record } of events) {
    const plural = `${record.type.replaceAll('_', '-')}s`
    for (const resource of shows[record.type] ?? [plural]) {
      const ids = found.get(resource) ?? new Set()
      found.set(resource, ids.add(record.id))
    }
  }
  return found
}

const own: Record<string, string> = {
  interests: 'interest',
  clients: 'client',
  prospects: 'prospect',
  contacts: 'contact',
}

/** A card of another record of the same kind is not read again: a busy department would keep every card loading. */
function concerns(queryKey: readonly unknown[], events: readonly LiveEvent[]): boolean {
  const [resource, , input] = queryKey as [string, string, { params?: { id?: string } } | undefined]
  const type = own[resource]
  const id = input?.params?.id
  if (type === undefined || id === undefined) return true
  return events.some(({ record }) => record.id === id || record.type !== type)
}

function refresh(client: QueryClient, events: readonly LiveEvent[]): void {
  const resources = resourcesOf(events)
  void client.invalidateQueries({
    predicate: ({ queryKey }) => resources.has(String(queryKey[0])) && concerns(queryKey, events),
  })
}

/** Keeps everything on the screen current: at most one refresh in 400 ms, none lost, none in the middle of a write. */
export function useLiveRefresh(): void {
  const client = useQueryClient()
  const gathered = useRef<LiveEvent[]>([])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  useEffect(() => {
    startLive()
    return () => {
      clearTimeout(timer.current)
      stopLive()
    }
  }, [])

  useLive(event => {
    gathered.current.push(event)
    timer.current ??= setTimeout(flush, EVERY)
  })

  function flush(): void {
    timer.current = undefined
    if (client.isMutating() > 0) {
      timer.current = setTimeout(flush, EVERY)
      return
    }
    refresh(client, gathered.current.splice(0))
  }
}
