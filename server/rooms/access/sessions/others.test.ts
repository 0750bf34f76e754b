import { beforeAll, expect, it } from 'vitest'
import { aWorld, people, type World } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { createSignInLink, createUser, endSession, listSessions, readMe, signIn, signInByLink } from '../contract.ts'
import { hashPassword } from '../secrets/service.ts'
import { checkSignInLink, endOtherSessions, endUserSession, endUserSessions, listUserSessions } from './contract.ts'

const password = 'три слона в лодке'
let world: World

beforeAll(async () => {
  world = await aWorld({ open: true })
  await world.db.q
    .updateTable('app_user')
    .set({ password_hash: await hashPassword(password) })
    .execute()
})

async function open(who: keyof typeof people) {
  const { headers } = await world.as(null).call(signIn, { body: { email: people[who].email, password } })
  return { headers: { cookie: String([headers['set-cookie']].flat()[0]).split(';')[0] ?? '' } }
}
const isOpen = async (by: Awaited<ReturnType<typeof open>>) => (await world.as(null).call(readMe, by)).status === 200
const admin = () => world.as('administrator')
const anna = { id: people.salesperson.id }

it('sessions of others are seen and ended by administrators only', async () => {
  const params = { ...anna, sessionId: newId() }
  for (const endpoint of [listUserSessions, endUserSession, endUserSessions]) {
    expect((await world.as(null).call(endpoint, { params })).status).toBe(401)
    expect((await world.as('head').call(endpoint, { params })).status).toBe(403)
    expect((await admin().call(endpoint, { params: { ...params, id: newId() } })).status).toBe(404)
  }
  expect((await admin().call(endUserSession, { params })).status).toBe(404)
  expect((await world.as(null).call(endOtherSessions)).status).toBe(401)
})

it('an administrator ends one session of a person at once, and its stream with it', async () => {
  const [here, there] = [await open('salesperson'), await open('salesperson')]
  await world.node.server.listen({ port: 0, host: '127.0.0.1' })
  const address = world.node.server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const stream = await fetch(`http://127.0.0.1:${port}/api/v1/events`, there)
  const own = await world.as(null).ok(listSessions, there)
  const sessionId = own.items.find(each => each.current)?.id ?? ''
  const { items } = await admin().ok(listUserSessions, { params: anna })
  expect(items.find(each => each.id === sessionId)).toMatchObject({ current: false })
  // The session of one person is not ended in the name of another.
  const wrong = { id: people.head.id, sessionId }
  expect((await admin().call(endUserSession, { params: wrong })).status).toBe(404)
  expect((await admin().call(endUserSession, { params: { ...anna, sessionId } })).status).toBe(204)
  const reader = stream.body?.getReader()
  while (!(await reader?.read())?.done);
  expect([await isOpen(here), await isOpen(there)]).toEqual([true, false])
})

it('or all of them; of the own ones all but this', async () => {
  const theirs = [await open('salesperson'), await open('salesperson')]
  expect((await admin().call(endUserSessions, { params: anna })).status).toBe(204)
  for (const each of theirs) expect(await isOpen(each)).toBe(false)
  expect((await admin().ok(listUserSessions, { params: anna })).items).toEqual([])
  const mine = await open('administrator')
  expect((await admin().call(endUserSessions, { params: { id: people.administrator.id } })).status).toBe(204)
  expect(await isOpen(mine)).toBe(false)
  expect((await admin().call(readMe)).status).toBe(200)
})

it('everybody ends all the own ones but this', async () => {
  const [here, there, elsewhere] = [await open('colleague'), await open('colleague'), await open('stranger')]
  expect((await world.as(null).call(endOtherSessions, here)).status).toBe(204)
  expect([await isOpen(here), await isOpen(there), await isOpen(elsewhere)]).toEqual([true, false, true])
  const { items } = await world.as(null).ok(listSessions, here)
  expect((await world.as(null).call(endSession, { params: { id: items[0]?.id ?? '' }, ...here })).status).toBe(204)
})

it('who ended what is in the audit log', async () => {
  const rows = await world.db.q.selectFrom('audit').selectAll().where('kind', 'like', 'session.%').execute()
  const byAdmin = rows.filter(row => row.actor_id === people.administrator.id)
  expect(byAdmin.map(row => row.kind)).toEqual(expect.arrayContaining(['session.ended', 'session.all_ended']))
  expect(byAdmin[0]?.detail).toEqual({ userId: anna.id })
})

it('a link says whose it is and what for before it is used, once a newer one voids it no more', async () => {
  const check = (token: string) => world.as(null).call(checkSignInLink, { body: { token } })
  const tokenOf = (url: string) => new URL(url, 'http://x').hash.slice('#token='.length)
  const id = newId()
  await admin().ok(createUser, { body: { id, email: 'new@example.com', name: 'Лев Новиков', role: 'salesperson' } })
  const older = await admin().ok(createSignInLink, { params: { id } })
  expect(older.meaning).toBe('invitation')
  expect((await check(tokenOf(older.url))).body).toEqual({
    meaning: 'invitation',
    user: { name: 'Лев Новиков', email: 'new@example.com' },
    expiresAt: older.expiresAt,
    secondFactor: false,
    passwordLength: 8,
  })
  const newer = await admin().ok(createSignInLink, { params: { id } })
  expect((await check(tokenOf(older.url))).problem.code).toBe('link.spent')
  // Looking does not use it up.
  for (const _ of [1, 2]) expect((await check(tokenOf(newer.url))).status).toBe(200)
  const entered = await world.as(null).call(signInByLink, { body: { token: tokenOf(newer.url), password } })
  expect(entered.status).toBe(200)
  expect((await check(tokenOf(newer.url))).problem.code).toBe('link.spent')
  expect((await admin().ok(createSignInLink, { params: { id } })).meaning).toBe('reset')
  expect((await check('guessed')).problem.code).toBe('link.spent')
})
