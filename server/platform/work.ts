import { createHash } from 'node:crypto'
import { idTaken, operationReused } from './contract.ts'
import { type Statement, statement, type Transaction } from './db/database.ts'
import { violatedUnique } from './db/errors.ts'
import { behalfOf } from './events/behalf.ts'
import { type Cause, type Claim, insert, insertLater, type NewEvent } from './events/record.ts'
import type { Platform } from './platform.ts'
import { refuseUnchangeable } from './field-levels.ts'
import { Problem, refuse } from './problems.ts'
import { newId } from './pure/ids.ts'
import type { Actor, Caller, Scope } from './scope.ts'

/** What a `within` subscriber moved, so that a preview can count and name it. */
export interface Moved {
  kind: string
  id: string
  title?: string
}

/** A fact that other rooms act on inside the same transaction. */
export interface Announcement<Payload = unknown> {
  kind: string
  payload: Payload
}

export type Subscriber = (work: Work, announcement: Announcement<never>) => Promise<readonly Moved[]>

/** One write: one action called from outside, one transaction, one cause for all its events. */
export interface Work {
  readonly platform: Platform
  readonly tx: Transaction
  readonly caller: Caller
  readonly actor: Actor
  readonly scope: Scope
  readonly now: Date
  readonly cause: Cause
  /** Hash of method, path and body; stored with a created record so that a retry is recognised. */
  readonly creationHash: Buffer
  /** Set by `isRepeat`: the answer is 200 and nothing was done. */
  repeated: boolean
  /** The one door to history: written before commit, in the same transaction. */
  record(event: NewEvent): void
  /** Runs the `within` subscribers of other rooms, in the order fixed in `app/`. */
  announce<Payload>(announcement: Announcement<Payload>): Promise<Moved[]>
  /** Enqueues a job that starts only if this transaction commits. */
  enqueue(queue: string, data: object): void
}

interface Operation {
  verb: string
  hash?: Buffer
  /** `Idempotency-Key` of the request. */
  key?: string | undefined
  through?: Cause['through']
  chain?: Cause['chain']
  /** Roll back at the end and return what would have happened. */
  preview?: boolean
}

/** What an action answers with when that is read last, in the trip of the commit. */
export class Last<T> {
  readonly ask: () => Promise<T>
  constructor(ask: () => Promise<T>) {
    this.ask = ask
  }
}

class RolledBack<T> extends Error {
  readonly result: T
  constructor(result: T) {
    super('preview')
    this.result = result
  }
}

const NO_HASH = Buffer.alloc(32)

const claimKey = statement<never>(`
  insert into operation (actor_id, key, hash, created_at, event_id) values ($1, $2, $3, $4, $5)`)
const readKey = statement<{ hash: Buffer }>(`select hash from operation where actor_id = $1 and key = $2`)

/**
 * Runs one action in one transaction. A request that was done before is done again up to its key, which it finds taken:
 * whatever that made is undone, and the record is answered as it is now. So nobody asks for a key that is nearly always new.
 * @param again answers a repeat of the same `Idempotency-Key`: the record as it is now
 */
export async function perform<T>(
  platform: Platform,
  caller: Caller,
  operation: Operation,
  action: (work: Work) => Promise<T | Last<T>>,
  again?: (work: Work) => Promise<T>,
): Promise<{ result: T; repeated: boolean }> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(platform, caller, operation, action)
    } catch (error) {
      if (error instanceof RolledBack) return { result: error.result as T, repeated: false }
      // A twin of this request may have won, before or meanwhile: that is why this one was refused.
      const { key } = operation
      if (key !== undefined) {
        const repeat = await repeated(platform, caller, { ...operation, key }, again).catch((failure: unknown) => {
          throw failure instanceof Problem ? failure : error
        })
        if (repeat) return repeat
      }
      // The same record sent twice at the same moment: the second finds the first and answers with it.
      if (attempt === 1 && violatedUnique(error)?.endsWith('_pkey')) continue
      throw error
    }
  }
}

/** What a request with a known key is answered; undefined when the key is new. */
async function repeated<T>(
  platform: Platform,
  caller: Caller,
  operation: Operation & { key: string },
  again?: (work: Work) => Promise<T>,
): Promise<{ result: T; repeated: boolean } | undefined> {
  const known = await platform.db.first(readKey, [caller.actor.userId, operation.key])
  if (!known) return undefined
  if (!again || !known.hash.equals(operation.hash ?? NO_HASH)) refuse(operationReused)
  return { ...(await once(platform, caller, { verb: operation.verb }, again)), repeated: true }
}

