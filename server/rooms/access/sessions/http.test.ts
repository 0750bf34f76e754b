import { beforeAll, describe, expect, it } from 'vitest'
import { aWorld, people, type World } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import {
  changeMe,
  changePassword,
  endSession,
  listSessions,
  readMe,
  signIn,
  signInByLink,
  signOut,
} from '../contract.ts'
import { createApiKey } from '../api-keys/contract.ts'
import { hashPassword, hashToken } from '../secrets/service.ts'
import { replaceLink } from './storage.ts'

let world: World
let clock = new Date('2026-03-02T09:00:00Z')
const password = 'три слона в лодке'

beforeAll(async () => {
  world = await aWorld({ now: () => clock })
  await setPassword('salesperson')
  await setPassword('colleague')
  // The template opened its sessions by the real clock.
  await world.db.q
    .updateTable('session')
    .set({ seen_at: clock, expires_at: later(30 * 24 * 60) })
    .execute()
})

async function setPassword(who: keyof typeof people): Promise<void> {
  const password_hash = await hashPassword(password)
  await world.db.q.updateTable('app_user').set({ password_hash }).where('id', '=', people[who].id).execute()
}

function later(minutes: number): Date {
  return new Date(clock.getTime() + minutes * 60_000)
}

function tokenOf(headers: Record<string, unknown>): string {
  const found = /^sid=([^;]+)/.exec(String([headers['set-cookie']].flat()[0]))?.[1]
  if (!found) throw new Error('no session cookie')
  return found
}

const enter = (email: string, secret: string, headers = {}) =>
  world.as(null).call(signIn, { body: { email, password: secret }, headers })

describe('sign-in', () => {
  it('lets a person in by e-mail and password, whatever the letter case of the e-mail', async () => {
    const answer = await enter(` ${people.salesperson.email.toUpperCase()}`, password)
    expect(answer.status).toBe(200)
    expect(answer.body.user.name).toBe(people.salesperson.name)
    expect(answer.body.company).toMatchObject({ name: 'Климат Плюс', timeZone: 'Asia/Yekaterinburg' })
    expect(answer.body.can).toMatchObject({ 'users.administer': false })
    expect(String(answer.headers['set-cookie'])).toMatch(/HttpOnly.*SameSite=Lax/)
    const me = await world.as(null).call(readMe, { headers: { cookie: `sid=${tokenOf(answer.headers)}` } })
    expect(me.body.user.id).toBe(people.salesperson.id)
  })

  it('answers an unknown e-mail like a wrong password', async () => {
    const wrong = await enter(people.colleague.email, 'не тот пароль')
    const unknown = await enter('nobody@example.com', 'не тот пароль', {})
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(unknown.problem.title).toBe(wrong.problem.title)
    expect(Object.keys(unknown.problem.data)).toEqual(Object.keys(wrong.problem.data))
  })

  it('refuses the eleventh guess within a quarter of an hour, even with the right password, and lets in afterwards', async () => {
    clock = later(25 * 60)
    const left: number[] = []
    for (let guess = 1; guess <= 10; guess++) {
      left.push((await enter(people.colleague.email, `guess ${guess}`)).problem.data.attemptsLeft)
    }
    expect(left).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
    const blocked = await enter(people.colleague.email, password)
    expect(blocked.status).toBe(429)
    expect(blocked.problem.code).toBe('sign_in.blocked')
    expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0)
    clock = later(17)
    expect((await enter(people.colleague.email, password)).status).toBe(200)
  })

  it('counts guesses of strangers for an address over all accounts', async () => {
    clock = later(25 * 60)
    await setPassword('head')
    for (let guess = 1; guess <= 10; guess++) await enter(`somebody${guess}@example.com`, 'guess')
    expect((await enter(people.head.email, password)).status).toBe(429)
    clock = later(17)
    expect((await enter(people.head.email, password)).status).toBe(200)
  })

  it('does not count the right password as a guess', async () => {
    clock = later(60)
    for (let time = 1; time <= 12; time++) expect((await enter(people.salesperson.email, password)).status).toBe(200)
  })

  it('ends the session that the browser had before', async () => {
    const first = tokenOf((await enter(people.salesperson.email, password)).headers)
    const second = await enter(people.salesperson.email, password, { cookie: `sid=${first}` })
    expect(tokenOf(second.headers)).not.toBe(first)
    expect((await world.as(null).call(readMe, { headers: { cookie: `sid=${first}` } })).status).toBe(401)
  })

  it('is refused to a page of another site', async () => {
    const answer = await enter(people.salesperson.email, password, { 'sec-fetch-site': 'cross-site' })
    expect(answer.problem.code).toBe('cross_site')
  })

  it('refuses a deactivated person like a wrong password', async () => {
    const { id, email } = people.colleague
    await world.db.q.updateTable('app_user').set({ deactivated_at: clock }).where('id', '=', id).execute()
    expect((await enter(email, password)).problem.code).toBe('sign_in.refused')
    await world.db.q.updateTable('app_user').set({ deactivated_at: null }).where('id', '=', id).execute()
  })

  it('leaves an audit row for success and for refusal, without the e-mail', async () => {
    const rows = await world.db.q.selectFrom('audit').selectAll().execute()
    expect(new Set(rows.map(row => row.kind))).toContain('sign_in.accepted')
    expect(new Set(rows.map(row => row.kind))).toContain('sign_in.refused')
    expect(JSON.stringify(rows.map(row => row.detail))).not.toContain('@')
  })
})

