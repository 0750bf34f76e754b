import { type Queryable, statement } from '../db/database.ts'
import type { Change } from './record.ts'

/** By version: ids follow the order in which transactions began, and some events of a record do not raise its version. */
const since = statement<{ recordId: string; field: string; change: Change }>(`
  with mark as (
    select distinct on (record_id) record_id, version, id from event
     where record_id = any($1::uuid[]) and cause->'through'->>'id' = $2
     order by record_id, version desc, id desc)
  select e.record_id as "recordId", c.key as field, c.value as change
    from mark m
    join event e on e.record_id = m.record_id and (e.version, e.id) > (m.version, m.id)
   cross join jsonb_each(coalesce(e.changes, '{}') || coalesce(e.personal, '{}')) c
   where coalesce(e.cause->'through'->>'kind', '') <> all($3::text[])
   order by e.version, e.id`)

/**
 * What was changed in each of these records after an operation had written it, by field, the oldest change first.
 * @param through what the operation was recorded as
 * @param except operations of these kinds count for nothing: they are accounted for elsewhere
 */
export async function listChangesAfter(
  db: Queryable,
  recordIds: readonly string[],
  through: string,
  except: readonly string[],
): Promise<Map<string, Map<string, Change[]>>> {
  const records = new Map<string, Map<string, Change[]>>()
  for (const { recordId, field, change } of await db.rows(since, [recordIds, through, except])) {
    const fields = records.get(recordId) ?? new Map<string, Change[]>()
    records.set(recordId, fields.set(field, [...(fields.get(field) ?? []), change]))
  }
  return records
}
