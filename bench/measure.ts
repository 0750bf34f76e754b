import { Pool } from 'undici'
import type { BenchBase } from './prepared.ts'

export interface Figures {
  n: number
  p50: number
  p95: number
  p99: number
  perSecond: number
}

/** Requests before the clock starts: a server that has been running for a while is measured, not its compiler. */
export const WARM = 300

/**
 * Runs `task` by `users` at once until each of the `inputs` was done, or the time is over and the least is done; times
 * in milliseconds.
 */
export async function measure<Input>(
  users: number,
  inputs: readonly Input[],
  task: (input: Input) => Promise<unknown>,
  { most, least }: { most: number; least: number } = { most: Infinity, least: 0 },
): Promise<Figures> {
  const times: number[] = []
  let next = 0
  const started = performance.now()
  const isOver = () => times.length >= least && performance.now() - started > most
  await Promise.all(
    Array.from({ length: users }, async () => {
      for (let at = next++; at < inputs.length && !isOver(); at = next++) {
        const from = performance.now()
        await task(inputs[at] as Input)
        times.push(performance.now() - from)
      }
    }),
  )
  return figuresOf(times, performance.now() - started)
}

/** @param took how long all of it took, in milliseconds like the times */
export function figuresOf(times: readonly number[], took: number): Figures {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { n: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), perSecond: (sorted.length / took) * 1_000 }
}

export interface Answer {
  status: number
  /** Read when asked for: what a caller makes of the bytes is not the server's time. */
  readonly body: unknown
}

/** Requests over kept connections, as a browser makes them. */
export function clientOf(base: BenchBase) {
  const pool = new Pool(base.url, { connections: 64 })
  const call = (method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown, more: Record<string, string> = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const parts: Buffer[] = []
      const text = () => Buffer.concat(parts).toString()
      let status = 0
      pool.dispatch(
        {
          method,
          path,
          headers: {
            cookie: base.cookie,
            'sec-fetch-site': 'same-origin',
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...more,
          },
          body: body === undefined ? null : JSON.stringify(body),
        },
        {
          onRequestStart() {},
          onResponseStart(_controller, statusCode) {
            status = statusCode
          },
          onResponseData(_controller, chunk) {
            parts.push(chunk)
          },
          onResponseEnd() {
            if (status >= 400) return reject(new Error(`${method} ${path}: ${status} ${text().slice(0, 300)}`))
            resolve({
              status,
              get body() {
                return parts.length === 0 ? null : JSON.parse(text())
              },
            })
          },
          onResponseError: (_controller, error) => reject(error),
        },
      )
    })
  return { call, get: (path: string) => call('GET', path), close: () => void pool.destroy() }
}

/** What is dear warms up and is measured no longer than that, but for so many at least. */
const DEAR = { warm: { most: 2_000, least: 1 }, count: { most: 12_000, least: 40 } }

/** `measure` of a server that has served the same for a while; of what is dear fewer times than were asked for. */
export async function measureWarm<Input>(
  users: number,
  inputs: (count: number) => Promise<readonly Input[]> | readonly Input[],
  count: number,
  task: (input: Input) => Promise<unknown>,
): Promise<Figures> {
  await measure(users, await inputs(WARM), task, DEAR.warm)
  return measure(users, await inputs(count), task, DEAR.count)
}

/** A repeatable source of chance. */
export function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function print(rows: readonly Record<string, string | number>[]): void {
  console.table(rows)
}

export function rowOf(
  what: string,
  users: number,
  figures: Figures,
  beside?: Figures,
): Record<string, string | number> {
  const short = (value: number) => Number(value.toFixed(2))
  return {
    what,
    users,
    n: figures.n,
    p50: short(figures.p50),
    p95: short(figures.p95),
    p99: short(figures.p99),
    'per second': Math.round(figures.perSecond),
    ...(beside ? { 'SQL p50': short(beside.p50), 'SQL p95': short(beside.p95), 'SQL p99': short(beside.p99) } : {}),
  }
}
