import { notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { Client } from '../contract.ts'
import { getClient } from '../queries.ts'
import { findClientIdOf } from './storage.ts'

/** The client of a legal entity, as every write of the entity answers. */
export async function getClientOf(db: Queryable, caller: Caller, contractorId: string): Promise<Client> {
  return getClient(db, caller, (await findClientIdOf(db, contractorId)) ?? refuse(notFound))
}
