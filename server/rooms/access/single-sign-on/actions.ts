import { conflict, tooMany, type BodyOf } from '../../../platform/contract.ts'
import type { Platform } from '../../../platform/platform.ts'
import { type Fault, Localised, Problem, refuse, refuseFaults, unknownReference } from '../../../platform/problems.ts'
import { newId, NIL_ID } from '../../../platform/pure/ids.ts'
import type { Caller } from '../../../platform/scope.ts'
import { changesBetween } from '../../../platform/merge.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { audit, writeAudit } from '../audit/actions.ts'
import { holdDepartment } from '../departments/storage.ts'
import { systemCaller } from '../gates/queries.ts'
import { linkAccount } from '../outside-accounts/actions.ts'
import { type Account, findSubjectOf, findUserOf, touchAccount } from '../outside-accounts/storage.ts'
import { sealText } from '../secrets/actions.ts'
import { openText } from '../secrets/service.ts'
import { newToken } from '../secrets/service.ts'
import { type CodeAwaited, enterFromProvider, type SignedIn } from '../sessions/actions.ts'
import { normaliseLogin, type Visitor } from '../sessions/rules.ts'
import { throttle } from '../throttle/actions.ts'
import { createUser, followProfile } from '../users/actions.ts'
import { findLogin, getUserRow, lockUser, type UserRow } from '../users/storage.ts'
import {
  accountTaken,
  attemptSpent,
  type changeSingleSignOn,
  providerFailed,
  signInRefused,
  singleSignOnOff,
  type SingleSignOnSettings,
} from './contract.ts'
import { chooseEach, chooseProfile } from '../profiles/actions.ts'
import {
  BEGINNINGS,
  type Claims,
  decideEntry,
  findSettingsFaults,
  profileOfGroups,
  type SettingsFault,
  UNSET,
} from './rules.ts'
import { addressOfProvider, discover, isIssuer, ProviderFailure, readReturn } from './service.ts'
import { findSettings, insertAttempt, type StoredSettings, storeSettings, takeAttempt } from './storage.ts'

const PURPOSE = 'single_sign_on'

const WORDS: Record<SettingsFault, Localised> = {
  needed: new Localised({ ru: 'Без этого вход не включить', en: 'Needed to turn the sign-in on' }),
  address: new Localised({
    ru: 'Нужен адрес https. Узел внутренней сети назовите ниже, в списке своих узлов',
    en: 'An https address is needed. Name a host of your own network in the list below',
  }),
  openid: new Localised({ ru: 'Среди областей должна быть openid', en: 'The scopes must include openid' }),
  claim: new Localised({
    ru: 'Назовите утверждение, в котором служба передает группы, например groups',
    en: 'Name the claim by which the service tells the groups, such as groups',
  }),
  domain: new Localised({
    ru: 'Нужен домен почты без @, например firma.ru',
    en: 'A mail domain without @ is needed, such as firma.com',
  }),
  administrator: new Localised({
    ru: 'Администратором становятся не сами: этот профиль дает человек',
    en: 'Nobody becomes an administrator by themselves: a person gives this profile',
  }),
  again: new Localised({
    ru: 'Адрес или код приложения другой: введите секрет заново',
    en: 'The address or the client id is another one: enter the secret again',
  }),
}

/**
 * Sets the single sign-on up. Strict: settings hold together, so two people do not change them at once. A secret that is
 * stored is only ever sent to the provider for which it was entered.
 * @throws invalid, conflict, secret_key.another
 */
export async function changeSettings(work: Work, input: BodyOf<typeof changeSingleSignOn>): Promise<void> {
  const { settings, faults: unknown } = await withProfiles(work, input.settings)
  const before: StoredSettings = (await findSettings(work.tx)) ?? { settings: UNSET, clientSecret: null, version: 0 }
  const moved = before.settings.issuer !== settings.issuer || before.settings.clientId !== settings.clientId
  const needsSecret = moved && before.clientSecret !== null && input.clientSecret === undefined
  const isCallable = isIssuer(settings.issuer, settings.privateHosts)
  const faults: Fault[] = findSettingsFaults(settings, { isCallable, needsSecret }).map(({ path, code }) => ({
    path,
    code: `single_sign_on.${code}`,
    message: WORDS[code],
  }))
  faults.push(...unknown)
  const { departmentId } = settings
  if (departmentId && !(await holdDepartment(work.tx, departmentId))) {
    faults.push(unknownReference('settings.departmentId'))
  }
  refuseFaults(faults)
  const clientSecret =
    input.clientSecret === undefined ? before.clientSecret : await sealText(work, PURPOSE, input.clientSecret)
  const version = await storeSettings(work.tx, { settings, clientSecret, version: input.version }, work.now)
  if (version === undefined) {
    refuse(conflict, { version: Math.max(1, before.version), fields: [], changedBy: null, changedAt: null })
  }
  const changes = changesBetween(before.settings, settings)
  await audit(work, {
    kind: 'single_sign_on.changed',
    detail: { fields: Object.keys(changes), secret: input.clientSecret !== undefined },
  })
  const record = { kind: 'single_sign_on', id: NIL_ID }
  work.record({ kind: 'single_sign_on.changed', record, ...(version ? { version } : {}), changes, owners: null })
}

