import { expect, test } from 'vitest'
import { aWorld } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { aClient, aProspect } from '../../clients/builders.ts'
import * as clients from '../../clients/contract.ts'
import { search } from '../contract.ts'

const world = await aWorld()
const boss = world.as('administrator')
const find = async (q: string) => (await boss.ok(search, { query: { q } })).items
const merge = (kind: 'client' | 'prospect', winnerId: string, loserId: string, choices = {}) =>
  boss.ok(clients.mergeParties, { body: { id: newId(), kind, winnerId, loserId, choices } })

test('a merged client is found as the winner by everything that it was known by, with the reason', async () => {
  const winner = await boss.ok(clients.createClient, { body: aClient({ name: 'ООО «Полярис»', phones: [] }) })
  const loser = await boss.ok(clients.createClient, {
    body: aClient({ name: 'ООО «Кассиопея Плюс»', phones: ['+7 383 511-22-33'], inn: '7707083893', kpp: '773601001' }),
  })
  const made = await merge('client', winner.id, loser.id, { phones: 'winner', inn: 'winner' })
  for (const [q, field, text] of [
    ['кассиопея', 'name', 'ООО «Кассиопея Плюс»'],
    ['5112233', 'phones', '+7 383 511-22-33'],
    ['7707083893', 'inn', '7707083893'],
  ] as const) {
    const [item, ...others] = await find(q)
    expect([q, item?.id, others]).toEqual([q, winner.id, []])
    expect(item?.matches).toContainEqual(expect.objectContaining({ field, text }))
  }
  // Whoever registers the same caller again is told of the winner.
  const again = await boss.ok(clients.createClient, { body: aClient({ phones: ['8 383 511 22 33'] }) })
  expect(again.warnings?.map(each => (each.data as { id: string }).id)).toEqual([winner.id])
  await boss.ok(clients.undoMerge, { params: { id: made.id } })
  expect((await find('кассиопея')).map(each => each.id)).toEqual([loser.id])
})

test('names are handed on through a chain of merges', async () => {
  const made = await Promise.all(
    ['Альдебаранов Антон', 'Бетельгейзе Борис', 'Вегин Виктор'].map(fullName =>
      boss.ok(clients.createProspect, { body: aProspect({ fullName }) }),
    ),
  )
  const [a, b, c] = made.map(each => each.id) as [string, string, string]
  await merge('prospect', b, a)
  await merge('prospect', c, b)
  for (const name of ['альдебаранов', 'бетельгейзе', 'вегин'])
    expect((await find(name)).map(each => each.id)).toEqual([c])
})
