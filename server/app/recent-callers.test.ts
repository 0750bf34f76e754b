import { beforeEach, describe, expect, it } from 'vitest'
import { aWorld, departments, people } from './testing.ts'
import { newId } from '../platform/pure/ids.ts'
import { aClient } from '../rooms/clients/builders.ts'
import { createClient, getClient, listClients } from '../rooms/clients/contract.ts'
import {
  changeDepartment,
  changeMe,
  changeUser,
  deactivateUser,
  endSession,
  getUser,
  listDepartments,
  listSessions,
  readMe,
  reactivateUser,
  signIn,
  signOut,
} from '../rooms/access/contract.ts'
import { createApiKey, revokeApiKey } from '../rooms/access/api-keys/contract.ts'
import { hashPassword } from '../rooms/access/secrets/service.ts'

let clock = new Date()
const world = await aWorld({ now: () => clock, open: true })
const boss = world.as('administrator')
const password = 'три слона в лодке'

/** The gate has just answered who this is, so it would answer from memory. */
beforeEach(async () => {
  for (const name of ['administrator', 'head', 'salesperson'] as const) await world.as(name).ok(readMe)
})

const change = async (who: keyof typeof people, body: object) => {
  const params = { id: people[who].id }
  const { version } = await boss.ok(getUser, { params })
  await boss.ok(changeUser, { params, body: { version, ...body } })
}

describe('what is taken away or given is so with the next request', () => {
  it('when a person is deactivated', async () => {
    const params = { id: people.stranger.id }
    await world.as('stranger').ok(readMe)
    await boss.ok(deactivateUser, { params })
    expect((await world.as('stranger').call(readMe)).status).toBe(401)
    await boss.ok(reactivateUser, { params })
  })

  it('when the role changes: the sessions end', async () => {
    await world.as('colleague').ok(readMe)
    await change('colleague', { role: 'head' })
    expect((await world.as('colleague').call(readMe)).status).toBe(401)
  })

  it('when somebody comes into the department of a head', async () => {
    const body = { ...aClient(), responsibleId: people.stranger.id }
    await boss.ok(createClient, { body })
    const seen = async () => (await world.as('head').ok(listClients)).items.map(each => each.id)
    expect(await seen()).not.toContain(body.id)
    await change('stranger', { departmentId: departments.sales.id })
    expect(await seen()).toContain(body.id)
    await change('stranger', { departmentId: departments.service.id })
    expect(await seen()).not.toContain(body.id)
  })

  it('when the person chooses another language', async () => {
    await world.as('salesperson').ok(changeMe, { body: { language: 'en' } })
    expect((await world.as('salesperson').call(getUser, { params: { id: newId() } })).problem.title).toMatch(/[a-z]/i)
    await world.as('salesperson').ok(changeMe, { body: { language: 'ru' } })
  })

  it('when a department comes below that of a head, or leaves it', async () => {
    const body = { ...aClient(), responsibleId: people.stranger.id }
    await boss.ok(createClient, { body })
    const params = { id: departments.service.id }
    const put = async (parentId: string | null) => {
      const { items } = await boss.ok(listDepartments)
      const version = items.find(each => each.id === params.id)?.version
      await boss.ok(changeDepartment, { params, body: { version, parentId } })
    }
    const sees = async () => (await world.as('head').call(getClient, { params: { id: body.id } })).status
    expect(await sees()).toBe(404)
    await put(departments.sales.id)
    expect(await sees()).toBe(200)
    await put(null)
    expect(await sees()).toBe(404)
  })

  it('when a key is revoked', async () => {
    const { id, secret } = await boss.ok(createApiKey, { body: { id: newId(), name: 'Касса' } })
    const headers = { authorization: `Bearer ${secret}` }
    expect((await world.as(null).call(readMe, { headers })).status).toBe(200)
    await boss.call(revokeApiKey, { params: { id } })
    expect((await world.as(null).call(readMe, { headers })).status).toBe(401)
  })

  it('when a session is ended from another one, or by signing out', async () => {
    const password_hash = await hashPassword(password)
    const { id, email } = people.salesperson
    await world.db.q.updateTable('app_user').set({ password_hash }).where('id', '=', id).execute()
    const enter = async () => {
      const { headers } = await world.as(null).call(signIn, { body: { email, password } })
      return { cookie: String([headers['set-cookie']].flat()[0]).split(';')[0] ?? '' }
    }
    const [phone, desk] = [await enter(), await enter()]
    const ask = async (headers: { cookie: string }) => (await world.as(null).call(readMe, { headers })).status
    expect([await ask(phone), await ask(desk)]).toEqual([200, 200])
    const { items } = await world.as(null).ok(listSessions, { headers: phone })
    const current = items.find(each => each.current)
    await world.as(null).call(endSession, { params: { id: current?.id ?? '' }, headers: desk })
    expect([await ask(phone), await ask(desk)]).toEqual([401, 200])
    await world.as(null).call(signOut, { headers: desk })
    expect(await ask(desk)).toBe(401)
  })
})

it('a session is no key and a key no session, though either was seen a moment ago', async () => {
  const { secret } = await boss.ok(createApiKey, { body: { id: newId(), name: 'Касса' } })
  const { token } = people.salesperson
  const ask = async (headers: Record<string, string>) => (await world.as(null).call(readMe, { headers })).status
  for (const shown of [token, secret]) {
    const [asSession, asKey] = [{ cookie: `sid=${shown}` }, { authorization: `Bearer ${shown}` }]
    const expected = shown === token ? [200, 401] : [401, 200]
    for (let time = 0; time < 2; time++) expect([await ask(asSession), await ask(asKey)]).toEqual(expected)
  }
})

it('a clock that was put back makes nobody remembered for longer', async () => {
  const close = (at: Date | null) =>
    world.db.q.updateTable('app_user').set({ deactivated_at: at }).where('id', '=', people.salesperson.id).execute()
  await close(clock)
  clock = new Date(clock.getTime() - 3_000)
  expect((await world.as('salesperson').call(readMe)).status).toBe(401)
  await close(null)
})

it('what a hand in the database takes away is so within a second', async () => {
  const close = (at: Date | null) =>
    world.db.q.updateTable('app_user').set({ deactivated_at: at }).where('id', '=', people.salesperson.id).execute()
  const ask = async () => (await world.as('salesperson').call(readMe)).status
  // A late word about what was changed before makes the gate forget: then it is shown who this is once more.
  await expect
    .poll(async () => {
      await close(null)
      await ask()
      await close(clock)
      return ask()
    })
    .toBe(200)
  clock = new Date(clock.getTime() + 1_000)
  expect((await world.as('salesperson').call(readMe)).status).toBe(401)
  await close(null)
})

it('what another node takes away is so as soon as this one hears of it', async () => {
  const other = await aWorld({ open: true, beside: world })
  const who = await world.as('head').ok(readMe)
  const params = { id: who.user.id }
  const { version } = await boss.ok(getUser, { params })
  await other.as('administrator').ok(changeUser, { params, body: { version, role: 'salesperson' } })
  // The clock of this node stands still, so nothing grows too old to be believed.
  await expect.poll(async () => (await world.as('head').call(readMe)).status, { timeout: 10_000 }).toBe(401)
})
