import { type Language, notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { listEventsOf, type StoredEvent } from '../../../platform/events/reader.ts'
import { decodeCursor, page } from '../../../platform/http/cursor.ts'
import { refuse } from '../../../platform/problems.ts'
import { isId } from '../../../platform/pure/ids.ts'
import { formatMoney, type Money } from '../../../platform/pure/money.ts'
import type { Caller } from '../../../platform/scope.ts'
import { resolveMerged } from '../../clients/merging/redirects/queries.ts'
import {
  findOwner,
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
}

/** History of one Interest in scope: its changes, notes and requests, newest first. */
export async function readInterestTimeline(db: Queryable, caller: Caller, id: string, paging: Page) {
  const owner = await findOwner(db, id)
  if (!owner || !caller.scope.sees(owner.clientId, owner.responsibleId)) refuse(notFound)
  return readTimeline(db, caller, [id], paging)
}

/** History of a client with its contacts, legal entities and Interests in scope, and of whoever was merged into them. */
export async function readClientTimeline(db: Queryable, caller: Caller, asked: string, paging: Page) {
  const id = await resolveMerged(db, 'client', asked)
  const records = await recordsOfClient(db, id, caller.scope.sight)
  return readTimeline(db, caller, records ?? refuse(notFound), paging, await leavingsOf(db, id))
}

/** History of a prospect and its Interests in scope. */
export async function readProspectTimeline(db: Queryable, caller: Caller, asked: string, paging: Page) {
  const id = await resolveMerged(db, 'prospect', asked)
  const records = await recordsOfProspect(db, id, caller.scope.sight)
  return readTimeline(db, caller, records ?? refuse(notFound), paging)
}

export function presentNote({ id, kind, body, authorId, authorName, createdAt }: NoteRecord) {
  return { id, kind, body, author: authorId && authorName ? { id: authorId, name: authorName } : null, createdAt }
}

async function readTimeline(
  db: Queryable,
  caller: Caller,
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
  })
  const { items, nextCursor } = page(list, events, paging.limit, event => [event.id])
  const notes = new Map((await selectNotesById(db, items.flatMap(noteOf))).map(note => [note.id, note]))
  const names = await selectNamesById(db, [...new Set(items.flatMap(referencesOf))])
  return {
    items: items.map(event => {
      const note = notes.get(noteOf(event)[0] ?? '')
      return {
        id: event.id,
        kind: event.kind,
        at: event.at,
        actor: event.actorId ? { id: event.actorId, name: names.get(event.actorId) ?? '' } : null,
        record: { kind: event.recordKind, id: event.recordId, title: names.get(event.recordId) ?? null },
        changes: changesOf(event, names, caller.actor.language),
        note: note ? presentNote(note) : null,
      }
    }),
    nextCursor,
  }
}

/** Fields that a note carries already, or that say nothing to a person. */
const unshown = new Set(['noteId', 'body'])

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
  return [...(event.actorId ? [event.actorId] : []), event.recordId, ...values.filter(isId)]
}
