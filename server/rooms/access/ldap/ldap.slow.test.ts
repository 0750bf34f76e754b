import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aWorld, departments, type World } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { createSignInLink, createUser, getUser, readMe, signIn, signInByLink } from '../contract.ts'
import { createApiKey } from '../api-keys/contract.ts'
import { shippedId } from '../profiles/builders.ts'
import { archiveProfile, copyProfile } from '../profiles/contract.ts'
import { appOf } from '../second-factor/builders.ts'
import { beginSecondFactor, confirmSecondFactor, signInByCode } from '../second-factor/contract.ts'
import { compareNightly } from './comparing/actions.ts'
import { changeLdap, checkLdap, compareNow, type LdapSettings, previewComparison, readLdap } from './contract.ts'
import { UNSET } from './rules.ts'
import { anEntry, BASE, READER, type Slapd, startSlapd, whyNoSlapd } from './slapd.fake.ts'

const why = whyNoSlapd(text => console.log(text))
if (why) console.log(`The tests of the staff directory are left out: ${why}`)

let world: World
let slapd: Slapd
beforeAll(async () => {
  if (why) return
  world = await aWorld()
  slapd = await startSlapd()
})
afterAll(() => slapd?.stop())

const admin = () => world.as('administrator')
const group = (name: string) => `cn=${name},ou=groups,${BASE}`

/** What an administrator would enter for this directory. */
const theSettings = (more: Partial<LdapSettings> = {}): LdapSettings => ({
  ...UNSET,
  enabled: true,
  url: slapd.url,
  certificate: slapd.authority,
  baseDn: `ou=people,${BASE}`,
  bindDn: READER.dn,
  userFilter: '(&(objectClass=inetOrgPerson)(|(mail={login})(uid={login})))',
  defaultRole: 'salesperson',
  departmentId: departments.sales.id,
  createUsers: true,
  privateHosts: ['localhost'],
  ...more,
})

async function set(more: Partial<LdapSettings> = {}, bindPassword: string | null = READER.password): Promise<void> {
  const { version } = await admin().ok(readLdap)
  const password = bindPassword === null ? {} : { bindPassword }
  await admin().ok(changeLdap, { body: { version, settings: theSettings(more), ...password } })
}

let count = 0
async function anEmployee(more: Record<string, string | string[]> = {}) {
  count++
  const uid = `person${count}`
  const { dn, values } = anEntry(uid, more)
  await slapd.add(dn, values)
  return { uid, dn, email: `${uid}@firma.example`, password: `пароль ${uid}` }
}

async function aUser(email: string, password?: string, role = 'salesperson') {
  const body = { id: newId(), email, name: `Свой ${email}`, role, ...(password ? { password } : {}) }
  return admin().ok(createUser, { body })
}

const enter = (email: string, password: string) => world.as(null).call(signIn, { body: { email, password } })
/** The one that is set, and not those that go. */
const cookieOf = (headers: Record<string, unknown>) =>
  [headers['set-cookie']]
    .flat()
    .map(each => String(each).split(';')[0] ?? '')
    .find(each => /=.+/.test(each)) ?? ''
const whoIs = (headers: Record<string, unknown>) =>
  world.as(null).call(readMe, { headers: { cookie: cookieOf(headers) } })
async function lastAudit(kind: string) {
  const { rows } = await world.db.pool.query(
    'select detail from audit where kind = $1 order by at desc, id desc limit 1',
    [kind],
  )
  return rows[0]?.detail as Record<string, unknown>
}
/** Guesses of one test must not close the way in to those of the next. */
async function forgetGuesses(): Promise<void> {
  await world.db.pool.query('delete from throttle')
}

