import { z } from 'zod'
import { endpoint, id, instant, line, problem, text, version } from '../../../platform/contract.ts'
import { role } from '../contract.ts'
import { givenProfile } from '../profiles/contract.ts'
import { keyIsAnother } from '../secrets/contract.ts'
import { checkSteps } from '../single-sign-on/contract.ts'

// ---- problems ----
export const ldapFailed = problem(
  'ldap.failed',
  424,
  { ru: 'Служба каталогов не ответила как следует', en: 'The staff directory did not answer properly' },
  z.object({ reason: z.string() }),
)
export const comparisonRefused = problem(
  'ldap.comparison_refused',
  409,
  {
    ru: 'Так не сверяют: вход закрылся бы больше чем у трети людей. Проверьте настройки; если люди и правда ушли, закройте им вход сами',
    en: 'Refused: more than a third of the people would lose their way in. Check the settings; if they have really gone, close their way in by hand',
  },
  z.object({ gone: z.number().int(), linked: z.number().int() }),
)

// ---- settings ----
const access = { right: 'sign_in.administer' } as const
/** A name of something in the directory, such as `cn=sales,ou=groups,dc=firma,dc=local`. */
const dn = z.string().trim().min(1).max(1000)
const attribute = z
  .string()
  .trim()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/)
const host = z.string().trim().toLowerCase().min(1).max(253)

export const ldapSettings = z.strictObject({
  enabled: z.boolean(),
  /** Active Directory says by a number who is disabled, and names people by 16 bytes. */
  kind: z.enum(['active_directory', 'other']),
  url: text(300).default(''),
  /** A plain connection becomes a secure one before anything is said. */
  startTls: z.boolean(),
  /** Of the own authority that signed the certificate of the directory, in PEM. */
  certificate: text(20_000).default(''),
  baseDn: text(1000).default(''),
  bindDn: text(1000).default(''),
  /** `{login}` stands for what was typed into the field of the e-mail. */
  userFilter: line(1000),
  idAttribute: attribute,
  mailAttribute: attribute,
  nameAttribute: attribute,
  groupAttribute: attribute,
  /** Only members of this group come in; empty: everybody whom the filter finds. */
  requiredGroup: text(1000).default(''),
  /** The first group that fits gives the profile. */
  groupRoles: z.array(z.strictObject({ group: dn, ...givenProfile })).max(50),
  /** Of those whom no group gives one; empty: they do not come in. */
  defaultRole: role.nullable().default(null),
  /** A copied profile for them; left out, the shipped one of the role. */
  defaultProfileId: id.nullable().default(null),
  departmentId: id.nullable().default(null),
  linkByEmail: z.boolean(),
  createUsers: z.boolean(),
  privateHosts: z.array(host).max(20),
})
export type LdapSettings = z.infer<typeof ldapSettings>
/** Absent: as it was. The password is never told again. */
const bindPassword = z.string().max(1000).optional()

const profileRef = z.object({ role, profileId: id.nullable(), name: z.string().nullable() })
const change = z.object({ id, name: z.string(), from: profileRef, to: profileRef })
export const comparison = z.object({
  /** People of the directory whom the filter finds. */
  found: z.number().int(),
  /** Users who come in by the directory. */
  linked: z.number().int(),
  gone: z.array(z.object({ id, name: z.string(), why: z.enum(['missing', 'disabled', 'not_in_group']) })),
  /** Whose profile follows the group. */
  roles: z.array(change),
  /** So many would go that nothing is done. */
  refused: z.boolean(),
})
export type Comparison = z.infer<typeof comparison>
export const lastRun = z.object({
  at: instant,
  outcome: z.enum(['done', 'refused', 'failed']),
  deactivated: z.number().int(),
  roles: z.number().int(),
  /** Who could not be closed, such as the last administrator. */
  kept: z.number().int(),
  reason: z.string().nullable(),
})
export type LastRun = z.infer<typeof lastRun>

const stored = z.object({
  ...ldapSettings.shape,
  version: z.number().int(),
  hasPassword: z.boolean(),
  /** Somebody has looked at what comparing does and let it be done: from then on it is done every night. */
  comparesNightly: z.boolean(),
  lastRun: lastRun.nullable(),
})
export const readLdap = endpoint({
  method: 'GET',
  path: '/api/v1/ldap',
  summary: 'Settings of the staff directory (LDAP)',
  access,
  result: stored,
})
export const changeLdap = endpoint({
  method: 'PUT',
  path: '/api/v1/ldap',
  summary: 'Set the staff directory (LDAP) up',
  access,
  body: z.strictObject({ version: version.or(z.literal(0)), settings: ldapSettings, bindPassword }),
  result: stored,
  problems: [keyIsAnother],
})
export const checkLdap = endpoint({
  method: 'POST',
  path: '/api/v1/ldap/checks',
  summary: 'Try the settings as they are typed, and somebody by e-mail, step by step',
  access,
  body: z.strictObject({ settings: ldapSettings, bindPassword, login: z.string().trim().max(200).optional() }),
  result: checkSteps,
})
export const previewComparison = endpoint({
  method: 'GET',
  path: '/api/v1/ldap/comparison',
  summary: 'What comparing with the directory would do; nothing is done',
  access,
  result: comparison,
  problems: [ldapFailed],
})
export const compareNow = endpoint({
  method: 'POST',
  path: '/api/v1/ldap/comparison',
  summary: 'Compare with the directory: who is gone there loses the way in, profiles follow; from then on every night',
  access,
  result: lastRun,
  problems: [ldapFailed, comparisonRefused],
})
