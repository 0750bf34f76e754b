import { createHash, randomBytes } from 'node:crypto'
import { newId } from '../server/platform/pure/ids.ts'
import { chance, clientOf, measureWarm, print } from './measure.ts'
import { openBase } from './prepared.ts'
import { layTree } from './tree.ts'

/**
 * `npm run bench:access [-- clients interests requests]`: the reads of the other benchmarks as people whose sight is
 * narrowed by a tree of forty departments and a hundred thousand grants, beside the same reads without restrictions; and
 * the move of a department of fifty people, with what each of its heads sees before and after.
 */
const [clients = 100_000, interests = 300_000, requests = 300] = process.argv.slice(2).map(Number)
const PEOPLE = 200
const base = await openBase(clients, interests, 'administrator', PEOPLE - 1)
const random = chance(28)
const tree = await layTree(base, random)

/** Who asks: the person of a kind with the most that was opened, so that nobody has it worse. */
const who = async (where: string) => {
  const { rows } = await base.sql.query<{ id: string; grants: number }>(
    `select u.id, (select count(*)::int from record_access a where a.principal_id = u.id and a.reason = 'grant') as grants
       from app_user u where u.deactivated_at is null and ${where} order by grants desc, u.id limit 1`,
  )
  return rows[0] ?? { id: '', grants: 0 }
}
const deepest = `u.department_id = (select id from department where name = 'Дерево 40')`
const callers = {
  'no restrictions': base.userId,
  'own and opened': (await who(`u.role = 'salesperson' and ${deepest}`)).id,
  'head of fifty': (await who(`u.role = 'head' and u.department_id = '${tree.moved}'`)).id,
  'head of all': (
    await who(`u.role = 'head' and u.department_id = (select id from department where name = 'Дерево 1')`)
  ).id,
}
const sessionOf = async (userId: string) => {
  const token = randomBytes(24).toString('base64url')
  await base.sql.query(
    `insert into session (id, token_hash, user_id, created_at, seen_at, expires_at)
     values ($1, $2, $3, now(), now(), now() + interval '1 day')`,
    [newId(), createHash('sha256').update(token).digest(), userId],
  )
  return clientOf({ ...base, cookie: `sid=${token}` })
}
const readers = new Map<string, ReturnType<typeof clientOf>>()
for (const [name, id] of Object.entries(callers)) if (id) readers.set(name, await sessionOf(id))

const { rows: scenarios } = await base.sql.query<{ id: string; state: string }>(`
  select s.id, (array_agg(t.state_id order by t.ord) filter (where t.kind = 'ordinary'))[1] as state
  from scenario s join scenario_state_setting t on t.scenario_id = s.id and t.version = s.published_version
  where s.archived_at is null group by s.id order by min(s.ord) limit 1`)
const scenario = scenarios[0] ?? { id: '', state: '' }
const month = (by: number) => {
  const day = new Date()
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + by, 1)).toISOString().slice(0, 7)
}
const q = (text: string) => encodeURIComponent(text)
const reads: Record<string, string> = {
  'clients, newest 50': '/api/v1/clients?limit=50',
  'clients by name': '/api/v1/clients?limit=50&sort=name',
  'contacts, 50': '/api/v1/contacts?limit=50',
  'prospects, 50': '/api/v1/prospects?limit=50',
  'search: a word': `/api/v1/search?q=${q('строй')}`,
  'search: a full name': `/api/v1/search?q=${q('иванов петр')}`,
  'search: part of a phone': '/api/v1/search?q=7919',
  'Interests, newest 50': '/api/v1/interests?limit=50',
  'Interests, unfinished': '/api/v1/interests?limit=50&open=true',
  'Interests, late ones': '/api/v1/interests?limit=50&steps=overdue',
  'Interests, by revenue': '/api/v1/interests?limit=50&open=true&sort=-revenue',
  'Interests, a word': `/api/v1/interests?limit=50&q=${q('станок')}`,
  'sums of unfinished': '/api/v1/interests-summary?open=true',
  board: `/api/v1/board?scenarioId=${scenario.id}`,
  'a column, 60': `/api/v1/board/cards?scenarioId=${scenario.id}&stateId=${scenario.state}&limit=60`,
  'my day': '/api/v1/my-day?limit=50',
  'funnel of a year': `/api/v1/reports/funnel?scenarioId=${scenario.id}&from=${month(-11)}&to=${month(0)}`,
  duplicates: '/api/v1/duplicates?limit=50',
}
const times = (count: number) => Array.from({ length: count }, (_, n) => n)
const rows: Record<string, string | number>[] = []
for (const [what, path] of Object.entries(reads)) {
  const row: Record<string, string | number> = { what }
  let free = 0
  for (const [name, { get }] of readers) {
    const { p50, p95 } = await measureWarm(1, times, requests, () => get(path))
    if (free === 0) free = p50
    row[name] = `${p50.toFixed(2)} / ${p95.toFixed(2)}`
    if (name !== 'no restrictions') row[`${name}, times`] = Number((p50 / free).toFixed(2))
  }
  rows.push(row)
  console.log(Object.values(row).join('  '))
}
print(rows)

// One action moves the department: whose records a head sees is counted from the tree, so nothing is rewritten.
const { call } = readers.get('no restrictions') ?? clientOf(base)
const headOf = async (department: string) => (await who(`u.role = 'head' and u.department_id = '${department}'`)).id
const [before, after] = [await sessionOf(await headOf(tree.from)), await sessionOf(await headOf(tree.to))]
const people = await base.sql.query<{ people: number; clients: number }>(
  `with recursive below as (select $1::uuid as id union select d.id from department d join below b on d.parent_id = b.id)
   select count(distinct u.id)::int as people, count(c.id)::int as clients
     from app_user u left join client c on c.responsible_id = u.id where u.department_id in (select id from below)`,
  [tree.moved],
)
const one = await base.sql.query<{ id: string }>(
  `select c.id from client c join app_user u on u.id = c.responsible_id
    where u.department_id = $1 and c.archived_at is null
      and not exists (select from record_access a where a.record_id = c.id) limit 1`,
  [tree.moved],
)
const sees = async (reader: ReturnType<typeof clientOf>) =>
  reader.get(`/api/v1/clients/${one.rows[0]?.id}`).then(
    () => true,
    () => false,
  )
const patch = async (parentId: string) => {
  const { rows: found } = await base.sql.query<{ version: number }>('select version from department where id = $1', [
    tree.moved,
  ])
  const started = performance.now()
  await call('PATCH', `/api/v1/departments/${tree.moved}`, { version: found[0]?.version, parentId })
  return performance.now() - started
}
const had = [await sees(before), await sees(after)]
const there = await patch(tree.to)
const has = [await sees(before), await sees(after)]
const back = await patch(tree.from)
console.log({ ...people.rows[0], 'seen before': had, 'seen after': has, 'ms there': there, 'ms back': back })
for (const { close } of readers.values()) close()
before.close()
after.close()
await base.close()
