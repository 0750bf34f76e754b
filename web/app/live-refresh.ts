import type { QueryClient } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { type LiveEvent, startLive, stopLive, useLive } from '../lib/live.ts'
import { busyResources, concerns, resourcesOf } from '../lib/live-resources.ts'
import { OPENED } from '../lib/live-stream.ts'

const EVERY = 400
/** While an import or the like runs, screens are read again at the pace of a person, not of the machine. */
const CROWD = { events: 100, every: 4_000 }

/**
 * Reads again what these events concern.
 * @returns whether some of it is being read for the first time: that answer may be older than the events, and cannot be
 * asked for anew before it is there
 */
function refresh(client: QueryClient, events: readonly LiveEvent[]): boolean {
  const resources = resourcesOf(events)
  const hasOpened = events.some(event => event.kind === OPENED)
  const predicate = ({ queryKey }: { queryKey: readonly unknown[] }) => {
    const resource = String(queryKey[0])
    return (hasOpened && busyResources.has(resource)) || (resources.has(resource) && concerns(queryKey, events))
  }
  void client.invalidateQueries({ predicate })
  return client.isFetching({ predicate: query => query.state.data === undefined && predicate(query) }) > 0
}

/** Keeps everything on the screen current: at most one refresh in 400 ms, rarer in a crowd, none lost, none in the middle of a write. */
export function useLiveRefresh(): void {
  const client = useQueryClient()
  const gathered = useRef<LiveEvent[]>([])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const pause = useRef(EVERY)

  useEffect(() => {
    startLive()
    return () => {
      clearTimeout(timer.current)
      stopLive()
    }
  }, [])

  useLive(event => {
    gathered.current.push(event)
    timer.current ??= setTimeout(flush, pause.current)
  })

  function flush(): void {
    timer.current = undefined
    if (client.isMutating() > 0) {
      timer.current = setTimeout(flush, EVERY)
      return
    }
    const events = gathered.current.splice(0)
    pause.current = events.length > CROWD.events ? CROWD.every : EVERY
    if (refresh(client, events)) {
      gathered.current.push(...events)
      timer.current ??= setTimeout(flush, EVERY)
    }
  }
}
