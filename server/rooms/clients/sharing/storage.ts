import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'

/** Somebody whose card shows the identifier, and everybody who may learn of it. */
export interface SharingHolder {
  kind: 'client' | 'contact' | 'prospect'
  id: string
  owners: string[]
  visible: boolean
}

/** A mark is told in the history of so many of those who hold it. */
const MOST_TOLD = 20

const holders = statement<SharingHolder>(`
  select i.owner_kind as kind, i.owner_id as id, array_agg(i.owner_key) as owners,
         $3::uuid[] is null or bool_or(i.owner_key = any($3)) as visible
    from identity i
   where i.kind = $1 and i.value = $2 and i.main and i.owner_kind <> 'contractor'
   group by i.owner_kind, i.owner_id
   order by visible desc, i.owner_id limit ${MOST_TOLD}`)

/** Those who hold the identifier, visible ones first. */
export async function listSharingHolders(
  db: Queryable,
  { kind, value }: { kind: string; value: string },
  principals: readonly string[] | null,
): Promise<SharingHolder[]> {
  return db.rows(holders, [kind, value, principals])
}

const mark = statement<{ value: string }>(`
  insert into shared_identifier (kind, value, by_user, at) values ($1, $2, $3, $4)
  on conflict do nothing returning value`)
const unmark = statement<{ value: string }>(
  'delete from shared_identifier where kind = $1 and value = $2 returning value',
)

/** @returns whether there was no mark before */
export async function insertShared(
  tx: Transaction,
  { kind, value }: { kind: string; value: string },
  by: { userId: string; at: Date },
): Promise<boolean> {
  return (await tx.rows(mark, [kind, value, by.userId, by.at])).length > 0
}

/** @returns whether there was a mark */
export async function deleteShared(
  tx: Transaction,
  { kind, value }: { kind: string; value: string },
): Promise<boolean> {
  return (await tx.rows(unmark, [kind, value])).length > 0
}

type Shared = { kind: 'phone' | 'email'; value: string }

const ofOwner = statement<Shared>(`
  select distinct s.kind, s.value
    from identity i join shared_identifier s on s.kind = i.kind and s.value = i.value
   where i.owner_id = $1 and i.main and ($2::uuid[] is null or i.owner_key = any($2))`)

/** What of this record is marked; nothing when none of these principals sees the record. */
export async function listSharedOf(
  db: Queryable,
  ownerId: string,
  principals: readonly string[] | null,
): Promise<Shared[]> {
  return db.rows(ofOwner, [ownerId, principals])
}
