import { beforeEach, expect, it } from 'vitest'
import type { Platform } from '../../platform/platform.ts'
import { listUsers, setUp, signInByLink } from '../../rooms/access/contract.ts'
import { ensureSetUp } from '../../rooms/access/set-up/actions.ts'
import { aWorld, type World } from '../testing.ts'
import { ensureDemo } from './start.ts'

let world: World
beforeEach(async () => {
  world = await aWorld({ open: true })
  for (const table of [
    'session',
    'sign_in_link',
    'app_user',
    'department',
    'scenario_state_setting',
    'scenario_version',
    'scenario_state',
    'scenario',
    'directory_item',
    'company',
  ] as const) {
    await world.db.q.deleteFrom(table).execute()
  }
})

const asked = (more = {}): Platform => ({
  ...world.platform,
  config: { ...world.platform.config, demo: true, ...more },
})
const count = async (what: string) => Number((await world.db.pool.query(`select count(*) as n from ${what}`)).rows[0].n)

it('makes a company at work on an empty base and lets its administrator in once', { timeout: 120_000 }, async () => {
  const entry = await ensureDemo(asked())
  expect(entry?.kind).toBe('sign_in')
  const token = entry?.path.split('#token=')[1]
  const answer = await world.as(null).call(signInByLink, { body: { token } })
  expect(answer.body).toMatchObject({ user: { role: 'administrator' }, demo: true })
  const headers = { cookie: String([answer.headers['set-cookie']].flat()[0]).split(';')[0] ?? '' }
  const { items } = await world.as(null).ok(listUsers, { query: { limit: 50 }, headers })
  const roles = Map.groupBy(items, item => item.role)
  expect([roles.get('head')?.length, roles.get('salesperson')?.length]).toEqual([1, 5])
  expect(await count('client where demo')).toBe(2_000)
  expect(await count('interest where demo and responsible_id is not null')).toBeGreaterThan(0)

  expect(await ensureDemo(asked())).toBe(null)
  expect(await ensureSetUp(asked())).toBe(null)
  expect(await count('app_user')).toBe(7)
})

it('does nothing without the flag', async () => {
  expect(await ensureDemo(world.platform)).toBe(null)
  expect(await count('app_user')).toBe(0)
})

it('is loaded after a set-up that asked for it', { timeout: 120_000 }, async () => {
  const token = (await ensureSetUp(world.platform))?.path.split('#token=')[1]
  const administrator = { name: 'Ирина Вольская', email: 'irina@example.com', password: 'очень длинный пароль' }
  const company = { name: 'Север', timeZone: 'Asia/Omsk', currency: 'RUB' }
  await world.as(null).ok(setUp, { body: { token, administrator, company, demo: true } })
  await expect.poll(() => count('client where demo'), { timeout: 100_000, interval: 250 }).toBe(2_000)
})
