import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '../../server/platform/pure/ids.ts'
import { administrator, enter, type Installation, type Person } from './installation.ts'

const PER_SECOND = 100
const PEOPLE = 20
/** Of the requests. */
const WRITES = 0.3

export interface Rolled {
  requests: number
  writes: number
  /** What was not answered with 2xx, in words. */
  failed: string[]
  /** From the signal to the end of each node. */
  stops: number[]
  slowest: number
  /** Written and acknowledged, but not there afterwards. */
  lost: number
}

/**
 * Stops each node and starts it again, one after the other, under a constant load through the balancer: reads and writes
 * on connections that are kept, begun at fixed moments whatever the answers do, and never repeated by the client.
 */
export async function rollOver(
  { url, nodes }: Installation,
  say: (line: string) => void,
  { count = nodes.length, perSecond = PER_SECOND }: { count?: number; perSecond?: number } = {},
): Promise<Rolled> {
  const person = await enter(url, administrator)
  const load = new Load(url, person, perSecond)
  const stops: number[] = []
  const running = load.run()
  try {
    await sleep(2_000)
    for (const [at, node] of nodes.slice(0, count).entries()) {
      const ms = await node.stop()
      stops.push(ms)
      await node.start()
      // Until the balancer has found it again, twice.
      await sleep(2_000)
      say(`node ${at + 1}: ended after ${ms} ms, ${load.requests} requests so far, ${load.failed.length} failed`)
    }
  } finally {
    load.stop()
    await running
  }
  const { requests, writes, failed, slowest } = load
  return {
    requests,
    writes: writes.length,
    failed,
    stops,
    slowest: Math.round(slowest),
    lost: await lostOf(url, person, writes),
  }
}

/** Counted on whichever node the balancer names. */
async function lostOf(url: string, person: Person, ids: readonly string[]): Promise<number> {
  let lost = 0
  for (const id of ids) if ((await person.call(url, 'GET', `/api/v1/clients/${id}`)).status !== 200) lost++
  return lost
}

class Load {
  requests = 0
  slowest = 0
  readonly failed: string[] = []
  /** Ids of clients that were acknowledged. */
  readonly writes: string[] = []
  readonly #agent = new Agent({ keepAlive: true, maxSockets: PEOPLE })
  readonly #url: URL
  readonly #person: Person
  #stopped = false

  readonly #perSecond: number

  constructor(url: string, person: Person, perSecond: number) {
    this.#perSecond = perSecond
    this.#url = new URL(url)
    this.#person = person
  }

  /** Begins a request at fixed moments, and returns when the last one is answered. */
  async run(): Promise<void> {
    const open: Promise<void>[] = []
    const from = performance.now()
    for (let count = 0; !this.#stopped; count++) {
      await sleep(Math.max(0, from + (count * 1_000) / this.#perSecond - performance.now()))
      open.push((count % 10) / 10 < WRITES ? this.#write() : this.#read(count))
    }
    await Promise.all(open)
    this.#agent.destroy()
  }

  stop(): void {
    this.#stopped = true
  }

  async #read(count: number): Promise<void> {
    const paths = ['/api/v1/session', '/api/v1/clients?limit=5', '/api/v1/my-day-summary']
    await this.#send('GET', paths[count % paths.length] ?? '', null)
  }

  async #write(): Promise<void> {
    const id = newId()
    const body = JSON.stringify({ id, kind: 'organisation', name: `ООО «${id}»` })
    if (await this.#send('POST', '/api/v1/clients', body)) this.writes.push(id)
  }

  #send(method: string, path: string, body: string | null): Promise<boolean> {
    this.requests++
    const from = performance.now()
    return new Promise(done => {
      const end = (fault: string | null) => {
        this.slowest = Math.max(this.slowest, performance.now() - from)
        if (fault) this.failed.push(`${method} ${path}: ${fault}`)
        done(fault === null)
      }
      const sent = request({
        agent: this.#agent,
        host: this.#url.hostname,
        port: this.#url.port,
        method,
        path,
        headers: {
          ...this.#person.headers,
          ...(body ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {}),
        },
        timeout: 20_000,
      })
      sent.on('timeout', () => sent.destroy(new Error('no answer')))
      sent.on('error', error => end(error.message))
      sent.on('response', response => {
        response.on('error', error => end(error.message))
        response.on('end', () =>
          end(response.statusCode && response.statusCode < 300 ? null : `${response.statusCode}`),
        )
        response.resume()
      })
      sent.end(body ?? undefined)
    })
  }
}
