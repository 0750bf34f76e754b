import pg from 'pg'
import { beforeAll, expect, inject, test } from 'vitest'
import { aWorld, people } from '../../../../app/testing.ts'
import { watchPlans } from '../../../../platform/db/testing.ts'
import { newId, NIL_ID } from '../../../../platform/pure/ids.ts'
import { type Caller, makeScope } from '../../../../platform/scope.ts'
import { findFamiliar, listRecent } from '../familiar/queries.ts'
import { findRecords, listInterestsBySubject } from '../found/queries.ts'
import { readQuestion } from '../rules.ts'
import { lookUpReadings, readLine } from './queries.ts'

const world = await aWorld()
const caller: Caller = {
  ...world.caller('salesperson'),
  scope: makeScope({ principals: [people.salesperson.id, NIL_ID] }),
}

/** 50,000 words of five syllables, each the surname of somebody who has a code in the mail; a year of views. */
beforeAll(async () => {
  const syllables = 'ба ве гор ду жи зак ло ман ни пор'.split(' ')
  for (let from = 0; from < 50_000; from += 5_000) {
    await world.db.pool.query(
      `with word as (
         select n, ($1::text[])[n / 10000 % 10 + 1] || ($1::text[])[n / 1000 % 10 + 1] || ($1::text[])[n / 100 % 10 + 1]
           || ($1::text[])[n / 10 % 10 + 1] || ($1::text[])[n % 10 + 1] as w
         from generate_series($3::int, $3::int + 4999) n),
       sounds as (insert into identity_sound (sound, word) select w, w from word),
       fragments as (
         insert into identity_word (fragment, word)
         select substr(v, i), v from word cross join lateral (values (w), ('code' || n)) x(v)
         cross join lateral generate_series(1, length(v) - 2) i)
       insert into identity (kind, value, main, owner_kind, owner_id, client_id, owner_key, field)
       select kind, value, true, 'client', id, id, $2, field from (
         select w, n, gen_random_uuid() as id from word) p
       cross join lateral (values ('name', w || ' иван', 'name'), ('email', 'code' || n || '@mail.ru', 'emails')) v(kind, value, field)`,
      [syllables, people.salesperson.id, from],
    )
  }
  await world.db.pool.query(
    `insert into audit (id, at, actor_id, kind, record_kind, record_id)
     select gen_random_uuid(), now() - n * interval '1 minute', $1, 'client.viewed', 'client', gen_random_uuid()
     from generate_series(1, 20000) n`,
    [people.salesperson.id],
  )
  const owner = new pg.Client({ ...inject('cluster').owner, database: String(world.db.pool.options.database) })
  await owner.connect()
  await owner.query('vacuum (analyze) identity, identity_word, identity_sound, audit')
  await owner.end()
}, 120_000)

const isScanned = (text: string) =>
  /"Node Type": ?"Seq Scan"[^}]*"Relation Name": ?"(?:identity|audit|interest)/.test(text)

test.each([
  ['a typo', 'бавегордужы иван', 'identity_sound_remnant', 2_500],
  ['two typos', 'бовигордужи', 'identity_sound_remnant', 2_500],
  ['the Latin layout', ',fdtujhle;b', 'identity_sound_value', 4_000],
  ['Latin letters', 'bavegorduzhi', 'identity_sound_value', 4_000],
  ['a typo in a code of a mail', 'cod31337@mail.ru', 'identity_word_fragment', 2_500],
  ['nothing', 'ъщхъщхъщх', 'identity_sound_value', 2_500],
])('%s is looked up by ordered indexes within a bound: %s', async (_, typed, index, most) => {
  const { db, plans } = watchPlans(world.db)
  const { readings } = await readLine(db, typed)
  for (const lookUp of lookUpReadings(readings, 'any', 48)) await findRecords(db, caller.scope.clients, lookUp, 18)
  expect(plans.some(plan => plan.text.includes(index))).toBe(true)
  for (const plan of plans) {
    expect(isScanned(plan.text)).toBe(false)
    expect(plan.buffers).toBeLessThan(most)
  }
})

test('what a person deals with is read by its indexes, however long the history', async () => {
  const { db, plans } = watchPlans(world.db)
  const recent = await listRecent(db, caller.actor.userId)
  expect(recent.ids).toHaveLength(40)
  await findFamiliar(db, caller, readQuestion('иван').terms, recent)
  await listInterestsBySubject(db, caller.scope.interests, ['полив'], 12)
  for (const plan of plans) {
    expect(isScanned(plan.text)).toBe(false)
    expect(plan.buffers).toBeLessThan(2_500)
  }
  expect(await listRecent(db, newId())).toEqual({ ids: [], held: [] })
})