/** The settings with what the profiles that they name were made from. */
async function withProfiles(
  work: Work,
  settings: SingleSignOnSettings,
): Promise<{ settings: SingleSignOnSettings; faults: Fault[] }> {
  const own = await chooseProfile(work, settings, 'settings.role')
  const groups = await chooseEach(work, settings.groupRoles, 'settings.groupRoles')
  return {
    settings: { ...settings, ...own.chosen, groupRoles: groups.chosen },
    faults: [...own.faults, ...groups.faults],
  }
}

async function connectionOf(platform: Platform): Promise<StoredSettings & { clientSecret: string | null }> {
  const stored = await findSettings(platform.db)
  if (!stored?.settings.enabled) return refuse(singleSignOnOff)
  if (stored.clientSecret === null) return stored
  const clientSecret = openText(platform.vault, PURPOSE, stored.clientSecret)
  if (clientSecret === null) fail(platform, new ProviderFailure('secret'))
  return { ...stored, clientSecret }
}

/** Tells the person in words, and the log what exactly it was. */
function fail(platform: Platform, failure: ProviderFailure): never {
  const { reason } = failure
  platform.log.warn({ err: failure.cause ?? failure, reason }, 'single sign-on failed')
  throw new Problem(providerFailed, { data: { reason }, detail: language => wordsOf(reason).texts[language] })
}

/** What a person is told when the provider was not reached or not believed. */
export function wordsOf(reason: string): Localised {
  return reason.startsWith('token') ? TOKEN : (REASONS[reason] ?? TOKEN)
}

const TOKEN = new Localised({
  ru: 'Ответ службы входа не прошел проверку. Начните вход заново; если повторится, скажите администратору',
  en: 'The answer of the sign-in service was not accepted. Start again; if it happens again, tell the administrator',
})
const REASONS: Record<string, Localised> = {
  address: new Localised({
    ru: 'По этому адресу продукту обращаться не разрешено',
    en: 'The product may not call this address',
  }),
  unknown_host: new Localised({ ru: 'Такого узла нет в сети', en: 'There is no such host' }),
  unreachable: new Localised({ ru: 'Служба входа не отвечает', en: 'The sign-in service does not answer' }),
  certificate: new Localised({
    ru: 'Сертификату службы входа нельзя верить',
    en: 'The certificate of the sign-in service cannot be trusted',
  }),
  too_slow: new Localised({ ru: 'Служба входа отвечает слишком долго', en: 'The sign-in service takes too long' }),
  too_long: new Localised({ ru: 'Ответ службы входа слишком велик', en: 'The answer of the service is too large' }),
  denied: new Localised({
    ru: 'Вход отменен на стороне службы входа',
    en: 'The sign-in was cancelled at the sign-in service',
  }),
  provider_refused: new Localised({
    ru: 'Служба входа отказала. Администратору стоит проверить код приложения, секрет и адрес возврата',
    en: 'The sign-in service refused. The administrator should check client id, secret and return address',
  }),
  secret: new Localised({
    ru: 'Секрет не читается: его зашифровала другая установка. Введите его в настройках заново',
    en: 'The secret cannot be read: another installation encrypted it. Enter it again in the settings',
  }),
}

async function believed<T>(platform: Platform, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof ProviderFailure) fail(platform, error)
    throw error
  }
}

/**
 * Begins a sign-in at the provider, or the linking of the caller's own account there.
 * @returns where the browser goes, and what it must keep to come back
 * @throws single_sign_on.off, single_sign_on.provider_failed
 */
