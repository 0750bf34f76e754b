import type { SearchItem } from '../server/rooms/registration/contract.ts'
import { clientOf, print } from './measure.ts'
import { openBase } from './prepared.ts'
import { type Asked, fragments, type Kind, kinds, readCorpus } from './search-quality/corpus.ts'

/**
 * `npm run bench:search-quality [-- clients interests] [--show]`: the share of questions whose record is among the
 * first rows, by kind of slip, asked as an administrator, who sees everything. «Alone»: where nobody else holds the same.
 * Fails when exact questions fall below 0.99 in the first three, slips below 0.95 in the first five.
 */
const isShown = process.argv.includes('--show')
const [clients = 20_000, interests = 40_000] = process.argv
  .slice(2)
  .filter(each => each !== '--show')
  .map(Number)
const base = await openBase(clients, interests, 'administrator')
const { get, close } = clientOf(base)
const ROWS = 10

interface Holder {
  owner_id: string
  client_id: string | null
}

const owners = async (kind: string, values: readonly string[]) =>
  (
    await base.sql.query<Holder>(
      values.some(value => value.includes('%'))
        ? `select distinct owner_id, client_id from identity where kind = $1 and main and value like any($2) and not archived limit 100`
        : `select distinct owner_id, client_id from identity where kind = $1 and value = any($2) and main and not archived limit 100`,
      [kind, values],
    )
  ).rows

/** Parties that a word and four digits are as true of: a phone ends so, and somebody's name has a word that begins so. */
const besides = async (word: string, digits: string) =>
  (
    await base.sql.query(
      `select distinct coalesce(i.client_id, i.owner_id) as id from identity i
       cross join lateral (
         select from identity n
         where coalesce(n.client_id, n.owner_id) = coalesce(i.client_id, i.owner_id) and n.main
           and n.kind in ('name', 'text', 'site') and ' ' || n.value like $2
         limit 1
       ) named
       where i.kind = 'phone' and substr(i.value, 7) >= $1 and substr(i.value, 7) < $1 || chr(1114111) and not i.archived`,
      [digits, `% ${word}%`],
    )
  ).rows

const isOne = (item: SearchItem, holders: readonly Holder[]) =>
  holders.some(
    ({ owner_id, client_id }) =>
      item.id === owner_id ||
      ((item.type === 'contractor' || item.type === 'client') && client_id !== null && item.id === client_id),
  )

interface Result extends Asked {
  /** Rows of the answer that are the record, or one that holds the same; from one on. */
  at: number
  alone: boolean
  took: number
}

async function ask(asked: Asked): Promise<Result | null> {
  const expected = await owners(asked.by, [asked.value])
  if (expected.length === 0) return null
  const same = await owners(asked.same, asked.values)
  const parties = new Set([...same, ...expected].map(({ owner_id, client_id }) => client_id ?? owner_id))
  const [, word, digits] = /^(\p{L}+) (\d{4})$/u.exec(asked.typed) ?? []
  const others = word !== undefined && digits !== undefined ? await besides(word, digits) : []
  const from = performance.now()
  const { body } = await get(`/api/v1/search?limit=${ROWS}&q=${encodeURIComponent(asked.typed)}`)
  const took = performance.now() - from
  const items = (body as { items: SearchItem[] }).items
  const at = items.findIndex(item => isOne(item, [...expected, ...same])) + 1
  return { ...asked, at, alone: parties.size === 1 && others.length <= 1, took }
}

const results: Result[] = []
let absent = 0
for (const asked of readCorpus()) {
  const result = await ask(asked)
  if (result === null) absent++
  else results.push(result)
}
const isFragment = (kind: Kind) => (fragments as readonly string[]).includes(kind)
const mostRows = (kind: Kind) => (isFragment(kind) ? 3 : 5)
if (isShown) {
  for (const { kind, typed, at, alone, values } of results) {
    if (at === 0 || at > mostRows(kind))
      console.log(`${kind}\t${at}\t${alone ? 'alone' : 'shared'}\t${typed}\t${values[0]}`)
  }
}
if (absent > 0) console.log(`${absent} records of the corpus are not in this base: was it loaded with another seed?`)

const share = (some: readonly Result[], most: number) =>
  some.length === 0 ? 1 : some.filter(({ at }) => at > 0 && at <= most).length / some.length
let isGood = absent === 0
const rows = [...fragments, ...kinds].map((kind: Kind) => {
  const all = results.filter(result => result.kind === kind)
  const alone = all.filter(result => result.alone)
  const reached = share(alone, mostRows(kind))
  const isReached = reached >= (isFragment(kind) ? 0.99 : 0.95)
  isGood &&= isReached
  const times = all.map(({ took }) => took).sort((a, b) => a - b)
  return {
    kind,
    asked: all.length,
    alone: alone.length,
    ...Object.fromEntries([1, 3, 5, 10].map(most => [`first ${most}`, share(alone, most).toFixed(3)])),
    'all, first 5': share(all, 5).toFixed(3),
    'ms, p95': (times[Math.floor(times.length * 0.95)] ?? 0).toFixed(1),
    '': isReached ? '' : 'too few',
  }
})
print(rows)
close()
await base.close()
if (!isGood) process.exitCode = 1
