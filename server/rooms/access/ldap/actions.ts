import { type BodyOf, conflict } from '../../../platform/contract.ts'
import type { Platform } from '../../../platform/platform.ts'
import { type Fault, Localised, Problem, refuse, refuseFaults, unknownReference } from '../../../platform/problems.ts'
import { newId, NIL_ID } from '../../../platform/pure/ids.ts'
import { changesBetween } from '../../../platform/merge.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { audit } from '../audit/actions.ts'
import { holdDepartment } from '../departments/storage.ts'
import { systemCaller } from '../gates/queries.ts'
import { linkAccount } from '../outside-accounts/actions.ts'
import { type Account, findSubjectOf, findUserOf, touchAccount } from '../outside-accounts/storage.ts'
import { sealText } from '../secrets/actions.ts'
import { openText } from '../secrets/service.ts'
import { normaliseLogin } from '../sessions/rules.ts'
import { createUser, followProfile } from '../users/actions.ts'
import { findLogin, getUserRow, lockUser, type UserRow } from '../users/storage.ts'
import type { GivenProfile } from '../profiles/contract.ts'
import { type changeLdap, ldapFailed, type LdapSettings } from './contract.ts'
import {
  decideEntry,
  decidesOtherwise,
  findSettingsFaults,
  ISSUER,
  type Person,
  type SettingsFault,
  UNSET,
} from './rules.ts'
import { type Access, findPerson, isCertificate, isFilter, isPassword, LdapFailure } from './service.ts'
import { chooseEach, chooseProfile } from '../profiles/actions.ts'
import { findSettings, type StoredSettings, storeSettings } from './storage.ts'

const PURPOSE = 'ldap'

const FAULTS: Record<SettingsFault, Localised> = {
  needed: new Localised({ ru: 'Без этого вход не включить', en: 'Needed to turn the sign-in on' }),
  address: new Localised({
    ru: 'Нужен адрес вида ldaps://dc1.firma.local',
    en: 'An address such as ldaps://dc1.firma.local is needed',
  }),
  plain: new Localised({
    ru: 'Без шифрования пароли видны всей сети: нужен ldaps:// или StartTLS',
    en: 'Without encryption passwords are seen by the whole network: use ldaps:// or StartTLS',
  }),
  place: new Localised({
    ru: 'В фильтре нужно место {login}: туда подставляется то, что ввели при входе',
    en: 'The filter needs the place {login}: what is typed at the sign-in goes there',
  }),
  filter: new Localised({
    ru: 'Это не фильтр LDAP: проверьте скобки',
    en: 'This is no LDAP filter: check the brackets',
  }),
  certificate: new Localised({
    ru: 'Это не сертификат удостоверяющего центра в формате PEM',
    en: 'This is no certificate of an authority in PEM',
  }),
  again: new Localised({
    ru: 'Адрес или имя другие: введите пароль заново',
    en: 'The address or the name is another one: enter the password again',
  }),
}

/**
 * Sets the directory up. Strict: settings hold together, so two people do not change them at once. A password that is
 * stored is only ever sent to the directory for which it was entered, under the name for which it was.
 * @throws invalid, conflict, secret_key.another
 */
export async function changeSettings(work: Work, input: BodyOf<typeof changeLdap>): Promise<void> {
  const { settings, faults: unknown } = await withProfiles(work, input.settings)
  const unset = { settings: UNSET, bindPassword: null, version: 0, trustedAt: null, lastRun: null }
  const before: StoredSettings = (await findSettings(work.tx)) ?? unset
  const faults: Fault[] = findSettingsFaults(settings, {
    isFilter: isFilter(settings),
    isCertificate: isCertificate(settings.certificate),
    needsPassword: before.bindPassword !== null && input.bindPassword === undefined && !keeps(before, settings),
    hasPassword: before.bindPassword !== null || input.bindPassword !== undefined,
  }).map(({ path, code }) => ({ path, code: `ldap.${code}`, message: FAULTS[code] }))
  faults.push(...unknown)
  const { departmentId } = settings
  if (departmentId && !(await holdDepartment(work.tx, departmentId))) {
    faults.push(unknownReference('settings.departmentId'))
  }
  refuseFaults(faults)
  const bindPassword =
    input.bindPassword === undefined ? before.bindPassword : await sealText(work, PURPOSE, input.bindPassword)
  const trustedAt = decidesOtherwise(before.settings, settings) ? null : before.trustedAt
  const stored = { ...before, settings, bindPassword, trustedAt, version: input.version }
  const version = await storeSettings(work.tx, stored, work.now)
  if (version === undefined) {
    refuse(conflict, { version: Math.max(1, before.version), fields: [], changedBy: null, changedAt: null })
  }
  const changes = changesBetween(before.settings, settings)
  await audit(work, {
    kind: 'ldap.changed',
    detail: { fields: Object.keys(changes), password: input.bindPassword !== undefined },
  })
  const record = { kind: 'ldap', id: NIL_ID }
  work.record({ kind: 'ldap.changed', record, ...(version ? { version } : {}), changes, owners: null })
}

