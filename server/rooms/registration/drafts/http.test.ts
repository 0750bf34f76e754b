import { expect, test } from 'vitest'
import { aWorld } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { dropDraft, listDrafts, saveDraft } from '../contract.ts'

const world = await aWorld()
const me = world.as('salesperson')

test('a draft whose answer was lost is kept and dropped once more without a refusal', async () => {
  const params = { id: newId() }
  const save = { params, body: { body: { search: 'Ветрова' } }, headers: { 'idempotency-key': newId() } }
  expect((await me.call(saveDraft, save)).status).toBe(200)
  expect((await me.call(saveDraft, save)).body.body).toEqual({ search: 'Ветрова' })
  const drop = { params, headers: { 'idempotency-key': newId() } }
  await me.ok(dropDraft, drop)
  await me.ok(dropDraft, drop)
  expect((await me.ok(listDrafts)).items).toEqual([])
})

test('a draft is saved at every pause of the typing and leaves no key behind', async () => {
  const params = { id: newId() }
  for (const search of ['Вет', 'Ветро', 'Ветрова']) {
    await me.ok(saveDraft, { params, body: { body: { search } }, headers: { 'idempotency-key': newId() } })
  }
  expect((await me.ok(listDrafts)).items.map(each => each.body)).toEqual([{ search: 'Ветрова' }])
  await me.ok(dropDraft, { params, headers: { 'idempotency-key': newId() } })
  expect(await world.db.q.selectFrom('operation').selectAll().execute()).toEqual([])
})
