import { statement, type Transaction } from '../../../../platform/db/database.ts'
import { newId } from '../../../../platform/pure/ids.ts'

/** A pair of look-alikes as a decision left it. */
export interface PairState {
  id: string
  status: string
  decidedAt: string | null
  decidedBy: string | null
  /** What the merge made of it, where that is not a merged pair. */
  became?: 'dismissed'
}

const settle = statement<PairState>(`
  with old as (
    select id, status, decided_at, decided_by, left_id, right_id from duplicate_pair
     where (left_id = $1 or right_id = $1) and (status = 'open' or $2 in (left_id, right_id))
     order by id for update)
  update duplicate_pair p set status = 'merged', decided_at = $3, decided_by = $4
    from old where p.id = old.id
  returning p.id, old.status, old.decided_at::text as "decidedAt", old.decided_by as "decidedBy"`)
const others = statement<{ kind: string; other: string; score: number; evidence: string[] }>(`
  select kind, case when left_id = $2 then right_id else left_id end as other, score, evidence
    from duplicate_pair where id = any($1::uuid[]) and $3 not in (left_id, right_id)`)
const add = statement<{ id: string }>(`
  insert into duplicate_pair (id, kind, left_id, right_id, score, evidence, found_at)
  select $1, $2, least($3::uuid, $4::uuid), greatest($3::uuid, $4::uuid), $5, $6::text[], $7
   where not exists (select from not_duplicate n
                      where n.left_id = least($3::uuid, $4::uuid) and n.right_id = greatest($3::uuid, $4::uuid))
  on conflict do nothing returning id`)

const putApart = statement<PairState>(`
  with old as (
    select id, status, decided_at, decided_by from duplicate_pair
     where status = 'open' and (left_id = $1 and right_id = any($2::uuid[]) or right_id = $1 and left_id = any($2))
     order by id for update)
  update duplicate_pair p set status = 'dismissed', decided_at = $3, decided_by = $4
    from old where p.id = old.id
  returning p.id, old.status, old.decided_at::text as "decidedAt", old.decided_by as "decidedBy", p.status as became`)

/**
 * What the loser looked like, the winner looks like now; of the two themselves nothing is left to decide, nor of those
 * from whom the loser was told apart.
 */
export async function settlePairs(
  tx: Transaction,
  { winnerId, loserId, apart }: { winnerId: string; loserId: string; apart: readonly string[] },
  by: { userId: string | null; at: Date },
): Promise<{ settled: PairState[]; added: string[] }> {
  const dismissed = apart.length === 0 ? [] : await tx.rows(putApart, [winnerId, apart, by.at, by.userId])
  const settled = await tx.rows(settle, [loserId, winnerId, by.at, by.userId])
  const open = settled.filter(pair => pair.status === 'open').map(pair => pair.id)
  const added: string[] = []
  for (const { kind, other, score, evidence } of await tx.rows(others, [open, loserId, winnerId])) {
    const made = await tx.first(add, [newId(), kind, winnerId, other, score, evidence, by.at])
    if (made) added.push(made.id)
  }
  return { settled: [...settled, ...dismissed], added }
}

const restore = statement<never>(`
  update duplicate_pair p set status = x.status, decided_at = x."decidedAt", decided_by = x."decidedBy"
    from jsonb_to_recordset($1::jsonb) as x(id uuid, status text, "decidedAt" timestamptz, "decidedBy" uuid, became text)
   where p.id = x.id and p.status = coalesce(x.became, 'merged') and (x.became is null or p.decided_at = $2)`)
const drop = statement<never>(`delete from duplicate_pair where id = any($1::uuid[]) and status = 'open'`)

/** The way back; what somebody decided since stays decided. */
export async function unsettlePairs(
  tx: Transaction,
  settled: readonly PairState[],
  added: readonly string[],
  mergedAt: Date,
): Promise<void> {
  await tx.rows(drop, [added])
  await tx.rows(restore, [JSON.stringify(settled), mergedAt])
}
