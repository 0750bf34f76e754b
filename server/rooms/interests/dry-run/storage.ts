import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { Reach } from '../../../platform/scope.ts'
import type { Ticks } from '../../scenarios/contract.ts'
import type { Trigger, TriggerCondition } from '../../scenarios/triggers/contract.ts'
import { STEP_AT } from '../filters/storage.ts'

/** Unfinished Interests of one state that hold the same, as far as rules ask. */
export interface Alike {
  /** What they have in common, as the statements of this file write it. */
  key: string
  stateId: string
  has: Record<Asked, boolean>
  isManual: boolean
  /** Which of the conditions that were asked hold, in their order. */
  met: boolean[]
  /** In the present state. */
  ticks: Ticks[string]
  interests: number
}

/** What rules ask for, and where it stands. */
const ASKED = {
  clientId: 'i.client_id is not null',
  contactId: 'i.contact_id is not null',
  expectedRevenue: 'i.expected_revenue is not null',
  expectedCloseDate: 'i.expected_close_date is not null',
  content: `coalesce(i.content, '') <> ''`,
  channelId: 'i.channel_id is not null',
  sourceId: 'i.source_id is not null',
  projectId: 'i.project_id is not null',
  responsibleId: 'i.responsible_id is not null',
  plannedInteractions: 'i.planned_interactions > 0',
  plannedTasks: 'i.planned_tasks > 0',
  isManual: `i.close_date_mode = 'manual'`,
} as const
type Asked = Exclude<keyof typeof ASKED, 'isManual'>

const asked = Object.entries(ASKED)
/** Items of the present state that are ticked off, whoever did it and when. */
const ticked = `(select coalesce(jsonb_object_agg(k, 1 order by k), '{}') from jsonb_object_keys(i.ticks -> i.state_id::text) k)`
/** One text: of several columns the database fears as many groups as rows, and sorts them all. */
const keyOfRow = (met: readonly string[]) => `
  i.state_id || ' ' || ${[...asked.map(([, test]) => test), ...met].map(test => `(${test})::int`).join(' || ')} || ' ' || case when i.ticks = '{}' then '{}' else ${ticked}::text end`

/** The Interests in these states, those that hold the same together. */
export async function groupAlike(
  db: Queryable,
  scenarioId: string,
  stateIds: readonly string[],
  conditions: readonly Trigger['conditions'][],
): Promise<Alike[]> {
  const values: unknown[] = [scenarioId, stateIds]
  const text = `
    select ${keyOfRow(conditions.map(each => isMet(each, values)))} as key, count(*)::int as interests
      from interest i where i.scenario_id = $1 and i.state_id = any($2::uuid[]) group by 1`
  return (await db.rows(statement<{ key: string; interests: number }>(text), values)).map(({ key, interests }) => {
    const [stateId = '', marks = '', ...ticks] = key.split(' ')
    const { isManual = false, ...has } = Object.fromEntries(asked.map(([name], at) => [name, marks[at] === '1']))
    const met = conditions.map((_, at) => marks[asked.length + at] === '1')
    return { key, interests, stateId, isManual, met, has: has as Alike['has'], ticks: JSON.parse(ticks.join(' ')) }
  })
}

export interface Example {
  id: string
  number: string
  subject: string | null
  content: string | null
  stateId: string
}

/** Of each of these some within the scope, those with the earliest next step before the others. */
export async function listExamples(
  db: Queryable,
  scope: Reach,
  scenarioId: string,
  alike: readonly Pick<Alike, 'key' | 'stateId'>[],
  { limit, conditions }: { limit: number; conditions: readonly Trigger['conditions'][] },
): Promise<ReadonlyMap<string, Example[]>> {
  if (alike.length === 0) return new Map()
  const values: unknown[] = [
    scenarioId,
    alike.map(each => each.stateId),
    alike.map(each => each.key),
    scope.sight,
    limit,
  ]
  const text = `
    select k.key, x.* from unnest($2::uuid[], $3::text[]) as k(state_id, key)
      cross join lateral (
        select i.id, i.number, i.subject, left(i.content, 200) as content, i.state_id as "stateId"
          from interest i
         where i.scenario_id = $1 and i.state_id = k.state_id and i.open
           and ${keyOfRow(conditions.map(each => isMet(each, values)))} = k.key
           and ($4::uuid[] is null or i.owner_key = any($4) or i.client_id = any($4) or i.member_ids && $4 or i.state_id = any($4))
         order by ${STEP_AT}, i.id limit $5) x`
  const rows = await db.rows(statement<Example & { key: string }>(text), values)
  return Map.groupBy(rows, row => row.key)
}

const conditionColumns = {
  responsible: 'i.responsible_id',
  department: '(select v.department_id from app_user v where v.id = i.responsible_id)',
  serviceType: 'i.service_type_id',
  channel: 'i.channel_id',
  source: 'i.source_id',
  project: 'i.project_id',
} as const
const emptiness = {
  client: ASKED.clientId,
  contact: ASKED.contactId,
  expectedRevenue: ASKED.expectedRevenue,
  expectedCloseDate: ASKED.expectedCloseDate,
  content: ASKED.content,
  channel: ASKED.channelId,
  source: ASKED.sourceId,
  project: ASKED.projectId,
  responsible: ASKED.responsibleId,
} as const

/** Conditions of a trigger as a test of `interest i`, the same as `holds` makes of one; adds what it asks for to `values`. */
function isMet(conditions: Trigger['conditions'], values: unknown[]): string {
  const value = (one: unknown, type: string) => `$${values.push(one)}::${type}`
  const test = (condition: TriggerCondition): string => {
    switch (condition.is) {
      case 'in':
        return `coalesce(${conditionColumns[condition.field]} = any(${value(condition.values, 'uuid[]')}), false)`
      case 'tagged':
        return `i.tags && ${value(condition.values, 'text[]')}`
      case 'between': {
        const { from, to, currency } = condition
        const range = `i.expected_revenue >= coalesce(${value(from, 'numeric')}, 0)
          and i.expected_revenue <= coalesce(${value(to, 'numeric')}, 'infinity')`
        return `coalesce(i.currency = ${value(currency, 'text')} and ${range}, false)`
      }
      case 'empty':
        return `not (${emptiness[condition.field]})`
      case 'filled':
        return `(${emptiness[condition.field]})`
      case 'below':
        return 'false'
    }
  }
  return conditions.map(test).join(' and ')
}
