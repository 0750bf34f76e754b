import type { GivenProfile } from '../profiles/contract.ts'
import { isSameProfile } from '../profiles/rules.ts'
import type { Comparison, LdapSettings } from './contract.ts'

/** Before an administrator has set anything. */
export const UNSET: LdapSettings = {
  enabled: false,
  kind: 'other',
  url: '',
  startTls: false,
  certificate: '',
  baseDn: '',
  bindDn: '',
  userFilter: '(&(objectClass=inetOrgPerson)(mail={login}))',
  idAttribute: 'entryUUID',
  mailAttribute: 'mail',
  nameAttribute: 'cn',
  groupAttribute: 'memberOf',
  requiredGroup: '',
  groupRoles: [],
  defaultRole: null,
  defaultProfileId: null,
  departmentId: null,
  linkByEmail: false,
  createUsers: false,
  privateHosts: [],
}

/** Ids of people are unique in the world, so one name stands for whichever directory is set. */
export const ISSUER = 'ldap'

const PLACE = '{login}'

/** Characters that mean something in a filter (RFC 4515); those that nobody sees are written out like them. */
const SPECIAL = '\\*()'

/** A value as a filter takes it: nothing that somebody types can end it, widen it or add to it. */
export function escapeFilterValue(value: string): string {
  return Array.from(value, each => {
    const code = each.codePointAt(0) ?? 0
    const isPlain = !SPECIAL.includes(each) && code > 0x1f && code !== 0x7f
    return isPlain ? each : `\\${code.toString(16).padStart(2, '0')}`
  }).join('')
}

/** The filter that finds one person by what was typed. */
export function filterOfLogin({ userFilter }: Pick<LdapSettings, 'userFilter'>, login: string): string {
  return userFilter.replaceAll(PLACE, () => escapeFilterValue(login))
}

/** The filter that finds everybody whom the other one could find. */
export function filterOfEverybody({ userFilter }: Pick<LdapSettings, 'userFilter'>): string {
  return userFilter.replaceAll(PLACE, '*')
}

/** A person of the directory, as the settings read it. */
export interface Person {
  dn: string
  subject: string
  email: string | null
  name: string
  groups: readonly string[]
  isDisabled: boolean
}

const ACCOUNT_DISABLED = 2

/** Does the number by which Active Directory describes an account say that it is disabled? */
export function isDisabledAccount(userAccountControl: string | undefined): boolean {
  return (Number(userAccountControl ?? 0) & ACCOUNT_DISABLED) !== 0
}

/** Names of the directory are the same in any letter case and with any blanks around their signs. */
export function sameDn(one: string, other: string): boolean {
  return plainDn(one) === plainDn(other)
}

function plainDn(dn: string): string {
  return dn
    .toLowerCase()
    .replace(/\s*([,=+])\s*/g, '$1')
    .trim()
}

/** What says with which profile somebody comes in. */
type Mapping = Pick<LdapSettings, 'requiredGroup' | 'groupRoles' | 'defaultRole' | 'defaultProfileId'>

/** May the person come in at all, as far as the directory is asked; and with which profile. */
export function decideStanding(
  settings: Mapping,
  person: Pick<Person, 'groups' | 'isDisabled'>,
): GivenProfile | { why: 'disabled' | 'not_in_group' } {
  if (person.isDisabled) return { why: 'disabled' }
  const isIn = (group: string) => person.groups.some(each => sameDn(each, group))
  if (settings.requiredGroup !== '' && !isIn(settings.requiredGroup)) return { why: 'not_in_group' }
  const { defaultRole, defaultProfileId } = settings
  const found = settings.groupRoles.find(each => isIn(each.group))
  if (found) return { role: found.role, profileId: found.profileId }
  return defaultRole === null ? { why: 'not_in_group' } : { role: defaultRole, profileId: defaultProfileId }
}

export interface KnownUser {
  id: string
  isDeactivated: boolean
  isLinked: boolean
}

export type Entry =
  | { kind: 'enter'; userId: string; given: GivenProfile }
  | { kind: 'link'; userId: string; given: GivenProfile }
  | { kind: 'create'; email: string; name: string; given: GivenProfile }
  | { kind: 'refuse'; reason: 'unknown' | 'deactivated' | 'disabled' | 'not_in_group' | 'linked_to_another' }

