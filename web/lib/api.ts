import { t } from '@lingui/core/macro'
import type { z } from 'zod'
import { newId } from '../../server/platform/pure/ids.ts'
import type { Endpoint, ProblemBody } from '../../server/platform/contract.ts'
import { factorDue } from '../../server/rooms/access/second-factor/contract.ts'
import { answered, unanswered, waiting } from './connection.ts'
import { currentLanguage } from './language.ts'
import { ProblemError } from './problem-error.ts'

export type AnyEndpoint = Endpoint<z.ZodType, z.ZodType, z.ZodType, z.ZodType>

/** A part that the endpoint does not declare has the output `undefined`. */
type Declared<K extends string, S extends z.ZodType> = [z.output<S>] extends [undefined]
  ? unknown
  : Record<K, z.input<S>>
/** A filter may be given as it is thought (`true`) and not as it is written in an address (`'true'`). */
type Filters<S extends z.ZodType> = [z.output<S>] extends [undefined]
  ? unknown
  : { query?: { [K in keyof z.input<S>]?: z.input<S>[K] | boolean | number | null } }

/** What a call needs: exactly the parts that its endpoint declares. */
export type CallInput<E> =
  E extends Endpoint<infer P, infer Q, infer B, z.ZodType>
    ? Declared<'params', P> & Declared<'body', B> & Filters<Q>
    : never

export type Answer<E> = E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, infer R> ? z.output<R> : never

export type CallOptions = {
  signal?: AbortSignal
  /** It writes nothing, whatever its method: no key is sent, and a lost answer is not asked for again. */
  reads?: boolean
  /** One key for one intention: a repeat of the same write is told from a new one by it. */
  idempotencyKey?: string
  /** The body is this file as it is; a part sent again replaces itself. */
  file?: Blob
  /** Told when the answer was lost and the same write is being sent again. */
  onRepeat?: () => void
}

type Parts = { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown }

const pauses = [400, 1200, 3000, 6000]

let signInAgain: (() => Promise<boolean>) | undefined

/** The shell says how a lost session is renewed: a dialog over the page; true when somebody signed in. */
export function whenSessionIsLost(ask: (() => Promise<boolean>) | undefined): void {
  signInAgain = ask
}

let setUpFactor: (() => void) | undefined

/** The shell says where a second factor is set up that has become a duty in the middle of work. */
export function whenFactorIsDue(go: (() => void) | undefined): void {
  setUpFactor = go
}

/** Calls one operation of the API. Refusals arrive as `ProblemError`; a write whose answer was lost is sent again. */
export async function call<E extends AnyEndpoint>(
  endpoint: E,
  input: CallInput<E>,
  options: CallOptions = {},
): Promise<Answer<E>> {
  const parts = input as Parts
  const hasBody = endpoint.method !== 'GET' && parts.body !== undefined
  const write = endpoint.method !== 'GET' && options.reads !== true
  const creates = endpoint.status === 201 && typeof parts.body === 'object' && parts.body !== null && 'id' in parts.body
  const key = write && !creates ? (options.idempotencyKey ?? newId()) : undefined
  const url = address(endpoint.path, parts)
  const init: RequestInit = {
    method: endpoint.method,
    credentials: 'same-origin',
    cache: 'no-store',
    headers: {
      accept: 'application/json',
      'accept-language': currentLanguage(),
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
      ...(options.file ? { 'content-type': 'application/octet-stream' } : {}),
      ...(key ? { 'idempotency-key': key } : {}),
    },
    ...(hasBody ? { body: JSON.stringify(parts.body) } : {}),
    ...(options.file ? { body: options.file } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
  }
  const send = () => (write ? sendUntilAnswered(url, init, options) : sendOnce(url, init))
  let response = await send()
  if (response.status === 401 && endpoint.access !== 'public' && signInAgain && (await signInAgain())) {
    response = await send()
  }
  if (!response.ok) {
    const problem = await problemOf(response)
    if (problem.code === factorDue.code) setUpFactor?.()
    throw problem
  }
  if (response.status === 204) return undefined as Answer<E>
  return (await response.json()) as Answer<E>
}

export function address(
  path: string,
  parts: { params?: Record<string, unknown>; query?: Record<string, unknown> },
): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(parts.params?.[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(parts.query ?? {})) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null && each !== '') search.append(name, String(each))
    }
  }
  return search.size ? `${filled}?${search}` : filled
}

async function sendOnce(url: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(url, init)
    if (!isGatewayLoss(response.status)) answered()
    return response
  } catch (error) {
    if (init.signal?.aborted) throw error
    unanswered()
    throw unreachable(error)
  }
}

/** A lost answer does not say whether the write was done; the same id or key makes the repeat safe. */
async function sendUntilAnswered(url: string, init: RequestInit, options: CallOptions): Promise<Response> {
  let repeated = false
  try {
    for (let attempt = 0; ; attempt += 1) {
      const pause = pauses[attempt]
      try {
        const response = await sendOnce(url, init)
        if (!isGatewayLoss(response.status) || pause === undefined) return response
      } catch (error) {
        if (init.signal?.aborted || pause === undefined) throw error
      }
      if (!repeated) {
        repeated = true
        waiting(1)
        options.onRepeat?.()
      }
      await new Promise(resolve => setTimeout(resolve, pause))
    }
  } finally {
    if (repeated) waiting(-1)
  }
}

const isGatewayLoss = (status: number) => status === 502 || status === 503 || status === 504

function unreachable(cause: unknown): ProblemError {
  const problem = new ProblemError({
    code: 'unreachable',
    status: 0,
    title: t`Сервер не отвечает`,
    detail: t`Введенное не потеряно. Проверьте связь и повторите.`,
  })
  problem.cause = cause
  return problem
}

async function problemOf(response: Response): Promise<ProblemError> {
  const requestId = response.headers.get('x-request-id') ?? undefined
  try {
    const body = (await response.json()) as ProblemBody
    if (typeof body?.code === 'string') return new ProblemError({ ...body, requestId: body.requestId ?? requestId })
  } catch {
    // Not our answer: something between the browser and the product spoke.
  }
  return new ProblemError({
    code: 'unexpected_answer',
    status: response.status,
    title: t`Сервер ответил непонятно (${response.status})`,
    requestId,
  })
}
