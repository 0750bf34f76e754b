import { type Queryable, statement, type Transaction } from '../../../../platform/db/database.ts'
import type { Criterion, PartyType } from '../../contract.ts'
import type { Held } from '../rules.ts'
import type { ValueKind } from './rules.ts'

export interface RunRow {
  id: string
  state: 'running' | 'paused' | 'cancelled' | 'done'
  step: number
  place: string | null
  done: number
  total: number
  pairs: number
  startedAt: Date
  startedById: string | null
  startedByName: string | null
  endedAt: Date | null
}

const run = `
  select r.id, r.state, r.step, r.place, r.done::float8 as done, r.total::float8 as total,
         (select count(*) from duplicate_pair p where p.run_id = r.id and p.status = 'open' and p.score >= $1::int)::int as pairs,
         r.started_at as "startedAt", r.ended_at as "endedAt", u.id as "startedById", u.name as "startedByName"
    from duplicate_run r left join app_user u on u.id = r.started_by`
const last = statement<RunRow>(`${run} order by r.state in ('running', 'paused') desc, r.started_at desc limit 1`)

/** The search under way, else the last one. */
export async function findLastRun(db: Queryable, listFrom: number): Promise<RunRow | undefined> {
  return db.first(last, [listFrom])
}

const insert = statement<{ id: string }>(`
  insert into duplicate_run (id, state, started_at, started_by, changed_at, creation_hash)
  values ($1, 'running', $2, $3, $2, $4)
  on conflict ((true)) where state in ('running', 'paused') do nothing returning id`)

/** False while another search is under way. */
export async function insertRun(
  tx: Transaction,
  id: string,
  by: { userId: string | null; at: Date },
  creationHash: Buffer,
): Promise<boolean> {
  return (await tx.first(insert, [id, by.at, by.userId, creationHash])) !== undefined
}

const setState = statement<{ id: string }>(`
  update duplicate_run set state = $1, changed_at = $2, ended_at = case when $1 in ('cancelled', 'done') then $2::timestamptz end
   where state in ('running', 'paused') returning id`)

/** @returns the id of the open search that is now in this state; nothing when none is open */
export async function setOpenRunState(tx: Transaction, state: RunRow['state'], at: Date): Promise<string | undefined> {
  return (await tx.first(setState, [state, at]))?.id
}

export type Position = Pick<RunRow, 'id' | 'state' | 'step' | 'place' | 'done' | 'total'> & { startedAt: Date }

const held = statement<Position>(`
  select id, state, step, place, done::float8 as done, total::float8 as total, started_at as "startedAt"
    from duplicate_run where id = $1 for no key update`)

/** Where a search stands, held: two nodes do not do one piece of work. */
export async function holdRun(tx: Transaction, id: string): Promise<Position | undefined> {
  return tx.first(held, [id])
}

const running = statement<{ id: string }>(`select id from duplicate_run where id = $1 and state = 'running'`)

/** Has nobody paused or cancelled it, and is there more to do? */
export async function isRunning(db: Queryable, id: string): Promise<boolean> {
  return (await db.first(running, [id])) !== undefined
}

const advance = statement<never>(`
  update duplicate_run set step = $2, place = $3, done = $4, total = $5, changed_at = $6 where id = $1`)

/** Everything up to this place is done. */
export async function storePosition(
  tx: Transaction,
  id: string,
  to: Pick<Position, 'step' | 'place' | 'done' | 'total'>,
  at: Date,
): Promise<void> {
  await tx.rows(advance, [id, to.step, to.place, Math.round(to.done), Math.round(to.total), at])
}

const roomy = statement<never>(
  `select set_config('work_mem', '64MB', true), set_config('plan_cache_mode', 'auto', true)`,
)

/** For one piece of work: plans for the values at hand, and memory to sort them. */
export async function makeRoom(tx: Transaction): Promise<void> {
  await tx.rows(roomy)
}

// ---- identifiers that several records have ----

/** A domain is a later piece of a mail; everything else is a value of its own. */
const placeOf = (kind: ValueKind) => ({ kind: kind === 'domain' ? 'email' : kind, main: kind !== 'domain' })
const VALUES = 10_000
/** An identifier of more records than this belongs to many, whatever they are called. */
const MOST_OWNERS = 40

const end = statement<{ value: string }>(`
  select value from identity where kind = $1 and value > $2 and main = $3
   order by value offset ${VALUES} limit 1`)
const among = statement<Held>(`
  select i.kind, i.value, i.owner_kind as "ownerKind", i.owner_id as "ownerId", i.client_id as "clientId",
         false as "markedShared"
    from (select value from identity
           where kind = $1 and value > $2 and ($3::text is null or value <= $3) and main = $4
             and (main or position('@' in value) = 0)
           group by value having count(*) > 1 and count(distinct owner_id) between 2 and ${MOST_OWNERS}) many
    join identity i on i.kind = $1 and i.value = many.value and i.main = $4
   where not exists (select from shared_identifier s where s.kind = i.kind and s.value = i.value)`)

/** Values behind this one that several records have, and where this piece of work ends; null at the very end. */
export async function listCommonValues(
  db: Queryable,
  kind: ValueKind,
  from: string,
): Promise<{ held: Held[]; end: string | null; rows: number }> {
  const at = placeOf(kind)
  const to = (await db.first(end, [at.kind, from, at.main]))?.value ?? null
  const rows = await db.rows(among, [at.kind, from, to, at.main])
  return { held: rows, end: to, rows: VALUES }
}