/** The settings with what the profiles that they name were made from. */
async function withProfiles(work: Work, settings: LdapSettings): Promise<{ settings: LdapSettings; faults: Fault[] }> {
  const { chosen: groupRoles, faults } = await chooseEach(work, settings.groupRoles, 'settings.groupRoles')
  const { defaultRole: role, defaultProfileId: profileId } = settings
  if (role === null) return { settings: { ...settings, groupRoles, defaultProfileId: null }, faults }
  const rest = await chooseProfile(work, { role, profileId }, 'settings.defaultProfileId')
  const others = { defaultRole: rest.chosen.role, defaultProfileId: rest.chosen.profileId }
  return { settings: { ...settings, groupRoles, ...others }, faults: [...faults, ...rest.faults] }
}

/** Does the stored password still go where it was meant to go, under the protection that it had? */
function keeps({ settings: before }: StoredSettings, after: StoredSettings['settings']): boolean {
  const fields = ['url', 'bindDn', 'startTls', 'certificate'] as const
  return fields.every(field => before[field] === after[field])
}

/** The settings with the password that reads the directory; undefined while the sign-in by it is off. */
export async function accessOf(platform: Platform): Promise<(StoredSettings & { access: Access }) | undefined> {
  const stored = await findSettings(platform.db)
  if (!stored?.settings.enabled) return undefined
  const bindPassword = stored.bindPassword === null ? null : openText(platform.vault, PURPOSE, stored.bindPassword)
  if (bindPassword === null) throw new LdapFailure('secret')
  return { ...stored, access: { ...stored.settings, bindPassword } }
}

/** The password with which settings that are only typed yet are tried: what was typed, or the stored one where it fits. */
export async function passwordFor(
  platform: Platform,
  settings: StoredSettings['settings'],
  typed: string | undefined,
): Promise<string | null> {
  if (typed !== undefined) return typed
  const stored = await findSettings(platform.db)
  if (!stored || stored.bindPassword === null || !keeps(stored, settings)) return null
  return openText(platform.vault, PURPOSE, stored.bindPassword)
}

/** Tells in words why the directory could not be asked, and the log what exactly it was. */
export function fail(platform: Platform, failure: LdapFailure): never {
  const { reason } = failure
  platform.log.warn({ err: failure.cause ?? failure, reason }, 'the staff directory could not be asked')
  throw new Problem(ldapFailed, { data: { reason }, detail: language => wordsOf(reason).texts[language] })
}

/** What an administrator is told when the directory could not be asked. */
export function wordsOf(reason: string): Localised {
  return REASONS[reason] ?? ANSWER
}

