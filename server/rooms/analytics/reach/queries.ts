import type { ResultOf } from '../../../platform/contract.ts'
import { type Queryable, statement } from '../../../platform/db/database.ts'
import { foreseeProfile } from '../../access/profiles/queries.ts'
import type { Grounds } from '../../access/profiles/contract.ts'
import type { previewProfile as previewContract } from './contract.ts'

/** Whether it is thousands or hundreds of thousands more changes nothing of what somebody decides. */
const MOST_COUNTED = 10_000

const counting = (table: 'client' | 'interest') =>
  statement<{ count: number }>(`
    select count(*)::int as count from (
      select from ${table} where archived_at is null and ($1::uuid[] is null or owner_key = any($1)) limit ${MOST_COUNTED + 1}
    ) seen`)
const counts = { clients: counting('client'), interests: counting('interest') }

/** Who of a profile would see and do what by other grounds, with the numbers of records. @throws not_found */
export async function previewProfile(
  db: Queryable,
  id: string,
  grounds: Grounds | null,
): Promise<ResultOf<typeof previewContract>> {
  const effects = await foreseeProfile(db, id, grounds)
  // People of one department see the same: each reach is counted once.
  const known = new Map<string, Promise<number>>()
  const count = (kind: keyof typeof counts, principals: readonly string[] | null) => {
    const key = `${kind} ${principals?.toSorted().join(' ')}`
    const asked = known.get(key) ?? db.first(counts[kind], [principals]).then(row => row?.count ?? 0)
    known.set(key, asked)
    return asked
  }
  const items = []
  for (const { user, gains, loses, before, after } of effects) {
    const seen = async (kind: keyof typeof counts) => {
      const [was, will] = [await count(kind, before[kind]), await count(kind, after[kind])]
      return {
        before: Math.min(was, MOST_COUNTED),
        after: Math.min(will, MOST_COUNTED),
        more: Math.max(was, will) > MOST_COUNTED,
      }
    }
    items.push({ user, gains, loses, clients: await seen('clients'), interests: await seen('interests') })
  }
  return { items, nextCursor: null }
}
