import { describe, expect, it } from 'vitest'
import { type Claims, decideEntry, findSettingsFaults, UNSET } from './rules.ts'

const claims = (more: Partial<Claims> = {}): Claims => ({
  issuer: 'https://id.example.com',
  subject: 'anna-1',
  email: 'anna@firma.example',
  emailVerified: true,
  name: 'Анна Ким',
  groups: [],
  ...more,
})
const user = (more: object = {}) => ({ id: 'u1', isDeactivated: false, isLinked: false, ...more })
const closed = { linkByEmail: false, createUsers: false, mailDomains: [] }
const linking = { ...closed, linkByEmail: true }
const creating = { ...closed, createUsers: true, mailDomains: ['firma.example'] }
const nobody = { linked: undefined, sameEmail: undefined }

describe('who comes back from the provider', () => {
  it('comes in by the link alone, whatever the e-mail says now', () => {
    const known = { linked: user(), sameEmail: user({ id: 'u2' }) }
    for (const settings of [closed, linking, creating]) {
      expect(decideEntry(settings, claims({ emailVerified: false, email: null }), known)).toEqual({
        kind: 'enter',
        userId: 'u1',
      })
    }
  })

  it('is linked by an equal e-mail only when that is allowed and the provider has verified it', () => {
    const known = { linked: undefined, sameEmail: user() }
    expect(decideEntry(closed, claims(), known)).toMatchObject({ reason: 'unknown' })
    expect(decideEntry(creating, claims(), known)).toMatchObject({ reason: 'unknown' })
    expect(decideEntry(linking, claims({ emailVerified: false }), known)).toMatchObject({ reason: 'email_unverified' })
    expect(decideEntry(linking, claims({ email: null }), known)).toMatchObject({ reason: 'email_missing' })
    expect(decideEntry(linking, claims(), known)).toEqual({ kind: 'link', userId: 'u1' })
  })

  it('takes nobody over who is linked to another account', () => {
    const known = { linked: undefined, sameEmail: user({ isLinked: true }) }
    expect(decideEntry(linking, claims(), known)).toEqual({ kind: 'refuse', reason: 'linked_to_another' })
  })

  it('is refused when the way in of that user was closed', () => {
    const gone = user({ isDeactivated: true })
    expect(decideEntry(linking, claims(), { linked: gone, sameEmail: undefined })).toMatchObject({
      reason: 'deactivated',
    })
    expect(decideEntry(linking, claims(), { linked: undefined, sameEmail: gone })).toMatchObject({
      reason: 'deactivated',
    })
  })

  it('becomes a new user for the named domains of mail only, and never one of a longer or shorter name', () => {
    expect(decideEntry(creating, claims(), nobody)).toEqual({
      kind: 'create',
      email: 'anna@firma.example',
      name: 'Анна Ким',
    })
    for (const email of [
      'a@firma.example.org',
      'a@my-firma.example',
      'a@sub.firma.example',
      'a@firma.example@evil.example',
    ]) {
      expect(decideEntry(creating, claims({ email }), nobody), email).toMatchObject({ reason: 'unknown' })
    }
    expect(decideEntry(creating, claims({ email: 'A@FIRMA.Example' }), nobody)).toMatchObject({ kind: 'create' })
    expect(decideEntry(creating, claims({ emailVerified: false }), nobody)).toMatchObject({ kind: 'refuse' })
    expect(decideEntry(linking, claims(), nobody)).toMatchObject({ reason: 'unknown' })
  })
})

describe('settings', () => {
  const good = { ...UNSET, enabled: true, issuer: 'https://id.example.com', clientId: 'interes' }
  const fine = { isCallable: true, needsSecret: false }

  it('are told everything that is wrong with them at once', () => {
    expect(findSettingsFaults(good, fine)).toEqual([])
    const bad = { ...good, clientId: '', scopes: 'email', createUsers: true, role: 'administrator' as const }
    expect(findSettingsFaults(bad, { isCallable: false, needsSecret: true })).toEqual([
      { path: 'settings.issuer', code: 'address' },
      { path: 'settings.clientId', code: 'needed' },
      { path: 'settings.scopes', code: 'openid' },
      { path: 'settings.mailDomains', code: 'needed' },
      { path: 'settings.role', code: 'administrator' },
      { path: 'clientSecret', code: 'again' },
    ])
  })

  it('may be left half filled in while they are off', () => {
    expect(findSettingsFaults(UNSET, fine)).toEqual([])
  })

  it('know a domain of mail from something else', () => {
    for (const domain of ['firma', '@firma.ru', '*.firma.ru', 'https://firma.ru', 'firma .ru', '-a.ru']) {
      expect(findSettingsFaults({ ...good, mailDomains: [domain] }, fine), domain).toHaveLength(1)
    }
    expect(findSettingsFaults({ ...good, mailDomains: ['firma.ru', 'фирма.рф', 'a-b.co.uk'] }, fine)).toEqual([])
  })
})
