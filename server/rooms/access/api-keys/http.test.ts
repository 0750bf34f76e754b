import { beforeAll, describe, expect, it } from 'vitest'
import { aWorld, people, type World } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { changeMe, readMe } from '../contract.ts'
import { createApiKey, listApiKeys, revokeApiKey } from './contract.ts'
import { warnOfKeys } from '../jobs.ts'

let world: World
let clock = new Date('2026-03-02T09:00:00Z')
beforeAll(async () => {
  world = await aWorld({ now: () => clock })
  const expires_at = new Date(clock.getTime() + 86_400_000)
  await world.db.q.updateTable('session').set({ seen_at: clock, expires_at }).execute()
})

const make = (who: 'salesperson' | 'administrator' | 'head', more: object = {}) =>
  world.as(who).call(createApiKey, { body: { id: newId(), name: 'Обмен', ...more } })
const by = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } })

describe('an API key', () => {
  it('is made and seen by signed-in people only, each their own; by administrators for anybody', async () => {
    for (const endpoint of [listApiKeys, createApiKey]) {
      expect((await world.as(null).call(endpoint, { body: {} })).status).toBe(401)
    }
    expect((await world.as(null).call(revokeApiKey, { params: { id: newId() } })).status).toBe(401)
    expect((await make('head', { userId: people.salesperson.id })).status).toBe(403)
    const { body } = await make('administrator', { userId: people.salesperson.id })
    expect(body.user).toEqual({ id: people.salesperson.id, name: people.salesperson.name })
    const ids = async (who: 'salesperson' | 'head') => (await world.as(who).ok(listApiKeys)).items.map(item => item.id)
    expect(await ids('salesperson')).toContain(body.id)
    expect(await ids('head')).not.toContain(body.id)
    expect((await world.as('head').call(revokeApiKey, { params: { id: body.id } })).status).toBe(404)
  })

  it('shows its secret once and stores it nowhere', async () => {
    const body = { id: newId(), name: 'Сайт' }
    const first = await world.as('salesperson').call(createApiKey, { body })
    const again = await world.as('salesperson').call(createApiKey, { body })
    expect([first.status, again.status]).toEqual([201, 200])
    expect(first.body.secret).toMatch(/^int_[\w-]{43}$/)
    expect(again.body.secret).toBe('')
    const { rows } = await world.db.pool.query('select api_key::text as row from api_key')
    expect(JSON.stringify(rows)).not.toContain(first.body.secret)
    const listed = await world.as('salesperson').ok(listApiKeys)
    expect(JSON.stringify(listed)).not.toContain(first.body.secret.slice(0, 20))
  })

  it('opens what its user may see, without a cookie and without the check of the site', async () => {
    const { body } = await make('salesperson')
    const me = await world.as(null).call(readMe, by(body.secret))
    expect(me.body.user.id).toBe(people.salesperson.id)
    const headers = { ...by(body.secret).headers, 'sec-fetch-site': 'cross-site' }
    expect((await world.as(null).call(changeMe, { body: { language: 'ru' }, headers })).status).toBe(200)
    await expect
      .poll(async () => (await world.as('salesperson').ok(listApiKeys)).items.find(item => item.id === body.id))
      .toMatchObject({ lastUsedAt: clock.toISOString() })
  })

  it('opens nothing when it is wrong, revoked or too old', async () => {
    expect((await world.as(null).call(readMe, by('int_guess'))).status).toBe(401)
    expect((await world.as('salesperson').call(readMe, by('int_guess'))).status).toBe(401)
    const past = await make('salesperson', { expiresAt: '2026-03-01T00:00:00Z' })
    expect(past.problem.data.errors[0].path).toBe('expiresAt')
    const { body } = await make('salesperson', { expiresAt: '2026-03-02T10:00:00Z' })
    expect((await world.as(null).call(readMe, by(body.secret))).status).toBe(200)
    clock = new Date('2026-03-02T10:00:01Z')
    expect((await world.as(null).call(readMe, by(body.secret))).status).toBe(401)
    const second = await make('salesperson')
    expect((await world.as('salesperson').call(revokeApiKey, { params: { id: second.body.id } })).status).toBe(204)
    expect((await world.as('salesperson').call(revokeApiKey, { params: { id: second.body.id } })).status).toBe(204)
    expect((await world.as(null).call(readMe, by(second.body.secret))).status).toBe(401)
  })

  it('is limited to the scopes that it was given; what else it asks for is told by name', async () => {
    const { body } = await make('salesperson', { scopes: ['read', 'clients:write', 'read'] })
    expect(body.scopes).toEqual(['clients:write', 'read'])
    expect((await world.as(null).call(readMe, by(body.secret))).status).toBe(200)
    const refused = await world.as(null).call(changeMe, { body: { name: 'Взлом' }, ...by(body.secret) })
    expect([refused.status, refused.problem.code]).toEqual([403, 'api_key.scope_missing'])
    expect(refused.problem.data).toEqual({ missing: 'account', scopes: ['clients:write', 'read'] })
    expect(refused.problem.detail).toContain('account')
    expect((await make('salesperson')).body.scopes).toBe(null)
    expect((await make('salesperson', { scopes: [] })).status).toBe(422)
    expect((await make('salesperson', { scopes: ['everything'] })).status).toBe(422)
  })

  it('makes no key that may do more than itself', async () => {
    const { body } = await make('administrator', { scopes: ['account', 'read'] })
    const more = (scopes?: string[]) =>
      world.as(null).call(createApiKey, { body: { id: newId(), name: 'Еще', scopes }, ...by(body.secret) })
    for (const scopes of [undefined, ['read', 'administration']]) {
      const refused = await more(scopes)
      expect([refused.status, refused.problem.data.errors[0].path]).toEqual([422, 'scopes'])
    }
    expect((await more(['read'])).body.scopes).toEqual(['read'])
  })

  it('tells its owner a week before it ends, once', async () => {
    const days = (count: number) => new Date(clock.getTime() + count * 86_400_000).toISOString()
    const soon = await make('head', { expiresAt: days(6) })
    await make('head', { expiresAt: days(8) })
    const gone = await make('head', { expiresAt: days(5) })
    await world.as('head').call(revokeApiKey, { params: { id: gone.body.id } })
    for (const _ of [1, 2]) await warnOfKeys(world.platform).handle({} as never)
    const told = await world.db.q.selectFrom('notice').selectAll().where('kind', '=', 'api_key.expires').execute()
    expect(told.map(each => each.user_id)).toEqual([people.head.id])
    expect(told.map(each => each.data)).toEqual([
      { key: { id: soon.body.id, name: 'Обмен' }, expiresAt: soon.body.expiresAt },
    ])
  })
})
