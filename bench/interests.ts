import pg from 'pg'
import { newId } from '../server/platform/pure/ids.ts'
import { openBase } from './prepared.ts'
import { chance, clientOf, type Figures, measure, print, rowOf, WARM } from './measure.ts'

/**
 * `npm run bench:interests [-- clients interests requests]`: create, move, my list and my board as a salesperson,
 * through the API with guards, history and idempotency, beside the bare writes and reads as prepared SQL.
 */
const [clients = 100_000, interests = 300_000, requests = 400] = process.argv.slice(2).map(Number)
const base = await openBase(clients, interests)
const { call, get, close } = clientOf(base)
const random = chance(7)
const { rows: scenarios } = await base.sql.query<{ id: string; states: string[] }>(`
  select s.id, array_agg(t.state_id order by t.ord) filter (where t.kind = 'ordinary') as states
  from scenario s join scenario_state_setting t on t.scenario_id = s.id and t.version = s.published_version
  where s.archived_at is null group by s.id order by min(s.ord) limit 1`)
const scenario = scenarios[0]
if (!scenario) throw new Error('no scenario')
const one = async (text: string) => (await base.sql.query<{ id: string }>(text)).rows[0]?.id ?? ''
const serviceTypeId = await one(`select id from directory_item where kind = 'service_type' order by ord limit 1`)
const ownClients = (
  await base.sql.query<{ id: string }>(
    `select id from client where responsible_id = $1 and archived_at is null order by random() limit 2000`,
    [base.userId],
  )
).rows.map(row => row.id)

interface Movable {
  id: string
  version: number
  state: string
}
const movable = async (count: number) =>
  (
    await base.sql.query<Movable>(
      `select id, version, state_id as state from interest
       where responsible_id = $1 and open and scenario_id = $2 and client_id is not null order by random() limit $3`,
      [base.userId, scenario.id, count],
    )
  ).rows

const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
const inClients = async (task: (client: pg.PoolClient) => Promise<void>) => {
  const client = await base.sql.connect()
  try {
    await task(client)
  } finally {
    client.release()
  }
}
const run = (client: pg.PoolClient | pg.Pool, text: string, values: unknown[]) =>
  client.query({ name: text.trim().slice(0, 60), text, values })

const events = `insert into event (id, at, kind, record_kind, record_id, version, actor_id, cause, changes, owners)
  values ((pg_current_xact_id()::text::bigint << 20) + (1 << 19), now(), $1, 'interest', $2, $3, $4, '{}', '{}', $5)`

/** The least that a careful program would write: the row, its event and the counter, in one transaction. */
const plainCreate = (clientId: string) =>
  inClients(async client => {
    const id = newId()
    await client.query('begin')
    await run(
      client,
      `insert into interest (id, number, content, search_key, service_type_id, scenario_id, state_id, state_entered_at,
         client_id, responsible_id, currency, created_at, updated_at)
       values ($1, 'Б-' || nextval('interest_number'), 'Обогрев', 'обогрев', $2, $3, $4, now(), $5, $6, 'RUB', now(), now())`,
      [id, serviceTypeId, scenario.id, scenario.states[0], clientId, base.userId],
    )
    await run(client, events, ['interest.created', id, 1, base.userId, [base.userId]])
    await run(client, 'update client set open_interests = open_interests + 1 where id = $1', [clientId])
    await client.query('commit')
  })
const plainMove = ({ id, state }: Movable) =>
  inClients(async client => {
    await client.query('begin')
    await run(client, 'select version from interest where id = $1 for update', [id])
    await run(
      client,
      'update interest set state_id = $2, state_entered_at = now(), version = version + 1, updated_at = now() where id = $1',
      [id, otherState(state)],
    )
    await run(client, events, ['interest.moved', id, 2, base.userId, [base.userId]])
    await client.query('commit')
  })
const plainList = () =>
  run(
    base.sql,
    `select x.*, c.name from unnest($1::uuid[]) p cross join lateral (
       select * from interest where owner_key = p order by created_at desc, id desc limit 50) x
     left join client c on c.id = x.client_id order by x.created_at desc, x.id desc limit 50`,
    [base.principals],
  )
const plainBoard = () =>
  run(
    base.sql,
    `select x.*, c.name from unnest($2::uuid[]) s(id) cross join lateral (
       select y.* from unnest($1::uuid[]) p cross join lateral (
         select * from interest where owner_key = p and scenario_id = $3 and state_id = s.id
         order by state_entered_at desc, id desc limit 12) y order by y.state_entered_at desc, y.id desc limit 12) x
     left join client c on c.id = x.client_id`,
    [base.principals, scenario.states, scenario.id],
  )

function otherState(state: string): string {
  return pick(scenario?.states.filter(each => each !== state) ?? []) ?? state
}

const create = (clientId: string) =>
  call('POST', '/api/v1/interests', {
    id: newId(),
    content: 'Обогрев теплицы, спрашивали цену',
    serviceTypeId,
    clientId,
    expectedRevenue: { amount: '150000.00', currency: 'RUB' },
  })
const move = ({ id, version, state }: Movable) =>
  call('POST', `/api/v1/interests/${id}/move`, { stateId: otherState(state), version }, { 'idempotency-key': newId() })

// A node that has served the morning: its code is compiled, the statements of its connections are planned.
for (let n = 0; n < 2 * WARM; n += 4) {
  await Promise.all([
    create(pick(ownClients)),
    get('/api/v1/interests?limit=50'),
    get(`/api/v1/board?scenarioId=${scenario.id}`),
  ])
}
await measure(4, await movable(2 * WARM), move)

const rows: Record<string, string | number>[] = []
for (const users of [1, 16]) {
  const both = async <Input>(
    what: string,
    inputs: (count: number) => Promise<readonly Input[]> | readonly Input[],
    task: (input: Input) => Promise<unknown>,
    plain: (input: Input) => Promise<unknown>,
  ) => {
    await measure(users, await inputs(WARM), task)
    await measure(users, await inputs(WARM), plain)
    const figures: Figures = await measure(users, await inputs(requests), task)
    rows.push(rowOf(what, users, figures, await measure(users, await inputs(requests), plain)))
  }
  const times = (count: number) => Array.from({ length: count }, (_, n) => n)
  await both('create', count => times(count).map(() => pick(ownClients)), create, plainCreate)
  await both('move', movable, move, plainMove)
  await both('my list, 50', times, () => get('/api/v1/interests?limit=50'), plainList)
  await both('my board', times, () => get(`/api/v1/board?scenarioId=${scenario.id}`), plainBoard)
  await both(
    'card',
    count => movable(count),
    ({ id }) => get(`/api/v1/interests/${id}`),
    ({ id }) =>
      run(base.sql, 'select * from interest i left join client c on c.id = i.client_id where i.id = $1', [id]),
  )
  await both(
    'clients, 50',
    times,
    () => get('/api/v1/clients?limit=50'),
    () =>
      run(
        base.sql,
        `select x.* from unnest($1::uuid[]) p cross join lateral (
         select * from client where owner_key = p and archived_at is null order by created_at desc, id desc limit 50) x
       order by x.created_at desc, x.id desc limit 50`,
        [base.principals],
      ),
  )
}
print(rows)
close()
await base.close()
