import { notFound } from '../../platform/contract.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { refuse } from '../../platform/problems.ts'
import type { Caller } from '../../platform/scope.ts'
import type { Client } from './contract.ts'
import { clientRights } from './policy.ts'
import { findClient } from './storage.ts'
import type { ClientRecord } from './tables.ts'

/** One client; one that is out of scope looks like none. */
export async function getClient(db: Queryable, caller: Caller, id: string): Promise<Client> {
  const record = await findClient(db, id, caller.scope.principals)
  return record ? toClient(record, caller) : refuse(notFound)
}

/** The client as an Interest or a link needs it; undefined when it is absent or out of scope. */
export async function findClientParty(db: Queryable, caller: Caller, id: string): Promise<ClientRecord | undefined> {
  return findClient(db, id, caller.scope.principals)
}

/** The answer of a client that this caller may see. */
export function toClient(record: ClientRecord, caller: Caller): Client {
  const { responsibleId, responsibleName, openInterests: _, archivedAt, createdAt, updatedAt, ...rest } = record
  const main = record.contractors.find(each => each.main)
  return {
    ...rest,
    inn: main?.inn ?? null,
    kpp: main?.kpp ?? null,
    ogrn: main?.ogrn ?? null,
    responsible: personOf(responsibleId, responsibleName),
    archivedAt: archivedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    can: clientRights(caller.actor, caller.scope, { responsibleId, archived: archivedAt !== null }),
  }
}

/** A reference to a person, null when nobody is meant. */
export function personOf(id: string | null, name: string | null): { id: string; name: string } | null {
  return id !== null && name !== null ? { id, name } : null
}