describe('a one-time link', () => {
  const link = () =>
    replaceLink(world.db, { kind: 'sign_in', userId: people.stranger.id, createdBy: null }, clock).then(
      made => made.token,
    )

  it('lets its person in once and sets a password', async () => {
    const body = { token: await link(), password: 'новый длинный пароль' }
    const first = await world.as(null).call(signInByLink, { body })
    expect(first.body.user.id).toBe(people.stranger.id)
    const second = await world.as(null).call(signInByLink, { body })
    expect([second.status, second.problem.code]).toEqual([410, 'link.spent'])
    expect((await enter(people.stranger.email, 'новый длинный пароль')).status).toBe(200)
  })

  it('is not used up by a password that is tried first', async () => {
    const token = await link()
    const weak = await world.as(null).call(signInByLink, { body: { token, password: 'йцукенгш' } })
    expect([weak.status, weak.problem.data.errors[0].code]).toEqual([422, 'password.common'])
    const own = await world.as(null).call(signInByLink, { body: { token, password: people.stranger.email } })
    expect(own.problem.data.errors[0].code).toBe('password.own')
    expect((await world.as(null).call(signInByLink, { body: { token } })).status).toBe(200)
  })

  it('opens nothing once a newer one was made, or after 72 hours', async () => {
    const older = await link()
    const newer = await link()
    expect((await world.as(null).call(signInByLink, { body: { token: older } })).status).toBe(410)
    clock = later(73 * 60)
    expect((await world.as(null).call(signInByLink, { body: { token: newer } })).status).toBe(410)
  })
})

