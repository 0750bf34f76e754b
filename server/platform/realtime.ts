import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { endpoint } from './contract.ts'
import { readEventsAfter, type ToldEvent } from './events/reader.ts'
import { type Route, route } from './http/route.ts'
import type { Gate } from './http/server.ts'
import type { Platform } from './platform.ts'
import type { Caller } from './scope.ts'

export const streamEvents = endpoint({
  method: 'GET',
  path: '/api/v1/events',
  summary: 'Server-sent events of the records in scope; `after=0` = from the oldest kept, absent = from now',
  query: z.object({
    after: z
      .string()
      .regex(/^\d{1,19}$/)
      .optional(),
  }),
  result: z.string().meta({ description: 'text/event-stream; data is {id, kind, record, version, actorId, at}' }),
})

const HEARTBEAT_MS = 15_000
const CHECK_MS = 60_000
const PAGE = 500
/** A browser that takes no more than this for now is let go: it comes back and reads on from the last event it had. */
const MOST_WAITING = 4 * 1024 * 1024
/** Records on which it rests what somebody sees. */
const RIGHTS: ReadonlySet<string> = new Set([
  'user',
  'department',
  'profile',
  'api_key',
  'grant',
  'scenario',
  'sign_in_rules',
  'absence',
])

/** What belongs to one person alone; beside that person it is told to holders of the right over everybody's. */
const OF_ONE: ReadonlyMap<string, string | null> = new Map([
  ['notice', null],
  ['settings', null],
  ['user', 'users.administer'],
  ['api_key', 'users.administer'],
  ['import', 'settings.administer'],
])
/** What nobody reads without a right. */
const BEHIND_RIGHT: ReadonlyMap<string, string> = new Map([
  ['ldap', 'sign_in.administer'],
  ['single_sign_on', 'sign_in.administer'],
])

/** Who listens; null when that person may listen no more. */
type Identify = (request: FastifyRequest) => Promise<Caller | null>

/**
 * One stream a browser. Sends who changed what record, never values: the screen reads the record through its own
 * scope. Rights are asked again whenever a user changed, so that what is taken away stops at once.
 */
export function eventStream(gate: Gate): Route {
  const identify: Identify = async request => {
    const caller = await gate.identify(request)
    return caller && !gate.obstacle(caller, streamEvents) ? caller : null
  }
  return route(streamEvents, async ({ platform, caller, query, request, reply }) => {
    const resume = request.headers['last-event-id']
    const after = (typeof resume === 'string' && /^\d{1,19}$/.test(resume) ? resume : undefined) ?? query.after
    await stream(platform, gate, identify, caller, after, request, reply)
    return '' as never
  })
}

async function stream(
  platform: Platform,
  gate: Gate,
  identify: Identify,
  first: Caller,
  after: string | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { relay, db } = platform
  let caller = first
  let position = after ?? relay.position
  let backlog: ToldEvent[] | null = []
  const out: ServerResponse = reply.raw
  reply.hijack()
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) out.setHeader(name, value)
  out.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-accel-buffering': 'no',
  })
  out.flushHeaders()
  out.write(`retry: 1000\n\n`)

  const send = (events: readonly ToldEvent[]) => {
    for (const event of events) {
      if (BigInt(event.id) <= BigInt(position)) continue
      position = event.id
      if (isVisible(event, caller, gate)) out.write(format(event))
    }
    if (out.writableLength > MOST_WAITING) out.destroy()
  }
  const unsubscribe = relay.subscribe(events => {
    if (backlog) backlog.push(...events)
    else send(events)
    if (events.some(event => RIGHTS.has(event.recordKind))) void recheck()
  })
  const deafen = relay.hear(({ kind, recordKind, recordId, userIds }) => {
    if (!userIds.includes(caller.actor.userId)) return
    // Without an id: who comes back goes on after the last event that is kept.
    const data = { kind, record: { type: recordKind, id: recordId }, version: null, actorId: null, at: new Date() }
    out.write(`data: ${JSON.stringify(data)}\n\n`)
  })
  // An absence begins and ends by time alone, too.
  let edge: NodeJS.Timeout | undefined
  const wakeAtEdge = () => {
    clearTimeout(edge)
    if (!caller.until) return
    const wait = Math.max(0, caller.until.getTime() - platform.now().getTime())
    // What is further away is asked again by then.
    if (wait < CHECK_MS && !out.destroyed) edge = setTimeout(() => void recheck(), wait)
  }
  const recheck = async () => {
    const now = await identify(request).catch(() => null)
    if (!now) return void out.end()
    caller = now
    wakeAtEdge()
  }
  const heartbeat = setInterval(() => out.write(': still here\n\n'), HEARTBEAT_MS)
  // A session that ends by time alone makes no event.
  const sessionCheck = setInterval(() => void recheck(), CHECK_MS)
  wakeAtEdge()
  const { closing } = request.server
  const leave = () => out.end()
  closing.addEventListener('abort', leave)
  if (closing.aborted) leave()
  const done = () => {
    closing.removeEventListener('abort', leave)
    clearInterval(heartbeat)
    clearInterval(sessionCheck)
    clearTimeout(edge)
    unsubscribe()
    deafen()
  }
  out.on('close', done)
  out.on('error', done)
  try {
    // Catch up from the table, then let go what came in meanwhile.
    for (;;) {
      const events = await readEventsAfter(db, position, PAGE)
      send(events)
      if (events.length < PAGE) break
      if (out.writableNeedDrain) await drained(out)
      if (out.destroyed) return
    }
    const waiting = backlog
    backlog = null
    send(waiting)
  } catch (error) {
    platform.log.warn({ err: error, requestId: request.id }, 'event stream ended')
    out.end()
  }
}

/** Until the browser has taken what was sent, or is gone. */
async function drained(out: ServerResponse): Promise<void> {
  await new Promise<void>(resolve => {
    out.once('drain', resolve)
    out.once('close', resolve)
  })
}

function isVisible({ recordKind, recordId, owners }: ToldEvent, { actor, scope }: Caller, gate: Gate): boolean {
  const behind = BEHIND_RIGHT.get(recordKind)
  if (behind !== undefined) return gate.holds(actor, behind)
  if (owners === null) return true
  const over = OF_ONE.get(recordKind)
  if (over !== undefined) return owners.includes(actor.userId) || (over !== null && gate.holds(actor, over))
  const { principals, queues, grants } = scope.of(recordKind)
  if (principals === null) return true
  const isOwn = owners.some(owner => principals.includes(owner) || queues.includes(owner))
  return isOwn || grants.includes(recordId)
}

function format(event: ToldEvent): string {
  const data = {
    id: event.id,
    kind: event.kind,
    record: { type: event.recordKind, id: event.recordId },
    version: event.version,
    actorId: event.actorId,
    at: event.at,
  }
  return `id: ${event.id}\ndata: ${JSON.stringify(data)}\n\n`
}
