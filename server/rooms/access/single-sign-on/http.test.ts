import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aWorld, departments, people, type World } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { changePassword, createUser, deactivateUser, getUser, listUsers, readMe } from '../contract.ts'
import { copyProfile } from '../profiles/contract.ts'
import { shippedId } from '../profiles/builders.ts'
import { appOf } from '../second-factor/builders.ts'
import { beginSecondFactor, confirmSecondFactor, signInByCode } from '../second-factor/contract.ts'
import { changeSignInRules, readSignInRules } from '../sign-in-rules/contract.ts'
import {
  beginLinking,
  beginSingleSignOn,
  changeSingleSignOn,
  checkSingleSignOn,
  finishSingleSignOn,
  listOutsideAccounts,
  listWaysIn,
  readSingleSignOn,
  type SingleSignOnSettings,
  unlinkSingleSignOn,
} from './contract.ts'
import { type FakePerson, type FakeProvider, type Misbehaviour, startProvider } from './provider.fake.ts'
import { UNSET } from './rules.ts'

let world: World
let provider: FakeProvider
beforeAll(async () => {
  world = await aWorld()
  provider = await startProvider()
})
afterAll(() => provider.stop())
beforeEach(async () => {
  Object.assign(provider.state, { misbehaves: undefined, thin: false, person: { sub: 'nobody' } })
  await set()
})

const admin = () => world.as('administrator')

async function set(more: Partial<SingleSignOnSettings> = {}, issuer = provider.issuer): Promise<void> {
  const { version } = await admin().ok(readSingleSignOn)
  const settings = {
    ...UNSET,
    enabled: true,
    issuer,
    clientId: provider.client.id,
    privateHosts: ['127.0.0.1'],
    departmentId: departments.sales.id,
    ...more,
  }
  await admin().ok(changeSingleSignOn, { body: { version, settings, clientSecret: provider.client.secret } })
}

const cookieOf = (headers: Record<string, unknown>, name: string) =>
  [headers['set-cookie']]
    .flat()
    .map(each => String(each).split(';')[0] ?? '')
    .find(each => each.startsWith(`${name}=`))

/** The first half: the address of the provider, and the cookie of this browser. */
async function beginning(to = '/') {
  const { body, headers } = await world.as(null).call(beginSingleSignOn, { body: { to } })
  return { url: body.url, cookie: cookieOf(headers, 'attempt') ?? '' }
}

/** The second half, with what the provider led back with. */
const end = (parameters: string, cookie: string) =>
  world.as(null).call(finishSingleSignOn, { body: { parameters }, headers: { cookie } })

/** A whole sign-in of that person. */
async function signInAs(person: FakePerson, misbehaves?: Misbehaviour) {
  Object.assign(provider.state, { person })
  const { url, cookie } = await beginning()
  Object.assign(provider.state, { misbehaves })
  const back = await provider.visit(url)
  return end(back.search.slice(1), cookie)
}

async function whoIs(headers: Record<string, unknown>) {
  return world.as(null).call(readMe, { headers: { cookie: cookieOf(headers, 'sid') ?? '' } })
}

let count = 0
async function aPerson() {
  count++
  const email = `outside${count}@firma.example`
  const user = await admin().ok(createUser, {
    body: { id: newId(), email, name: `Внешний ${count}`, role: 'salesperson' },
  })
  return { user, told: { sub: `sub-${count}`, email, email_verified: true, name: user.name } }
}

async function audits(kind: string) {
  const { rows } = await world.db.pool.query('select detail, actor_id from audit where kind = $1 order by at, id', [
    kind,
  ])
  return rows as { detail: Record<string, unknown>; actor_id: string | null }[]
}

