import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { Ticks } from '../../scenarios/contract.ts'

/** Unfinished Interests of one state that hold the same, as far as rules ask. */
export interface Alike {
  /** What they have in common, as the statements of this file write it. */
  key: string
  stateId: string
  has: Record<Asked, boolean>
  isManual: boolean
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
  responsibleId: 'i.responsible_id is not null',
  isManual: `i.close_date_mode = 'manual'`,
} as const
type Asked = Exclude<keyof typeof ASKED, 'isManual'>

const asked = Object.entries(ASKED)
/** Items of the present state that are ticked off, whoever did it and when. */
const ticked = `(select coalesce(jsonb_object_agg(k, 1 order by k), '{}') from jsonb_object_keys(i.ticks -> i.state_id::text) k)`
/** One text: of several columns the database fears as many groups as rows, and sorts them all. */
const keyOfRow = `
  i.state_id || ' ' || ${asked.map(([, test]) => `(${test})::int`).join(' || ')} || ' ' || case when i.ticks = '{}' then '{}' else ${ticked}::text end`
const group = statement<{ key: string; interests: number }>(`
  select ${keyOfRow} as key, count(*)::int as interests
    from interest i where i.scenario_id = $1 and i.state_id = any($2::uuid[]) group by 1`)

/** The Interests in these states, those that hold the same together. */
export async function groupAlike(db: Queryable, scenarioId: string, stateIds: readonly string[]): Promise<Alike[]> {
  return (await db.rows(group, [scenarioId, stateIds])).map(({ key, interests }) => {
    const [stateId = '', marks = '', ...ticks] = key.split(' ')
    const { isManual = false, ...has } = Object.fromEntries(asked.map(([name], at) => [name, marks[at] === '1']))
    return { key, interests, stateId, isManual, has: has as Alike['has'], ticks: JSON.parse(ticks.join(' ')) }
  })
}

export interface Example {
  id: string
  number: string
  subject: string | null
  content: string | null
  stateId: string
}

const examples = statement<Example & { key: string }>(`
  select k.key, x.* from unnest($2::uuid[], $3::text[]) as k(state_id, key)
    cross join lateral (
      select i.id, i.number, i.subject, left(i.content, 200) as content, i.state_id as "stateId"
        from interest i
       where i.scenario_id = $1 and i.state_id = k.state_id and ${keyOfRow} = k.key
         and ($4::uuid[] is null or i.owner_key = any($4) or i.client_id = any($4))
       order by i.state_entered_at desc, i.id desc limit $5) x`)

/** Of each of these some within the scope, those that came into their state last before the others. */
export async function listExamples(
  db: Queryable,
  scope: Scope,
  scenarioId: string,
  alike: readonly Pick<Alike, 'key' | 'stateId'>[],
  limit: number,
): Promise<ReadonlyMap<string, Example[]>> {
  if (alike.length === 0) return new Map()
  const rows = await db.rows(examples, [
    scenarioId,
    alike.map(each => each.stateId),
    alike.map(each => each.key),
    scope.sight,
    limit,
  ])
  return Map.groupBy(rows, row => row.key)
}
