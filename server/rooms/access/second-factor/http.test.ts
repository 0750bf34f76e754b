import { beforeAll, describe, expect, it } from 'vitest'
import { aWorld, type Name, people, type World } from '../../../app/testing.ts'
import type { Endpoint } from '../../../platform/contract.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { changePassword, listSessions, readMe, signIn, signInByLink } from '../contract.ts'
import { createApiKey } from '../api-keys/contract.ts'
import { hashPassword } from '../secrets/service.ts'
import { checkSignInLink } from '../sessions/contract.ts'
import { replaceLink } from '../sessions/storage.ts'
import { appOf } from './builders.ts'
import {
  beginSecondFactor,
  confirmSecondFactor,
  readSecondFactor,
  readSecondFactorOf,
  renewRecoveryCodes,
  resetSecondFactor,
  signInByCode,
  turnOffSecondFactor,
} from './contract.ts'

const password = 'три слона в лодке'
let world: World
let clock = new Date('2026-03-02T09:00:00Z')

beforeAll(async () => {
  world = await aWorld({ now: () => clock })
  const { q } = world.db
  await q
    .updateTable('app_user')
    .set({ password_hash: await hashPassword(password) })
    .execute()
  await q
    .updateTable('session')
    .set({ seen_at: clock, expires_at: new Date(clock.getTime() + 9e9) })
    .execute()
})

/** On to a step whose code nobody has typed. */
const tick = (seconds = 90) => {
  clock = new Date(clock.getTime() + seconds * 1_000)
}

const cookieOf = (headers: Record<string, unknown>, name: string) =>
  [headers['set-cookie']]
    .flat()
    .map(String)
    .find(each => each.startsWith(`${name}=`))
    ?.split(';')[0] ?? ''
const first = (who: Name) => world.as(null).call(signIn, { body: { email: people[who].email, password } })
const second = (cookie: string, code: string) =>
  world.as(null).call(signInByCode, { body: { code }, headers: { cookie } })

/** Turns it on through the doors of a session of one's own. */
async function turnOn(who: Name) {
  tick()
  const entered = await first(who)
  const by = { headers: { cookie: cookieOf(entered.headers, 'sid') } }
  const begun = await world.as(null).ok(beginSecondFactor, by)
  const app = appOf(begun.key, () => clock)
  await world.as(null).ok(confirmSecondFactor, { body: { code: app() }, ...by })
  tick()
  return { app, by, codes: begun.recoveryCodes }
}

async function turnOff(who: Name) {
  await world.db.q.deleteFrom('second_factor').where('user_id', '=', people[who].id).execute()
}

