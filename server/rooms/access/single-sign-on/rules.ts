import type { GivenProfile } from '../profiles/contract.ts'
import type { SingleSignOnSettings } from './contract.ts'

/** Before an administrator has set anything. */
export const UNSET: SingleSignOnSettings = {
  enabled: false,
  issuer: '',
  clientId: '',
  scopes: 'openid email profile',
  button: 'Войти через службу компании',
  linkByEmail: false,
  createUsers: false,
  mailDomains: [],
  role: 'salesperson',
  profileId: null,
  departmentId: null,
  groupClaim: '',
  groupRoles: [],
  secondFactor: false,
  privateHosts: [],
}

/** Somebody who signs in at a provider comes back within this time, or begins again. */
export const ATTEMPT_MINUTES = 15

/** Beginnings of a sign-in from one address: a whole office in the morning, but no stranger who makes the server call others. */
export const BEGINNINGS = { limit: 300, seconds: 15 * 60 }

/** What a provider says of the person who signed in, after everything about the token was checked. */
export interface Claims {
  issuer: string
  subject: string
  email: string | null
  emailVerified: boolean
  name: string | null
  /** Of the claim that the settings name. */
  groups: readonly string[]
}

export interface KnownUser {
  id: string
  isDeactivated: boolean
  /** An account at this provider is linked to the user already. */
  isLinked: boolean
}

export type Entry =
  | { kind: 'enter'; userId: string }
  | { kind: 'link'; userId: string }
  | { kind: 'create'; email: string; name: string }
  | { kind: 'refuse'; reason: 'unknown' | 'deactivated' | 'email_missing' | 'email_unverified' | 'linked_to_another' }

/**
 * Who comes in with these claims. The link by issuer and subject alone decides for who has one; an equal e-mail opens an
 * account only when an administrator allows it, the provider has verified the address, and nobody else is linked to it.
 */
export function decideEntry(
  settings: Pick<SingleSignOnSettings, 'linkByEmail' | 'createUsers' | 'mailDomains'>,
  claims: Claims,
  known: { linked: KnownUser | undefined; sameEmail: KnownUser | undefined },
): Entry {
  const { linked, sameEmail } = known
  if (linked) return linked.isDeactivated ? refuse('deactivated') : { kind: 'enter', userId: linked.id }
  const { email } = claims
  if (!settings.linkByEmail && !settings.createUsers) return refuse('unknown')
  if (email === null) return refuse('email_missing')
  if (!claims.emailVerified) return refuse('email_unverified')
  if (sameEmail) {
    if (!settings.linkByEmail) return refuse('unknown')
    if (sameEmail.isDeactivated) return refuse('deactivated')
    if (sameEmail.isLinked) return refuse('linked_to_another')
    return { kind: 'link', userId: sameEmail.id }
  }
  if (!settings.createUsers || !settings.mailDomains.includes(domainOf(email))) return refuse('unknown')
  return { kind: 'create', email, name: claims.name ?? email }
}

/** The profile that the groups of a person give; none where no group fits. */
export function profileOfGroups(
  { groupRoles }: Pick<SingleSignOnSettings, 'groupRoles'>,
  { groups }: Pick<Claims, 'groups'>,
): GivenProfile | undefined {
  const found = groupRoles.find(each => groups.includes(each.group))
  return found && { role: found.role, profileId: found.profileId }
}

function refuse(reason: Extract<Entry, { kind: 'refuse' }>['reason']): Entry {
  return { kind: 'refuse', reason }
}

/** What stands after the last @: the part before it may hold one too. */
function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase()
}

const DOMAIN = /^([a-z0-9\p{L}]([a-z0-9\p{L}-]*[a-z0-9\p{L}])?\.)+[a-z0-9\p{L}]{2,}$/u

/** Everything that is wrong with settings, by place and code. */
export function findSettingsFaults(
  settings: SingleSignOnSettings,
  facts: { isCallable: boolean; needsSecret: boolean },
): { path: string; code: SettingsFault }[] {
  const faults: { path: string; code: SettingsFault }[] = []
  const add = (path: string, code: SettingsFault) => faults.push({ path: `settings.${path}`, code })
  if (settings.enabled && settings.issuer === '') add('issuer', 'needed')
  else if (settings.issuer !== '' && !facts.isCallable) add('issuer', 'address')
  if (settings.enabled && settings.clientId === '') add('clientId', 'needed')
  if (!settings.scopes.split(/\s+/).includes('openid')) add('scopes', 'openid')
  if (settings.createUsers && settings.mailDomains.length === 0) add('mailDomains', 'needed')
  if (settings.mailDomains.some(each => !DOMAIN.test(each))) add('mailDomains', 'domain')
  if (settings.createUsers && settings.role === 'administrator') add('role', 'administrator')
  if (settings.groupRoles.some(each => each.role === 'administrator')) add('groupRoles', 'administrator')
  if (settings.groupRoles.length > 0 && settings.groupClaim === '') add('groupClaim', 'claim')
  if (facts.needsSecret) faults.push({ path: 'clientSecret', code: 'again' })
  return faults
}
export type SettingsFault = 'needed' | 'address' | 'openid' | 'claim' | 'domain' | 'administrator' | 'again'
