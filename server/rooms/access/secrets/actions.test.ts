import { beforeAll, beforeEach, expect, it } from 'vitest'
import { aWorld, type World } from '../../../app/testing.ts'
import { vaultOf } from '../../../platform/vault.ts'
import { perform } from '../../../platform/work.ts'
import { systemCaller } from '../gates/queries.ts'
import { beginSecondFactor } from '../second-factor/contract.ts'
import { readSignInRules } from '../sign-in-rules/contract.ts'
import { acceptKey, checkKey, seal } from './actions.ts'
import { countSealed, getKeyState } from './queries.ts'

let world: World
beforeAll(async () => {
  world = await aWorld()
})
beforeEach(async () => {
  await world.db.pool.query('delete from vault_check; delete from second_factor')
})

const other = vaultOf({ secretKey: 'another-key-'.repeat(4), dataDir: '/nowhere' })
/** A node on the same base whose key is another one. */
const stranger = () => ({ ...world.platform, vault: other })
const sealing = (platform = world.platform) =>
  perform(platform, systemCaller(), { verb: 'test.seal' }, work => seal(work, 'test', Buffer.from('тайна')))
const checks = async () => (await world.db.pool.query('select sealed from vault_check')).rows
const audited = async (kind: string) =>
  (await world.db.pool.query('select from audit where kind = $1', [kind])).rows.length

it('nothing is compared before anything is sealed, and from then on every node is', async () => {
  expect(await checkKey(stranger())).toBe('unused')
  await sealing()
  expect(await checkKey(world.platform)).toBe('right')
  expect(await checkKey(stranger())).toBe('another')
  expect(await audited('secret_key.another')).toBe(1)
  const { secretKey } = await world.as('administrator').ok(readSignInRules)
  expect(secretKey).toBe('right')
})

it('a node with another key seals nothing, and never writes over the value by which keys are compared', async () => {
  await sealing()
  const before = await checks()
  await expect(sealing(stranger())).rejects.toMatchObject({ code: 'secret_key.another' })
  await checkKey(stranger())
  expect(await checks()).toEqual(before)
})

it('of two nodes that seal for the first time at once with different keys, one is refused', async () => {
  const both = await Promise.allSettled([sealing(), sealing(stranger())])
  expect(both.map(each => each.status).sort()).toEqual(['fulfilled', 'rejected'])
})

it('a base that was sealed before keys were compared is judged by what it holds', async () => {
  await world.as('colleague').ok(beginSecondFactor)
  await world.db.pool.query('delete from vault_check')
  expect(await getKeyState(world.db, other)).toBe('another')
  expect(await checkKey(stranger())).toBe('another')
  expect(await checks(), 'the wrong one is not taken for the right one').toEqual([])
  await expect(sealing(stranger())).rejects.toMatchObject({ code: 'secret_key.another' })
  expect(await checkKey(world.platform)).toBe('right')
  expect(await checks()).toHaveLength(1)
})

it('a key that is lost for good is replaced by whoever says so, and what it sealed is counted', async () => {
  await world.as('colleague').ok(beginSecondFactor)
  await perform(stranger(), systemCaller(), { verb: 'test.accept' }, acceptKey)
  expect(await audited('secret_key.accepted')).toBe(1)
  expect(await getKeyState(world.db, other)).toBe('right')
  expect(await countSealed(world.db, other)).toEqual({ sealed: 1, foreign: 1 })
  expect((await world.as('colleague').call(beginSecondFactor)).problem.code).toBe('secret_key.another')
})
