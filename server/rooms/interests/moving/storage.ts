import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'
import { storedColumns } from '../storage.ts'
import type { StoredInterest } from '../tables.ts'

const countStanding = statement<{ stateId: string; interests: number }>(`
  select state_id as "stateId", count(*)::int as interests
    from interest where scenario_id = $1 and state_id = any($2::uuid[]) group by state_id`)

/** How many Interests stand in each of these states, closed ones too. */
export async function countInStates(
  db: Queryable,
  scenarioId: string,
  stateIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (stateIds.length === 0) return new Map()
  const rows = await db.rows(countStanding, [scenarioId, stateIds])
  return new Map(rows.map(row => [row.stateId, row.interests]))
}

const countUnfinished = statement<{ interests: number }>(`
  select count(*)::int as interests from interest where scenario_id = $1 and open`)

export async function countOpenOf(db: Queryable, scenarioId: string): Promise<number> {
  return (await db.first(countUnfinished, [scenarioId]))?.interests ?? 0
}

/** An Interest in a state that is removed. */
export type Standing = StoredInterest & {
  authorId: string | null
  scenarioRevision: string
  timeZone: string
  calendarRevision: string
}
const holdStanding = statement<Standing>(`
  select ${storedColumns}, i.author_id as "authorId", s.revision as "scenarioRevision",
         y.time_zone as "timeZone", y.calendar_revision as "calendarRevision"
    from interest i join scenario s on s.id = i.scenario_id cross join company y where i.scenario_id = $1 and i.state_id = any($2::uuid[])
   order by i.id for no key update of i`)

/** Takes all Interests that stand in these states; others who want to change them wait. */
export async function holdInStates(
  tx: Transaction,
  scenarioId: string,
  stateIds: readonly string[],
): Promise<Standing[]> {
  return stateIds.length === 0 ? [] : tx.rows(holdStanding, [scenarioId, stateIds])
}

const updateMany = statement(`
  update interest i
     set state_id = x."stateId", state_entered_at = $2, open = x.open, closed_at = x."closedAt",
         expected_close_date = x."expectedCloseDate", loss_reason_id = x."lossReasonId", loss_comment = x."lossComment",
         loss_competitor = x."lossCompetitor", awaited_ids = '{}', late_from = x."lateFrom",
         version = i.version + 1, updated_at = $2
    from jsonb_to_recordset($1::jsonb) as x(id uuid, "stateId" uuid, open boolean, "closedAt" timestamptz,
                                            "expectedCloseDate" date, "lossReasonId" uuid, "lossComment" text,
                                            "lossCompetitor" text, "lateFrom" date)
   where i.id = x.id`)

/** Puts many Interests, all of them held, into their new states. */
export async function updateStates(tx: Transaction, interests: readonly StoredInterest[], now: Date): Promise<void> {
  const rows = interests.map(
    ({ id, stateId, open, closedAt, expectedCloseDate, lossReasonId, lossComment, lossCompetitor, lateFrom }) => ({
      id,
      stateId,
      open,
      closedAt,
      expectedCloseDate,
      lossReasonId,
      lossComment,
      lossCompetitor,
      lateFrom,
    }),
  )
  if (rows.length > 0) await tx.rows(updateMany, [JSON.stringify(rows), now])
}
