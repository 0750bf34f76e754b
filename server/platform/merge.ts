import { conflict } from './contract.ts'
import { type Queryable, statement } from './db/database.ts'
import type { Change } from './events/record.ts'
import { refuse } from './problems.ts'

const changedSince = statement<{ field: string; base: unknown }>(`
  select distinct on (field) c.key as field, c.value->'from' as base
    from event e, jsonb_each(coalesce(e.changes, '{}') || coalesce(e.personal, '{}')) as c(key, value),
         lateral (select c.key as field) f
   where e.record_id = $1 and e.version > $2::int
   order by field, e.id`)

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
  if (seen > record.version) refuse(conflict, { version: record.version, fields: [] })
  if (seen === record.version || Object.keys(changes).length === 0) return changes
  const since = new Map((await db.rows(changedSince, [record.id, seen])).map(row => [row.field, row.base]))
  const fields = Object.entries(changes)
    .filter(([field]) => since.has(field))
    .map(([field, { from, to }]) => ({ field, mine: to, theirs: from, base: since.get(field) ?? null }))
  if (fields.length > 0) refuse(conflict, { version: record.version, fields })
  return changes
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
  const since = seen < record.version ? await db.rows(changedSince, [record.id, seen]) : []
  const fields = since
    .filter(({ field }) => field in current)
    .map(({ field, base }) => ({ field, mine: mine[field] ?? base, theirs: current[field] ?? null, base }))
  refuse(conflict, { version: record.version, fields })
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}