async function once<T>(
  platform: Platform,
  caller: Caller,
  operation: Operation,
  action: (work: Work) => Promise<T | Last<T>>,
): Promise<{ result: T; repeated: boolean }> {
  let written: readonly NewEvent[] = []
  const outcome = await platform.db.transaction(async tx => {
    const events: NewEvent[] = []
    const jobs: { queue: string; data: object }[] = []
    const work: Work = {
      platform,
      tx,
      caller,
      actor: caller.actor,
      scope: caller.scope,
      now: platform.now(),
      cause: {
        operation: newId(),
        verb: operation.verb,
        by: caller.actor.kind,
        ...(operation.through ? { through: operation.through } : {}),
        ...(operation.chain ? { chain: operation.chain } : {}),
      },
      creationHash: operation.hash ?? NO_HASH,
      repeated: false,
      record: event => {
        refuseUnchangeable(caller.actor, event, work.cause)
        events.push(event)
      },
      announce: async announcement => {
        const moved: Moved[] = []
        for (const subscriber of platform.within.get(announcement.kind) ?? []) {
          moved.push(...(await subscriber(work, announcement as Announcement<never>)))
        }
        return moved
      },
      enqueue: (queue, data) => {
        jobs.push({ queue, data })
      },
    }
    const claim: Claim | undefined =
      operation.key === undefined ? undefined : [caller.actor.userId, operation.key, work.creationHash]
    const made = await action(work)
    const queuesOf = (event: NewEvent) => platform.after.get(event.kind) ?? []
    const isFollowed = events.some(event => queuesOf(event).length > 0)
    const claimFor = (eventId: string | null) => claim && tx.later(claimKey, [...claim, work.now, eventId])
    if (work.repeated || events.length === 0) claimFor(null)
    if (work.repeated) return { result: await answerOf(made), repeated: true }
    if (events.length > 0) {
      platform.witness(work, events)
      const { actor, cause, now } = work
      const onBehalfOf = behalfOf(caller, events)
      const marks = {
        at: now,
        actorId: actor.kind === 'system' ? null : actor.userId,
        cause: onBehalfOf ? { ...cause, onBehalfOf } : cause,
      }
      if (isFollowed) {
        const ids = await insert(tx, events, marks)
        claimFor(ids[0] ?? null)
        events.forEach((event, i) => {
          for (const queue of queuesOf(event)) jobs.push({ queue, data: { eventId: ids[i] } })
        })
      } else insertLater(tx, events, marks, claim)
      written = events
    }
    for (const job of jobs) await platform.jobs.enqueue(tx, job.queue, job.data)
    if (operation.preview) throw new RolledBack(await answerOf(made))
    const result = made instanceof Last ? await tx.closing(made.ask) : made
    return { result, repeated: false }
  })
  if (written.length > 0) platform.relay.wake(written)
  return outcome
}

async function answerOf<T>(made: T | Last<T>): Promise<T> {
  return made instanceof Last ? made.ask() : made
}

/** Declares where a room keeps the creation hash of its records; `table` is a constant of the room. */
export function creationOf(table: string, options: { owned: boolean }): Statement<Creation> {
  const responsible = options.owned ? 'responsible_id' : 'null::uuid'
  return statement(
    `select creation_hash as hash, ${options.owned} as owned, ${responsible} as "responsibleId" from ${table} where id = $1`,
  )
}

interface Creation {
  hash: Buffer | null
  owned: boolean
  responsibleId: string | null
}

/**
 * Was this record already made by the same request? Then `true`, and the action returns the record as it is now.
 * Another body under the same id is refused with `operation.reused`; the id of a record that the caller may not see
 * with `id_taken`, without a word about it.
 */
export async function isRepeat(work: Work, creation: Statement<Creation>, id: string): Promise<boolean> {
  const known = await work.tx.first(creation, [id])
  if (!known) return false
  // Clients and prospects.
  if (known.owned && !work.scope.clients.covers(known.responsibleId)) refuse(idTaken)
  if (!known.hash?.equals(work.creationHash)) refuse(operationReused)
  work.repeated = true
  return true
}

/** Same request, same hash: property order and blanks of the JSON text do not count. */
export function hashRequest(method: string, path: string, body: unknown): Buffer {
  return createHash('sha256')
    .update(`${method} ${path}\n${canonical(body)}`)
    .digest()
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