describe('the settings', () => {
  it('are for administrators, and the secret is told to nobody', async () => {
    const settings = { ...UNSET, issuer: provider.issuer }
    const body = { version: 1, settings }
    for (const [endpoint, input] of [
      [readSingleSignOn, {}],
      [changeSingleSignOn, { body }],
      [checkSingleSignOn, { body: { issuer: provider.issuer, privateHosts: [] } }],
    ] as const) {
      expect((await world.as(null).call(endpoint as typeof readSingleSignOn, input)).status).toBe(401)
      expect((await world.as('head').call(endpoint as typeof readSingleSignOn, input)).status).toBe(403)
    }
    const told = await admin().ok(readSingleSignOn)
    expect(told).toMatchObject({ hasSecret: true, redirectUri: expect.stringMatching(/\/sign-in\/return$/) })
    expect(JSON.stringify(told)).not.toContain(provider.client.secret)
    const { rows } = await world.db.pool.query('select settings, client_secret from single_sign_on')
    expect(JSON.stringify(rows)).not.toContain(provider.client.secret)
    const events = await world.db.pool.query("select changes from event where kind = 'single_sign_on.changed'")
    expect(JSON.stringify(events.rows)).not.toContain(provider.client.secret)
  })

  it('want the secret again when it would go to another address, and name everything wrong at once', async () => {
    const { version } = await admin().ok(readSingleSignOn)
    const settings = {
      ...UNSET,
      enabled: true,
      issuer: 'https://evil.example.com',
      clientId: 'interes',
      createUsers: true,
    }
    const { status, problem } = await admin().call(changeSingleSignOn, { body: { version, settings } })
    expect(status).toBe(422)
    expect(problem.data.errors.map((each: { path: string }) => each.path)).toEqual([
      'settings.mailDomains',
      'clientSecret',
    ])
    const inner = { ...settings, issuer: 'https://10.0.0.1', createUsers: false }
    expect(
      (await admin().call(changeSingleSignOn, { body: { version, settings: inner, clientSecret: 'x' } })).status,
    ).toBe(200)
    const { ok, steps } = await admin().ok(checkSingleSignOn, {
      body: { issuer: 'https://10.0.0.1', privateHosts: [] },
    })
    expect([ok, steps[0]?.detail]).toEqual([false, 'По этому адресу продукту обращаться не разрешено'])
  })

  it('are checked by a word with the provider', async () => {
    const body = { issuer: provider.issuer, privateHosts: ['127.0.0.1'] }
    expect(await admin().ok(checkSingleSignOn, { body })).toMatchObject({ ok: true })
    provider.state.misbehaves = 'another issuer in discovery'
    expect(await admin().ok(checkSingleSignOn, { body })).toMatchObject({ ok: false })
    provider.state.misbehaves = 'redirecting discovery'
    expect(await admin().ok(checkSingleSignOn, { body })).toMatchObject({ ok: false })
    expect(provider.state.asked).not.toContain('GET /elsewhere')
  })

  it('are not written over what somebody else has changed since', async () => {
    const answer = await admin().call(changeSingleSignOn, { body: { version: 1, settings: UNSET, clientSecret: 'x' } })
    expect([answer.status, answer.problem.code]).toEqual([409, 'conflict'])
  })
})

describe('a stranger', () => {
  it('learns that there is a button and what stands on it, and nothing when it is off', async () => {
    await set({ button: 'Войти через Кейклок' })
    expect(await world.as(null).ok(listWaysIn)).toEqual({ singleSignOn: { button: 'Войти через Кейклок' } })
    await set({ enabled: false })
    expect(await world.as(null).ok(listWaysIn)).toEqual({ singleSignOn: null })
    expect((await world.as(null).call(beginSingleSignOn, { body: {} })).problem.code).toBe('single_sign_on.off')
  })

  it('is led back inside of the product only', async () => {
    for (const to of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/\t/evil.example',
      'javascript:1',
      '\\/x',
    ]) {
      expect((await world.as(null).call(beginSingleSignOn, { body: { to } })).status, to).toBe(422)
    }
    const { told } = await aPerson()
    await set({ linkByEmail: true })
    provider.state.person = told
    const { url, cookie } = await beginning('/sales?view=list#top')
    const back = await provider.visit(url)
    expect((await end(back.search.slice(1), cookie)).body.to).toBe('/sales?view=list#top')
  })

  it('asks with state, nonce and a PKCE challenge that nobody could know', async () => {
    const [one, other] = [new URL((await beginning()).url), new URL((await beginning()).url)]
    expect(one.searchParams.get('code_challenge_method')).toBe('S256')
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one.searchParams.get(name)?.length, name).toBeGreaterThanOrEqual(43)
      expect(one.searchParams.get(name)).not.toBe(other.searchParams.get(name))
    }
  })
})

