import fc from 'fast-check'
import { FilterParser } from 'ldapts'
import { describe, expect, it } from 'vitest'
import {
  decideComparison,
  decideEntry,
  decidesOtherwise,
  decideStanding,
  escapeFilterValue,
  filterOfEverybody,
  filterOfLogin,
  findSettingsFaults,
  isDisabledAccount,
  type Person,
  sameDn,
  UNSET,
} from './rules.ts'

const aPerson = (more: Partial<Person> = {}): Person => ({
  dn: 'uid=anna,ou=people,dc=firma',
  subject: 'guid-anna',
  email: 'anna@firma.example',
  name: 'Анна Ким',
  groups: [],
  isDisabled: false,
  ...more,
})

describe('what is typed into the field of the e-mail', () => {
  const userFilter = '(&(objectClass=person)(|(mail={login})(uid={login})))'

  it('stays one value of the filter, whatever it is', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({
        unit: fc.constantFrom('*', '(', ')', '\\', '&', '|', '!', '=', '\0', 'a', '2', ' ', 'ё'),
        maxLength: 40,
      }),
      fc.constantFrom('*', '*)(uid=*', 'a)(|(uid=*', '\\2a', ')(&)(', 'anna*', '\\', '\0', '*)(|(objectClass=*'),
    )
    fc.assert(
      fc.property(hostile, login => {
        const parsed = FilterParser.parseString(filterOfLogin({ userFilter }, login)) as unknown as Tree
        const [ofClass, either, ...rest] = parsed.filters ?? []
        expect([parsed.type, rest]).toEqual([AND, []])
        expect(ofClass).toMatchObject({ attribute: 'objectClass', value: 'person' })
        expect(either?.type).toBe(OR)
        expect(either?.filters?.map(each => [each.type, each.attribute, each.value])).toEqual([
          [EQUAL, 'mail', login],
          [EQUAL, 'uid', login],
        ])
      }),
      { numRuns: 2_000 },
    )
  })

  it('is no pattern of replacing and no other place', () => {
    expect(filterOfLogin({ userFilter: '(mail={login})' }, "$& $' {login}")).toBe("(mail=$& $' {login})")
    expect(escapeFilterValue('a*(b)\\c\0')).toBe('a\\2a\\28b\\29\\5cc\\00')
  })

  it('is everybody where the directory is compared', () => {
    expect(filterOfEverybody({ userFilter })).toBe('(&(objectClass=person)(|(mail=*)(uid=*)))')
  })
})

interface Tree {
  type: number
  filters?: Tree[]
  attribute?: string
  value?: string
}
const [AND, OR, EQUAL] = [0xa0, 0xa1, 0xa3]

describe('a person of the directory', () => {
  const groupRoles = [
    { group: 'CN=Heads,OU=Groups,DC=firma', role: 'head' as const, profileId: null },
    { group: 'cn=Sales,ou=Groups,dc=firma', role: 'salesperson' as const, profileId: 'senior' },
  ]
  const settings = { ...UNSET, groupRoles }

  it('has the profile of the first group that fits, however the names are written', () => {
    expect(decideStanding(settings, aPerson({ groups: ['cn=sales, ou=groups, dc=firma'] }))).toEqual({
      role: 'salesperson',
      profileId: 'senior',
    })
    const both = aPerson({ groups: ['cn=sales,ou=groups,dc=firma', 'cn=heads,ou=groups,dc=firma'] })
    expect(decideStanding(settings, both)).toEqual({ role: 'head', profileId: null })
    expect(sameDn('CN=A B, OU = C', 'cn=a b,ou=c')).toBe(true)
    expect(sameDn('cn=ab', 'cn=a b')).toBe(false)
  })

  it('does not come in without a role, outside of the group that lets in, or disabled', () => {
    expect(decideStanding(settings, aPerson())).toEqual({ why: 'not_in_group' })
    expect(decideStanding({ ...settings, defaultRole: 'salesperson' }, aPerson())).toEqual({
      role: 'salesperson',
      profileId: null,
    })
    const required = { ...settings, defaultRole: 'salesperson' as const, requiredGroup: 'cn=crm,dc=firma' }
    expect(decideStanding(required, aPerson())).toEqual({ why: 'not_in_group' })
    expect(decideStanding(required, aPerson({ groups: ['CN=CRM,DC=firma'] }))).toEqual({
      role: 'salesperson',
      profileId: null,
    })
    expect(decideStanding(required, aPerson({ isDisabled: true }))).toEqual({ why: 'disabled' })
    expect([undefined, '512', '514', '66050', '66048'].map(isDisabledAccount)).toEqual([
      false,
      false,
      true,
      true,
      false,
    ])
  })

  it('is linked or created only where the settings allow it, and takes nobody over', () => {
    const open = { ...UNSET, defaultRole: 'salesperson' as const }
    const user = { id: 'u1', isDeactivated: false, isLinked: false }
    const none = { linked: undefined, sameEmail: undefined }
    expect(decideEntry(open, aPerson(), { linked: user, sameEmail: undefined })).toMatchObject({
      kind: 'enter',
      userId: 'u1',
    })
    expect(decideEntry(open, aPerson(), none)).toMatchObject({ reason: 'unknown' })
    expect(decideEntry({ ...open, createUsers: true }, aPerson(), none)).toMatchObject({ kind: 'create' })
    expect(decideEntry({ ...open, createUsers: true }, aPerson({ email: null }), none)).toMatchObject({
      reason: 'unknown',
    })
    const same = { linked: undefined, sameEmail: user }
    expect(decideEntry({ ...open, createUsers: true }, aPerson(), same)).toMatchObject({ reason: 'unknown' })
    expect(decideEntry({ ...open, linkByEmail: true }, aPerson(), same)).toMatchObject({ kind: 'link', userId: 'u1' })
    const other = { linked: undefined, sameEmail: { ...user, isLinked: true } }
    expect(decideEntry({ ...open, linkByEmail: true }, aPerson(), other)).toMatchObject({ reason: 'linked_to_another' })
    const gone = { linked: { ...user, isDeactivated: true }, sameEmail: undefined }
    expect(decideEntry(open, aPerson(), gone)).toMatchObject({ reason: 'deactivated' })
  })
})

