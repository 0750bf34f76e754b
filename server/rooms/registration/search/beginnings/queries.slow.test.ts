import { beforeAll, expect, test } from 'vitest'
import { aWorld, people } from '../../../../app/testing.ts'
import { watchPlans } from '../../../../platform/db/testing.ts'
import { NIL_ID } from '../../../../platform/pure/ids.ts'
import { makeScope } from '../../../../platform/scope.ts'
import { aClient } from '../../../clients/builders.ts'
import { createClient } from '../../../clients/contract.ts'
import { search } from '../../contract.ts'
import { listCandidates } from '../candidates/queries.ts'
import { readQuestion } from '../rules.ts'
import { lookUpBeginnings } from './queries.ts'

const world = await aWorld()
const names = ['северов петр иванович', 'зуев антип петрович', 'зуев борис сергеевич']
let target: string

/** Thousands share each beginning, one person all three; it stands behind them in every order of the index. */
beforeAll(async () => {
  await world.db.pool.query(
    `with party as (
       select gen_random_uuid() as id, string_to_array(name, ' ') as w
       from unnest($1::text[]) name, generate_series(1, 6000)),
     turned as (
       select id, v.value, v.main from party cross join lateral (values
         (w[1] || ' ' || w[2] || ' ' || w[3], true), (w[2] || ' ' || w[3] || ' ' || w[1], false),
         (w[3] || ' ' || w[1] || ' ' || w[2], false)) v(value, main))
     insert into identity (kind, value, main, owner_kind, owner_id, client_id, owner_key, field)
     select 'name', value, main, 'client', id, id, $2, 'name' from turned`,
    [names, people.salesperson.id],
  )
  await world.db.pool.query(
    `insert into identity_word select substr(w, n), w
     from unnest($1::text[]) w, generate_series(1, length(w) - 2) n`,
    [names.flatMap(name => name.split(' '))],
  )
  const body = aClient({ kind: 'person', name: 'Северцев Антон Сергиевич' })
  const made = await world.as('salesperson').ok(createClient, { body })
  target = made.id
  await world.db.pool.query('analyze identity')
}, 120_000)

test.each(['север ант серг', 'серг север ант', 'ант север', 'ант серг север'])(
  'a name of which every word was cut short is found though each beginning is common: %s',
  async typed => {
    for (const who of ['administrator', 'salesperson'] as const) {
      const { items } = await world.as(who).ok(search, { query: { q: typed } })
      expect(items.map(each => each.id)).toContain(target)
    }
    for (const scope of [
      makeScope({ principals: null }).clients,
      makeScope({ principals: [people.salesperson.id, NIL_ID] }).clients,
    ]) {
      const { db, plans } = watchPlans(world.db)
      const lookUp = lookUpBeginnings(readQuestion(typed).terms, 48)
      expect(lookUp).not.toBeNull()
      if (lookUp) expect((await listCandidates(db, scope, lookUp)).map(each => each.owner_id)).toContain(target)
      for (const plan of plans) {
        expect(plan.text).not.toMatch(/"Node Type": ?"Seq Scan"[^}]*"Relation Name": ?"identity/)
        expect(plan.buffers).toBeLessThan(3_000)
      }
    }
  },
)

test('words of two people find nobody by their beginnings', async () => {
  const { items } = await world.as('administrator').ok(search, { query: { q: 'зуев антип серги' } })
  expect(items).toEqual([])
})
