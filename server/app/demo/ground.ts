import type pg from 'pg'
import type { DemoOptions, DemoState } from './generate/records.ts'
import { Taken } from './generate/taken.ts'

/** What stands already and the demo base hangs on. */
export interface DemoGround {
  currency: string
  numberPrefix: string
  /** Whose hand unassigned records show. */
  author: string | null
  options: Omit<DemoOptions, 'clients' | 'interests' | 'now' | 'seed'>
}

const foreign = `
  select exists (select from client where not demo) or exists (select from prospect where not demo)
      or exists (select from interest where not demo) as found`
const company = `select currency, number_prefix as "numberPrefix", time_zone as "timeZone" from company`
/** Those who sell come first: they look after most of the clients. */
const users = `
  select id from app_user where deactivated_at is null
   order by array_position(array['salesperson', 'head', 'administrator'], role), created_at, id`
const directories = `select id, kind, name from directory_item where archived_at is null order by kind, ord`
const states = `
  select s.id as "scenarioId", t.state_id as id, t.kind, t.probability, t.expected_days as "expectedDays", t.fields
    from scenario s
    join scenario_state_setting t on t.scenario_id = s.id and t.version = s.published_version
   where s.archived_at is null
   order by s.ord, s.id, t.ord`

/** Null when people have registered something of their own. */
export async function readDemoGround(connection: pg.Client): Promise<DemoGround | null> {
  if ((await connection.query<{ found: boolean }>(foreign)).rows[0]?.found) return null
  const found = await connection.query<{ currency: string; numberPrefix: string; timeZone: string }>(company)
  const { currency, numberPrefix, timeZone } = found.rows[0] ?? {
    currency: 'RUB',
    numberPrefix: 'И',
    timeZone: 'Europe/Moscow',
  }
  const people = (await connection.query<{ id: string }>(users)).rows
  const items = (await connection.query<{ id: string; kind: string; name: string }>(directories)).rows
  const of = (kind: string) => items.filter(item => item.kind === kind)
  const earlier = Number((await connection.query('select count(*) as n from client')).rows[0]?.n ?? 0)
  // Those who sell look after clients; where nobody does, everybody.
  const sellers = (
    await connection.query<{ id: string }>(
      `select id from app_user where role = 'salesperson' and deactivated_at is null order by created_at, id`,
    )
  ).rows
  return {
    currency,
    numberPrefix,
    author: people.at(-1)?.id ?? null,
    options: {
      timeZone,
      earlier,
      users: sellers.length > 0 ? sellers : people,
      serviceTypes: of('service_type'),
      channels: of('channel'),
      sources: of('source'),
      lossReasons: of('loss_reason'),
      interactionKinds: of('interaction_kind'),
      scenarios: await readScenarios(connection),
    },
  }
}

const identifiers = `
  select distinct value from identity where kind = $1 and value > $2 and main order by value limit 20000`

/** Phones, mails, domains and OGRN of earlier loads: those of the next one are others. */
export async function readTaken(connection: pg.Client): Promise<Taken> {
  const taken = new Taken()
  for (const kind of ['phone', 'email', 'site', 'ogrn']) {
    for (let after: string | undefined = ''; after !== undefined; ) {
      const { rows }: pg.QueryResult<{ value: string }> = await connection.query(identifiers, [kind, after])
      for (const { value } of rows) {
        taken.add(value)
        if (kind === 'email') taken.add(value.slice(value.indexOf('@') + 1))
      }
      after = rows.at(-1)?.value
    }
  }
  return taken
}

interface StateRow {
  scenarioId: string
  id: string
  kind: DemoState['kind']
  probability: number
  expectedDays: number | null
  fields: { field: string; required: boolean }[]
}

async function readScenarios(connection: pg.Client): Promise<DemoOptions['scenarios']> {
  const rows = (await connection.query<StateRow>(states)).rows
  const scenarios = new Map<string, { id: string; states: DemoState[] }>()
  for (const { scenarioId, fields, ...state } of rows) {
    const scenario = scenarios.get(scenarioId) ?? { id: scenarioId, states: [] }
    scenarios.set(scenarioId, scenario)
    scenario.states.push({ ...state, required: fields.filter(rule => rule.required).map(rule => rule.field) })
  }
  return [...scenarios.values()]
}
