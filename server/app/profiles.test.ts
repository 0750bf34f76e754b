import { beforeAll, describe, expect, it } from 'vitest'
import { aWorld, type Name, people, type World } from './testing.ts'
import { newId } from '../platform/pure/ids.ts'
import { aClient } from '../rooms/clients/builders.ts'
import { changeClient, createClient, getClient, listClients } from '../rooms/clients/contract.ts'
import { previewProfile } from '../rooms/analytics/reach/contract.ts'
import { changeUser, createUser, getUser, readMe } from '../rooms/access/contract.ts'
import { SHIPPED } from '../rooms/access/rules.ts'
import * as api from '../rooms/access/profiles/contract.ts'

let world: World
beforeAll(async () => {
  world = await aWorld()
})
const boss = () => world.as('administrator')
const shipped = async (role: string) => {
  const { items } = await boss().ok(api.listProfiles)
  return items.find(each => each.role === role && each.name === null) ?? expect.fail(`no profile of ${role}`)
}
const copy = async (role: string, more: Partial<api.Grounds> = {}, name = `Профиль ${newId()}`) => {
  const from = await shipped(role)
  const body = { id: newId(), fromId: from.id, name, grounds: { ...from.grounds, ...more } }
  return boss().ok(api.copyProfile, { body })
}
const give = async (who: Name, profileId: string) => {
  const { version } = await boss().ok(getUser, { params: { id: people[who].id } })
  return boss().ok(changeUser, { params: { id: people[who].id }, body: { version, profileId } })
}
const reach = (level: api.Level) => ({ clients: level, interests: level, activities: level })

describe('profiles', () => {
  it('are read by everybody who is signed in and changed by administrators only', async () => {
    const { id } = await shipped('salesperson')
    const params = { id }
    for (const endpoint of [
      api.listProfiles,
      api.getProfile,
      api.copyProfile,
      api.changeProfile,
      api.archiveProfile,
      api.restoreProfile,
      previewProfile,
    ]) {
      expect((await world.as(null).call(endpoint as typeof api.getProfile, { params })).status).toBe(401)
    }
    for (const endpoint of [
      api.copyProfile,
      api.changeProfile,
      api.archiveProfile,
      api.restoreProfile,
      previewProfile,
    ]) {
      expect((await world.as('head').call(endpoint as typeof api.getProfile, { params })).status).toBe(403)
    }
    expect((await world.as('salesperson').ok(api.getProfile, { params })).can).toEqual({
      edit: false,
      copy: false,
      archive: false,
      restore: false,
    })
    expect((await boss().call(api.getProfile, { params: { id: newId() } })).status).toBe(404)
    expect((await boss().call(previewProfile, { params: { id: newId() }, body: {} })).status).toBe(404)
  })

  it('ship five, as their roles say, with the people of each', async () => {
    const { items } = await boss().ok(api.listProfiles)
    const five = items.filter(each => each.name === null)
    expect(five.map(each => [each.role, each.users, each.untouched])).toEqual([
      ['administrator', 1, true],
      ['head', 1, true],
      ['salesperson', 3, true],
      ['marketer', 0, true],
      ['observer', 0, true],
    ])
    for (const each of five) expect(each.grounds).toEqual(SHIPPED[each.role])
  })

  it('are copied, changed, put away when nobody has them and brought back', async () => {
    const made = await copy('salesperson', { see: reach('department') }, 'Старший менеджер')
    expect(made).toMatchObject({ role: 'salesperson', name: 'Старший менеджер', users: 0, untouched: false })
    const twice = { id: newId(), fromId: made.id, name: 'старший менеджер' }
    expect((await boss().call(api.copyProfile, { body: twice })).problem.code).toBe('profile.name_taken')
    const params = { id: made.id }
    const body = { version: 1, name: 'Ведущий менеджер', grounds: { ...made.grounds, rights: ['clients.export'] } }
    const changed = await boss().ok(api.changeProfile, { params, body })
    expect(changed).toMatchObject({ version: 2, name: 'Ведущий менеджер', grounds: { rights: ['clients.export'] } })
    await give('stranger', made.id)
    const inUse = await boss().call(api.archiveProfile, { params })
    expect([inUse.problem.code, inUse.problem.data]).toEqual(['profile.in_use', { users: 1 }])
    await give('stranger', (await shipped('salesperson')).id)
    expect((await boss().ok(api.archiveProfile, { params })).can).toMatchObject({ edit: false, restore: true })
    const gone = await boss().call(createUser, {
      body: { id: newId(), email: 'late@example.com', name: 'Лев', profileId: made.id },
    })
    expect(gone.problem.data.errors[0].path).toBe('profileId')
    expect((await boss().ok(api.restoreProfile, { params })).archivedAt).toBe(null)
  })

  it('of the administrator cannot change, and a copy of it is no administrator', async () => {
    const { id, version, grounds } = await shipped('administrator')
    const answer = await boss().call(api.changeProfile, { params: { id }, body: { version, grounds } })
    expect(answer.problem.code).toBe('profile.fixed')
    expect((await boss().call(api.archiveProfile, { params: { id } })).problem.code).toBe('profile.fixed')
    expect((await copy('administrator')).role).toBe('head')
  })

  it('that ship change like others, and go back to what ships', async () => {
    const before = await shipped('observer')
    const body = { version: before.version, grounds: { ...before.grounds, see: reach('own') } }
    const changed = await boss().ok(api.changeProfile, { params: { id: before.id }, body })
    expect(changed).toMatchObject({ untouched: false, grounds: { see: reach('own') } })
    const back = { version: changed.version, grounds: null }
    expect(await boss().ok(api.changeProfile, { params: { id: before.id }, body: back })).toMatchObject({
      untouched: true,
      grounds: SHIPPED.observer,
    })
    const named = { version: back.version + 1, name: 'Гость' }
    expect((await boss().call(api.changeProfile, { params: { id: before.id }, body: named })).problem.code).toBe(
      'profile.fixed',
    )
  })

  it('changed by two people at once tell both sides of what they dispute', async () => {
    const made = await copy('salesperson')
    const put = (rights: api.Right[]) =>
      boss().call(api.changeProfile, {
        params: { id: made.id },
        body: { version: 1, grounds: { ...made.grounds, rights } },
      })
    expect((await put(['clients.create'])).status).toBe(200)
    const second = await put(['clients.export'])
    expect([second.status, second.problem.data.fields[0].field]).toEqual([409, 'grounds'])
  })

  it('name everything that is wrong with what was set', async () => {
    const made = await copy('salesperson')
    const grounds = { ...made.grounds, see: { clients: 'everything' }, rights: ['fly'], more: 1 }
    const { status, problem } = await boss().call(api.changeProfile, {
      params: { id: made.id },
      body: { version: 1, grounds },
    })
    expect(status).toBe(422)
    expect(problem.data.errors.length).toBeGreaterThan(3)
  })
})

