import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  badRequest,
  type BodyOf,
  type Endpoint,
  type ParamsOf,
  type QueryOf,
  type ResultOf,
  unauthenticated,
} from '../contract.ts'
import type { Queryable } from '../db/database.ts'
import type { Platform } from '../platform.ts'
import { type Localised, refuse } from '../problems.ts'
import type { Caller } from '../scope.ts'
import { hashRequest, type Last, perform, type Work } from '../work.ts'

/** What a handler may use: its checked input and two doors, one to read and one to write. */
export interface Exchange<E> {
  platform: Platform
  params: ParamsOf<E>
  query: QueryOf<E>
  body: BodyOf<E>
  /** The signed-in caller; refuses with 401 on a public endpoint without one. */
  readonly caller: Caller
  /** Null on a public endpoint for a stranger. */
  readonly stranger: Caller | null
  db: Queryable
  request: FastifyRequest
  reply: FastifyReply
  /**
   * Runs an action in one transaction. A repeat (same record id, or same `Idempotency-Key`) answers 200.
   * @param again reads the record as it is now; needed where the request creates nothing with an id of its own. The
   * action itself where doing it again changes nothing: then no key is kept
   */
  write<T>(action: (work: Work) => Promise<T | Last<T>>, again?: (work: Work) => Promise<T>): Promise<T>
}

export interface Route {
  endpoint: Endpoint
  handle(exchange: Exchange<Endpoint>): Promise<unknown>
}

/** Ties a contract to the action or query that answers it; the types of both must agree. */
export function route<E extends Endpoint>(
  endpoint: E,
  handle: (exchange: Exchange<E>) => Promise<JsonOf<ResultOf<E>>>,
): Route {
  return { endpoint, handle: handle as unknown as Route['handle'] }
}

/** Dates are written as ISO text; no answer may be given as nothing. */
type JsonOf<T> = [T] extends [undefined]
  ? T | void
  : T extends string
    ? T | Date | Localised
    : T extends readonly (infer U)[]
      ? readonly JsonOf<U>[]
      : T extends object
        ? { [K in keyof T]: JsonOf<T[K]> }
        : T

export function exchangeOf(
  platform: Platform,
  endpoint: Endpoint,
  caller: Caller | null,
  request: FastifyRequest,
  reply: FastifyReply,
): Exchange<Endpoint> {
  if (endpoint.access !== 'public' && !caller) refuse(unauthenticated)
  return {
    platform,
    params: request.params as never,
    query: request.query as never,
    body: request.body as never,
    get caller(): Caller {
      return caller ?? refuse(unauthenticated)
    },
    stranger: caller,
    db: platform.db,
    request,
    reply,
    async write(action, again) {
      const key = request.headers['idempotency-key']
      const { result, repeated } = await perform(
        platform,
        caller ?? refuse(unauthenticated),
        {
          verb: `${endpoint.method} ${endpoint.path}`,
          hash: hashRequest(request.method, request.url, request.body),
          key: (endpoint.status === 201 && !again) || again === action ? undefined : keyOf(key),
        },
        action,
        again,
      )
      if (repeated) reply.code(200)
      return result
    },
  }
}

const keySchema = z.string().min(1).max(200)

function keyOf(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined
  const parsed = keySchema.safeParse(header)
  return parsed.success ? parsed.data : refuse(badRequest)
}
