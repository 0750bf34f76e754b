import pg from 'pg'
import { beforeAll, expect, inject, test } from 'vitest'
import { aWorld, people } from '../../../../app/testing.ts'
import type { Queryable } from '../../../../platform/db/database.ts'
import { watchPlans } from '../../../../platform/db/testing.ts'
import { NIL_ID } from '../../../../platform/pure/ids.ts'
import { makeScope, type Reach } from '../../../../platform/scope.ts'
import { findRecords } from '../found/queries.ts'
import { listBearers, readLead } from '../numbered/queries.ts'
import { lookUpHolding, lookUpTogether } from '../parties/queries.ts'
import { type NumberTerm, readQuestion } from '../rules.ts'
import { listCandidates, type LookUp, lookUpName, lookUpTerm } from './queries.ts'
import { probeName, probeTerm, probeTogether } from './rules.ts'

const world = await aWorld()

const own = makeScope({ principals: [people.salesperson.id, NIL_ID] }).clients
const many = makeScope({ principals: [...Array.from({ length: 30 }, (_, n) => owner(n)), NIL_ID] }).clients
const all = makeScope({ principals: null }).clients

function owner(n: number): string {
  return `01900000-0000-7000-8000-b${String(n).padStart(11, '0')}`
}

/** 100,000 rows: names of three words, every third one an Ivan, and a phone each, spread over sixty people. */
beforeAll(async () => {
  for (let from = 0; from < 25_000; from += 5_000) {
    await world.db.pool.query(
      `with party as (
         select n, gen_random_uuid() as id, ('01900000-0000-7000-8000-b' || lpad((n % 60)::text, 11, '0'))::uuid as owner,
                'слово' || (n * 7919 % 20011) as surname, case when n % 3 = 0 then 'иван' else 'имя' || n % 97 end as name,
                'отец' || n % 101 as father
         from generate_series($1::int + 1, $1::int + 5000) n),
       turned as (
         select party.*, v.value, v.main from party cross join lateral (values
           (surname || ' ' || name || ' ' || father, true), (name || ' ' || father || ' ' || surname, false),
           (father || ' ' || surname || ' ' || name, false)) v(value, main))
       insert into identity (kind, value, main, owner_kind, owner_id, client_id, owner_key, field)
       select 'name', value, main, 'client', id, id, owner, 'name' from turned
       union all
       select 'phone', lpad((9160000000 + n::bigint * 7919 % 9999991)::text, 10, '0'), true, 'client', id, id, owner, 'phones' from party`,
      [from],
    )
  }
  await world.db.pool.query(
    `insert into identity_word select substr(w, n), w
     from (select 'слово' || n as w from generate_series(1, 20011) n) d, generate_series(1, length(w) - 2) n`,
  )
  const owner = new pg.Client({ ...inject('cluster').owner, database: databaseOf() })
  await owner.connect()
  await owner.query('vacuum (analyze) identity, identity_word')
  await owner.end()
}, 120_000)

function databaseOf(): string {
  return String(world.db.pool.options.database)
}

async function ask(db: Queryable, scope: Reach, typed: string) {
  const { terms } = readQuestion(typed)
  const [first] = terms
  const read = async (lookUp: LookUp) => {
    await findRecords(db, scope, lookUp, 18)
    return listCandidates(db, scope, lookUp)
  }
  if (first && terms.length === 1) return read(lookUpTerm(probeTerm(first, 'any'), 48))
  const name = probeName(terms, 'any')
  const found = name ? await read(lookUpName(name, 48)) : []
  return found.length > 0 ? found : read(lookUpTogether(probeTogether(terms), 48))
}

test.each([
  ['a common word', 'иван', 2_500],
  ['a rare word', 'слово7919', 2_500],
  ['a part of many words', 'лово', 2_500],
  ['two common words', 'иван отец5', 5_000],
  ['words in another order', 'отец5 слово7919', 5_000],
  ['a whole phone', '89160007919', 2_500],
  ['four digits that many have', '9160', 2_500],
  ['digits of the middle', '60007', 2_500],
  ['a name and a phone', 'иван 7919', 15_000],
  ['nothing', 'ъъъщ', 2_500],
])('%s is found by ordered indexes within a bound: %s', async (_, typed, most) => {
  for (const scope of [own, many, all]) {
    const { db, plans } = watchPlans(world.db)
    await ask(db, scope, typed)
    for (const plan of plans) {
      expect(plan.text).not.toMatch(/"Node Type": ?"Seq Scan"[^}]*"Relation Name": ?"identity/)
      expect(plan.buffers).toBeLessThan(most)
    }
  }
})

test('a name beside a number that few have is looked for among those alone', async () => {
  const { terms } = readQuestion('иван 9160007919')
  const [, number] = terms
  for (const scope of [many, all]) {
    const { db, plans } = watchPlans(world.db)
    const numbered = number ? await listCandidates(db, scope, lookUpTerm(probeTerm(number, 'any'), 200)) : []
    await findRecords(db, scope, lookUpHolding(numbered, [probeTogether(terms)], { spread: 24, limit: 48 }), 18)
    expect(numbered.length).toBeGreaterThan(0)
    for (const plan of plans) expect(plan.buffers).toBeLessThan(1_000)
  }
})

test.each(['7919', '60007', '9160007919'])('whoever has %s is asked for names by ordered indexes', async digits => {
  const [number] = readQuestion(digits).terms
  for (const scope of [own, many, all]) {
    const { db, plans } = watchPlans(world.db)
    await readLead(db, scope, number as NumberTerm)
    const named = await listBearers(db, scope, number as NumberTerm, [['отец'], ['слово', 'отец1']], 18)
    if (scope === all) expect(named.ids).not.toEqual([])
    for (const plan of plans) {
      expect(plan.text).not.toMatch(/"Node Type": ?"Seq Scan"[^}]*"Relation Name": ?"identity/)
      expect(plan.buffers).toBeLessThan(15_000)
    }
  }
})

test('a common word is found in a narrow scope too', async () => {
  const scope = makeScope({ principals: [owner(0), NIL_ID] }).clients
  const { db } = watchPlans(world.db)
  const found = await ask(db, scope, 'иван отец')
  expect(new Set(found.map(each => each.owner_id)).size).toBeGreaterThan(10)
  expect(await ask(db, makeScope({ principals: [people.colleague.id] }).clients, 'иван')).toEqual([])
})
