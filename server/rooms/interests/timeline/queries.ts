import { type Language, notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { listEventsById, listEventsOf, type StoredEvent } from '../../../platform/events/reader.ts'
import { decodeCursor, page } from '../../../platform/http/cursor.ts'
import { refuse } from '../../../platform/problems.ts'
import { isId } from '../../../platform/pure/ids.ts'
import { formatMoney, type Money } from '../../../platform/pure/money.ts'
import type { Caller } from '../../../platform/scope.ts'
import { isUndoable } from '../../clients/history/rules.ts'
import { listPins } from '../pins/storage.ts'
import { seesInterest } from '../policy.ts'
import type { StoredInterest } from '../rules.ts'
import { mayTakeBack } from '../undoing/queries.ts'
import { findStanding, type Standing } from '../undoing/storage.ts'
import type { TimelinePart } from './contract.ts'
import { resolveMerged } from '../../clients/merging/redirects/queries.ts'
import {
  interestsOfClient,
  leavingsOf,
  type NoteRecord,
  recordsOfClient,
  recordsOfProspect,
  selectNamesById,
  selectNotesById,
} from './storage.ts'

interface Page {
  limit: number
  cursor?: string | undefined
  only?: TimelinePart | undefined
}

/**
 * History of one Interest in scope: its changes, notes and requests, newest first; `whole` adds everything of its client
 * or prospect that this caller may see.
 */
export async function readInterestTimeline(
  db: Queryable,
  caller: Caller,
  id: string,
  query: Page & { whole?: boolean | undefined },
  now: Date,
) {
  const interest = await findStanding(db, id)
  if (!interest || !seesInterest(caller.scope.interests, interest)) return refuse(notFound)
  const { records, until } = query.whole ? await around(db, caller, interest) : { records: [], until: undefined }
  const told = await readTimeline(db, { caller, now }, [id, ...records], query, until)
  return { items: await marked(db, caller, interest, told), nextCursor: told.nextCursor }
}

/** What the caller keeps on top of the history of an Interest. */
export async function listPinnedEntries(db: Queryable, caller: Caller, id: string, now: Date) {
  const interest = await findStanding(db, id)
  if (!interest || !seesInterest(caller.scope.interests, interest)) return refuse(notFound)
  const pins = await listPins(db, { interestId: id, userId: caller.actor.userId })
  const told = await present(db, { caller, now }, await listEventsById(db, id, pins))
  return { items: await marked(db, caller, interest, told), nextCursor: null }
}

/** Pins of the caller, and what the caller may take back. */
async function marked(db: Queryable, caller: Caller, interest: Standing, { items, events }: Told) {
  const pins = new Set(await listPins(db, { interestId: interest.id, userId: caller.actor.userId }))
  const last = events.find(each => mayTakeBack(caller, interest, each))
  return items.map(item => ({
    ...item,
    pinned: item.record.id === interest.id && pins.has(item.id),
    undoable: item.undoable || item.id === last?.id,
  }))
}

/** Everything of the client or prospect of an Interest; of a client behind a wall the Interests in scope alone. */
async function around(
  db: Queryable,
  { scope }: Caller,
  { clientId, prospectId }: Pick<StoredInterest, 'clientId' | 'prospectId'>,
): Promise<{ records: string[]; until: ReadonlyMap<string, string> | undefined }> {
  if (clientId) {
    const records = await recordsOfClient(db, clientId, scope)
    if (records) return { records, until: await leavingsOf(db, clientId) }
    return { records: await interestsOfClient(db, clientId, scope.interests.sight), until: undefined }
  }
  const records = prospectId ? await recordsOfProspect(db, prospectId, scope) : []
  return { records: records ?? [], until: undefined }
}

/** History of a client with its contacts, legal entities and Interests in scope, and of whoever was merged into them. */
export async function readClientTimeline(db: Queryable, caller: Caller, asked: string, paging: Page, now: Date) {
  const id = await resolveMerged(db, 'client', asked)
  const records = await recordsOfClient(db, id, caller.scope)
  return readTimeline(db, { caller, now }, records ?? refuse(notFound), paging, await leavingsOf(db, id)).then(plain)
}

/** History of a prospect and its Interests in scope. */
export async function readProspectTimeline(db: Queryable, caller: Caller, asked: string, paging: Page, now: Date) {
  const id = await resolveMerged(db, 'prospect', asked)
  const records = await recordsOfProspect(db, id, caller.scope)
  return readTimeline(db, { caller, now }, records ?? refuse(notFound), paging).then(plain)
}

const plain = ({ items, nextCursor }: Told & { nextCursor: string | null }) => ({ items, nextCursor })

export function presentNote({ id, kind, body, authorId, authorName, createdAt }: NoteRecord) {
  return { id, kind, body, author: authorId && authorName ? { id: authorId, name: authorName } : null, createdAt }
}

interface Reader {
  caller: Caller
  now: Date
}

async function readTimeline(
  db: Queryable,
  reader: Reader,
  recordIds: readonly string[],
  paging: Page,
  until?: ReadonlyMap<string, string>,
) {
  const list = `timeline ${recordIds[0]}`
  const [before] = paging.cursor ? decodeCursor(list, paging.cursor, 1) : []
  const events = await listEventsOf(db, recordIds, {
    before: before === undefined || before === null ? undefined : String(before),
    limit: paging.limit + 1,
    ...(until && { until }),
    ...(paging.only && kindsOf(paging.only)),
  })
  const { items, nextCursor } = page(list, events, paging.limit, event => [event.id])
  return { ...(await present(db, reader, items)), nextCursor }
}

const kinds: Record<Exclude<TimelinePart, 'fields'>, readonly string[]> = {
  notes: ['interest.note_added', 'interest.request_added'],
  steps: [
    'interest.step_planned',
    'interest.step_changed',
    'interest.step_done',
    'interest.step_cancelled',
    'interest.step_reopened',
  ],
  states: ['interest.created', 'interest.moved', 'interest.scenario_changed', 'interest.loss_confirmed'],
}

function kindsOf(part: TimelinePart): { only?: readonly string[]; except?: readonly string[] } {
  return part === 'fields' ? { except: Object.values(kinds).flat() } : { only: kinds[part] }
}

type Told = Awaited<ReturnType<typeof present>>

async function present(db: Queryable, { caller, now }: Reader, events: readonly StoredEvent[]) {
  const notes = new Map((await selectNotesById(db, events.flatMap(noteOf))).map(note => [note.id, note]))
  const names = await selectNamesById(db, [...new Set(events.flatMap(referencesOf))])
  const items = events.map(event => {
    const note = notes.get(noteOf(event)[0] ?? '')
    return {
      id: event.id,
      kind: event.kind,
      at: event.at,
      actor: event.actorId ? { id: event.actorId, name: names.get(event.actorId) ?? '' } : null,
      record: { kind: event.recordKind, id: event.recordId, title: names.get(event.recordId) ?? null },
      changes: changesOf(event, names, caller.actor.language),
      note: note ? presentNote(note) : null,
      through: event.cause.through ?? plannedBy(event),
      onBehalfOf: event.cause.onBehalfOf
        ? { id: event.cause.onBehalfOf, name: names.get(event.cause.onBehalfOf) ?? '' }
        : null,
      pinned: false,
      undoable: isUndoable(event, caller.actor.userId, now),
    }
  })
  return { items, events }
}

/** Fields that a note carries already, or that say nothing to a person. */
const unshown = new Set(['noteId', 'body', 'triggerId'])

/** A trigger plans in the step of somebody: the event says by which. */
function plannedBy({ changes }: StoredEvent): { kind: string; id: string } | null {
  const id = changes?.['triggerId']?.to
  return isId(id) ? { kind: 'trigger', id } : null
}

function changesOf(event: StoredEvent, names: ReadonlyMap<string, string>, language: Language) {
  return Object.entries({ ...event.changes, ...event.personal })
    .filter(([field]) => !unshown.has(field))
    .map(([field, { from, to }]) => ({
      field,
      from: readable(from, names, language),
      to: readable(to, names, language),
    }))
}

/** References by name, money as written; what is plain stays. */
function readable(value: unknown, names: ReadonlyMap<string, string>, language: Language): unknown {
  if (value === undefined || value === null) return null
  if (isId(value)) return names.get(value) ?? value
  if (isMoney(value)) return formatMoney(value, language)
  if (Array.isArray(value)) return value.map(item => readable(item, names, language))
  return value
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value
}

function noteOf(event: StoredEvent): string[] {
  const id = event.changes?.['noteId']?.to
  return isId(id) ? [id] : []
}

function referencesOf(event: StoredEvent): string[] {
  const values = Object.values(event.changes ?? {}).flatMap(change => [change.from, change.to])
  const actors = [event.actorId, event.cause.onBehalfOf].flatMap(id => id ?? [])
  return [...actors, event.recordId, ...values.filter(isId)]
}
