import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { Trigger } from '../../scenarios/triggers/contract.ts'
import type { RunStatus } from '../contract.ts'
import type { RunResult } from '../tables.ts'

export interface JournalRow {
  id: string
  triggerId: string
  scenarioId: string
  scenarioName: string
  stateId: string
  stateName: string | null
  interestId: string
  number: string
  subject: string | null
  content: string | null
  body: Trigger
  status: RunStatus
  dueAt: Date | null
  attempts: number
  createdAt: Date
  /** The same to the microsecond, for the place in the list. */
  place: string
  ranAt: Date | null
  verb: string
  actorId: string | null
  actorName: string | null
  chain: string[]
  result: RunResult | null
}

const shown = (source: string) => `
  select r.id, r.trigger_id as "triggerId", r.scenario_id as "scenarioId", s.name as "scenarioName",
         r.state_id as "stateId", (
           select x.name from scenario_state_setting x where x.scenario_id = r.scenario_id and x.state_id = r.state_id
            order by x.version desc limit 1) as "stateName",
         r.interest_id as "interestId", i.number, i.subject, left(i.content, 200) as content, r.body, r.status,
         r.due_at as "dueAt", r.attempts, r.created_at as "createdAt", r.created_at::text as place, r.ran_at as "ranAt",
         r.cause->>'verb' as verb, r.actor_id as "actorId", u.name as "actorName", r.chain, r.result
    from (${source}) r join interest i on i.id = r.interest_id join scenario s on s.id = r.scenario_id
    left join app_user u on u.id = r.actor_id
   order by r.created_at desc, r.id desc`

export interface JournalFilter {
  scenarioId?: string | undefined
  triggerId?: string | undefined
  interestId?: string | undefined
  status?: readonly RunStatus[] | undefined
}

/** Runs that the filter lets through, newest first; the text depends only on which filters are given. */
export async function listRuns(
  db: Queryable,
  filter: JournalFilter,
  { limit, after }: { limit: number; after: readonly [string, string] | null },
): Promise<JournalRow[]> {
  const values: unknown[] = []
  const value = (one: unknown, type: string) => `$${values.push(one)}::${type}`
  const parts = ['true']
  if (filter.scenarioId) parts.push(`t.scenario_id = ${value(filter.scenarioId, 'uuid')}`)
  if (filter.triggerId) parts.push(`t.trigger_id = ${value(filter.triggerId, 'uuid')}`)
  if (filter.interestId) parts.push(`t.interest_id = ${value(filter.interestId, 'uuid')}`)
  if (filter.status?.length) {
    parts.push(`t.status = any(${value(filter.status, 'text[]')})`)
    // Said apart, so that the index of what went wrong is thought of.
    if (filter.status.every(each => troubled.has(each))) parts.push(`t.status in ('failed', 'cut', 'refused')`)
  }
  if (after) parts.push(`(t.created_at, t.id) < (${value(after[0], 'timestamptz')}, ${value(after[1], 'uuid')})`)
  const source = `select * from trigger_run t where ${parts.join(' and ')}
    order by t.created_at desc, t.id desc limit ${value(limit, 'int')}`
  return db.rows(statement<JournalRow>(shown(source)), values)
}

const troubled: ReadonlySet<RunStatus> = new Set(['failed', 'cut', 'refused'])

const selectOne = statement<JournalRow>(shown('select * from trigger_run t where t.id = $1'))

export async function findRun(db: Queryable, id: string): Promise<JournalRow | undefined> {
  return db.first(selectOne, [id])
}
