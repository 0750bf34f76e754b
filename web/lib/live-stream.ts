/** What happened to a record, as the server tells every browser that may know. */
export type LiveEvent = { id: string; kind: string; record: { type: string; id: string }; actorId: string | null }

export type LiveStream = {
  /** Opens the stream unless it is open: somebody has signed in. */
  wake(): void
  /** Nobody is signed in any more: what comes next belongs to another person. */
  sleep(): void
  close(): void
}

/** The stream begins now: what was read before may be older than its first event. */
export const OPENED = 'stream.opened'
export const opening: LiveEvent = { id: '', kind: OPENED, record: { type: 'stream', id: '' }, actorId: null }

const LONGEST_PAUSE = 60_000

/**
 * The one event stream of a browser, kept open and resumed after the last event seen. A refused stream (nobody is
 * signed in) is tried again ever more rarely, until `wake`.
 */
export function openLiveStream(tell: (event: LiveEvent) => void): LiveStream {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let last: string | undefined
  let pause = 1_000
  let closed = false

  function open(): void {
    clearTimeout(timer)
    source?.close()
    const opened = new EventSource(last === undefined ? '/api/v1/events' : `/api/v1/events?after=${last}`)
    source = opened
    opened.onopen = () => {
      pause = 1_000
      if (last === undefined) tell(opening)
    }
    opened.onmessage = message => {
      if (message.lastEventId) last = message.lastEventId
      const event = read(message)
      if (event) tell(event)
    }
    opened.onerror = () => {
      // While it is CONNECTING the browser resumes by itself with Last-Event-ID.
      if (opened.readyState !== EventSource.CLOSED || closed) return
      timer = setTimeout(open, pause)
      pause = Math.min(pause * 2, LONGEST_PAUSE)
    }
  }

  function shut(): void {
    clearTimeout(timer)
    source?.close()
    source = undefined
  }

  open()
  return {
    wake() {
      pause = 1_000
      if (!source || source.readyState === EventSource.CLOSED) open()
    },
    sleep: shut,
    close() {
      closed = true
      shut()
    },
  }
}

function read(message: MessageEvent<string>): LiveEvent | undefined {
  try {
    const event = JSON.parse(message.data) as LiveEvent
    return typeof event.record?.type === 'string' ? { ...event, id: event.id ?? message.lastEventId } : undefined
  } catch {
    return undefined
  }
}