/** Who comes in whom the directory has just recognised by name and password. */
export function decideEntry(
  settings: Mapping & Pick<LdapSettings, 'linkByEmail' | 'createUsers'>,
  person: Person,
  known: { linked: KnownUser | undefined; sameEmail: KnownUser | undefined },
): Entry {
  const standing = decideStanding(settings, person)
  if ('why' in standing) return { kind: 'refuse', reason: standing.why }
  const { linked, sameEmail } = known
  if (linked?.isDeactivated) return { kind: 'refuse', reason: 'deactivated' }
  if (linked) return { kind: 'enter', userId: linked.id, given: standing }
  if (person.email === null) return { kind: 'refuse', reason: 'unknown' }
  if (sameEmail) {
    if (!settings.linkByEmail) return { kind: 'refuse', reason: 'unknown' }
    if (sameEmail.isDeactivated) return { kind: 'refuse', reason: 'deactivated' }
    if (sameEmail.isLinked) return { kind: 'refuse', reason: 'linked_to_another' }
    return { kind: 'link', userId: sameEmail.id, given: standing }
  }
  if (!settings.createUsers) return { kind: 'refuse', reason: 'unknown' }
  return { kind: 'create', email: person.email, name: person.name, given: standing }
}

/** What a comparison comes to, profiles by what they are and not yet by name. */
export interface Foreseen extends Omit<Comparison, 'roles'> {
  roles: { id: string; name: string; from: GivenProfile; to: GivenProfile }[]
}

/**
 * What comparing the users with the directory comes to. Never believed is an answer after which more than a third would
 * have gone: a wrong base or filter and an empty directory look like that, and people who have really left do not.
 */
export function decideComparison(
  settings: Mapping,
  people: readonly Person[],
  linked: readonly (GivenProfile & { id: string; name: string; subject: string })[],
): Foreseen {
  const bySubject = new Map(people.map(each => [each.subject, each]))
  const gone: Comparison['gone'] = []
  const roles: Foreseen['roles'] = []
  for (const { id, name, role, profileId, subject } of linked) {
    const person = bySubject.get(subject)
    const standing = person ? decideStanding(settings, person) : { why: 'missing' as const }
    if ('why' in standing) gone.push({ id, name, why: standing.why })
    else if (!isSameProfile(standing, { role, profileId })) {
      roles.push({ id, name, from: { role, profileId }, to: standing })
    }
  }
  const refused = gone.length > 0 && (people.length === 0 || gone.length * 3 > linked.length)
  return { found: people.length, linked: linked.length, gone, roles, refused }
}

/** What somebody must look at again before it is compared by night: where people are sought, and what becomes of them. */
const DECISIVE = [
  'url',
  'kind',
  'baseDn',
  'userFilter',
  'idAttribute',
  'groupAttribute',
  'requiredGroup',
  'groupRoles',
  'defaultRole',
  'defaultProfileId',
] as const

/** Do these settings find or judge people otherwise than those before? */
export function decidesOtherwise(before: LdapSettings, after: LdapSettings): boolean {
  return DECISIVE.some(field => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
}

/** Everything that is wrong with settings, by place and code. */
export function findSettingsFaults(
  settings: LdapSettings,
  facts: { isFilter: boolean; isCertificate: boolean; needsPassword: boolean; hasPassword: boolean },
): { path: string; code: SettingsFault }[] {
  const faults: { path: string; code: SettingsFault }[] = []
  const add = (path: string, code: SettingsFault) => faults.push({ path: `settings.${path}`, code })
  if (settings.enabled) {
    for (const field of ['url', 'baseDn', 'bindDn'] as const) if (settings[field] === '') add(field, 'needed')
  }
  if (settings.url !== '' && !isAddress(settings.url)) add('url', 'address')
  else if (settings.url.startsWith('ldap:') && !settings.startTls) add('startTls', 'plain')
  if (!settings.userFilter.includes(PLACE)) add('userFilter', 'place')
  else if (!facts.isFilter) add('userFilter', 'filter')
  if (!facts.isCertificate) add('certificate', 'certificate')
  if (facts.needsPassword) faults.push({ path: 'bindPassword', code: 'again' })
  else if (settings.enabled && !facts.hasPassword) faults.push({ path: 'bindPassword', code: 'needed' })
  return faults
}
export type SettingsFault = 'needed' | 'address' | 'plain' | 'place' | 'filter' | 'certificate' | 'again'

function isAddress(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, username, password, pathname, search, hash } = new URL(address)
  const isBare = username === '' && password === '' && search === '' && hash === '' && /^\/?$/.test(pathname)
  return /^ldaps?:$/.test(protocol) && hostname !== '' && isBare
}
