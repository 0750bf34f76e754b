import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LiveEvent } from './live-stream.ts'

class Source {
  static readonly CLOSED = 2
  static last: Source
  readyState = 1
  onopen = () => {}
  onmessage = (_: { data: string; lastEventId: string }) => {}
  constructor() {
    Source.last = this
  }
}

type Port = { heard: LiveEvent[]; onmessage: (message: { data: string }) => void }

let connect: () => Port

beforeEach(async () => {
  vi.resetModules()
  vi.stubGlobal('EventSource', Source)
  await import('./live-worker.ts')
  connect = () => {
    const heard: LiveEvent[] = []
    const port = { heard, onmessage: () => {}, postMessage: (event: LiveEvent) => heard.push(event), start() {} }
    ;(globalThis as unknown as { onconnect: (event: unknown) => void }).onconnect({ ports: [port] })
    return port
  }
})

afterEach(() => void vi.unstubAllGlobals())

const kinds = (port: Port) => port.heard.map(event => event.kind)

function happens(kind: string): void {
  const data = JSON.stringify({ kind, record: { type: 'interest', id: '1' }, actorId: null })
  Source.last.onmessage({ data, lastEventId: '7' })
}

test('a page that waits for the stream is told once that it begins', () => {
  const page = connect()
  Source.last.onopen()
  expect(kinds(page)).toEqual(['stream.opened'])
})

test('a page that joins a stream already open is told that it begins for it: what it has read may be older', () => {
  Source.last.onopen()
  happens('interest.created')
  expect(kinds(connect())).toEqual(['stream.opened'])
})

test('a page that the browser kept aside and shows again is told so too, one that only shows itself is not', () => {
  const page = connect()
  Source.last.onopen()
  page.onmessage({ data: 'back' })
  page.onmessage({ data: 'bye' })
  happens('interest.created')
  page.onmessage({ data: 'back' })
  expect(kinds(page)).toEqual(['stream.opened', 'stream.opened'])
})
