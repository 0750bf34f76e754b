import { createNode } from '../server/app/boot.ts'
import { loadConfig } from '../server/platform/config.ts'
import { openLog } from '../server/platform/log.ts'
import { newId } from '../server/platform/pure/ids.ts'
import { searchDuplicates } from '../server/rooms/clients/duplicates/search/jobs.ts'
import { defaultRules } from '../server/rooms/clients/duplicates/scoring/rules.ts'
import { Planter, type Plant } from './duplicate-plants.ts'
import { chance, clientOf, measure, print, rowOf, WARM } from './measure.ts'
import { openBase } from './prepared.ts'

/**
 * `npm run bench:duplicates [-- clients interests requests]`: plants twins and traps into a base, searches it whole by
 * the real job, prints how many of the planted pairs were found and how much else, and times the check of a record that
 * is typed and of one that is saved. Fails below the goals. Every pair that was not planted is a false one. Only pairs
 * with a record that an earlier run left in the base (a twin planted then, a client saved then for its time) are not
 * looked at: nobody can say which of them are right. A fresh base has none.
 */
const [clients = 100_000, interests = 300_000, requests = 300] = process.argv.slice(2).map(Number)
const GOALS = { recall: 0.95, precision: 0.9, minutes: 10, p95: 30 }
const LIST = defaultRules().client.list

const base = await openBase(clients, interests)
const { call, close } = clientOf(base)
const send = async (path: string, body: Record<string, unknown>) => (await call('POST', path, body)).body
const seconds = (from: number) => (performance.now() - from) / 1_000
const keyOf = (left: string, right: string) => [left, right].sort().join(' ')
let failed = false
const hold = (what: string, value: number, isHeld: boolean) => {
  if (isHeld) return
  failed = true
  console.log(`MISSED: ${what} is ${value.toFixed(3)}`)
}

// Twins of an earlier run would be found too.
const marked =
  (await base.sql.query<{ n: number }>('select count(*)::int as n from client where not demo')).rows[0]?.n ?? 0
const planter = new Planter(base.sql, send, 7 + marked)
const each = Math.max(20, Math.min(400, Math.floor(clients / 1_000)))
console.log(`Planting ${each} of each sort …`)
await planter.plant(each)
await base.sql.query('analyze identity').catch(() => {})

// ---- the search ----
const { config } = loadConfig(['--port', '0', '--log-level', 'silent'], {})
const node = await createNode(config, base.connection, openLog('silent'))
await base.sql.query('delete from duplicate_pair')
await base.sql.query(`update duplicate_run set state = 'cancelled' where state in ('running', 'paused')`)
const runId = newId()
await base.sql.query(
  `insert into duplicate_run (id, state, started_at, changed_at) values ($1, 'running', now(), now())`,
  [runId],
)
const from = performance.now()
const before = process.memoryUsage().rss
let peak = 0
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss)
}, 500)
const position = async () =>
  (
    await base.sql.query<{ state: string; step: number }>('select state, step from duplicate_run where id = $1', [
      runId,
    ])
  ).rows[0]
const steps: Record<string, string | number>[] = []
let step = -1
let stepFrom = from
const tell = setInterval(async () => {
  const at = await position()
  if (at && at.step !== step) {
    steps.push({ step, seconds: Number(seconds(stepFrom).toFixed(1)) })
    step = at.step
    stepFrom = performance.now()
  }
}, 250)
// A turn of the job ends after a minute; the queue would start the next one.
node.platform.jobs.enqueue = async () => {}
while ((await position())?.state === 'running') await searchDuplicates(node.platform).handle({ runId })
clearInterval(watch)
clearInterval(tell)
const took = seconds(from)
print(steps)
console.log(
  `searched in ${took.toFixed(1)} s; memory of the process that searches ${Math.round(peak / 2 ** 20)} MB, ${Math.round(before / 2 ** 20)} MB before it`,
)
hold('minutes of the search', took / 60, took / 60 <= GOALS.minutes)