describe('a session', () => {
  const by = (token: string) => ({ headers: { cookie: `sid=${token}` } })
  const open = async (who: 'salesperson' | 'colleague') => tokenOf((await enter(people[who].email, password)).headers)

  it('is asked of everybody who wants to know more than strangers may', async () => {
    for (const endpoint of [readMe, listSessions, signOut, changeMe, changePassword]) {
      expect((await world.as(null).call(endpoint, { body: {} })).status, endpoint.path).toBe(401)
    }
    expect((await world.as(null).call(endSession, { params: { id: newId() } })).status).toBe(401)
  })

  it('is over after fourteen days without use', async () => {
    const token = await open('salesperson')
    clock = later(13 * 24 * 60)
    expect((await world.as(null).call(readMe, by(token))).status).toBe(200)
    await settled(token)
    clock = later(13 * 24 * 60)
    expect((await world.as(null).call(readMe, by(token))).status).toBe(200)
    await settled(token)
    clock = later(15 * 24 * 60)
    expect((await world.as(null).call(readMe, by(token))).status).toBe(401)
  })

  /** The moment of use is written beside the answer. */
  async function settled(token: string): Promise<void> {
    await expect
      .poll(async () => {
        const row = await world.db.q
          .selectFrom('session')
          .select('seen_at')
          .where('token_hash', '=', hashToken(token))
          .executeTakeFirstOrThrow()
        return row.seen_at.getTime()
      })
      .toBe(clock.getTime())
  }

  it('is over after ninety days however much it is used', async () => {
    const token = await open('salesperson')
    for (let week = 1; week <= 12; week++) {
      clock = later(7 * 24 * 60)
      expect((await world.as(null).call(readMe, by(token))).status).toBe(200)
      await settled(token)
    }
    clock = later(7 * 24 * 60)
    expect((await world.as(null).call(readMe, by(token))).status).toBe(401)
  })

  it('opens nothing to a deactivated person, nor does a key, even while neither is ended', async () => {
    const token = await open('colleague')
    const key = await world.as(null).ok(createApiKey, { body: { id: newId(), name: 'обмен' }, ...by(token) })
    const bearer = { headers: { authorization: `Bearer ${key.secret}` } }
    const { id } = people.colleague
    await world.db.q.updateTable('app_user').set({ deactivated_at: clock }).where('id', '=', id).execute()
    expect((await world.as(null).call(readMe, by(token))).status).toBe(401)
    expect((await world.as(null).call(readMe, bearer)).status).toBe(401)
    await world.db.q.updateTable('app_user').set({ deactivated_at: null }).where('id', '=', id).execute()
    expect((await world.as(null).call(readMe, by(token))).status).toBe(200)
  })

  it('ends at sign-out, which also empties the browser', async () => {
    const token = await open('salesperson')
    const answer = await world.as(null).call(signOut, by(token))
    expect(answer.status).toBe(204)
    expect(answer.headers['clear-site-data']).toContain('storage')
    expect((await world.as(null).call(readMe, by(token))).status).toBe(401)
  })

  it('is listed to its owner, who may end it from another one; nobody else may', async () => {
    const here = await open('salesperson')
    const there = await open('salesperson')
    const { items } = await world.as(null).ok(listSessions, by(here))
    expect(items[0]?.current).toBe(true)
    const row = await world.db.q
      .selectFrom('session')
      .select('id')
      .where('token_hash', '=', hashToken(there))
      .executeTakeFirstOrThrow()
    const colleague = await open('colleague')
    expect((await world.as(null).call(endSession, { params: { id: row.id }, ...by(colleague) })).status).toBe(404)
    expect((await world.as(null).call(endSession, { params: { id: row.id }, ...by(here) })).status).toBe(204)
    expect((await world.as(null).call(readMe, by(there))).status).toBe(401)
  })

  it('outlives a change of password only if it is the one that changed it', async () => {
    const here = await open('salesperson')
    const there = await open('salesperson')
    const change = (current: string | undefined) =>
      world.as(null).call(changePassword, { body: { current, password: 'другой длинный пароль' }, ...by(here) })
    expect((await change(undefined)).problem.code).toBe('password.wrong')
    expect((await change('не тот')).problem.code).toBe('password.wrong')
    expect((await change(password)).status).toBe(204)
    expect((await world.as(null).call(readMe, by(here))).status).toBe(200)
    expect((await world.as(null).call(readMe, by(there))).status).toBe(401)
    await setPassword('salesperson')
  })

  it('does not let its password be changed to one that is tried first', async () => {
    const here = await open('salesperson')
    const body = { current: password, password: 'Password1' }
    const weak = await world.as(null).call(changePassword, { body, ...by(here) })
    expect([weak.status, weak.problem.data.errors[0]]).toEqual([
      422,
      expect.objectContaining({ path: 'password', code: 'password.common' }),
    ])
  })

  it('answers the repeat of a changed password like the first time, though the present one is another by now', async () => {
    const { headers } = by(await open('salesperson'))
    const again = { headers: { ...headers, 'idempotency-key': newId() } }
    const body = { current: password, password: 'другой длинный пароль' }
    for (const time of [1, 2]) {
      expect((await world.as(null).call(changePassword, { body, ...again })).status, `time ${time}`).toBe(204)
    }
    await setPassword('salesperson')
  })

  it('asks for the present password at most ten times in a quarter of an hour', async () => {
    const here = await open('salesperson')
    clock = later(60)
    const guess = () => {
      const body = { current: 'наугад', password: 'другой длинный пароль' }
      return world.as(null).call(changePassword, { body, ...by(here) })
    }
    // At once, so that none of them could wait for the count of another.
    const codes = (await Promise.all(Array.from({ length: 14 }, guess))).map(answer => answer.problem.code)
    expect(new Set(codes)).toEqual(new Set(['password.wrong', 'sign_in.blocked']))
    expect(codes.filter(code => code === 'password.wrong').length).toBeLessThanOrEqual(10)
    clock = later(17)
  })

  it('speaks the language that its person chose', async () => {
    const token = await open('colleague')
    const me = await world.as(null).ok(changeMe, { body: { language: 'en', timeZone: 'Asia/Omsk' }, ...by(token) })
    expect(me.user).toMatchObject({ language: 'en', timeZone: 'Asia/Omsk' })
    const refused = await world.as(null).call(changeMe, { body: { timeZone: 'Asia/Nowhere' }, ...by(token) })
    expect(refused.problem.title).toBe('Some of the input is not valid')
    expect(refused.problem.data.errors[0].path).toBe('timeZone')
  })

  it('gives no rights to a page of another site', async () => {
    const token = await open('salesperson')
    const headers = { cookie: `sid=${token}`, 'sec-fetch-site': 'cross-site' }
    expect((await world.as(null).call(changeMe, { body: { name: 'Взлом' }, headers })).problem.code).toBe('cross_site')
    expect((await world.as(null).call(readMe, { headers })).status).toBe(200)
  })

  it('goes by the origin where the browser says no more, and lets a program pass that names none', async () => {
    const token = await open('salesperson')
    const change = async (origin?: string) => {
      const headers = { cookie: `sid=${token}`, host: 'crm.example', ...(origin ? { origin } : {}) }
      const answer = await world.node.server.inject({
        method: 'PATCH',
        url: changeMe.path,
        headers,
        payload: { language: 'ru' },
      })
      return answer.statusCode
    }
    expect(await change('https://evil.example')).toBe(403)
    expect(await change('null')).toBe(403)
    expect(await change('http://crm.example')).toBe(200)
    expect(await change()).toBe(200)
  })
})