describe('somebody who comes back', () => {
  it('comes in by the linked account, with a session like any other and a line in the audit', async () => {
    const { user, told } = await aPerson()
    await set({ linkByEmail: true })
    const first = await signInAs(told)
    expect(first.body.me.user.id).toBe(user.id)
    await set()
    const again = await signInAs({ sub: told.sub })
    expect((await whoIs(again.headers)).body.user.id).toBe(user.id)
    const accepted = await audits('sign_in.accepted')
    expect(accepted.at(-1)).toMatchObject({ actor_id: user.id, detail: { by: 'single_sign_on' } })
    await admin().ok(deactivateUser, { params: { id: user.id } })
    expect((await whoIs(again.headers)).status).toBe(401)
    const refused = await signInAs({ sub: told.sub })
    expect([refused.status, refused.problem.data.reason]).toEqual([403, 'deactivated'])
  })

  it('takes no account over by an equal e-mail that is not verified or not to be believed', async () => {
    const { told } = await aPerson()
    expect((await signInAs(told)).problem.data.reason).toBe('unknown')
    await set({ linkByEmail: true })
    for (const email_verified of [false, undefined, 'true', 1]) {
      const { status, problem } = await signInAs({ ...told, email_verified })
      expect([status, problem.data.reason], String(email_verified)).toEqual([403, 'email_unverified'])
    }
    expect((await signInAs(told)).status).toBe(200)
    expect((await signInAs({ ...told, sub: 'another-sub' })).problem.data.reason).toBe('linked_to_another')
    const refused = await audits('sign_in.refused')
    expect(refused.at(-1)?.detail).toMatchObject({ by: 'single_sign_on', reason: 'linked_to_another' })
  })

  it('becomes a user with the named role and department for the named domains only', async () => {
    await set({ createUsers: true, mailDomains: ['firma.example'], departmentId: departments.service.id })
    const person = { sub: 'new-1', email: 'New.Person@firma.example', email_verified: true, name: 'Новый Сотрудник' }
    const { body } = await signInAs(person)
    expect(body.me.user).toMatchObject({
      name: 'Новый Сотрудник',
      role: 'salesperson',
      departmentId: departments.service.id,
    })
    expect((await signInAs({ ...person, name: 'Иначе' })).body.me.user.id).toBe(body.me.user.id)
    expect((await signInAs({ ...person, sub: 'new-2', email: 'x@evil.example' })).problem.data.reason).toBe('unknown')
    expect((await signInAs({ ...person, sub: 'new-3', email: people.head.email })).problem.data.reason).toBe('unknown')
    const { items } = await admin().ok(listUsers, { query: { q: 'evil.example' } })
    expect(items).toEqual([])
  })

  it('gets the profile of the group that the provider tells, at each sign-in, and no group touches an administrator', async () => {
    const fromId = shippedId('salesperson')
    const senior = await admin().ok(copyProfile, { body: { id: newId(), fromId, name: 'Старший менеджер' } })
    const groupRoles = [
      { group: 'crm-seniors', role: 'salesperson' as const, profileId: senior.id },
      { group: 'crm-heads', role: 'head' as const, profileId: null },
    ]
    const groups = { groupClaim: 'groups', groupRoles, linkByEmail: true }
    await set({ ...groups, createUsers: true, mailDomains: ['firma.example'], profileId: senior.id })
    const { user, told } = await aPerson()
    const profileOf = async (id: string) => (await admin().ok(getUser, { params: { id } })).profile.name
    const before = (await audits('user.role_changed')).length
    await signInAs({ ...told, groups: ['other', 'crm-seniors'] })
    expect(await profileOf(user.id)).toBe('Старший менеджер')
    provider.state.thin = true
    expect((await signInAs({ ...told, groups: 'crm-heads' })).body.me.user.role).toBe('head')
    provider.state.thin = false
    expect((await signInAs({ ...told, groups: [] })).body.me.user.role, 'no group: it stays').toBe('head')
    expect((await audits('user.role_changed')).length - before).toBe(2)

    const fresh = { sub: 'fresh', email: 'fresh@firma.example', email_verified: true, name: 'Новенький' }
    expect(await profileOf((await signInAs(fresh)).body.me.user.id), 'the profile of new people').toBe(
      'Старший менеджер',
    )
    await signInAs({ sub: 'boss', email: people.administrator.email, email_verified: true, groups: ['crm-heads'] })
    expect((await admin().ok(readMe)).user.role).toBe('administrator')

    const { version } = await admin().ok(readSingleSignOn)
    const bad = { ...UNSET, groupRoles: [{ group: 'x', role: 'administrator' as const, profileId: null }] }
    const { problem } = await admin().call(changeSingleSignOn, { body: { version, settings: bad, clientSecret: 'x' } })
    expect(problem.data.errors.map((each: { path: string }) => each.path)).toEqual([
      'settings.groupRoles',
      'settings.groupClaim',
    ])
  })

  it('is known from userinfo too, where the token says nothing but who', async () => {
    const { user, told } = await aPerson()
    await set({ linkByEmail: true })
    provider.state.thin = true
    expect((await signInAs(told)).body.me.user.id).toBe(user.id)
  })

  it('is let in by ES256 as by RS256, and by a new key as soon as the provider has changed it', async () => {
    const { user, told } = await aPerson()
    await set({ linkByEmail: true })
    expect((await signInAs(told)).status).toBe(200)
    provider.rotateKey('ES256')
    expect((await signInAs(told)).body.me.user.id).toBe(user.id)
    provider.rotateKey('RS256')
    expect((await signInAs(told)).body.me.user.id).toBe(user.id)
  })

  const wrong: Misbehaviour[] = [
    'wrong nonce',
    'no nonce',
    'wrong audience',
    'another authorised party',
    'expired',
    'issued by another',
    'wrong signature',
    'signed by a key of nobody',
    'alg none',
    'signed with the client secret',
    'mix-up',
    'no id token',
  ]
  it.each(wrong)('is not let in by a provider that misbehaves: %s', async misbehaves => {
    const { told } = await aPerson()
    await set({ linkByEmail: true })
    const { status, problem, headers } = await signInAs(told, misbehaves)
    expect([status, problem.code]).toEqual([424, 'single_sign_on.provider_failed'])
    expect(problem.detail).toMatch(/не прошел проверку/)
    expect(cookieOf(headers, 'sid')).toBe(undefined)
    // The same person comes in when the provider behaves: nothing else stood in the way.
    expect((await signInAs(told)).status).toBe(200)
  })

  it('comes back once, in the browser that began, in time, and with its own state', async () => {
    const { told } = await aPerson()
    await set({ linkByEmail: true })
    provider.state.person = told
    const spent = async (parameters: string, cookie: string) => (await end(parameters, cookie)).problem.code
    const [mine, yours] = [await beginning(), await beginning()]
    const [back, other] = [await provider.visit(mine.url), await provider.visit(yours.url)]
    expect(await spent(back.search, ''), 'another browser').toBe('single_sign_on.spent')
    expect(await spent(other.search, mine.cookie), 'the state of another').toBe('single_sign_on.provider_failed')
    expect(await spent(back.search, mine.cookie), 'a second time').toBe('single_sign_on.spent')
    await world.db.pool.query("update single_sign_on_attempt set expires_at = now() - interval '1 second'")
    expect(await spent(other.search, yours.cookie), 'too late').toBe('single_sign_on.spent')
  })

  it('is told when it was cancelled there, when the provider is silent and when the secret is wrong', async () => {
    const { told } = await aPerson()
    provider.state.person = told
    const { url, cookie } = await beginning()
    const denied = await end((await provider.visit(url, 'no')).search.slice(1), cookie)
    expect(denied.problem).toMatchObject({ data: { reason: 'denied' }, detail: 'Вход отменен на стороне службы входа' })
    const { version } = await admin().ok(readSingleSignOn)
    const settings = {
      ...UNSET,
      enabled: true,
      issuer: provider.issuer,
      clientId: 'interes',
      privateHosts: ['127.0.0.1'],
    }
    await admin().ok(changeSingleSignOn, { body: { version, settings, clientSecret: 'не тот' } })
    expect((await signInAs(told)).problem.data.reason).toBe('provider_refused')
    await set({}, 'http://127.0.0.1:1')
    expect((await world.as(null).call(beginSingleSignOn, { body: {} })).problem.data.reason).toBe('unreachable')
  })
})