const ANSWER = new Localised({
  ru: 'Служба каталогов ответила отказом: подробности в журнале сервера',
  en: 'The directory refused: the log of the server has the details',
})
const REASONS: Record<string, Localised> = {
  off: new Localised({ ru: 'Вход по службе каталогов выключен', en: 'The sign-in by the directory is off' }),
  address: new Localised({
    ru: 'Узел во внутренней сети: назовите его в списке своих узлов, тогда продукт сможет к нему обращаться',
    en: 'The host is in an inner network: name it in the list of your own hosts, then the product may call it',
  }),
  unknown_host: new Localised({ ru: 'Такого узла нет в сети', en: 'There is no such host' }),
  unreachable: new Localised({
    ru: 'Узел не отвечает на этом порту, или соединение оборвалось',
    en: 'The host does not answer on this port, or the connection was lost',
  }),
  certificate: new Localised({
    ru: 'Сертификату нельзя верить: имя узла другое, срок вышел или подписал неизвестный центр. Свой центр добавьте в настройках',
    en: 'The certificate cannot be trusted: another host name, expired or signed by an unknown authority. Add your own authority in the settings',
  }),
  too_slow: new Localised({ ru: 'Служба отвечает слишком долго', en: 'The directory takes too long' }),
  plain: new Localised({ ru: 'Соединение без шифрования', en: 'The connection is not encrypted' }),
  reader: new Localised({
    ru: 'Имя или пароль, с которыми продукт читает каталог, не подходят',
    en: 'The name or the password with which the product reads the directory is wrong',
  }),
  base: new Localised({ ru: 'Такой ветви в каталоге нет', en: 'There is no such branch in the directory' }),
  ambiguous: new Localised({
    ru: 'Фильтр находит по этим словам больше одного человека',
    en: 'The filter finds more than one person by this',
  }),
  no_id: new Localised({
    ru: 'У человека нет поля с постоянным кодом: проверьте его название',
    en: 'The person has no field with a lasting id: check its name',
  }),
  secret: new Localised({
    ru: 'Пароль не читается: его зашифровала другая установка. Введите его заново',
    en: 'The password cannot be read: another installation encrypted it. Enter it again',
  }),
}

export type Recognition =
  | { kind: 'off' }
  /** The directory cannot be asked: nobody knows whether the password fits. */
  | { kind: 'down' }
  | { kind: 'refused'; reason: string }
  | { kind: 'user'; userId: string }

/** Asks the directory who it is; the one recognised is linked or created where the settings say so. */
export async function recognise(platform: Platform, login: string, password: string): Promise<Recognition> {
  try {
    const stored = await accessOf(platform)
    if (!stored) return { kind: 'off' }
    const { access } = stored
    const person = await findPerson(access, login)
    if (!person) return { kind: 'refused', reason: 'unknown' }
    if (!(await isPassword(access, person.dn, password))) return { kind: 'refused', reason: 'password' }
    const { result } = await perform(platform, systemCaller(), { verb: 'session.ldap' }, work => admit(work, person))
    return result
  } catch (error) {
    if (!(error instanceof LdapFailure)) throw error
    const { reason, cause } = error
    platform.log.warn({ err: cause ?? error, reason }, 'the staff directory could not be asked at a sign-in')
    return { kind: 'down' }
  }
}

async function admit(work: Work, person: Person): Promise<Recognition> {
  const stored = await findSettings(work.tx)
  if (!stored?.settings.enabled) return { kind: 'off' }
  const { settings, trustedAt } = stored
  // As by night: only once somebody has looked at whom these settings would give which profile.
  const follow = async (userId: string, given: GivenProfile) => {
    if (trustedAt !== null) await followProfile(work, userId, given)
  }
  const account: Account = { service: 'ldap', issuer: ISSUER, subject: person.subject }
  const linkedId = await findUserOf(work.tx, account)
  const linked = linkedId ? await getUserRow(work.tx, linkedId) : undefined
  const same = person.email ? await findLogin(work.tx, normaliseLogin(person.email)) : undefined
  // Held, so that two who come at once with different accounts do not both find the user free.
  const sameEmail = same && (await lockUser(work.tx, same.id))
  const knownOf = async (user: UserRow | undefined) =>
    user && {
      id: user.id,
      isDeactivated: user.deactivatedAt !== null,
      isLinked: (await findSubjectOf(work.tx, user.id, 'ldap', ISSUER)) !== undefined,
    }
  const entry = decideEntry(settings, person, { linked: await knownOf(linked), sameEmail: await knownOf(sameEmail) })
  switch (entry.kind) {
    case 'refuse':
      return { kind: 'refused', reason: entry.reason }
    case 'enter':
      await touchAccount(work.tx, account, work.now)
      await follow(entry.userId, entry.given)
      return { kind: 'user', userId: entry.userId }
    case 'link':
      if (!(await linkAccount(work, entry.userId, account))) return { kind: 'refused', reason: 'linked_to_another' }
      await follow(entry.userId, entry.given)
      return { kind: 'user', userId: entry.userId }
    case 'create': {
      const { email, name, given } = entry
      const user = { id: newId(), email, name, ...given, departmentId: settings.departmentId ?? undefined }
      await createUser(work, user)
      await linkAccount(work, user.id, account)
      return { kind: 'user', userId: user.id }
    }
  }
}