export async function begin(
  platform: Platform,
  way: { redirectUri: string; returnTo: string; userId: string | null },
  visitor: Visitor,
): Promise<{ url: string; token: string }> {
  const { settings, clientSecret } = await connectionOf(platform)
  const now = platform.now()
  const allowance = await throttle(platform.db, `single_sign_on:address:${visitor.address}`, BEGINNINGS, now)
  if (!allowance.allowed) throw new Problem(tooMany, { retryAfter: allowance.retryAfter })
  const token = newToken()
  const url = await believed(platform, () => addressOfProvider({ ...settings, clientSecret }, token, way.redirectUri))
  await insertAttempt(platform.db, token, way, now)
  return { url, token }
}

/**
 * Ends what `begin` began: lets in, or links. An attempt is used once, whatever it comes to.
 * @throws single_sign_on.spent, single_sign_on.provider_failed, single_sign_on.refused, single_sign_on.account_taken
 */
export async function finish(
  platform: Platform,
  back: { token: string | undefined; parameters: string },
  visitor: Visitor,
  caller: Caller | null,
): Promise<{ signedIn: SignedIn | CodeAwaited | null; to: string }> {
  const { settings, clientSecret } = await connectionOf(platform)
  const attempt = back.token ? await takeAttempt(platform.db, back.token, platform.now()) : undefined
  if (!attempt || back.token === undefined) return refuse(attemptSpent)
  // Who began to link must be who ends it: otherwise the account of one would be linked to another.
  if (attempt.userId !== null && attempt.userId !== caller?.actor.userId) return refuse(attemptSpent)
  const { redirectUri, returnTo, userId } = attempt
  const claims = await readReturn({ ...settings, clientSecret }, back.token, {
    redirectUri,
    parameters: back.parameters,
  }).catch(async (error: unknown) => {
    if (!(error instanceof ProviderFailure)) throw error
    await noteRefusal(platform, visitor, error.reason, null)
    return fail(platform, error)
  })
  if (userId !== null && caller) {
    await perform(platform, caller, { verb: 'user.link_account' }, work => link(work, claims))
    return { signedIn: null, to: returnTo }
  }
  const entered = await perform(platform, systemCaller(), { verb: 'session.single_sign_on' }, work =>
    admit(work, claims),
  )
  const outcome = entered.result
  if ('reason' in outcome) {
    await noteRefusal(platform, visitor, outcome.reason, outcome.userId)
    return refuse(signInRefused, { reason: outcome.reason }, language => REFUSALS[outcome.reason].texts[language])
  }
  const { secondFactor } = settings
  const signedIn = await enterFromProvider(platform, outcome.userId, visitor, { secondFactor })
  return { signedIn, to: returnTo }
}

type Refusal = 'unknown' | 'deactivated' | 'email_missing' | 'email_unverified' | 'linked_to_another' | 'taken'

const REFUSALS: Record<Refusal, Localised> = {
  unknown: new Localised({
    ru: 'Служба входа вас узнала, но в Interes для вас нет пользователя. Попросите администратора его добавить',
    en: 'The sign-in service knows you, but there is no user for you in Interes. Ask the administrator to add one',
  }),
  deactivated: new Localised({ ru: 'Ваш вход в Interes закрыт', en: 'Your way into Interes is closed' }),
  email_missing: new Localised({
    ru: 'Служба входа не назвала вашу почту, поэтому найти вас в Interes не удалось',
    en: 'The sign-in service did not tell your e-mail, so you could not be found in Interes',
  }),
  email_unverified: new Localised({
    ru: 'Служба входа не подтвердила, что эта почта ваша. Войдите с паролем и свяжите учетную запись в своих настройках',
    en: 'The sign-in service has not verified that this e-mail is yours. Sign in by password and link the account in your settings',
  }),
  linked_to_another: new Localised({
    ru: 'Пользователь с вашей почтой связан с другой учетной записью. Скажите администратору',
    en: 'The user with your e-mail is linked to another account. Tell the administrator',
  }),
  taken: new Localised({
    ru: 'Эта почта занята другим пользователем. Скажите администратору',
    en: 'This e-mail belongs to another user. Tell the administrator',
  }),
}

async function noteRefusal(
  platform: Platform,
  { address, device }: Visitor,
  reason: string,
  actorId: string | null,
): Promise<void> {
  const detail = { by: 'single_sign_on', reason }
  const entry = { kind: 'sign_in.refused', detail, personal: { address, device } } as const
  await writeAudit(platform.db, { now: platform.now(), actorId }, entry)
}