describe('the second factor of the product after the provider', () => {
  const code = (cookie: string, text: string) =>
    world.as(null).call(signInByCode, { body: { code: text }, headers: { cookie } })
  const rules = async (secondFactorProfiles: string[]) => {
    const { version } = await admin().ok(readSignInRules)
    await admin().ok(changeSignInRules, { body: { version, passwordLength: 8, secondFactorProfiles } })
  }

  /** Comes in by the provider alone and turns the factor on, as in the settings of one's own. */
  async function aPersonWithFactor() {
    const { user, told } = await aPerson()
    await set({ linkByEmail: true })
    const headers = { cookie: cookieOf((await signInAs(told)).headers, 'sid') ?? '' }
    const { key, recoveryCodes } = await world.as(null).ok(beginSecondFactor, { headers })
    const app = appOf(key)
    await world.as(null).ok(confirmSecondFactor, { body: { code: app(-1) }, headers })
    return { user, told, app, recoveryCodes }
  }

  it('is left to the provider, unless the settings want it: then nobody comes in without a code, each of them once', async () => {
    const { user, told, app, recoveryCodes } = await aPersonWithFactor()
    expect((await whoIs((await signInAs(told)).headers)).body.user.id, 'left to the provider').toBe(user.id)

    await set({ secondFactor: true })
    const half = await signInAs(told)
    expect([half.status, half.problem.code]).toEqual([401, 'sign_in.code_wanted'])
    expect(cookieOf(half.headers, 'sid')).toBe(undefined)
    const cookie = cookieOf(half.headers, 'code') ?? ''
    expect((await world.as(null).call(readMe, { headers: { cookie } })).status, 'the half opens nothing').toBe(401)
    expect((await code(cookie, '000000')).problem.code).toBe('sign_in.code_refused')
    const whole = await code(cookie, app())
    expect((await whoIs(whole.headers)).body.user.id).toBe(user.id)
    expect((await audits('sign_in.accepted')).at(-1)?.detail).toEqual({ by: 'single_sign_on+app' })

    for (const expected of [200, 401]) {
      const next = cookieOf((await signInAs(told)).headers, 'code') ?? ''
      expect((await code(next, recoveryCodes[0] ?? '')).status, 'a recovery code works once').toBe(expected)
    }
    expect((await audits('sign_in.accepted')).at(-1)?.detail).toEqual({ by: 'single_sign_on+recovery' })
  })

  it('is asked of whoever has a profile that demands one, whatever the settings say, and set up first by who has none', async () => {
    const { told, app } = await aPersonWithFactor()
    const bare = await aPerson()
    try {
      await rules([shippedId('salesperson')])
      const half = await signInAs(told)
      expect(half.problem.code).toBe('sign_in.code_wanted')
      expect((await code(cookieOf(half.headers, 'code') ?? '', app())).status).toBe(200)
      const { headers, body } = await signInAs(bare.told)
      expect(body.me.secondFactor).toEqual({ on: false, due: true })
      const cookie = cookieOf(headers, 'sid') ?? ''
      expect((await world.as(null).call(listUsers, { headers: { cookie } })).problem.code).toBe('second_factor.due')
    } finally {
      await rules([])
    }
  })
})

