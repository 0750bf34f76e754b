import { type Queryable, statement } from '../../../../platform/db/database.ts'
import { bodyOf } from '../sealing/storage.ts'

/** A seal beside the row as it is now; the row is null where it is gone. */
export interface SealedRow {
  seq: string
  auditId: string
  digest: Buffer
  chain: Buffer
  personalDigest: Buffer | null
  salt: Buffer | null
  body: string | null
  personal: string | null
  kind: string | null
  at: Date | null
}

const selectSealed = statement<SealedRow>(`
  select s.seq, s.audit_id as "auditId", s.digest, s.chain, s.personal_digest as "personalDigest", s.salt,
         case when a.id is not null then ${bodyOf('a')} end as body, a.personal::text as personal, a.kind, a.at
    from (select * from audit_seal where seq > $1::bigint and seq <= $2::bigint order by seq limit $3) s
    left join audit a on a.id = s.audit_id
   order by s.seq`)

export async function listSealed(db: Queryable, after: string, last: string, limit: number): Promise<SealedRow[]> {
  return db.rows(selectSealed, [after, last, limit])
}

export interface PlacedRow {
  id: string
  place: string
  at: Date
  kind: string
  isSealed: boolean
}

const selectPlaced = statement<PlacedRow>(`
  select a.id, a.place, a.at, a.kind, s.audit_id is not null as "isSealed"
    from (select id, place, at, kind from audit
           where (place, id) > ($1::bigint, $2::uuid) and (place, id) <= ($3::bigint, $4::uuid)
           order by place, id limit $5) a
    left join audit_seal s on s.audit_id = a.id
   order by a.place, a.id`)

/** The rows between two places, and whether each has its seal. */
export async function listPlaced(
  db: Queryable,
  after: { place: string; auditId: string },
  last: { place: string; auditId: string },
  limit: number,
): Promise<PlacedRow[]> {
  return db.rows(selectPlaced, [after.place, after.auditId, last.place, last.auditId, limit])
}

const countBlanked = statement<{ blanked: number; told: number }>(`
  select (select count(*)::int from audit_seal where personal_digest is not null and salt is null) as blanked,
         (select coalesce(sum((detail->>'sealed')::int), 0)::int from audit where kind = 'audit.blanked') as told`)

/** How many sealed rows are blanked, and of how many the log tells: one look at both. */
export async function measureBlanked(db: Queryable): Promise<{ blanked: number; told: number }> {
  return (await db.first(countBlanked)) ?? { blanked: 0, told: 0 }
}
