import { type RawBuilder, sql } from 'kysely'
import type { QueryOf, ResultOf } from '../../../platform/contract.ts'
import { type Queryable, statement } from '../../../platform/db/database.ts'
import { decodeCursor, page } from '../../../platform/http/cursor.ts'
import type { Caller, Reach } from '../../../platform/scope.ts'
import type { contact, listContacts as listContract } from '../contract.ts'
import { matching, planLookup } from '../lookup/queries.ts'
import { readThroughMerges, resolveMerged } from '../merging/redirects/queries.ts'
import { contactRights } from '../policy.ts'
import type { ContactRecord } from '../tables.ts'
import type { z } from 'zod'
import { findContact, selectContact } from './storage.ts'

export type Contact = z.infer<typeof contact>

/** One contact with the clients it works for, as far as the caller may see them. */
export async function getContact(db: Queryable, caller: Caller, id: string): Promise<Contact> {
  return readThroughMerges(db, caller, { kind: 'contact', id }, async each => {
    const record = await findContact(db, each, caller.scope.clients.sight)
    return record && toContact(record, caller)
  })
}

/** Does the contact work for a client that this person may change, and not only for one that was opened? */
export function isOwnContact({ clients }: Pick<ContactRecord, 'clients'>, scope: Reach): boolean {
  return scope.changesAll || clients.some(client => scope.changes(client.responsibleId, client.id))
}

/** The answer of a contact; clients out of scope are not named. */
export function toContact(record: ContactRecord, caller: Caller): Contact {
  const { archivedAt, createdAt, updatedAt, clients, ...rest } = record
  return {
    ...rest,
    clients: clients
      .filter(client => caller.scope.clients.sees(client.id, client.responsibleId))
      .map(({ id, name, position, main }) => ({ id, name, position, main, walled: false })),
    archivedAt: archivedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    can: contactRights(caller.actor, {
      archived: archivedAt !== null,
      own: isOwnContact(record, caller.scope.clients),
    }),
  }
}

const rowsByIds = statement<ContactRecord>(`
  ${selectContact} join unnest($1::uuid[]) with ordinality as wanted(id, n) on wanted.id = p.id order by wanted.n`)

/** Contacts of the clients in scope, newest first. */
export async function listContacts(
  db: Queryable,
  caller: Caller,
  query: QueryOf<typeof listContract>,
): Promise<ResultOf<typeof listContract>> {
  const { q, archived = false, limit, cursor } = query
  const clientId = query.clientId && (await resolveMerged(db, 'client', query.clientId))
  const { principals, grants } = caller.scope.clients
  const found = matching(await planLookup(db, caller, q), sql<string>`p.id`, 'owner_id', 'contact')
  const isArchived = archived
    ? sql<boolean>`p.archived_at is not null and p.merged_into is null`
    : sql<boolean>`p.archived_at is null`
  const conditions = [isArchived, ...found.where]
  const most = sql`${limit + 1}::int`
  const start = found.from === null ? sql`` : sql`with ${found.from}`
  const sorted = sql`order by created_at desc, id desc limit ${most}`

  // The link carries the age of its contact, so that both ways read one ordered index.
  const links = (whose: RawBuilder<unknown>) => sql`
    select l.contact_id as id, l.created_at from client_contact l join contact p on p.id = l.contact_id
     where l.to_day is null and ${whose} and ${sql.join([...conditions, ...after('l.contact_id', 'l.created_at', cursor)], sql` and `)}
     group by l.created_at, l.contact_id order by l.created_at desc, l.contact_id desc limit ${most}`
  const opened = sql`l.client_id = any(${grants}::uuid[])`
  const own = sql`l.owner_key = any(${principals}::uuid[])`
  const within = principals === null ? sql`true` : grants.length === 0 ? own : sql`(${own} or ${opened})`
  const merged = sql`
    select x.id, x.created_at from unnest(${principals}::uuid[]) o
     cross join lateral (${links(sql`l.owner_key = o`)}) x group by x.created_at, x.id ${sorted}`
  const rows =
    clientId !== undefined
      ? links(sql`l.client_id = ${clientId} and ${within}`)
      : principals === null
        ? sql`select p.id, p.created_at from contact p
               where ${sql.join([...conditions, ...after('p.id', 'p.created_at', cursor)], sql` and `)} ${sorted}`
        : found.from === null
          ? grants.length === 0
            ? merged
            : sql`select id, created_at from ((${merged}) union (${links(opened)})) seen ${sorted}`
          : links(within)
  const places = await sql<{ id: string; place: string }>`
    ${start} select id, created_at::text as place from (${rows}) page ${sorted}`.execute(db.q)
  const { items, nextCursor } = page(LIST, places.rows, limit, row => [row.place, row.id])
  const records = await db.rows(rowsByIds, [items.map(item => item.id)])
  return { items: records.map(record => toContact(record, caller)), nextCursor }
}

const LIST = 'contacts by recent'

function after(id: string, createdAt: string, cursor: string | undefined): RawBuilder<boolean>[] {
  if (cursor === undefined) return []
  const [place, last] = decodeCursor(LIST, cursor, 2)
  return [sql<boolean>`(${sql.ref(createdAt)}, ${sql.ref(id)}) < (${place}::timestamptz, ${last}::uuid)`]
}