describe('comparing', () => {
  const settings = { ...UNSET, defaultRole: 'salesperson' as const }
  const users = (n: number) =>
    Array.from({ length: n }, (_, at) => ({
      id: `u${at}`,
      name: `Человек ${at}`,
      role: 'salesperson' as const,
      profileId: null,
      subject: `guid-${at}`,
    }))
  const people = (n: number, from = 0) =>
    Array.from({ length: n }, (_, at) => aPerson({ subject: `guid-${at + from}` }))

  it('lets those go who are missing, disabled or out of the group, and gives the others the profile of their group', () => {
    const groupRoles = [{ group: 'cn=heads', role: 'head' as const, profileId: null }]
    const found = [...people(8), aPerson({ subject: 'guid-8', isDisabled: true })]
    found[0] = aPerson({ subject: 'guid-0', groups: ['cn=heads'] })
    const answer = decideComparison({ ...settings, groupRoles }, found, users(10))
    expect(answer.gone).toEqual([
      { id: 'u8', name: 'Человек 8', why: 'disabled' },
      { id: 'u9', name: 'Человек 9', why: 'missing' },
    ])
    const aSalesperson = { role: 'salesperson', profileId: null }
    expect(answer.roles).toEqual([
      { id: 'u0', name: 'Человек 0', from: aSalesperson, to: { role: 'head', profileId: null } },
    ])
    expect(answer.refused).toBe(false)
  })

  it('moves between profiles of one role too, and back to the shipped one', () => {
    const senior = { ...settings, groupRoles: [{ group: 'cn=senior', role: 'salesperson' as const, profileId: 'p1' }] }
    const found = people(2)
    found[0] = aPerson({ subject: 'guid-0', groups: ['cn=senior'] })
    const [one, two] = users(2)
    const linked = [one, { ...two, profileId: 'p1' }] as Parameters<typeof decideComparison>[2]
    expect(decideComparison(senior, found, linked).roles).toMatchObject([
      { id: 'u0', to: { role: 'salesperson', profileId: 'p1' } },
      { id: 'u1', from: { profileId: 'p1' }, to: { role: 'salesperson', profileId: null } },
    ])
  })

  it('is refused when more than a third would go, and always when the directory answers nothing', () => {
    expect(decideComparison(settings, people(2), users(3)).refused).toBe(false)
    expect(decideComparison(settings, people(6), users(9)).refused).toBe(false)
    expect(decideComparison(settings, people(5), users(9)).refused).toBe(true)
    expect(decideComparison(settings, people(9, 100), users(9)).refused).toBe(true)
    for (const n of [1, 2, 3, 4, 100]) expect(decideComparison(settings, [], users(n)).refused, String(n)).toBe(true)
    expect(decideComparison(settings, [], []).refused).toBe(false)
  })

  it('is looked at anew when people are sought or judged otherwise', () => {
    expect(decidesOtherwise(UNSET, { ...UNSET, departmentId: 'x', enabled: true, nameAttribute: 'displayName' })).toBe(
      false,
    )
    expect(decidesOtherwise(UNSET, { ...UNSET, baseDn: 'ou=x' })).toBe(true)
    expect(decidesOtherwise(UNSET, { ...UNSET, defaultRole: 'head' })).toBe(true)
  })
})

it('settings are told everything that is wrong with them at once; nothing goes out in the clear', () => {
  const fine = { isFilter: true, isCertificate: true, needsPassword: false, hasPassword: true }
  const good = { ...UNSET, enabled: true, url: 'ldaps://dc1.firma.local', baseDn: 'dc=firma', bindDn: 'cn=reader' }
  expect(findSettingsFaults(good, fine)).toEqual([])
  expect(findSettingsFaults(UNSET, { ...fine, hasPassword: false })).toEqual([])
  expect(findSettingsFaults({ ...good, url: 'ldap://dc1.firma.local', startTls: true }, fine)).toEqual([])
  expect(findSettingsFaults({ ...good, url: 'ldap://dc1.firma.local' }, fine)).toEqual([
    { path: 'settings.startTls', code: 'plain' },
  ])
  for (const url of ['dc1.firma.local', 'https://dc1', 'ldaps://cn=a:b@dc1', 'ldaps://dc1/dc=firma', 'ldapi:///x']) {
    expect(findSettingsFaults({ ...good, url }, fine), url).toEqual([{ path: 'settings.url', code: 'address' }])
  }
  const bad = { ...good, url: '', userFilter: '(mail=anna)' }
  expect(findSettingsFaults(bad, { ...fine, isCertificate: false, needsPassword: true })).toEqual([
    { path: 'settings.url', code: 'needed' },
    { path: 'settings.userFilter', code: 'place' },
    { path: 'settings.certificate', code: 'certificate' },
    { path: 'bindPassword', code: 'again' },
  ])
})
