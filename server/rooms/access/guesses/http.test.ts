import { beforeAll, expect, it } from 'vitest'
import { aWorld, people, type World } from '../../../app/testing.ts'
import { signIn } from '../contract.ts'
import { hashPassword } from '../secrets/service.ts'

const password = 'три слона в лодке'
const [office, elsewhere] = ['198.51.100.7', '203.0.113.9']
let world: World
let clock = new Date('2026-03-02T09:00:00Z')

beforeAll(async () => {
  world = await aWorld({ now: () => clock })
  await world.db.q
    .updateTable('app_user')
    .set({ password_hash: await hashPassword(password) })
    .execute()
})

const wait = (minutes: number) => {
  clock = new Date(clock.getTime() + minutes * 60_000)
}

/** From a place, as the proxy or the socket tells it. */
async function enter(email: string, secret: string, remoteAddress: string) {
  const answer = await world.node.server.inject({
    method: 'POST',
    url: signIn.path,
    remoteAddress,
    headers: { 'sec-fetch-site': 'same-origin' },
    payload: { email, password: secret },
  })
  return { status: answer.statusCode, seconds: Number(answer.headers['retry-after'] ?? 0) }
}

it('makes whoever goes on guessing at an account wait longer each time, wherever the guesses come from', async () => {
  const { email } = people.colleague
  for (let n = 0; n < 10; n++) expect((await enter(email, `guess ${n}`, `192.0.2.${n}`)).status).toBe(401)
  const waits: number[] = []
  for (let n = 0; n < 4; n++) {
    const { status, seconds } = await enter(email, password, '192.0.2.99')
    expect(status).toBe(429)
    waits.push(Math.round(seconds / 60))
    wait(seconds / 60 + 0.1)
    expect((await enter(email, 'guess', `192.0.2.${100 + n}`)).status).toBe(401)
  }
  expect(waits).toEqual([15, 30, 60, 60])
  wait(60.1)
  expect((await enter(email, password, '192.0.2.99')).status).toBe(200)
  // Whoever knows the password was the one: the count begins anew.
  expect((await enter(email, 'slip', '192.0.2.98')).status).toBe(401)
})

it('lets nobody be locked out by strangers where that person is at home', async () => {
  const { email } = people.salesperson
  expect((await enter(email, password, office)).status).toBe(200)
  for (let n = 0; n < 12; n++) await enter(email, `guess ${n}`, elsewhere)
  expect((await enter(email, password, elsewhere)).status).toBe(429)
  expect((await enter(email, password, office)).status).toBe(200)
})

it('closes no office by the slips of those who work there', async () => {
  const { email } = people.salesperson
  for (let n = 0; n < 10; n++) expect((await enter(email, 'slip', office)).status).toBe(401)
  expect((await enter(email, password, office)).status).toBe(429)
  expect((await enter(people.head.email, password, office)).status).toBe(200)
})

it('looks at no more than ten of many guesses at the same moment', async () => {
  wait(25 * 60)
  const answers = await Promise.all(
    Array.from({ length: 25 }, (_, n) => enter(people.stranger.email, `guess ${n}`, elsewhere)),
  )
  expect(answers.filter(each => each.status === 401).length).toBe(10)
  expect(answers.filter(each => each.status === 429).length).toBe(15)
})

it('keeps nothing that a person typed', async () => {
  const { rows } = await world.db.pool.query('select key from guess')
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain('@')
})