describe('who has a profile', () => {
  it('sees and may by it with the next request', async () => {
    const client = await world.as('colleague').ok(createClient, { body: aClient() })
    const anna = world.as('salesperson')
    const status = async () => (await anna.call(getClient, { params: { id: client.id } })).status
    expect(await status()).toBe(404)
    const wide = await copy('salesperson', { see: reach('department'), edit: reach('own'), rights: [] })
    await world.db.q
      .updateTable('app_user')
      .set({ profile_id: wide.id })
      .where('id', '=', people.salesperson.id)
      .execute()
    await boss().ok(api.changeProfile, { params: { id: wide.id }, body: { version: 1, name: `Смотрит ${newId()}` } })
    expect(await status()).toBe(200)
    const seen = await anna.ok(getClient, { params: { id: client.id } })
    expect(seen.can).toMatchObject({ edit: false, archive: false, merge: false, grant: false })
    expect((await anna.ok(listClients)).items.map(each => each.id)).toContain(client.id)
    const edit = { params: { id: client.id }, body: { version: 1, name: 'Мое' } }
    expect((await anna.call(changeClient, edit)).status).toBe(403)
    const create = await anna.call(createClient, { body: aClient() })
    expect([create.status, create.problem.data.reason]).toEqual([403, 'clients.create'])
    expect((await anna.ok(readMe)).can['clients.create']).toBe(false)
    const own = { ...wide.grounds, see: reach('own') }
    await boss().ok(api.changeProfile, { params: { id: wide.id }, body: { version: 2, grounds: own } })
    expect(await status()).toBe(404)
  })

  it('is told with the user, and a new profile ends the sessions of that person', async () => {
    const made = await copy('observer')
    expect((await give('stranger', made.id)).profile).toEqual({ id: made.id, name: made.name })
    expect((await world.as('stranger').call(readMe)).status).toBe(401)
    const { rows } = await world.db.pool.query(
      `select detail->'profile'->>'to' as profile from audit where kind = 'user.role_changed' order by at desc, id desc limit 1`,
    )
    expect(rows[0].profile).toBe(made.id)
    const { version } = await boss().ok(getUser, { params: { id: people.stranger.id } })
    const back = await boss().ok(changeUser, {
      params: { id: people.stranger.id },
      body: { version, role: 'salesperson' },
    })
    expect(back).toMatchObject({ role: 'salesperson', profile: { name: null } })
  })
})

describe('the preview of a change', () => {
  it('tells of each person which rights come and go and how many records are seen before and after', async () => {
    const made = await copy('salesperson', { see: reach('own'), rights: ['clients.create', 'clients.merge'] })
    const user = await boss().ok(createUser, {
      body: {
        id: newId(),
        email: 'novice@example.com',
        name: 'Новичкова Ева',
        profileId: made.id,
        departmentId: people.salesperson.departmentId,
      },
    })
    await boss().ok(createClient, { body: { ...aClient(), responsibleId: people.colleague.id } })
    await boss().ok(createClient, { body: { ...aClient(), responsibleId: user.id } })
    const grounds = { ...made.grounds, see: reach('all'), rights: ['clients.create', 'clients.export'] as api.Right[] }
    const { items } = await boss().ok(previewProfile, { params: { id: made.id }, body: { grounds } })
    const { total } = (await world.db.pool.query('select count(*)::int as total from client')).rows[0]
    const own = (
      await world.db.pool.query(
        'select count(*)::int as own from client where responsible_id = $1 or responsible_id is null',
        [user.id],
      )
    ).rows[0].own
    expect(items).toMatchObject([
      {
        user: { id: user.id, name: 'Новичкова Ева' },
        gains: ['clients.export'],
        loses: ['clients.merge'],
        clients: { before: own, after: total, more: false },
      },
    ])
    expect((await boss().ok(api.getProfile, { params: { id: made.id } })).version).toBe(1)
  })
})
