import { newId } from '../server/platform/pure/ids.ts'
import { anyLists } from './lists.ts'
import { chance, clientOf, measure, measureWarm, print, rowOf, WARM } from './measure.ts'
import { memoryOf } from './memory.ts'
import { openBase } from './prepared.ts'
import { handWritten, type Movable } from './sales-sql.ts'

/**
 * `npm run bench:sales [-- clients interests requests]`: the working day of a salesperson through the API, with guards,
 * history and idempotency: create, move, plan and do a step, board, column, card, My day, funnel, and lists under any
 * filter in any order; beside the same work as hand-written prepared SQL. Whoever works has some 5,000 unfinished Interests.
 */
const [clients = 100_000, interests = 300_000, requests = 400] = process.argv.slice(2).map(Number)
const base = await openBase(clients, interests, 'salesperson', Math.max(6, Math.round(interests / 50_000)), 5_000)
const { call, get, close } = clientOf(base)
const random = chance(7)
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
const { rows: scenarios } = await base.sql.query<{ id: string; states: string[] }>(`
  select s.id, array_agg(t.state_id order by t.ord) filter (where t.kind = 'ordinary') as states
  from scenario s join scenario_state_setting t on t.scenario_id = s.id and t.version = s.published_version
  where s.archived_at is null group by s.id order by min(s.ord) limit 1`)
const scenario = scenarios[0]
if (!scenario) throw new Error('no scenario')
const one = async (text: string) => (await base.sql.query<{ id: string }>(text)).rows[0]?.id ?? ''
const serviceTypeId = await one(`select id from directory_item where kind = 'service_type' order by ord limit 1`)
const plain = handWritten(base, scenario, serviceTypeId, pick)
const { rows: owned } = await base.sql.query<{ id: string }>(
  `select id from client where responsible_id = $1 and archived_at is null order by random() limit 2000`,
  [base.userId],
)
const ownClients = owned.map(row => row.id)
const counts = await base.sql.query(
  `select count(*)::int as "own, unfinished", (select count(*)::int from interest where open) as "unfinished",
          (select count(*)::int from activity where assignee_id = $1 and closed_at is null) as "own, planned"
     from interest where responsible_id = $1 and open`,
  [base.userId],
)
console.log(counts.rows[0])

const movable = async (count: number) =>
  (
    await base.sql.query<Movable>(
      `select id, version, state_id as state from interest
       where responsible_id = $1 and open and scenario_id = $2 and client_id is not null order by random() limit $3`,
      [base.userId, scenario.id, count],
    )
  ).rows
const steps = async (count: number) =>
  (
    await base.sql.query<{ id: string }>(
      `select a.id from activity a join interest i on i.id = a.interest_id and i.scenario_id = $3
        where a.assignee_id = $1 and a.closed_at is null order by random() limit $2`,
      [base.userId, count, scenario.id],
    )
  ).rows
const times = (count: number) => Array.from({ length: count }, (_, n) => n)
const clientsAtRandom = (count: number) => times(count).map(() => pick(ownClients))

const create = (clientId: string) =>
  call('POST', '/api/v1/interests', {
    id: newId(),
    content: 'Обогрев теплицы, спрашивали цену',
    serviceTypeId,
    clientId,
    expectedRevenue: { amount: '150000.00', currency: 'RUB' },
  })
const move = ({ id, version, state }: Movable) =>
  call(
    'POST',
    `/api/v1/interests/${id}/move`,
    { stateId: plain.otherState(state), version },
    { 'idempotency-key': newId() },
  )

// A node that has served the morning: its code is compiled, the statements of its connections are planned.
for (let n = 0; n < 2 * WARM; n += 4) {
  await Promise.all([
    create(pick(ownClients)),
    get('/api/v1/interests?limit=50'),
    get(`/api/v1/board?scenarioId=${scenario.id}`),
  ])
}
await measure(4, await movable(2 * WARM), move)

const months = [-11, 0].map(by => {
  const day = new Date()
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + by, 1)).toISOString().slice(0, 7)
})
const funnel = (more = '') =>
  `/api/v1/reports/funnel?scenarioId=${scenario.id}&from=${months[0]}&to=${months[1]}${more}`
const [firstState] = scenario.states
const list = (query: string) => () => get(`/api/v1/interests?limit=50&${query}`)

const rows: Record<string, string | number>[] = []
for (const users of [1, 16]) {
  const both = async <Input>(
    what: string,
    inputs: (count: number) => Promise<readonly Input[]> | readonly Input[],
    task: (input: Input) => Promise<unknown>,
    sql: (input: Input) => Promise<unknown>,
  ) => {
    const figures = await measureWarm(users, inputs, requests, task)
    const row = rowOf(what, users, figures, await measureWarm(users, inputs, requests, sql))
    rows.push(row)
    console.log(Object.values(row).join('  '))
  }
  await both('create', clientsAtRandom, create, plain.create)
  await both('move', movable, move, plain.move)
  await both('my list, 50', times, list(''), plain.list)
  await both('my board', times, () => get(`/api/v1/board?scenarioId=${scenario.id}`), plain.board)
  await both('card', movable, ({ id }) => get(`/api/v1/interests/${id}`), plain.card)
  await both(
    'a column, 60',
    times,
    () => get(`/api/v1/board/cards?scenarioId=${scenario.id}&stateId=${firstState}&limit=60`),
    () => plain.column(firstState ?? ''),
  )
  await both('list, unfinished', times, list('open=true'), () => plain.listWhere('open'))
  await both('list, late ones', times, list('steps=overdue'), () =>
    plain.listWhere('open and next_step_at <= $2', [new Date()]),
  )
  await both('list, a service type', times, list(`serviceTypeId=${serviceTypeId}`), () =>
    plain.listWhere('service_type_id = $2', [serviceTypeId]),
  )
  await both('list, a word', times, list(`q=${encodeURIComponent('станок')}`), () => plain.listWord('станок'))
  const any = await anyLists(base, Math.max(2 * requests, WARM), users)
  await both(
    'list, any filter and order',
    count => any.slice(0, count === WARM ? WARM : Math.max(requests, 400)),
    ({ path }) => get(path),
    ({ text, values }) => base.sql.query(text, values),
  )
  await both('my day', times, () => get('/api/v1/my-day?limit=50'), plain.myDay)
  await both(
    'plan a step',
    movable,
    ({ id }) =>
      call('POST', '/api/v1/activities', {
        id: newId(),
        kind: 'task',
        subject: 'Проверить',
        interestId: id,
        dueAt: new Date().toISOString(),
      }),
    ({ id }) => plain.step(id),
  )
  await both(
    'a step is done',
    steps,
    ({ id }) => call('POST', `/api/v1/activities/${id}/complete`, { result: 'Готово' }),
    ({ id }) => plain.done(id),
  )
  await both('funnel of a year', times, () => get(funnel()), plain.funnel)
  await both('clients, 50', times, () => get('/api/v1/clients?limit=50'), plain.clients)
}
print(rows)
const { rows: backends } = await base.sql.query<{ pid: number }>('select pg_backend_pid() as pid')
const memory = memoryOf(base.serverPid, backends[0]?.pid ?? 0)
if (memory) {
  console.log(`Memory: server ${memory.server.toFixed(0)} MB, database ${memory.database.toFixed(0)} MB with its cache`)
}
close()
await base.close()
