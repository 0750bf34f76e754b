import { sql } from 'kysely'
import type { QueryOf, ResultOf } from '../../../platform/contract.ts'
import { type Queryable, statement } from '../../../platform/db/database.ts'
import { page } from '../../../platform/http/cursor.ts'
import type { Caller, Reach } from '../../../platform/scope.ts'
import type { contact, listContacts as listContract } from '../contract.ts'
import { matching, planLookup } from '../lookup/queries.ts'
import { readThroughMerges, resolveMerged } from '../merging/redirects/queries.ts'
import { contactRights } from '../policy.ts'
import type { ContactRecord } from '../tables.ts'
import type { z } from 'zod'
import { LIST, listPlaces } from './listing/storage.ts'
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
  const places = await listPlaces(db, {
    scope: caller.scope.clients,
    clientId,
    archived,
    limit,
    cursor,
    matching: matching(await planLookup(db, caller, q), sql<string>`p.id`, 'owner_id', 'contact'),
  })
  const { items, nextCursor } = page(LIST, places, limit, row => [row.place, row.id])
  const records = await db.rows(rowsByIds, [items.map(item => item.id)])
  return { items: records.map(record => toContact(record, caller)), nextCursor }
}
