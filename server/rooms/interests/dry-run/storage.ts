import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { Ticks } from '../../scenarios/contract.ts'

/** Unfinished Interests of one state that hold the same, as far as rules ask. */
export interface Alike {
  stateId: string
  has: Record<Asked, boolean>
  isManual: boolean
  /** In the present state. */
  ticks: Ticks[string]
  interests: number
  /** Some of them, the newest first. */
  ids: string[]
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
} as const
type Asked = keyof typeof ASKED

/** So many examples are named of each rule; a few more, for not everybody sees all of them. */
const MOST_IDS = 100
const sql = Object.entries(ASKED)
const group = statement<Alike>(`
  select g.state_id as "stateId", g.manual as "isManual", g.ticks, count(*)::int as interests,
         jsonb_build_object(${sql.map(([name], at) => `'${name}', g.f${at}`).join(', ')}) as has,
         (array_agg(g.id order by g.id desc))[1:${MOST_IDS}] as ids
    from (select i.id, i.state_id, i.close_date_mode = 'manual' as manual,
                 coalesce(i.ticks -> i.state_id::text, '{}') as ticks,
                 ${sql.map(([, test], at) => `${test} as f${at}`).join(', ')}
            from interest i where i.scenario_id = $1 and i.state_id = any($2::uuid[])) g
   group by g.state_id, g.manual, g.ticks, ${sql.map((_, at) => `g.f${at}`).join(', ')}`)

/** The Interests in these states, those that hold the same together. */
export async function groupAlike(db: Queryable, scenarioId: string, stateIds: readonly string[]): Promise<Alike[]> {
  return db.rows(group, [scenarioId, stateIds])
}

const examples = statement<Example>(`
  select i.id, i.number, i.subject, left(i.content, 200) as content, i.state_id as "stateId", i.client_id as "clientId",
         i.responsible_id as "responsibleId"
    from interest i where i.id = any($1::uuid[])`)

export interface Example {
  id: string
  number: string
  subject: string | null
  content: string | null
  stateId: string
  clientId: string | null
  responsibleId: string | null
}

export async function listExamples(db: Queryable, ids: readonly string[]): Promise<Example[]> {
  return ids.length === 0 ? [] : db.rows(examples, [ids])
}
