import { type Queryable, type Statement, statement, type Transaction } from '../../../platform/db/database.ts'
import { creationOf } from '../../../platform/work.ts'
import type { MergeDetail, MergeHead, MergeRow, PartyKind } from './tables.ts'

export const mergeCreation = creationOf('merge', { owned: false })

const insert = statement<never>(`
  insert into merge (id, kind, winner_id, loser_id, batch_id, by_user, at, touched, detail, creation_hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8::uuid[], $9::jsonb, $10)`)

export interface NewMerge {
  id: string
  kind: PartyKind
  winnerId: string
  loserId: string
  batchId: string | null
  byUser: string | null
  detail: MergeDetail
}

/** Writes what a merge did, with all that its undoing must know. */
export async function insertMerge(tx: Transaction, merge: NewMerge, now: Date, hash: Buffer): Promise<void> {
  const { id, kind, winnerId, loserId, batchId, byUser, detail } = merge
  const shared = detail.rows.filter(row => row.kind !== 'pair')
  const touched = new Set([winnerId, loserId, ...shared.flatMap(row => [row.id, row.of ?? row.id])])
  const values = [id, kind, winnerId, loserId, batchId, byUser, now, [...touched], JSON.stringify(detail), hash]
  await tx.rows(insert, values)
}

/** While a merge stands the loser is called what it was called before: its own fields are never touched. */
const titleOf = (side: 'winner' | 'loser') => `
  case when m.undone_at is not null then m.detail->>'${side}Title'
       when m.kind = 'client' then (select name from client where id = m.${side}_id)
       when m.kind = 'contact' then (select full_name from contact where id = m.${side}_id)
       else (select coalesce(full_name, company, email, phone) from prospect where id = m.${side}_id) end`

/** The detail of a merge that stands may be large, and is not touched. */
const columns = `
  m.id, m.seq, m.kind, m.winner_id as "winnerId", m.loser_id as "loserId", m.batch_id as "batchId",
  m.by_user as "byId", u.name as "byName", m.at, m.undone_at as "undoneAt", m.undone_by as "undoneById",
  n.name as "undoneByName", ${titleOf('winner')} as "winnerTitle", ${titleOf('loser')} as "loserTitle",
  case when m.undone_at is not null then m.detail->'conflicts' end as conflicts, m.detail is not null as "hasDetail"`
const joins = 'left join app_user u on u.id = m.by_user left join app_user n on n.id = m.undone_by'

const one = statement<MergeRow>(`select ${columns}, m.detail from merge m ${joins} where m.id = $1`)
const held = statement<never>('select from merge where id = $1 for update')
const ofBatch = statement<{ id: string }>(
  'select id from merge where batch_id = $1 and undone_at is null order by seq desc',
)

export async function findMerge(db: Queryable, id: string): Promise<MergeRow | undefined> {
  return db.first(one, [id])
}

/** The same, held until the end of the transaction. */
export async function findMergeForUpdate(tx: Transaction, id: string): Promise<MergeRow | undefined> {
  await tx.rows(held, [id])
  return findMerge(tx, id)
}

/** The merges of a batch that are not undone, the last one first. */
export async function listStandingOfBatch(db: Queryable, batchId: string): Promise<string[]> {
  return (await db.rows(ofBatch, [batchId])).map(row => row.id)
}

const page = (which: string) =>
  statement<MergeHead>(`
  select ${columns}
    from (select * from merge m
           where ${which} and ($2::text is null or m.kind = $2) and ($3::bigint is null or m.seq < $3)
           order by m.seq desc limit $4::int) m ${joins}
   order by m.seq desc`)
const pages = {
  record: page('(m.winner_id = $1::uuid or m.loser_id = $1::uuid)'),
  batch: page('m.batch_id = $1::uuid'),
  all: page('$1::uuid is null'),
}

/** Merges newest first: of a record, of a batch, or all of them. */
export async function listMergeRows(
  db: Queryable,
  asked: { recordId?: string | undefined; batchId?: string | undefined; kind?: PartyKind | undefined },
  paging: { before: string | null; limit: number },
): Promise<MergeHead[]> {
  const { recordId, batchId, kind } = asked
  const which = recordId ? pages.record : batchId ? pages.batch : pages.all
  return db.rows(which, [recordId ?? batchId ?? null, kind ?? null, paging.before, paging.limit])
}

