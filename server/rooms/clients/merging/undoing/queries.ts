import type { Queryable } from '../../../../platform/db/database.ts'
import { listChangesAfter } from '../../../../platform/events/since.ts'
import { type Touched, UNTOUCHED } from '../rules.ts'

/** Other merges that stood meanwhile are undone by now: what they wrote is no work of people. */
const MERGES = ['merge', 'merge_batch']

/** What people changed in these records since the merge, also where a value is again what the merge wrote. */
export async function readTouched(db: Queryable, mergeId: string, recordIds: readonly string[]): Promise<Touched> {
  const records = await listChangesAfter(db, recordIds, mergeId, MERGES)
  return id => records.get(id) ?? UNTOUCHED
}
