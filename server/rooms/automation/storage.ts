import { type Queryable, statement, type Transaction } from '../../platform/db/database.ts'
import type { Cause } from '../../platform/events/record.ts'
import type { DueRun, NewRun, RunResult } from './tables.ts'

interface Origin {
  now: Date
  actorId: string | null
  cause: Cause
}

const given = `jsonb_to_recordset($1::jsonb) as x(id uuid, "triggerId" uuid, "scenarioId" uuid, "stateId" uuid,
  "interestId" uuid, "enteredAt" timestamptz, body jsonb, status text, "dueAt" timestamptz, chain uuid[], result jsonb)`
const insertion = `
  insert into trigger_run (id, trigger_id, scenario_id, state_id, interest_id, entered_at, body, status, due_at, chain,
                           cause, actor_id, created_at, ran_at, result)
  select x.id, x."triggerId", x."scenarioId", x."stateId", x."interestId", x."enteredAt", x.body, x.status, x."dueAt",
         x.chain, $2::jsonb, $3::uuid, $4::timestamptz, case when x.status <> 'waiting' then $4::timestamptz end, x.result
    from ${given}
  on conflict (trigger_id, interest_id, entered_at)`
const insertNew = statement<never>(`${insertion} do nothing`)
const insertOrMove = statement<never>(`
  ${insertion} do update set due_at = excluded.due_at where trigger_run.status = 'waiting'`)

function valuesOf(runs: readonly NewRun[], { now, actorId, cause }: Origin): unknown[] {
  return [JSON.stringify(runs), JSON.stringify({ verb: cause.verb, operation: cause.operation }), actorId, now]
}

/** Writes runs; one that the same stay of the Interest in its state has had already is left as it is. */
export function insertRuns(tx: Transaction, runs: readonly NewRun[], origin: Origin): void {
  if (runs.length > 0) tx.later(insertNew, valuesOf(runs, origin))
}

/** The same; one that still waits gets the new time. */
export function keepRunsDue(tx: Transaction, runs: readonly NewRun[], origin: Origin): void {
  if (runs.length > 0) tx.later(insertOrMove, valuesOf(runs, origin))
}

const skipOlder = statement<never>(`
  update trigger_run set status = 'skipped', ran_at = $3, due_at = null, result = '{"reason": "left_state"}'
   where interest_id = $1 and status = 'waiting' and entered_at < $2 and body->'event'->>'on' in ('stayed', 'date')`)

/** What waited for a time in a state that was left is passed over. */
export function skipLeft(tx: Transaction, interestId: string, enteredAt: Date, now: Date): void {
  tx.later(skipOlder, [interestId, enteredAt, now])
}

const run = `r.id, r.trigger_id as "triggerId", r.scenario_id as "scenarioId", r.state_id as "stateId",
  r.interest_id as "interestId", r.entered_at as "enteredAt", r.chain, r.attempts`
const selectDue = statement<DueRun>(`
  select ${run} from trigger_run r where r.status = 'waiting' and r.due_at <= $1 order by r.due_at, r.id limit $2`)

/** Runs whose time has come, the longest due first; nothing is taken yet. */
export async function findDue(db: Queryable, now: Date, limit: number): Promise<DueRun[]> {
  return db.rows(selectDue, [now, limit])
}

const lockWaiting = statement<DueRun>(`
  select ${run} from trigger_run r where r.id = $1 and r.status = 'waiting' and r.due_at <= $2 for no key update`)

/** Takes a run, after its Interest; undefined when somebody else has done it. */
export async function holdDue(tx: Transaction, id: string, now: Date): Promise<DueRun | undefined> {
  return tx.first(lockWaiting, [id, now])
}

const updateEnd = statement<never>(`
  update trigger_run set status = $2, ran_at = $3, due_at = null, attempts = attempts + 1, result = $4::jsonb
   where id = $1 and status = 'waiting'`)
const updateDue = statement<never>(`
  update trigger_run set due_at = $2, attempts = $3, result = $4::jsonb where id = $1 and status = 'waiting'`)

export function endRun(
  tx: Transaction,
  id: string,
  status: 'done' | 'refused' | 'failed' | 'skipped',
  result: RunResult | null,
  now: Date,
): void {
  tx.later(updateEnd, [id, status, now, result && JSON.stringify(result)])
}

/** It waits on: for its time, or for the next attempt. */
export function delayRun(
  tx: Transaction,
  id: string,
  dueAt: Date | null,
  { attempts, result }: { attempts: number; result: RunResult | null },
): void {
  tx.later(updateDue, [id, dueAt, attempts, result && JSON.stringify(result)])
}

const updateRetry = statement<{ id: string }>(`
  update trigger_run set status = 'waiting', due_at = $2, attempts = 0
   where id = $1 and status in ('refused', 'failed') returning id`)

/** Lets a run that failed or was refused wait for its next attempt, now; false when it is none of these. */
export async function retryRun(tx: Transaction, id: string, now: Date): Promise<boolean> {
  return (await tx.first(updateRetry, [id, now])) !== undefined
}