describe('a signed-in person', () => {
  it('links the own account, which nobody else can end, and takes it away again', async () => {
    provider.state.person = { sub: 'anna-own' }
    const anna = world.as('salesperson')
    const begun = await anna.call(beginLinking)
    const cookie = cookieOf(begun.headers, 'attempt') ?? ''
    const parameters = (await provider.visit(begun.body.url)).search
    const stranger = await end(parameters, cookie)
    expect(stranger.problem.code).toBe('single_sign_on.spent')

    const more = await anna.call(beginLinking)
    const mine = `${cookieOf(more.headers, 'attempt')}; sid=${people.salesperson.token}`
    const linked = await end((await provider.visit(more.body.url)).search, mine)
    expect(linked.body).toMatchObject({ linked: true, to: '/settings/me' })
    expect((await anna.ok(listOutsideAccounts)).items).toMatchObject([{ service: 'single_sign_on' }])
    expect((await signInAs({ sub: 'anna-own' })).body.me.user.id).toBe(people.salesperson.id)

    const igor = await world.as('colleague').call(beginLinking)
    const his = `${cookieOf(igor.headers, 'attempt')}; sid=${people.colleague.token}`
    expect((await end((await provider.visit(igor.body.url)).search, his)).problem.code).toBe(
      'single_sign_on.account_taken',
    )
    expect((await anna.call(unlinkSingleSignOn)).problem.code, 'nothing else lets her in').toBe(
      'outside_account.last_way',
    )
    await anna.ok(changePassword, { body: { password: 'семь облаков над рекой' } })
    await anna.ok(unlinkSingleSignOn)
    for (const kind of ['outside_account.linked', 'outside_account.unlinked', 'single_sign_on.changed']) {
      expect(await audits(kind), kind).not.toEqual([])
    }
    expect((await anna.ok(listOutsideAccounts)).items).toEqual([])
    expect((await signInAs({ sub: 'anna-own' })).problem.data.reason).toBe('unknown')
    expect((await world.as(null).call(beginLinking)).status).toBe(401)
    expect((await world.as(null).call(listOutsideAccounts)).status).toBe(401)
    expect((await world.as(null).call(unlinkSingleSignOn)).status).toBe(401)
  })
})