/** Decides in one transaction who comes in; links or creates where the settings say so. */
async function admit(
  work: Work,
  claims: Claims,
): Promise<{ userId: string } | { reason: Refusal; userId: string | null }> {
  const { settings } = (await findSettings(work.tx)) ?? refuse(singleSignOnOff)
  const account: Account = { service: 'single_sign_on', issuer: claims.issuer, subject: claims.subject }
  const linkedId = await findUserOf(work.tx, account)
  const linked = linkedId ? await getUserRow(work.tx, linkedId) : undefined
  const same = claims.email ? await findLogin(work.tx, normaliseLogin(claims.email)) : undefined
  // Held, so that two who come at once with different accounts do not both find the user free.
  const sameEmail = same && (await lockUser(work.tx, same.id))
  const knownOf = async (user: UserRow | undefined) =>
    user && {
      id: user.id,
      isDeactivated: user.deactivatedAt !== null,
      isLinked: (await findSubjectOf(work.tx, user.id, 'single_sign_on', claims.issuer)) !== undefined,
    }
  const known = { linked: await knownOf(linked), sameEmail: await knownOf(sameEmail) }
  const entry = decideEntry(settings, claims, known)
  const given = profileOfGroups(settings, claims)
  // An administrator was made one by a person, and no group takes that away.
  const follow = async (user: UserRow | undefined) => {
    if (user && given && user.role !== 'administrator') await followProfile(work, user.id, given)
  }
  switch (entry.kind) {
    case 'refuse':
      return { reason: entry.reason, userId: linked?.id ?? null }
    case 'enter':
      await touchAccount(work.tx, account, work.now)
      await follow(linked)
      return { userId: entry.userId }
    case 'link':
      if (!(await linkAccount(work, entry.userId, account))) {
        return { reason: 'linked_to_another', userId: entry.userId }
      }
      await follow(sameEmail)
      return { userId: entry.userId }
    case 'create': {
      const { email, name } = entry
      const { role, profileId } = given ?? settings
      const departmentId = settings.departmentId ?? undefined
      const user = { id: newId(), email, name: name.slice(0, 120), role, profileId, departmentId }
      await createUser(work, user)
      await linkAccount(work, user.id, account)
      return { userId: user.id }
    }
  }
}

async function link(work: Work, { issuer, subject }: Claims): Promise<void> {
  const account: Account = { service: 'single_sign_on', issuer, subject }
  const owner = await findUserOf(work.tx, account)
  if (owner === work.actor.userId) return
  if (owner !== undefined || !(await linkAccount(work, work.actor.userId, account))) refuse(accountTaken)
}

/** Asks the provider what it says about itself, and tells in words what came of it. */
export async function check(
  platform: Platform,
  { issuer, privateHosts }: { issuer: string; privateHosts: string[] },
): Promise<{ ok: boolean; steps: { name: string; ok: boolean; detail: Localised }[] }> {
  const connection = { ...UNSET, issuer, privateHosts, clientId: 'check', clientSecret: null }
  try {
    const found = (await discover(connection)).serverMetadata()
    const isComplete = Boolean(found.authorization_endpoint && found.token_endpoint && found.jwks_uri)
    const names = [
      {
        name: 'discovery',
        ok: true,
        detail: new Localised({ ru: `Служба ответила: ${found.issuer}`, en: `The service answered: ${found.issuer}` }),
      },
      {
        name: 'endpoints',
        ok: isComplete,
        detail: isComplete
          ? new Localised({ ru: 'Есть все, что нужно для входа', en: 'It has everything that a sign-in needs' })
          : new Localised({
              ru: 'Не названы адреса входа, токенов или ключей',
              en: 'Addresses of sign-in, tokens or keys are missing',
            }),
      },
    ]
    return { ok: isComplete, steps: names }
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error
    platform.log.warn({ err: error.cause ?? error, reason: error.reason }, 'the check of the single sign-on failed')
    const detail = error.reason === 'token' ? NO_PROVIDER : wordsOf(error.reason)
    return { ok: false, steps: [{ name: 'discovery', ok: false, detail }] }
  }
}

const NO_PROVIDER = new Localised({
  ru: 'По этому адресу нет службы OpenID Connect, или она называет себя иначе: адрес должен совпадать до знака',
  en: 'There is no OpenID Connect service at this address, or it calls itself otherwise: the address must match to the letter',
})