const outer = statement<MergeHead>(`
  select ${columns} from merge m ${joins}
   where m.undone_at is null and m.seq > $1::bigint
     and m.touched && (select touched from merge where id = $2)
   order by m.seq desc limit 20`)

/** Later merges that share a record with this one and still stand. */
export async function listOuter(db: Queryable, merge: MergeRow): Promise<MergeHead[]> {
  return db.rows(outer, [merge.seq, merge.id])
}

const undo = statement<never>('update merge set undone_at = $2, undone_by = $3, detail = $4::jsonb where id = $1')

export async function setUndone(
  tx: Transaction,
  merge: { id: string; detail: MergeDetail },
  by: string | null,
  now: Date,
): Promise<void> {
  await tx.rows(undo, [merge.id, now, by, JSON.stringify(merge.detail)])
}

// ---- the two records ----

const perKind = <Row>(text: (table: PartyKind) => string): Record<PartyKind, Statement<Row>> => ({
  client: statement(text('client')),
  contact: statement(text('contact')),
  prospect: statement(text('prospect')),
})

/** `for update`: whoever is about to refer to one of them waits too, and finds out what became of it. */
const hold = perKind<{ id: string }>(
  table => `select id from ${table} where id = any($1::uuid[]) order by id for update`,
)
const away = perKind<never>(
  table => `update ${table} set merged_into = $2, archived_at = coalesce(archived_at, $3), version = version + 1,
              updated_at = $3 where id = $1`,
)
const back = perKind<never>(
  table => `update ${table} set merged_into = null, archived_at = $2, version = version + 1, updated_at = $3
             where id = $1`,
)
const raise = perKind<never>(table => `update ${table} set version = version + 1, updated_at = $2 where id = $1`)

/** Takes both records, always in the same order, so that nobody changes them or refers to them meanwhile. */
export async function holdParties(tx: Transaction, kind: PartyKind, ids: readonly string[]): Promise<void> {
  await tx.rows(hold[kind], [ids])
}

/** From now on the loser is a redirect. */
export async function setMergedInto(
  tx: Transaction,
  kind: PartyKind,
  loserId: string,
  winnerId: string,
  now: Date,
): Promise<void> {
  await tx.rows(away[kind], [loserId, winnerId, now])
}

/** The loser is a record of its own again. */
export async function setApart(
  tx: Transaction,
  kind: PartyKind,
  loserId: string,
  archivedAt: string | null,
  now: Date,
): Promise<void> {
  await tx.rows(back[kind], [loserId, archivedAt, now])
}

export async function raiseVersion(tx: Transaction, kind: PartyKind, id: string, now: Date): Promise<void> {
  await tx.rows(raise[kind], [id, now])
}

// ---- by what the loser is still found ----

/** What the loser held itself comes as `$3`; what others left with it is handed on. */
const keepIdentities = statement<never>(`
  insert into merged_identity (merge_id, owner_id, kind, value, main, field, text)
  select $1::uuid, $2::uuid, x.kind, x.value, x.main, x.field, x.text
    from jsonb_to_recordset($3::jsonb) as x(kind text, value text, main boolean, field text, text text)
  union all
  select $1::uuid, $2::uuid, m.kind, m.value, m.main, m.field, m.text from merged_identity m where m.owner_id = $4::uuid`)
const dropIdentities = statement<never>('delete from merged_identity where merge_id = $1')

export interface KeptIdentity {
  kind: string
  value: string
  main: boolean
  field: string
  text: string
}

export async function keepMergedIdentities(
  tx: Transaction,
  merge: { id: string; winnerId: string; loserId: string },
  identities: readonly KeptIdentity[],
): Promise<void> {
  await tx.rows(keepIdentities, [merge.id, merge.winnerId, JSON.stringify(identities), merge.loserId])
}

export async function dropMergedIdentities(tx: Transaction, mergeId: string): Promise<void> {
  await tx.rows(dropIdentities, [mergeId])
}
