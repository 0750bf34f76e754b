import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'
import type { ContractorRecord } from '../tables.ts'

/** As `creationOf`, guarded by the client: a legal entity has no responsible of its own. */
export const contractorCreation = statement<{ hash: Buffer | null; owned: boolean; responsibleId: string | null }>(`
  select k.creation_hash as hash, true as owned, c.responsible_id as "responsibleId"
    from contractor k join client c on c.id = k.client_id where k.id = $1`)

const insert = statement<never>(`
  insert into contractor (id, client_id, kind, name, full_name, inn, kpp, ogrn, created_at, updated_at, creation_hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)`)

/** Writes one more legal entity of a client. */
export async function insertContractor(
  tx: Transaction,
  clientId: string,
  contractor: Omit<ContractorRecord, 'main' | 'archived' | 'version'>,
  now: Date,
  hash: Buffer,
): Promise<void> {
  const { id, kind, name, fullName, inn, kpp, ogrn } = contractor
  await tx.rows(insert, [id, clientId, kind, name, fullName, inn, kpp, ogrn, now, hash])
}

const update = statement<{ version: number }>(`
  update contractor set kind = $2, name = $3, full_name = $4, inn = $5, kpp = $6, ogrn = $7, main = $8,
         version = version + 1, updated_at = $9
   where id = $1 returning version`)

/** @returns the new version */
export async function updateContractor(tx: Transaction, contractor: ContractorRecord, now: Date): Promise<number> {
  const { id, kind, name, fullName, inn, kpp, ogrn, main } = contractor
  return (await tx.first(update, [id, kind, name, fullName, inn, kpp, ogrn, main, now]))?.version ?? 0
}

const setArchived = statement<never>(
  'update contractor set archived_at = $2, version = version + 1, updated_at = $3 where id = $1',
)

export async function setContractorArchived(tx: Transaction, id: string, archivedAt: Date | null, now: Date) {
  await tx.rows(setArchived, [id, archivedAt, now])
}

const clientOf = statement<{ clientId: string }>('select client_id as "clientId" from contractor where id = $1')

/** The client of a legal entity; the scope is that of the client. */
export async function findClientIdOf(db: Queryable, contractorId: string): Promise<string | undefined> {
  return (await db.first(clientOf, [contractorId]))?.clientId
}