const { rows } = await base.sql.query<{ left: string; right: string; kind: string; score: number; evidence: string[] }>(
  'select left_id as left, right_id as right, kind, score, evidence from duplicate_pair where score >= $1',
  [LIST],
)
const strangers = new Set(
  (
    await base.sql.query<{ id: string }>(`
      select id from client where not demo union all select id from contact where not demo
      union all select id from prospect where not demo`)
  ).rows.flatMap(({ id }) => (planter.made.has(id) ? [] : [id])),
)
const isOfNow = (row: { left: string; right: string }) => !strangers.has(row.left) && !strangers.has(row.right)
const found = new Map(rows.filter(isOfNow).map(row => [keyOf(row.left, row.right), row]))
if (rows.length > found.size)
  console.log(`${rows.length - found.size} pairs with records of earlier runs are not looked at`)
const by = new Map<string, { planted: number; found: number }>()
for (const plant of planter.planted) {
  const count = by.get(plant.kind) ?? { planted: 0, found: 0 }
  count.planted++
  if (found.has(keyOf(plant.left, plant.right))) count.found++
  by.set(plant.kind, count)
}
print([...by].map(([kind, count]) => ({ kind, ...count, recall: Number((count.found / count.planted).toFixed(3)) })))
const isFound = ({ left, right }: Plant) => found.has(keyOf(left, right))
if (process.env['BENCH_MISSES']) for (const plant of planter.planted) if (!isFound(plant)) console.log('missed', plant)
const trapped = new Map<string, { traps: number; fallen: number }>()
for (const trap of planter.traps) {
  const count = trapped.get(trap.kind) ?? { traps: 0, fallen: 0 }
  count.traps++
  if (isFound(trap)) count.fallen++
  trapped.set(trap.kind, count)
}
print([...trapped].map(([kind, count]) => ({ kind, ...count })))
const planted = new Set(planter.planted.map(plant => keyOf(plant.left, plant.right)))
const others = [...found].filter(([key]) => !planted.has(key)).map(([, row]) => row)
if (process.env['BENCH_MISSES']) for (const row of others.slice(0, 200)) console.log('false', row)
const reasons = new Map<string, number>()
for (const { kind, evidence } of others) {
  const key = `${kind}: ${evidence.join(', ')}`
  reasons.set(key, (reasons.get(key) ?? 0) + 1)
}
print(
  [...reasons]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 15)
    .map(([evidence, n]) => ({ 'not planted': evidence, n })),
)
const hits = planter.planted.filter(isFound).length
const recall = hits / planter.planted.length
const precision = hits / (hits + others.length)
console.log(`recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)} of ${found.size} pairs`)
hold('recall', recall, recall >= GOALS.recall)
hold('precision', precision, precision >= GOALS.precision)
await node.close()

// ---- the check while typing and on save ----
const random = chance(11)
const sample = async (text: string) => (await base.sql.query<{ value: string }>(text)).rows.map(row => row.value)
const names = await sample(`select name as value from client tablesample system (${sampleShare()}) limit 2000`)
const phones = await sample(
  `select value from identity tablesample system (${sampleShare()}) where kind = 'phone' and main limit 2000`,
)
const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
const typed = () => ({
  type: random() < 0.7 ? 'client' : 'prospect',
  name: pick(names),
  phones: [random() < 0.5 ? pick(phones) : `9${Math.floor(random() * 1e9)}`],
  emails: [`bench${Math.floor(random() * 1e9)}@mail.ru`],
})
const saved = () => ({
  id: newId(),
  kind: 'organisation',
  name: pick(names),
  phones: [random() < 0.3 ? pick(phones) : `9${String(Math.floor(random() * 1e9)).padStart(9, '0')}`],
})
const warm = Array.from({ length: WARM }, typed)
await measure(1, warm, body => send('/api/v1/duplicates/check', body))
const check = await measure(1, Array.from({ length: requests }, typed), body => send('/api/v1/duplicates/check', body))
const bodies = Array.from({ length: requests }, saved)
const save = await measure(1, bodies, body => send('/api/v1/clients', body))
print([rowOf('check while typing', 1, check), rowOf('save of a client, warnings included', 1, save)])
hold('p95 of the check', check.p95, check.p95 <= GOALS.p95)

close()
await base.close()
process.exitCode = failed ? 1 : 0

/** A few thousand rows, whatever the size of the base. */
function sampleShare(): number {
  return clients > 200_000 ? 2 : 20
}
