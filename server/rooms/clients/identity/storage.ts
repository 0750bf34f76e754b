import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'
import { NIL_ID } from '../../../platform/pure/ids.ts'
import { type Identifier, type IdentityKind, soundOfWord, wordsOf } from './rules.ts'

export interface IdentityOwner {
  kind: 'client' | 'contractor' | 'contact' | 'prospect'
  id: string
  /** The client it belongs to: its own id for a client, null for a prospect that is not linked. */
  clientId: string | null
  /** Responsible of the client, or of the prospect. */
  responsibleId: string | null
  archived?: boolean
}

export interface Identified extends IdentityOwner {
  identifiers: readonly Identifier[]
}

const dropOwners = statement('delete from identity where owner_id = any($1::uuid[])')

/** One trip: the rows, and those words ($10, with their sounds $11) that the vocabulary does not know yet. */
const addRows = statement(`
  with added as (
    insert into identity (kind, value, main, field, owner_kind, owner_id, client_id, owner_key, archived)
    select * from unnest($1::text[], $2::text[], $3::bool[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::uuid[], $9::bool[])
  ),
  fresh as materialized (
    select w.word, w.sound from unnest($10::text[], $11::text[]) as w(word, sound)
    where not exists (select from identity_word known where known.fragment = w.word and known.word = w.word)
  ),
  sounded as (insert into identity_sound (sound, word) select sound, word from fresh where sound is not null)
  insert into identity_word (fragment, word)
  select substr(w.word, n), w.word
  from fresh w cross join lateral generate_series(1, greatest(1, length(w.word) - 2)) n`)

/** Writes the identifiers of new records; in the transaction of the records themselves. */
export async function addIdentities(tx: Transaction, records: readonly Identified[]): Promise<void> {
  const rows = records.flatMap(record => record.identifiers.map(identifier => ({ record, identifier })))
  if (rows.length === 0) return
  const words = wordsOf(rows.map(row => row.identifier))
  await tx.rows(addRows, [
    rows.map(row => row.identifier.kind),
    rows.map(row => row.identifier.value),
    rows.map(row => row.identifier.main),
    rows.map(row => row.identifier.field),
    rows.map(row => row.record.kind),
    rows.map(row => row.record.id),
    rows.map(row => row.record.clientId),
    rows.map(row => row.record.responsibleId ?? NIL_ID),
    rows.map(row => row.record.archived ?? false),
    words,
    words.map(soundOfWord),
  ])
}

/**
 * Identifiers of a shared prospect, once more for everybody who sees it by another right than being responsible, so that
 * a search within a scope is the same read of the same indexes for them.
 */
const shareRows = statement(`
  with gone as (
    delete from identity i using prospect p
     where p.id = any($1::uuid[]) and i.owner_id = p.id and i.owner_key <> p.owner_key)
  insert into identity (kind, value, main, field, owner_kind, owner_id, client_id, owner_key, archived)
  select i.kind, i.value, i.main, i.field, i.owner_kind, i.owner_id, i.client_id, a.principal_id, i.archived
    from prospect p
    cross join lateral (
      select v.principal_id from record_access v where v.record_id = p.id
      union
      select v.principal_id from record_access v where v.record_id = p.client_id and v.reason = 'grant') a
    join identity i on i.owner_id = p.id and i.owner_key = p.owner_key
   where p.id = any($1::uuid[]) and a.principal_id <> p.owner_key`)

/** Who else sees these prospects has changed, or their identifiers have. */
export async function shareIdentities(tx: Transaction, prospectIds: readonly string[]): Promise<void> {
  if (prospectIds.length > 0) await tx.rows(shareRows, [prospectIds])
}