describe('the second factor', () => {
  it('is asked of signed-in people only, and of others by administrators', async () => {
    const own: Endpoint[] = [readSecondFactor, beginSecondFactor, confirmSecondFactor, renewRecoveryCodes]
    for (const endpoint of [...own, turnOffSecondFactor]) {
      expect((await world.as(null).call(endpoint, { body: {} })).status, endpoint.path).toBe(401)
    }
    for (const endpoint of [readSecondFactorOf, resetSecondFactor]) {
      const params = { id: people.colleague.id }
      expect((await world.as(null).call(endpoint, { params })).status).toBe(401)
      expect((await world.as('head').call(endpoint, { params })).status).toBe(403)
      expect((await world.as('administrator').call(endpoint, { params: { id: newId() } })).status).toBe(404)
    }
  })

  it('counts once a code of the app confirms it, and is not begun anew afterwards', async () => {
    const entered = await first('salesperson')
    const by = { headers: { cookie: cookieOf(entered.headers, 'sid') } }
    const client = world.as(null)
    const forgotten = appOf((await client.ok(beginSecondFactor, by)).key, () => clock)
    const begun = await client.ok(beginSecondFactor, by)
    expect(begun.recoveryCodes).toHaveLength(10)
    expect(new URL(begun.uri).searchParams.get('secret')).toBe(begun.key)
    expect((await client.ok(readSecondFactor, by)).on).toBe(false)
    expect(cookieOf((await first('salesperson')).headers, 'sid')).not.toBe('')
    for (const code of [forgotten(), begun.recoveryCodes[0] ?? '', '000000']) {
      const wrong = await client.call(confirmSecondFactor, { body: { code }, ...by })
      expect([wrong.status, wrong.problem.code]).toEqual([422, 'second_factor.wrong_code'])
    }
    const state = await client.ok(confirmSecondFactor, { body: { code: appOf(begun.key, () => clock)() }, ...by })
    expect(state).toMatchObject({ on: true, since: clock.toISOString(), recoveryCodesLeft: 10, forced: false })
    expect((await client.call(beginSecondFactor, by)).problem.code).toBe('second_factor.on')
    expect((await client.ok(listSessions, by)).items).toHaveLength(1)
    const { rows } = await world.db.pool.query('select f::text || r::text as row from second_factor f, recovery_code r')
    for (const secret of [begun.key, ...begun.recoveryCodes]) expect(JSON.stringify(rows)).not.toContain(secret)
    await turnOff('salesperson')
  })

  it('stands between the password and the session: the browser gets a token that opens nothing else', async () => {
    const { app } = await turnOn('salesperson')
    const half = await first('salesperson')
    expect([half.status, half.problem.code]).toEqual([401, 'sign_in.code_wanted'])
    expect(half.problem.data.name).toBe(people.salesperson.name)
    expect(cookieOf(half.headers, 'sid')).toBe('')
    expect(String(half.headers['set-cookie'])).toMatch(/^code=[\w-]{43};.*HttpOnly; SameSite=Strict/)
    const cookie = cookieOf(half.headers, 'code')
    for (const name of ['code', 'sid', '__Host-sid']) {
      const headers = { cookie: cookie.replace('code', name) }
      expect((await world.as(null).call(readMe, { headers })).status).toBe(401)
    }
    expect((await second('', app())).problem.code).toBe('sign_in.code_too_late')
    expect((await second('code=guessed', app())).problem.code).toBe('sign_in.code_too_late')
    const whole = await second(cookie, app())
    expect([whole.status, whole.body.user.id]).toEqual([200, people.salesperson.id])
    const headers = { cookie: cookieOf(whole.headers, 'sid') }
    expect((await world.as(null).ok(readMe, { headers })).secondFactor).toEqual({ on: true, due: false })
    expect((await second(cookie, app(1))).problem.code).toBe('sign_in.code_too_late')
    await turnOff('salesperson')
  })

  it('takes each code of the app once, also of two at the same moment, and none from before it', async () => {
    const { app } = await turnOn('salesperson')
    const code = app()
    const [one, other] = await Promise.all([first('salesperson'), first('salesperson')])
    const answers = await Promise.all([one, other].map(each => second(cookieOf(each.headers, 'code'), code)))
    expect(answers.map(each => each.status).sort()).toEqual([200, 401])
    const open = cookieOf([one, other][answers.findIndex(each => each.status === 401)]?.headers ?? {}, 'code')
    expect((await second(open, app(-1))).problem.code).toBe('sign_in.code_refused')
    expect((await second(open, app(1))).status).toBe(200)
    await turnOff('salesperson')
  })

  it('forgives a clock that is half a minute off, and no more', async () => {
    const { app } = await turnOn('salesperson')
    const cookie = cookieOf((await first('salesperson')).headers, 'code')
    for (const steps of [-2, 2]) expect((await second(cookie, app(steps))).status).toBe(401)
    expect((await second(cookie, app(-1))).status).toBe(200)
    await turnOff('salesperson')
  })

  it('takes each recovery code once, also of two at the same moment', async () => {
    const { codes } = await turnOn('salesperson')
    const [code = ''] = codes
    const half = await Promise.all([first('salesperson'), first('salesperson')])
    const answers = await Promise.all(half.map(each => second(cookieOf(each.headers, 'code'), code.toLowerCase())))
    expect(answers.map(each => each.status).sort()).toEqual([200, 401])
    const open = half[answers.findIndex(each => each.status === 401)]
    expect((await second(cookieOf(open?.headers ?? {}, 'code'), code)).problem.code).toBe('sign_in.code_refused')
    const who = { params: { id: people.salesperson.id } }
    expect((await world.as('administrator').ok(readSecondFactorOf, who)).recoveryCodesLeft).toBe(9)
    await turnOff('salesperson')
  })

  it('waits ten minutes for the code', async () => {
    const { app } = await turnOn('salesperson')
    const cookie = cookieOf((await first('salesperson')).headers, 'code')
    tick(601)
    expect((await second(cookie, app())).problem.code).toBe('sign_in.code_too_late')
    await turnOff('salesperson')
  })

  it('counts wrong codes over all sign-ins and then looks at none, the right one included', async () => {
    const { app } = await turnOn('colleague')
    const left: number[] = []
    for (let n = 0; n < 10; n++) {
      const cookie = cookieOf((await first('colleague')).headers, 'code')
      left.push((await second(cookie, '000000')).problem.data.attemptsLeft)
    }
    expect(left).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
    const cookie = cookieOf((await first('colleague')).headers, 'code')
    const blocked = await second(cookie, app())
    expect([blocked.status, blocked.headers['retry-after']]).toEqual([429, '900'])
    tick(901)
    expect((await second(cookieOf((await first('colleague')).headers, 'code'), app())).status).toBe(200)
    await turnOff('colleague')
  })

  it('is not passed by a one-time link: password and link wait for the code', async () => {
    const { app } = await turnOn('salesperson')
    const { id } = people.salesperson
    const { token } = await replaceLink(world.db, { kind: 'sign_in', userId: id, createdBy: null }, clock)
    const seen = await world.as(null).ok(checkSignInLink, { body: { token } })
    expect(seen).toMatchObject({ meaning: 'reset', secondFactor: true, user: { name: people.salesperson.name } })
    const body = { token, password: 'совсем другой пароль' }
    const half = await world.as(null).call(signInByLink, { body })
    expect([half.status, half.problem.code]).toEqual([401, 'sign_in.code_wanted'])
    expect(cookieOf(half.headers, 'sid')).toBe('')
    // Nothing has happened yet: the old password is good, and so is the link.
    expect((await first('salesperson')).problem.code).toBe('sign_in.code_wanted')
    const again = await world.as(null).call(signInByLink, { body })
    const cookie = cookieOf(again.headers, 'code')
    expect((await second(cookie, '000000')).status).toBe(401)
    expect((await second(cookie, app())).status).toBe(200)
    expect((await first('salesperson')).problem.code).toBe('sign_in.refused')
    expect((await world.as(null).call(signInByLink, { body })).problem.code).toBe('link.spent')
    await world.db.q
      .updateTable('app_user')
      .set({ password_hash: await hashPassword(password) })
      .where('id', '=', id)
      .execute()
    await turnOff('salesperson')
  })

  it('ends what was begun with a password that somebody changes meanwhile', async () => {
    const { app, by } = await turnOn('salesperson')
    const cookie = cookieOf((await first('salesperson')).headers, 'code')
    const change = (current: string, next: string) =>
      world.as(null).call(changePassword, { body: { current, password: next }, ...by })
    expect((await change(password, 'другой длинный пароль')).status).toBe(204)
    expect((await second(cookie, app())).problem.code).toBe('sign_in.code_too_late')
    expect((await change('другой длинный пароль', password)).status).toBe(204)
    await turnOff('salesperson')
  })

  it('is turned off and its codes renewed by password or code, never by the session alone', async () => {
    const { app, by, codes } = await turnOn('salesperson')
    const client = world.as(null)
    expect((await client.call(turnOffSecondFactor, { body: {}, ...by })).problem.data.errors[0].code).toBe(
      'proof_wanted',
    )
    for (const endpoint of [turnOffSecondFactor, renewRecoveryCodes]) {
      expect((await client.call(endpoint, { body: { password: 'наугад' }, ...by })).problem.code).toBe('password.wrong')
      expect((await client.call(endpoint, { body: { code: '000000' }, ...by })).problem.code).toBe(
        'second_factor.wrong_code',
      )
    }
    const renewed = await client.ok(renewRecoveryCodes, { body: { password }, ...by })
    expect(renewed.recoveryCodes).toHaveLength(10)
    const old = await client.call(turnOffSecondFactor, { body: { code: codes[0] }, ...by })
    expect(old.problem.code).toBe('second_factor.wrong_code')
    expect((await client.ok(turnOffSecondFactor, { body: { code: app() }, ...by })).on).toBe(false)
    expect((await client.call(turnOffSecondFactor, { body: { password }, ...by })).problem.code).toBe(
      'second_factor.off',
    )
    expect((await first('salesperson')).status).toBe(200)
  })

  it('answers the repeat of a renewal whose answer was lost with codes that work', async () => {
    const { app, by } = await turnOn('salesperson')
    const headers = { ...by.headers, 'idempotency-key': newId() }
    const body = { code: app() }
    await world.as(null).ok(renewRecoveryCodes, { body, headers })
    const { recoveryCodes } = await world.as(null).ok(renewRecoveryCodes, { body, headers })
    const cookie = cookieOf((await first('salesperson')).headers, 'code')
    expect((await second(cookie, recoveryCodes[3] ?? '')).status).toBe(200)
    await turnOff('salesperson')
  })

  it('is reset by an administrator, never one’s own: sessions end, the person is told, and it is audited', async () => {
    const { by } = await turnOn('salesperson')
    const admin = world.as('administrator')
    const own = await admin.call(resetSecondFactor, { params: { id: people.administrator.id } })
    expect([own.status, own.problem.data.reason]).toEqual([403, 'own'])
    const params = { id: people.salesperson.id }
    const half = cookieOf((await first('salesperson')).headers, 'code')
    expect((await admin.ok(resetSecondFactor, { params })).on).toBe(false)
    expect((await admin.call(resetSecondFactor, { params })).problem.code).toBe('second_factor.off')
    expect((await world.as(null).call(readMe, by)).status).toBe(401)
    expect((await second(half, '000000')).problem.code).toBe('sign_in.code_too_late')
    expect((await first('salesperson')).status).toBe(200)
    const told = await world.db.q.selectFrom('notice').selectAll().where('kind', '=', 'second_factor.reset').execute()
    expect(told.map(each => [each.user_id, each.data])).toEqual([
      [people.salesperson.id, { by: { id: people.administrator.id, name: people.administrator.name } }],
    ])
    const kinds = (await world.db.q.selectFrom('audit').select('kind').execute()).map(row => row.kind)
    for (const kind of [
      'sign_in.code_refused',
      'user.second_factor_on',
      'user.second_factor_off',
      'user.second_factor_reset',
      'user.recovery_code_used',
      'user.recovery_codes_renewed',
    ]) {
      expect(kinds).toContain(kind)
    }
  })

  it('is none of the business of a key, which goes on opening what its user may', async () => {
    const { by } = await turnOn('salesperson')
    const { secret } = await world.as(null).ok(createApiKey, { body: { id: newId(), name: 'сайт' }, ...by })
    const headers = { authorization: `Bearer ${secret}` }
    expect((await world.as(null).call(readMe, { headers })).status).toBe(200)
    expect((await world.as(null).call(renewRecoveryCodes, { body: { password }, headers })).status).toBe(403)
    await turnOff('salesperson')
    expect((await world.as(null).call(beginSecondFactor, { headers })).problem.data.reason).toBe('session')
  })

  it('is refused with the cause where the server has another key, and recovery codes go on working', async () => {
    const { app, codes } = await turnOn('salesperson')
    const { id } = people.salesperson
    await world.db.pool.query(
      'update second_factor set secret = set_byte(secret, 2, get_byte(secret, 2) # 1) where user_id = $1',
      [id],
    )
    const cookie = cookieOf((await first('salesperson')).headers, 'code')
    const foreign = await second(cookie, app())
    expect([foreign.status, foreign.problem.code]).toEqual([503, 'second_factor.unreadable'])
    expect((await second(cookie, codes[0] ?? '')).status).toBe(200)
    await turnOff('salesperson')
  })
})
