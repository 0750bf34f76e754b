import { beforeAll, describe, expect, it } from 'vitest'
import { aWorld, departments, people, type World } from '../../../app/testing.ts'
import { newId, NIL_ID } from '../../../platform/pure/ids.ts'
import { findCallerOfUser, systemCaller } from './queries.ts'

let world: World
const north = newId()
const murmansk = newId()
const northerner = newId()

beforeAll(async () => {
  world = await aWorld()
  const { q } = world.db
  await q
    .insertInto('department')
    .values([
      { id: north, name: 'Север', parent_id: departments.sales.id },
      { id: murmansk, name: 'Мурманск', parent_id: north },
    ])
    .execute()
  const user = { email: 'north@example.com', name: 'Глеб', role: 'salesperson', department_id: murmansk }
  await q
    .insertInto('app_user')
    .values({ id: northerner, ...user })
    .execute()
})

const scopeOf = async (id: string) => (await findCallerOfUser(world.db, id, new Date()))?.scope.clients

describe('the scope that a gate gives', () => {
  it('to a head covers the own department and everything below, however deep, and nothing beside', async () => {
    const scope = await scopeOf(people.head.id)
    for (const { id } of [people.head, people.salesperson, people.colleague]) expect(scope?.covers(id)).toBe(true)
    expect(scope?.covers(northerner)).toBe(true)
    expect(scope?.covers(null)).toBe(true)
    expect(scope?.covers(people.stranger.id)).toBe(false)
  })

  it('to a salesperson covers the own records and those without a responsible', async () => {
    const scope = await scopeOf(people.salesperson.id)
    expect(scope?.principals).toEqual([people.salesperson.id, NIL_ID])
  })

  it('to an administrator and to the product itself covers everything', async () => {
    expect((await scopeOf(people.administrator.id))?.isAll).toBe(true)
    expect(systemCaller().scope.clients.isAll).toBe(true)
  })

  it('to a head without a department is that of a salesperson', async () => {
    const id = newId()
    const user = { id, email: 'free@example.com', name: 'Вольный', role: 'head' }
    await world.db.q.insertInto('app_user').values(user).execute()
    expect((await scopeOf(id))?.principals).toEqual([id, NIL_ID])
  })

  it('follows a change of department with the next request', async () => {
    const department_id = departments.service.id
    const move = (id: string | null) =>
      world.db.q.updateTable('app_user').set({ department_id: id }).where('id', '=', northerner).execute()
    await move(department_id)
    expect((await scopeOf(people.head.id))?.covers(northerner)).toBe(false)
    await move(murmansk)
    expect((await scopeOf(people.head.id))?.covers(northerner)).toBe(true)
  })

  it('counts in the person’s zone, else in the company’s', async () => {
    const timeZoneOf = async () => (await findCallerOfUser(world.db, northerner, new Date()))?.actor.timeZone
    expect(await timeZoneOf()).toBe('Asia/Yekaterinburg')
    await world.db.q.updateTable('app_user').set({ time_zone: 'Asia/Omsk' }).where('id', '=', northerner).execute()
    expect(await timeZoneOf()).toBe('Asia/Omsk')
  })

  it('to a deactivated person is none', async () => {
    await world.db.q.updateTable('app_user').set({ deactivated_at: new Date() }).where('id', '=', northerner).execute()
    expect(await findCallerOfUser(world.db, northerner, new Date())).toBe(null)
  })
})
