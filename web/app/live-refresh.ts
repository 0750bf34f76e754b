import type { QueryClient } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { type LiveEvent, startLive, stopLive, useLive } from '../lib/live.ts'
import { busyResources, concerns, resourcesOf } from '../lib/live-resources.ts'
import { OPENED } from '../lib/live-stream.ts'

const EVERY = 400

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
    if (event.kind === OPENED) {
      void client.invalidateQueries({ predicate: ({ queryKey }) => busyResources.has(String(queryKey[0])) })
      return
    }
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
