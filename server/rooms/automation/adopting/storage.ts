import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'
import type { Cause } from '../../../platform/events/record.ts'

const standing = {
  entered: `(i.state_entered_at at time zone $3)::date`,
  expectedCloseDate: 'i.expected_close_date',
  nextStep: `coalesce((i.next_step->>'dueDay')::date, (nullif(i.next_step_at, 'infinity') at time zone $3)::date)`,
}
type Counted = keyof typeof standing

const selectDays = (of: Counted) =>
  statement<{ day: string }>(`
  select distinct ${standing[of]}::text as day from interest i
   where i.scenario_id = $1 and i.state_id = $2 and i.open and ${standing[of]} is not null`)
const daysOf = {
  entered: selectDays('entered'),
  expectedCloseDate: selectDays('expectedCloseDate'),
  nextStep: selectDays('nextStep'),
}

/** The days from which a trigger counts, of the unfinished Interests in a state. */
export async function listDays(
  db: Queryable,
  of: Counted,
  { scenarioId, stateId, timeZone }: { scenarioId: string; stateId: string; timeZone: string },
): Promise<string[]> {
  return (await db.rows(daysOf[of], [scenarioId, stateId, timeZone])).map(row => row.day)
}

/** `time`: of the clock at which it is due; null: at which the Interest came in. */
const insertStanding = (of: Counted) =>
  statement<{ count: number }>(`
  with due as (
    select i.id, i.state_entered_at,
           (d.due + coalesce($7::time, (i.state_entered_at at time zone $3)::time)) at time zone $3 as at
      from interest i join unnest($8::date[], $9::date[]) as d(day, due) on d.day = ${standing[of]}
     where i.scenario_id = $1 and i.state_id = $2 and i.open),
  made as (
    insert into trigger_run (id, trigger_id, scenario_id, state_id, interest_id, entered_at, body, status, due_at, cause,
                             created_at)
    select gen_random_uuid(), $4::uuid, $1, $2, due.id, due.state_entered_at, $5::jsonb, 'waiting', due.at, $6::jsonb,
           $10::timestamptz
      from due
     where due.at > $10 or exists (select from trigger_run w where w.trigger_id = $4 and w.interest_id = due.id
                                      and w.entered_at = due.state_entered_at and w.status = 'waiting')
    on conflict (trigger_id, interest_id, entered_at) do update
       set due_at = excluded.due_at, body = excluded.body where trigger_run.status = 'waiting'
    returning 1)
  select count(*)::int as count from made`)
const standingBy = {
  entered: insertStanding('entered'),
  expectedCloseDate: insertStanding('expectedCloseDate'),
  nextStep: insertStanding('nextStep'),
}

/**
 * Lets a trigger wait for every unfinished Interest that stands in the state; what would have been due before is left
 * alone, unless it waits already.
 * @param due the day on which it is due, by the day from which it counts
 */
export async function insertForStanding(
  tx: Transaction,
  of: Counted,
  place: { scenarioId: string; stateId: string; timeZone: string },
  trigger: { id: string; body: object; time: string | null; due: ReadonlyMap<string, string>; now: Date; cause: Cause },
): Promise<number> {
  const { id, body, time, due, now, cause } = trigger
  const said = JSON.stringify({ verb: cause.verb, operation: cause.operation })
  const { scenarioId, stateId, timeZone } = place
  const days = [[...due.keys()], [...due.values()]]
  const values = [scenarioId, stateId, timeZone, id, JSON.stringify(body), said, time, ...days, now]
  return (await tx.first(standingBy[of], values))?.count ?? 0
}

const insertHours = statement<{ count: number }>(`
  with made as (
    insert into trigger_run (id, trigger_id, scenario_id, state_id, interest_id, entered_at, body, status, due_at, cause,
                             created_at)
    select gen_random_uuid(), $3::uuid, $1, $2, i.id, i.state_entered_at, $4::jsonb, 'waiting',
           i.state_entered_at + make_interval(hours => $6::int), $5::jsonb, $7::timestamptz
      from interest i
     where i.scenario_id = $1 and i.state_id = $2 and i.open
       and (i.state_entered_at + make_interval(hours => $6::int) > $7 or exists (
         select from trigger_run w where w.trigger_id = $3 and w.interest_id = i.id
            and w.entered_at = i.state_entered_at and w.status = 'waiting'))
    on conflict (trigger_id, interest_id, entered_at) do update
       set due_at = excluded.due_at, body = excluded.body where trigger_run.status = 'waiting'
    returning 1)
  select count(*)::int as count from made`)

/** The same for hours of the clock. */
export async function insertHoursForStanding(
  tx: Transaction,
  place: { scenarioId: string; stateId: string },
  trigger: { id: string; body: object; hours: number; now: Date; cause: Cause },
): Promise<number> {
  const { id, body, hours, now, cause } = trigger
  const said = JSON.stringify({ verb: cause.verb, operation: cause.operation })
  const values = [place.scenarioId, place.stateId, id, JSON.stringify(body), said, hours, now]
  return (await tx.first(insertHours, values))?.count ?? 0
}
