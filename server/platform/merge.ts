import { conflict } from './contract.ts'
import { type Queryable, statement } from './db/database.ts'
import type { Change } from './events/record.ts'
import { refuse } from './problems.ts'

type Since = { field: string; base: unknown; changedBy: string | null; changedAt: Date }

/** For each field that changed: what it was before the first change, and who made the last one. */
const changedSince = statement<Since>(`
  select c.key as field, (array_agg(c.value->'from' order by e.id))[1] as base,
         (array_agg(e.actor_id order by e.id desc))[1] as "changedBy", max(e.at) as "changedAt"
    from event e, jsonb_each(coalesce(e.changes, '{}') || coalesce(e.personal, '{}')) as c(key, value)
   where e.record_id = $1 and e.version > $2::int
   group by c.key`)

/**
 * Lets two people edit different fields of one record. The patch was written by somebody who saw version `seen`;
 * it conflicts only in fields that somebody changed since, to another value than the one wanted now.
 * Events name their fields as the API does, so history answers who changed what since.
 * @param current values of the record now, by API name
 * @param patch wanted values, by API name; `undefined` = untouched
 * @returns only what really changes, as from/to
 * @throws conflict with mine, theirs and base of every field in dispute
 */
export async function mergeChanges(
  db: Queryable,
  record: { id: string; version: number },
  seen: number,
  current: Record<string, unknown>,
  patch: Record<string, unknown>,
): Promise<Record<string, Change>> {
  const wanted = Object.entries(patch).filter(([field, value]) => value !== undefined && field in current)
  const changes = Object.fromEntries(
    wanted
      .filter(([field, to]) => !same(current[field], to))
      .map(([field, to]) => [field, { from: current[field] ?? null, to: to ?? null }]),
  )
  if (seen > record.version) refuseConflict(record, [], [])
  if (seen === record.version || Object.keys(changes).length === 0) return changes
  const since = (await db.rows(changedSince, [record.id, seen])).filter(({ field }) => field in changes)
  if (since.length === 0) return changes
  const bases = new Map(since.map(({ field, base }) => [field, base]))
  const fields = Object.entries(changes)
    .filter(([field]) => bases.has(field))
    .map(([field, { from, to }]) => ({ field, mine: to, theirs: from, base: bases.get(field) ?? null }))
  return refuseConflict(record, fields, since)
}

/** Every field of settings that are kept whole, as it was and as it is to be, where the two differ. */
export function changesBetween<T extends object>(before: T, after: T): Record<string, Change> {
  const changes = Object.entries(after).map(([field, to]) => [field, { from: before[field as keyof T], to }] as const)
  return Object.fromEntries(changes.filter(([, { from, to }]) => JSON.stringify(from) !== JSON.stringify(to)))
}

/**
 * A strict write (a move) accepts no other version than the one seen.
 * @param mine what the caller wanted; other fields were to stay as they were
 * @throws conflict with every field that somebody changed since
 */
export async function requireVersion(
  db: Queryable,
  record: { id: string; version: number },
  seen: number,
  current: Record<string, unknown>,
  mine: Record<string, unknown>,
): Promise<void> {
  if (record.version === seen) return
  const rows = seen < record.version ? await db.rows(changedSince, [record.id, seen]) : []
  const since = rows.filter(({ field }) => field in current)
  const fields = since.map(({ field, base }) => ({
    field,
    mine: mine[field] ?? base,
    theirs: current[field] ?? null,
    base,
  }))
  refuseConflict(record, fields, since)
}

type Disputed = { field: string; mine: unknown; theirs: unknown; base: unknown }

function refuseConflict(record: { version: number }, fields: Disputed[], since: readonly Since[]): never {
  const last = since.toSorted((a, b) => b.changedAt.getTime() - a.changedAt.getTime())[0]
  const changedAt = last?.changedAt.toISOString() ?? null
  return refuse(conflict, { version: record.version, fields, changedBy: last?.changedBy ?? null, changedAt })
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}