const estimate = statement<{ n: number }>(`
  select (c.reltuples * coalesce((
      select freq from unnest((s.most_common_vals::text)::text[], s.most_common_freqs) as v(kind, freq) where v.kind = $1), 0.05))::float8 as n
    from pg_class c left join pg_stats s on s.schemaname = 'public' and s.tablename = 'identity' and s.attname = 'kind'
   where c.oid = 'identity'::regclass`)

/** About how many rows a step reads. */
export async function estimateValues(db: Queryable, kind: ValueKind): Promise<number> {
  return Math.max(1, (await db.first(estimate, [placeOf(kind).kind]))?.n ?? 0)
}

// ---- names ----

export interface NameRow {
  id: string
  kind: 'organisation' | 'entrepreneur' | 'person'
  name: string | null
  company: string | null
}

const NAMES = 5_000
const names: Record<PartyType, ReturnType<typeof statement<NameRow>>> = {
  client: statement(
    `select id, kind, name, null as company from client
      where id > $1::uuid and merged_into is null order by id limit ${NAMES}`,
  ),
  contact: statement(
    `select id, 'person' as kind, full_name as name, null as company from contact
      where id > $1::uuid and merged_into is null order by id limit ${NAMES}`,
  ),
  prospect: statement(`
    select id, 'person' as kind, full_name as name, company from prospect
     where id > $1::uuid and client_id is null and merged_into is null order by id limit ${NAMES}`),
}

/** Names of the records behind this id, in their order; an empty answer is the end. */
export async function listNames(db: Queryable, kind: PartyType, after: string): Promise<NameRow[]> {
  return db.rows(names[kind], [after])
}

const size: Record<PartyType, ReturnType<typeof statement<{ n: number }>>> = {
  client: statement(`select greatest(reltuples, 1)::float8 as n from pg_class where oid = 'client'::regclass`),
  contact: statement(`select greatest(reltuples, 1)::float8 as n from pg_class where oid = 'contact'::regclass`),
  prospect: statement(`select greatest(reltuples, 1)::float8 as n from pg_class where oid = 'prospect'::regclass`),
}

/** About how many records there are. */
export async function estimateRecords(db: Queryable, kind: PartyType): Promise<number> {
  return (await db.first(size[kind]))?.n ?? 1
}

const addKeys = statement<never>(`
  insert into duplicate_key (key, owner_id)
  select hashtextextended(k.key, 0), k.owner_id from unnest($1::text[], $2::uuid[]) as k(key, owner_id)`)

/** Notes names under their keys. */
export async function storeKeys(tx: Transaction, keys: readonly { key: string; id: string }[]): Promise<void> {
  if (keys.length > 0) await tx.rows(addKeys, [keys.map(each => each.key), keys.map(each => each.id)])
}

const forget = statement<never>('select forget_duplicate_keys()')

/** The names of the step before are compared; the next ones begin. */
export async function forgetKeys(tx: Transaction): Promise<void> {
  await tx.rows(forget)
}

const KEYS = 10_000
/** A key of more names than this leads nowhere. */
const MOST_NAMES = 25

const keyEnd = statement<{ key: string }>(`
  select key::text from duplicate_key where key > $1::bigint order by key offset ${KEYS} limit 1`)
const blocks = statement<{ ids: string[] }>(`
  select array_agg(distinct owner_id) as ids from duplicate_key
   where key > $1::bigint and ($2::bigint is null or key <= $2)
   group by key having count(*) between 2 and ${MOST_NAMES}`)
const keyCount = statement<{ n: number }>('select count(*)::float8 as n from duplicate_key')

/** Records whose names meet under a key behind this one, and where this piece of work ends; null at the very end. */
export async function listBlocks(
  db: Queryable,
  from: string,
): Promise<{ blocks: string[][]; end: string | null; rows: number }> {
  const to = (await db.first(keyEnd, [from]))?.key ?? null
  const found = await db.rows(blocks, [from, to])
  return { blocks: found.map(each => each.ids), end: to, rows: KEYS }
}

export async function countKeys(db: Queryable): Promise<number> {
  return (await db.first(keyCount))?.n ?? 0
}

// ---- the end ----

const dropStale = statement<never>(`
  delete from duplicate_pair where status = 'open' and run_id is distinct from $1 and found_at < $2`)

/** Pairs that were found before and not this time are none any more. */
export async function deleteStalePairs(tx: Transaction, runId: string, startedAt: Date): Promise<void> {
  await tx.rows(dropStale, [runId, startedAt])
}

export interface EvidenceCount {
  kind: PartyType
  evidence: Criterion[]
  n: number
}

const evidences = statement<EvidenceCount>(`
  select kind, evidence, count(*)::int as n from duplicate_pair where status = 'open' group by kind, evidence`)

/** How many open pairs have which evidence. */
export async function countEvidence(db: Queryable): Promise<EvidenceCount[]> {
  return db.rows(evidences)
}

const rescore = statement<never>(`
  update duplicate_pair p set score = s.score
    from unnest($1::text[], $2::text[], $3::int[]) as s(kind, evidence, score)
   where p.kind = s.kind and p.evidence = string_to_array(s.evidence, ',') and p.score <> s.score and p.status = 'open'`)

/** Pairs get the scores of new rules. */
export async function storeScores(
  tx: Transaction,
  scores: readonly { kind: PartyType; evidence: readonly Criterion[]; score: number }[],
): Promise<void> {
  if (scores.length === 0) return
  await tx.rows(rescore, [
    scores.map(each => each.kind),
    scores.map(each => each.evidence.join(',')),
    scores.map(each => each.score),
  ])
}