describe.skipIf(why !== undefined)('the staff directory', () => {
  beforeEach(async () => {
    await forgetGuesses()
    await set()
  })

  describe('its settings', () => {
    it('are for administrators, and the password is told to nobody', async () => {
      const body = { version: 1, settings: theSettings() }
      for (const [endpoint, input] of [
        [readLdap, {}],
        [changeLdap, { body }],
        [checkLdap, { body: { settings: theSettings() } }],
        [previewComparison, {}],
        [compareNow, {}],
      ] as const) {
        expect((await world.as(null).call(endpoint as typeof readLdap, input)).status).toBe(401)
        expect((await world.as('head').call(endpoint as typeof readLdap, input)).status).toBe(403)
      }
      expect(JSON.stringify(await admin().ok(readLdap))).not.toContain(READER.password)
      const { rows } = await world.db.pool.query('select settings, bind_password from ldap')
      expect(JSON.stringify(rows)).not.toContain(READER.password)
    })

    it('want the password again before it goes to another address or under another name', async () => {
      const { version } = await admin().ok(readLdap)
      for (const more of [{ url: 'ldaps://evil.example.com' }, { bindDn: 'cn=other' }, { certificate: '' }]) {
        const answer = await admin().call(changeLdap, { body: { version, settings: theSettings(more) } })
        expect(answer.problem.data.errors).toMatchObject([{ path: 'bindPassword', code: 'ldap.again' }])
        const { steps } = await admin().ok(checkLdap, { body: { settings: theSettings(more) } })
        expect(steps).toMatchObject([{ ok: false, detail: expect.stringContaining('не подходят') }])
      }
    })
  })

  describe('the check', () => {
    const check = async (more: Partial<LdapSettings>, rest: object = {}) =>
      admin().ok(checkLdap, { body: { settings: theSettings(more), bindPassword: READER.password, ...rest } })
    const told = async (more: Partial<LdapSettings>, rest: object = {}) => {
      const { ok, steps } = await check(more, rest)
      expect(ok).toBe(false)
      return steps.at(-1)?.detail
    }

    it('tells what it found: how many, who may come in, and one person with the role', async () => {
      const { uid, email } = await anEmployee()
      const { ok, steps } = await check({}, { login: uid })
      expect(ok).toBe(true)
      expect(steps[1]?.detail).toMatch(/^Найдено людей: \d+ \(/)
      expect(steps[2]?.detail).toBe(`Сотрудник ${uid}, ${email}, групп: 0. Профиль: Менеджер`)
      const viaStartTls = await check({ url: slapd.plainUrl, startTls: true })
      expect(viaStartTls.ok).toBe(true)
    })

    it('tells in words what failed', async () => {
      await anEmployee()
      expect(await told({ certificate: '' })).toMatch(/Сертификату нельзя верить/)
      const byNumber = { url: slapd.url.replace('localhost', '127.0.0.1'), privateHosts: ['127.0.0.1'] }
      expect(await told(byNumber), 'the certificate has another name').toMatch(/Сертификату нельзя верить/)
      expect(await told({ url: slapd.plainUrl, startTls: true, certificate: '' })).toMatch(/Сертификату нельзя верить/)
      expect(await told({ url: slapd.plainUrl })).toMatch(/без шифрования/)
      expect(await told({ privateHosts: [] })).toMatch(/внутренней сети/)
      expect(await told({ url: 'ldaps://localhost:1' })).toMatch(/не отвечает/)
      expect(await told({}, { bindPassword: 'не тот' })).toMatch(/не подходят/)
      expect(await told({ baseDn: 'ou=nowhere,dc=firma,dc=example' })).toMatch(/ветви в каталоге нет/)
      expect(await told({ userFilter: '(&(objectClass=device)(mail={login}))' })).toMatch(/никого не находит/)
      expect(await told({}, { login: 'никто' })).toBe('«никто» в каталоге нет')
      expect(await told({ requiredGroup: group('crm') }, { login: 'person1' })).toMatch(/Не войдет/)
    })
  })

  describe('somebody with a password of the directory', () => {
    it('comes in, becomes a user with role and department once, and is told apart in the audit', async () => {
      const { uid, email, password } = await anEmployee()
      const { status, headers, body } = await enter(email, password)
      expect(status).toBe(200)
      expect(body.user).toMatchObject({
        email,
        name: `Сотрудник ${uid}`,
        role: 'salesperson',
        departmentId: departments.sales.id,
      })
      expect((await whoIs(headers)).body.user.id).toBe(body.user.id)
      expect(await lastAudit('sign_in.accepted')).toMatchObject({ by: 'ldap' })
      expect((await enter(uid, password)).body.user.id).toBe(body.user.id)
      expect((await enter(email.toUpperCase(), password)).body.user.id).toBe(body.user.id)
    })

    it('comes in over StartTLS too', async () => {
      await set({ url: slapd.plainUrl, startTls: true })
      const { email, password } = await anEmployee()
      expect((await enter(email, password)).status).toBe(200)
    })

    it('never comes in without one, though this directory says yes to an empty password', async () => {
      const { email, password } = await anEmployee()
      expect((await enter(email, '')).status).not.toBe(200)
      expect((await enter(email, password)).status).toBe(200)
      for (const empty of ['', ' ', 'не тот']) {
        const answer = await enter(email, empty)
        expect(answer.status, JSON.stringify(empty)).not.toBe(200)
      }
      const { isPassword } = await import('./service.ts')
      const access = theSettings()
      expect(await isPassword(access, `uid=person1,ou=people,${BASE}`, '')).toBe(false)
      expect(await isPassword(access, '', '')).toBe(false)
    })

    it('is not found by a pattern', async () => {
      const { uid, password } = await anEmployee()
      for (const login of ['*', `${uid.slice(0, -1)}*`, `${uid})(objectClass=*`, `*)(uid=${uid}`, `${uid})(|(uid=*`]) {
        expect((await enter(login, password)).status, login).toBe(401)
      }
    })

    it('is linked by an equal e-mail only where that is allowed; afterwards only the directory knows the password', async () => {
      const { email, password, dn } = await anEmployee()
      const own = 'свой длинный пароль'
      const user = await aUser(email, own)
      expect((await enter(email, password)).status).toBe(401)
      expect(await lastAudit('sign_in.refused')).toMatchObject({ reason: 'unknown' })
      expect((await enter(email, own)).body.user.id).toBe(user.id)
      await set({ linkByEmail: true })
      expect((await enter(email, password)).body.user.id).toBe(user.id)
      expect((await enter(email, own)).status).toBe(401)
      await slapd.replace(dn, 'userPassword', ['новый в каталоге'])
      expect((await enter(email, password)).status).toBe(401)
      expect((await enter(email, 'новый в каталоге')).status).toBe(200)
      await set({ enabled: false })
      expect((await enter(email, own)).status).toBe(200)
    })

    it('does not come in outside of the group that lets in, and has the role of the group', async () => {
      const [one, other] = [await anEmployee(), await anEmployee()]
      await slapd.add(group('crm'), { objectClass: 'groupOfNames', cn: 'crm', member: [one.dn] })
      await slapd.add(group('heads'), { objectClass: 'groupOfNames', cn: 'heads', member: [one.dn] })
      await set({
        requiredGroup: group('crm'),
        groupRoles: [{ group: group('HEADS').toUpperCase(), role: 'head', profileId: null }],
      })
      expect((await enter(one.email, one.password)).body.user.role).toBe('head')
      expect((await enter(other.email, other.password)).status).toBe(401)
      expect(await lastAudit('sign_in.refused')).toMatchObject({ reason: 'not_in_group' })
    })

    it('is asked for the second factor of the product too, which the directory knows nothing of', async () => {
      const { email, password } = await anEmployee()
      const headers = { cookie: cookieOf((await enter(email, password)).headers) }
      const { key, recoveryCodes } = await world.as(null).ok(beginSecondFactor, { headers })
      const app = appOf(key)
      await world.as(null).ok(confirmSecondFactor, { body: { code: app(-1) }, headers })
      for (const text of [app(), recoveryCodes[0] ?? '']) {
        const half = await enter(email, password)
        expect([half.status, half.problem.code]).toEqual([401, 'sign_in.code_wanted'])
        expect((await whoIs(half.headers)).status).toBe(401)
        const whole = await world
          .as(null)
          .call(signInByCode, { body: { code: text }, headers: { cookie: cookieOf(half.headers) } })
        expect((await whoIs(whole.headers)).body.user.email).toBe(email)
      }
      expect(await lastAudit('sign_in.accepted')).toEqual({ by: 'ldap+recovery' })
      expect((await enter(email, 'не тот')).problem.code).toBe('sign_in.refused')
    })

    it('is told apart by the lasting id, so a name that is given to somebody else opens nothing', async () => {
      const { uid, dn, email, password } = await anEmployee()
      await enter(email, password)
      await slapd.remove(dn)
      const again = anEntry(uid)
      await slapd.add(again.dn, again.values)
      expect((await enter(email, password)).status).toBe(401)
    })

    it('is read as Active Directory writes people: bytes for an id, a number for the disabled', async () => {
      const ad = { kind: 'active_directory', idAttribute: 'objectGUID' } as const
      await set({ ...ad, userFilter: '(&(objectClass=adPerson)(sAMAccountName={login}))' })
      const classes = ['inetOrgPerson', 'adPerson']
      const { uid, password, dn } = await anEmployee({
        objectClass: classes,
        sAMAccountName: 'a.kim',
        objectGUID: 'ÿguid-of-kim-00',
        userAccountControl: '512',
      })
      const { body } = await enter('A.Kim', password)
      expect(body.user.email).toBe(`${uid}@firma.example`)
      const { rows } = await world.db.pool.query('select subject from outside_account where user_id = $1', [
        body.user.id,
      ])
      expect(rows[0].subject).toBe(Buffer.from('ÿguid-of-kim-00').toString('hex'))
      await slapd.replace(dn, 'userAccountControl', ['514'])
      expect((await enter('A.Kim', password)).status).toBe(401)
      expect(await lastAudit('sign_in.refused')).toMatchObject({ reason: 'disabled' })
    })
  })

  describe('while it is down', () => {
    it('says so, and administrators and all who have a password of their own still come in', async () => {
      const { email, password } = await anEmployee()
      await enter(email, password)
      const boss = await anEmployee()
      const own = 'пароль администратора на черный день'
      const user = await aUser(boss.email, own, 'administrator')
      const plain = await aUser(`plain${count}@example.com`, own)
      await set({ linkByEmail: true })
      expect((await enter(boss.email, boss.password)).body.user.id).toBe(user.id)
      expect((await enter(boss.email, own)).status).toBe(401)
      await slapd.pause()
      try {
        const answer = await enter(email, password)
        expect([answer.status, answer.problem.code]).toEqual([424, 'ldap.unreachable'])
        expect((await enter(boss.email, own)).status).toBe(200)
        expect((await enter(boss.email, boss.password)).status).toBe(424)
        expect((await enter(plain.email, own)).status).toBe(200)
        expect((await admin().call(previewComparison)).problem).toMatchObject({
          code: 'ldap.failed',
          data: { reason: 'unreachable' },
        })
      } finally {
        await slapd.start()
      }
      expect((await enter(email, password)).status).toBe(200)
    })
  })
})

describe.skipIf(why !== undefined)('comparing with the staff directory', () => {
  let own: World
  const boss = () => own.as('administrator')

  /** Five people in a branch and a base of their own, all of whom have come in once. */
  async function aTeam(more: Partial<LdapSettings> = {}) {
    own = await aWorld()
    count++
    const root = `ou=team${count},${BASE}`
    await slapd.add(root, { objectClass: 'organizationalUnit', ou: `team${count}` })
    const settings = theSettings({ baseDn: root, ...more })
    await boss().ok(changeLdap, { body: { version: 0, settings, bindPassword: READER.password } })
    const members = []
    for (let at = 0; at < 5; at++) {
      const uid = `member${count}-${at}`
      const dn = `uid=${uid},${root}`
      await slapd.add(dn, anEntry(uid).values)
      const body = { email: `${uid}@firma.example`, password: `пароль ${uid}` }
      const answer = await own.as(null).call(signIn, { body })
      members.push({ dn, uid, body, id: answer.body.user.id, headers: answer.headers })
    }
    return { root, settings, members }
  }
  const stateOf = (id: string) => boss().ok(getUser, { params: { id } })

  it('shows first what it would do and does nothing; done once by hand, it is done every night', async () => {
    const { members } = await aTeam()
    const [gone, other] = members
    await slapd.remove(gone?.dn ?? '')
    expect(await boss().ok(previewComparison)).toMatchObject({
      found: 4,
      linked: 5,
      gone: [{ id: gone?.id, why: 'missing' }],
      refused: false,
    })
    await compareNightly(own.platform)
    expect((await stateOf(gone?.id ?? '')).deactivatedAt, 'nobody has looked yet').toBe(null)
    expect(await boss().ok(readLdap)).toMatchObject({ comparesNightly: false, lastRun: null })

    expect(await boss().ok(compareNow)).toMatchObject({ outcome: 'done', deactivated: 1, kept: 0 })
    for (const kind of ['ldap.changed', 'ldap.compared']) {
      const { rows } = await own.db.pool.query('select from audit where kind = $1', [kind])
      expect(rows.length, kind).toBeGreaterThan(0)
    }
    expect((await stateOf(gone?.id ?? '')).deactivatedAt).not.toBe(null)
    expect(await boss().ok(readLdap)).toMatchObject({ comparesNightly: true, lastRun: { deactivated: 1 } })

    await slapd.remove(other?.dn ?? '')
    await compareNightly(own.platform)
    expect((await stateOf(other?.id ?? '')).deactivatedAt).not.toBe(null)
  })

  it('ends sessions and keys of who is gone at once, and a name that comes back opens nothing', async () => {
    const { members } = await aTeam()
    const [gone] = members
    if (!gone) throw new Error('nobody')
    const asGone = (endpoint: typeof readMe) =>
      own.as(null).call(endpoint, { headers: { cookie: cookieOf(gone.headers) } })
    expect((await asGone(readMe)).status).toBe(200)
    const key = await own.as(null).call(createApiKey, {
      body: { id: newId(), name: 'Касса' },
      headers: { cookie: cookieOf(gone.headers) },
    })
    const byKey = () => own.as(null).call(readMe, { headers: { authorization: `Bearer ${key.body.secret}` } })
    expect((await byKey()).status).toBe(200)
    const { url } = await boss().ok(createSignInLink, { params: { id: gone.id } })
    await slapd.remove(gone.dn)
    await boss().ok(compareNow)
    expect((await asGone(readMe)).status).toBe(401)
    expect((await byKey()).status).toBe(401)
    const token = url.split('#token=')[1]
    expect((await own.as(null).call(signInByLink, { body: { token } })).status).toBe(410)
    await slapd.add(gone.dn, anEntry(gone.uid).values)
    expect((await own.as(null).call(signIn, { body: gone.body })).status).toBe(401)
  })

  it('gives the role of the group, and a changed mapping is looked at by a person before the night follows it', async () => {
    const heads = group(`leaders${count + 1}`)
    const { members, settings } = await aTeam({ groupRoles: [{ group: heads, role: 'head', profileId: null }] })
    const [one] = members
    await slapd.add(heads, { objectClass: 'groupOfNames', cn: `leaders${count}`, member: [one?.dn ?? ''] })
    expect((await boss().ok(previewComparison)).roles).toMatchObject([
      { id: one?.id, from: { role: 'salesperson' }, to: { role: 'head' } },
    ])
    expect(await boss().ok(compareNow)).toMatchObject({ roles: 1, deactivated: 0 })
    expect((await stateOf(one?.id ?? '')).role).toBe('head')
    const { version } = await boss().ok(readLdap)
    await boss().ok(changeLdap, { body: { version, settings: { ...settings, defaultRole: null } } })
    expect(await boss().ok(readLdap)).toMatchObject({ comparesNightly: false })
    await compareNightly(own.platform)
    expect((await stateOf(members[1]?.id ?? '')).deactivatedAt).toBe(null)
  })

  it('gives a copied profile, by night and at the next sign-in, takes it away with the group, and audits each as a change of rights', async () => {
    const seniors = group(`seniors${count + 1}`)
    const { members, settings } = await aTeam()
    const [one, two] = members
    const fromId = shippedId('salesperson')
    const senior = await boss().ok(copyProfile, { body: { id: newId(), fromId, name: 'Старший менеджер' } })
    await slapd.add(seniors, { objectClass: 'groupOfNames', cn: `seniors${count}`, member: [one?.dn ?? ''] })
    const change = async (role: 'administrator' | 'salesperson', profileId: string | null) => {
      const { version } = await boss().ok(readLdap)
      const groupRoles = [{ group: seniors, role, profileId }]
      return boss().call(changeLdap, { body: { version, settings: { ...settings, groupRoles } } })
    }
    expect((await change('salesperson', newId())).problem.data.errors[0].path).toBe('settings.groupRoles')
    // What a profile was made from is known, whatever was sent beside it.
    expect((await change('administrator', senior.id)).body.groupRoles[0]).toMatchObject({ role: 'salesperson' })
    const archived = await boss().call(archiveProfile, { params: { id: senior.id } })
    expect(archived.problem.code).toBe('profile.named_in_settings')

    const profileOf = async (id = '') => (await stateOf(id)).profile.name
    await own.as(null).call(signIn, { body: one?.body })
    expect(await profileOf(one?.id), 'nobody has looked yet').toBe(null)
    expect((await boss().ok(previewComparison)).roles).toMatchObject([
      { id: one?.id, from: { name: null }, to: { name: 'Старший менеджер' } },
    ])
    expect(await boss().ok(compareNow)).toMatchObject({ roles: 1, deactivated: 0 })
    expect(await profileOf(one?.id)).toBe('Старший менеджер')

    await slapd.replace(seniors, 'member', [two?.dn ?? ''])
    await own.as(null).call(signIn, { body: two?.body })
    expect(await profileOf(two?.id), 'at the sign-in').toBe('Старший менеджер')
    await compareNightly(own.platform)
    expect(await profileOf(one?.id), 'out of the group').toBe(null)
    const { rows } = await own.db.pool.query("select from audit where kind = 'user.role_changed'")
    expect(rows.length).toBe(3)
  })

  it('lets nobody go when more than a third would, or the directory answers with nobody, by hand and by night', async () => {
    const { members } = await aTeam()
    await boss().ok(compareNow)
    for (const { dn } of members.slice(0, 2)) await slapd.remove(dn)
    const answer = await boss().call(compareNow)
    expect([answer.status, answer.problem.data]).toEqual([409, { gone: 2, linked: 5 }])
    await compareNightly(own.platform)
    expect(await boss().ok(readLdap)).toMatchObject({ lastRun: { outcome: 'refused' } })
    for (const { dn } of members.slice(2)) await slapd.remove(dn)
    expect(await boss().ok(previewComparison)).toMatchObject({ found: 0, refused: true })
    await compareNightly(own.platform)
    for (const { id } of members) expect((await stateOf(id)).deactivatedAt).toBe(null)
  })

  it('leaves everything as it is on a night on which the directory is down, and says so', async () => {
    const { members } = await aTeam()
    await boss().ok(compareNow)
    await slapd.pause()
    try {
      await compareNightly(own.platform)
    } finally {
      await slapd.start()
    }
    expect(await boss().ok(readLdap)).toMatchObject({ lastRun: { outcome: 'failed', reason: 'unreachable' } })
    for (const { id } of members) expect((await stateOf(id)).deactivatedAt).toBe(null)
  })
})
