import { useEffect, useEffectEvent } from 'react'
import { joinTabs } from './live-leader.ts'
import { type LiveEvent, type LiveStream, openLiveStream } from './live-stream.ts'

export type { LiveEvent }

const handlers = new Set<(event: LiveEvent) => void>()
let stream: LiveStream | undefined

function tell(event: LiveEvent): void {
  for (const handler of handlers) handler(event)
}

/** Opens the browser's one stream; called once somebody is signed in, and again after a lost session. */
export function startLive(): void {
  stream ??= open()
  stream.wake()
}

/** Nobody is signed in any more. */
export function stopLive(): void {
  stream?.sleep()
  stream?.close()
  stream = undefined
}

function open(): LiveStream {
  if (typeof SharedWorker !== 'undefined') {
    const worker = new SharedWorker(new URL('./live-worker.ts', import.meta.url), {
      type: 'module',
      name: 'interes-live',
    })
    worker.port.onmessage = ({ data }: MessageEvent<LiveEvent>) => tell(data)
    worker.port.start()
    const bye = () => worker.port.postMessage('bye')
    // A page that the browser kept and shows again was told nothing meanwhile.
    const back = () => worker.port.postMessage('back')
    addEventListener('pagehide', bye)
    addEventListener('pageshow', back)
    return {
      wake: () => worker.port.postMessage('wake'),
      sleep: () => worker.port.postMessage('sleep'),
      close() {
        removeEventListener('pagehide', bye)
        removeEventListener('pageshow', back)
        bye()
        worker.port.close()
      },
    }
  }
  if (typeof BroadcastChannel !== 'undefined') {
    const tabs = joinTabs(tell)
    addEventListener('pagehide', () => tabs.close(), { once: true })
    return tabs
  }
  return openLiveStream(tell)
}

/** Hears what others did, and what this person did in another tab. */
export function useLive(handler: (event: LiveEvent) => void): void {
  const current = useEffectEvent(handler)
  useEffect(() => {
    const hear = (event: LiveEvent) => current(event)
    handlers.add(hear)
    return () => {
      handlers.delete(hear)
    }
  }, [])
}
