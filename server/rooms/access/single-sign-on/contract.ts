import { z } from 'zod'
import { endpoint, id, line, problem, text, version } from '../../../platform/contract.ts'
import { codeWanted, me } from '../contract.ts'
import { givenProfile } from '../profiles/contract.ts'
import { keyIsAnother } from '../secrets/contract.ts'

// ---- problems ----
export const singleSignOnOff = problem('single_sign_on.off', 404, {
  ru: 'Вход через другую службу не настроен',
  en: 'Signing in through another service is not set up',
})
export const attemptSpent = problem('single_sign_on.spent', 410, {
  ru: 'Эта попытка входа уже использована, устарела или начата в другом браузере. Начните вход заново',
  en: 'This attempt was used, has expired or was begun in another browser. Start again',
})
export const providerFailed = problem(
  // Not 502: a browser takes that for a lost answer and asks again.
  'single_sign_on.provider_failed',
  424,
  { ru: 'Служба входа не ответила как следует', en: 'The sign-in service did not answer properly' },
  z.object({ reason: z.string() }),
)
export const signInRefused = problem(
  'single_sign_on.refused',
  403,
  { ru: 'Служба входа вас узнала, но войти нельзя', en: 'The sign-in service knows you, but you may not come in' },
  z.object({
    reason: z.enum(['unknown', 'deactivated', 'email_missing', 'email_unverified', 'linked_to_another', 'taken']),
  }),
)
export const accountTaken = problem('single_sign_on.account_taken', 409, {
  ru: 'Эта учетная запись уже связана с другим пользователем',
  en: 'This account is already linked to another user',
})

export const lastWayIn = problem('outside_account.last_way', 409, {
  ru: 'Другого входа у вас нет: сначала задайте пароль',
  en: 'You have no other way in: set a password first',
})

// ---- the way in ----
/** An address inside of the product: nothing that a browser would read as another site. */
const inside = z
  .string()
  .max(2000)
  .regex(/^\/(?![/\\])[^\\\p{Cc}]*$/u)
export const listWaysIn = endpoint({
  method: 'GET',
  path: '/api/v1/sign-in/ways',
  summary: 'How one may sign in besides by password',
  access: 'public',
  result: z.object({ singleSignOn: z.object({ button: z.string() }).nullable() }),
})
export const beginSingleSignOn = endpoint({
  method: 'POST',
  path: '/api/v1/sign-in/single-sign-on',
  summary: 'Begin to sign in at the provider: where the browser goes; a cookie binds the attempt to this browser',
  access: 'public',
  body: z.strictObject({ to: inside.default('/') }),
  result: z.object({ url: z.string() }),
  problems: [singleSignOnOff, providerFailed],
})
export const finishSingleSignOn = endpoint({
  method: 'POST',
  path: '/api/v1/sign-in/single-sign-on/return',
  summary: 'Sign in with what the provider sent the browser back with',
  access: 'public',
  body: z.strictObject({
    /** The parameters of the address to which the provider led back, as they stand after the question mark. */
    parameters: z.string().max(10_000),
  }),
  result: z.object({ me, to: z.string(), linked: z.boolean() }),
  problems: [singleSignOnOff, attemptSpent, providerFailed, signInRefused, accountTaken, codeWanted],
})

// ---- one's own account elsewhere ----
const outsideAccount = z.object({ service: z.enum(['single_sign_on', 'ldap']), linkedAt: z.string() })
export const listOutsideAccounts = endpoint({
  method: 'GET',
  path: '/api/v1/session/outside-accounts',
  summary: 'By which other services I come in',
  result: z.object({ items: z.array(outsideAccount), nextCursor: z.null() }),
})
export const beginLinking = endpoint({
  method: 'POST',
  path: '/api/v1/session/outside-accounts/single-sign-on',
  summary: 'Link my account at the provider: where the browser goes',
  result: z.object({ url: z.string() }),
  problems: [singleSignOnOff, providerFailed],
})
export const unlinkSingleSignOn = endpoint({
  method: 'DELETE',
  path: '/api/v1/session/outside-accounts/single-sign-on',
  summary: 'Unlink my account at the provider',
  result: z.undefined(),
  status: 204,
  problems: [lastWayIn],
})

// ---- settings ----
const access = { right: 'sign_in.administer' } as const
const host = z.string().trim().toLowerCase().min(1).max(253)
export const singleSignOnSettings = z.strictObject({
  enabled: z.boolean(),
  issuer: text(500).default(''),
  clientId: text(300).default(''),
  scopes: line(300).default('openid email profile'),
  /** What stands on the button of the sign-in page. */
  button: line(60),
  /** A first sign-in finds the user by an e-mail that the provider has verified. */
  linkByEmail: z.boolean(),
  createUsers: z.boolean(),
  mailDomains: z.array(host).max(50),
  /** Of new people whom no group gives a profile. */
  ...givenProfile,
  departmentId: id.nullable().default(null),
  /** By which claim the provider tells the groups or roles of a person; empty: it is not looked at. */
  groupClaim: text(200).default(''),
  /** The first that fits gives the profile, at each sign-in. */
  groupRoles: z
    .array(z.strictObject({ group: line(300), ...givenProfile }))
    .max(50)
    .default([]),
  /** The product asks for its own second factor too, and not the provider alone. */
  secondFactor: z.boolean().default(false),
  privateHosts: z.array(host).max(20),
})
export type SingleSignOnSettings = z.infer<typeof singleSignOnSettings>
/** Absent: as it was. The secret is never told again. */
const clientSecret = z.string().max(1000).optional()
const stored = z.object({
  ...singleSignOnSettings.shape,
  version: z.number().int(),
  hasSecret: z.boolean(),
  /** The address to register at the provider. */
  redirectUri: z.string(),
})
export const readSingleSignOn = endpoint({
  method: 'GET',
  path: '/api/v1/single-sign-on',
  summary: 'Settings of the single sign-on',
  access,
  result: stored,
})
export const changeSingleSignOn = endpoint({
  method: 'PUT',
  path: '/api/v1/single-sign-on',
  summary: 'Set the single sign-on up',
  access,
  body: z.strictObject({ version: version.or(z.literal(0)), settings: singleSignOnSettings, clientSecret }),
  result: stored,
  problems: [keyIsAnother],
})
/** What a check found, step by step, in words. */
export const checkSteps = z.object({
  ok: z.boolean(),
  steps: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
})
export const checkSingleSignOn = endpoint({
  method: 'POST',
  path: '/api/v1/single-sign-on/checks',
  summary: 'Ask the provider what it says about itself',
  access,
  body: z.strictObject({ issuer: text(500).default(''), privateHosts: z.array(host).max(20) }),
  result: checkSteps,
})