/** Identifiers of an opened client, its legal entities and contacts, once more for everybody whom it was opened to. */
const shareClientRows = statement(`
  with gone as (
    delete from identity i using client c
     where c.id = any($1::uuid[]) and i.client_id = c.id and i.owner_kind <> 'prospect' and i.owner_key <> c.owner_key)
  insert into identity (kind, value, main, field, owner_kind, owner_id, client_id, owner_key, archived)
  select i.kind, i.value, i.main, i.field, i.owner_kind, i.owner_id, i.client_id, a.principal_id, i.archived
    from client c
    join record_access a on a.record_id = c.id and a.reason = 'grant' and a.principal_id <> c.owner_key
    join identity i on i.client_id = c.id and i.owner_kind <> 'prospect' and i.owner_key = c.owner_key
   where c.id = any($1::uuid[])`)

/** Whom these clients were opened to has changed, or the identifiers of their people have. */
export function shareClientIdentities(tx: Transaction, clientIds: readonly string[]): void {
  if (clientIds.length > 0) tx.later(shareClientRows, [clientIds])
}

const prospectsOf = statement<{ id: string }>('select id from prospect where client_id = $1')

/** The same with the prospects that became this client. */
export async function shareOpenedClient(tx: Transaction, clientId: string): Promise<void> {
  shareClientIdentities(tx, [clientId])
  await shareIdentities(
    tx,
    (await tx.rows(prospectsOf, [clientId])).map(row => row.id),
  )
}
/** By what the records merged into these were found: it finds these, where they do not hold it themselves. */
const addMergedRows = statement(`
  insert into identity (kind, value, main, field, owner_kind, owner_id, client_id, owner_key, archived)
  select distinct on (r.owner_id, r.client_id, m.kind, m.value, m.main)
         m.kind, m.value, m.main, m.field, r.owner_kind, r.owner_id, r.client_id, r.owner_key, r.archived
    from unnest($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bool[])
           as r(owner_kind, owner_id, client_id, owner_key, archived)
    join merged_identity m on m.owner_id = r.owner_id
   where not exists (select from identity i
                      where i.owner_id = r.owner_id and i.client_id is not distinct from r.client_id
                        and i.kind = m.kind and i.value = m.value and i.main = m.main)`)

/** Writes the identifiers of changed records anew. */
export async function replaceIdentities(tx: Transaction, records: readonly Identified[]): Promise<void> {
  await tx.rows(dropOwners, [records.map(record => record.id)])
  await addIdentities(tx, records)
  tx.later(addMergedRows, [
    records.map(record => record.kind),
    records.map(record => record.id),
    records.map(record => record.clientId),
    records.map(record => record.responsibleId ?? NIL_ID),
    records.map(record => record.archived ?? false),
  ])
  await shareIdentities(
    tx,
    records.filter(record => record.kind === 'prospect').map(record => record.id),
  )
  shareClientIdentities(tx, [
    ...new Set(records.flatMap(({ kind, clientId }) => (kind === 'prospect' || clientId === null ? [] : [clientId]))),
  ])
}

/** A merged record is found no more: whoever holds its identifiers now is. */
export async function dropIdentities(tx: Transaction, ownerIds: readonly string[]): Promise<void> {
  if (ownerIds.length > 0) await tx.rows(dropOwners, [ownerIds])
}

const setArchived = statement('update identity set archived = $2 where owner_id = any($1::uuid[])')

export async function archiveIdentities(tx: Transaction, ownerIds: readonly string[], archived: boolean) {
  await tx.rows(setArchived, [ownerIds, archived])
}

const setOwnerKey = statement(`
  with gone as (delete from identity where client_id = $1 and owner_kind <> 'prospect' and owner_key <> $2)
  update identity set owner_key = $3 where client_id = $1 and owner_kind <> 'prospect' and owner_key = $2`)

/** The client has another responsible: what is found of it, of its contacts and legal entities follows. */
export async function handOverIdentities(
  tx: Transaction,
  clientId: string,
  { from, to }: { from: string | null; to: string | null },
): Promise<void> {
  await tx.rows(setOwnerKey, [clientId, from ?? NIL_ID, to ?? NIL_ID])
  shareClientIdentities(tx, [clientId])
}

