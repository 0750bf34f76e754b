import type { QueryOf } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { decodeCursor, page } from '../../../platform/http/cursor.ts'
import { NIL_ID } from '../../../platform/pure/ids.ts'
import type { Caller } from '../../../platform/scope.ts'
import { requireVisible } from '../../interests/queries.ts'
import { type listActivities as listContract, type readMyDay as dayContract } from '../contract.ts'
import { presentActivity } from '../queries.ts'
import { spansOf } from '../rules.ts'
import {
  type Bounds,
  countByGroup,
  countDue,
  type DayFilter,
  type PlacedActivity,
  selectFinished,
  selectGroups,
  selectOfAbsent,
  selectPlanned,
} from './storage.ts'

type Asked = Pick<QueryOf<typeof dayContract>, 'assigneeId' | 'kind' | 'q'>

/** Mine where nobody is named; of somebody else as far as the scope goes. */
function filterOf({ actor, scope }: Caller, { assigneeId = actor.userId, kind, q }: Asked): DayFilter {
  // Nobody has the nil id: of somebody out of scope there is nothing to tell.
  return {
    assigneeId: scope.activities.covers(assigneeId) || assigneeId === actor.userId ? assigneeId : NIL_ID,
    kind,
    q,
  }
}

function boundsOf(caller: Caller, now: Date): Bounds[] {
  return [...spansOf(now, caller.actor.timeZone), { group: 'none', from: null, to: null }]
}

/** «Мои дела»: each group with its count and its first rows, in the reader's zone. */
export async function readMyDay(db: Queryable, caller: Caller, now: Date, query: QueryOf<typeof dayContract>) {
  const filter = filterOf(caller, query)
  const bounds = boundsOf(caller, now)
  const one = db.together()
  const [counts, pages] = await Promise.all([
    countByGroup(one, filter, bounds),
    selectGroups(one, filter, bounds, { limit: query.limit }),
  ])
  const isOwn = query.assigneeId === undefined || query.assigneeId === caller.actor.userId
  return {
    absent: isOwn ? await readOfAbsent(db, caller, now, query) : [],
    groups: bounds.map(({ group }) => ({
      group,
      count: counts[group],
      ...pageOf(caller, group, pages.get(group) ?? [], query.limit),
    })),
  }
}

/** What waits of those for whom the caller stands in; nothing of it has changed hands. */
async function readOfAbsent(db: Queryable, caller: Caller, now: Date, query: QueryOf<typeof dayContract>) {
  const tonight = boundsOf(caller, now).find(({ group }) => group === 'today')?.to ?? now
  const asked = (caller.behalf ?? []).filter(each => each.work)
  return Promise.all(
    asked.map(async ({ id, name, since, until }) => {
      const filter = { assigneeId: id, kind: query.kind, q: query.q }
      const { count, rows } = await selectOfAbsent(db, filter, { since, tonight }, query.limit)
      return { user: { id, name }, until, count, items: rows.map(row => presentActivity(caller, row)) }
    }),
  )
}

/** Overdue and due today, for the rail. */
export async function summariseMyDay(db: Queryable, caller: Caller, now: Date) {
  const today = boundsOf(caller, now).find(({ group }) => group === 'today')
  return countDue(db, filterOf(caller, {}), now, today?.to ?? now)
}

/** One group of My day; of an Interest what is planned or was finished; else what somebody finished last. */
export async function listActivities(db: Queryable, caller: Caller, now: Date, query: QueryOf<typeof listContract>) {
  const { interestId, group, open, limit, cursor } = query
  const filter = filterOf(caller, query)
  if (interestId !== undefined) {
    await requireVisible(db, caller, interestId)
    if (open !== false) {
      const rows = await selectPlanned(db, interestId, limit)
      return { items: rows.map(row => presentActivity(caller, row)), nextCursor: null }
    }
    const after = afterOf(interestId, cursor)
    const rows = await selectFinished(db, filter, { limit, after, interestId })
    return pageOf(caller, interestId, rows, limit)
  }
  const bounds = boundsOf(caller, now).find(each => each.group === group)
  const after = afterOf(group ?? 'finished', cursor)
  if (!bounds) return pageOf(caller, 'finished', await selectFinished(db, filter, { limit, after }), limit)
  const rows = await selectGroups(db, filter, [bounds], { limit, after })
  return pageOf(caller, bounds.group, rows.get(bounds.group) ?? [], limit)
}

function afterOf(list: string, cursor: string | undefined): readonly [string | null, string] | undefined {
  if (cursor === undefined) return undefined
  const [at, id] = decodeCursor(`activities ${list}`, cursor, 2)
  return [at === null ? null : String(at), String(id)]
}

function pageOf(caller: Caller, list: string, rows: readonly PlacedActivity[], limit: number) {
  const { items, nextCursor } = page(`activities ${list}`, rows, limit, row => [row.at ?? null, row.id])
  return { items: items.map(row => presentActivity(caller, row)), nextCursor }
}