const dropSharedOfMany = statement<never>(`
  delete from identity n using unnest($1::uuid[], $2::uuid[]) as x("clientId", "from")
   where n.client_id = x."clientId" and n.owner_kind <> 'prospect' and n.owner_key <> x."from"`)
const setOwnerKeys = statement<never>(`
  update identity n set owner_key = x."to" from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as x("clientId", "from", "to")
   where n.client_id = x."clientId" and n.owner_kind <> 'prospect' and n.owner_key = x."from"`)

/** The same for many clients at once. */
export async function handOverManyIdentities(
  tx: Transaction,
  clients: readonly { clientId: string; from: string | null; to: string }[],
): Promise<void> {
  const [ids, from] = [clients.map(each => each.clientId), clients.map(each => each.from ?? NIL_ID)]
  tx.later(dropSharedOfMany, [ids, from])
  tx.later(setOwnerKeys, [ids, from, clients.map(each => each.to)])
  shareClientIdentities(tx, ids)
}

/** A whole identifier that somebody may hold. */
export interface IdentityKey {
  kind: IdentityKind
  value: string
  /** A later piece of a longer value will do: the domain of a mail. */
  part?: boolean
}

const lock = statement<{ moment: string }>(`
  select pg_advisory_xact_lock(key), pg_current_snapshot()::text as moment
  from (select distinct hashtextextended(text, 0) as key from unnest($1::text[]) as k(text) order by key) sorted`)

/**
 * Two people who register the same caller at once wait for each other here, always in the same order.
 * @returns what was committed before the wait began; null when there is nothing to wait for
 */
export async function lockTexts(tx: Transaction, texts: readonly string[]): Promise<string | null> {
  if (texts.length === 0) return null
  return (await tx.first(lock, [texts]))?.moment ?? null
}

export interface Holder {
  kind: IdentityKind
  value: string
  field: string
  ownerKind: IdentityOwner['kind']
  ownerId: string
  clientId: string | null
  ownerKey: string
  markedShared: boolean
  archived: boolean
  /** Written by somebody at the same moment: committed while the asking transaction waited for its turn. */
  concurrent: boolean
}

/** Nobody reads further than this: an identifier with so many owners says nothing about who it is. */
const MOST_HOLDERS = 20

const holders = statement<Holder>(`
  select found.*
  from unnest($1::text[], $2::text[], $4::bool[]) as k(kind, value, part)
  cross join lateral (
    select i.kind, i.value, i.field, i.owner_kind as "ownerKind", i.owner_id as "ownerId",
           i.client_id as "clientId", i.owner_key as "ownerKey", i.archived,
           coalesce(xid > m.horizon - 1000000 and not pg_visible_in_snapshot(xid::text::xid8, m.moment), false) as concurrent,
           exists (select from shared_identifier s where s.kind = i.kind and s.value = i.value) as "markedShared"
    from (
      -- a record has its rows once for each of those who see it
      select distinct on (r.owner_id, r.client_id) r.*
        from (select xmin as written, identity.* from identity
               where kind = k.kind and value = k.value and (main or k.part) limit ${MOST_HOLDERS * 3}) r
    ) i
    left join (select $3::pg_snapshot as moment, pg_snapshot_xmax($3::pg_snapshot)::text::bigint as horizon) m on true
    -- a row knows the low half of the number of its transaction
    cross join lateral (select (m.horizon >> 32 << 32) | i.written::text::bigint as xid) x
    limit ${MOST_HOLDERS}
  ) found`)

/**
 * Who holds these whole identifiers, whatever the reader may see: for duplicates and for what a wall tells.
 * @param moment what `lockTexts` gave
 */
export async function listHolders(
  db: Queryable,
  keys: readonly IdentityKey[],
  moment: string | null = null,
): Promise<Holder[]> {
  if (keys.length === 0) return []
  return db.rows(holders, [
    keys.map(key => key.kind),
    keys.map(key => key.value),
    moment,
    keys.map(key => key.part ?? false),
  ])
}
