import type { BodyOf } from '../../../../platform/contract.ts'
import type { Queryable } from '../../../../platform/db/database.ts'
import type { Platform } from '../../../../platform/platform.ts'
import { Localised } from '../../../../platform/problems.ts'
import { findProfileRow } from '../../profiles/storage.ts'
import { roleWords } from '../../profiles/words/contract.ts'
import { passwordFor, wordsOf } from '../actions.ts'
import type { checkLdap } from '../contract.ts'
import { decideStanding, type Person } from '../rules.ts'
import { type Access, findPerson, isCertificate, isFilter, LdapFailure, listPeople } from '../service.ts'

interface Step {
  name: string
  ok: boolean
  detail: Localised
}

const both = (ru: string, en: string) => new Localised({ ru, en })

/**
 * Tries settings as they are typed: reads the directory, counts whom the filter finds and looks for one person, and
 * tells each step in words. The first that fails is the last.
 */
export async function check(
  platform: Platform,
  input: BodyOf<typeof checkLdap>,
): Promise<{ ok: boolean; steps: Step[] }> {
  const { settings, login } = input
  const steps: Step[] = []
  try {
    if (!URL.canParse(settings.url) || !/^ldaps?:/.test(settings.url)) throw new LdapFailure('unknown_host')
    if (!isCertificate(settings.certificate)) throw new LdapFailure('certificate')
    const bindPassword = await passwordFor(platform, settings, input.bindPassword)
    if (bindPassword === null) throw new LdapFailure('reader')
    const access = { ...settings, bindPassword }
    if (!isFilter(settings)) {
      return {
        ok: false,
        steps: [{ name: 'filter', ok: false, detail: both('Это не фильтр LDAP', 'This is no LDAP filter') }],
      }
    }
    const people = await listPeople(access)
    steps.push({
      name: 'connection',
      ok: true,
      detail: both('Соединение защищено, имя и пароль подходят', 'The connection is secure, name and password fit'),
    })
    steps.push(wholeOf(access, people))
    if (login) steps.push(await oneOf(platform.db, access, login, await findPerson(access, login)))
  } catch (error) {
    if (!(error instanceof LdapFailure)) throw error
    platform.log.warn({ err: error.cause ?? error, reason: error.reason }, 'the check of the staff directory failed')
    steps.push({ name: steps.length === 0 ? 'connection' : 'person', ok: false, detail: wordsOf(error.reason) })
  }
  return { ok: steps.every(step => step.ok), steps }
}

function wholeOf(access: Access, people: readonly Person[]): Step {
  const n = people.length
  const admitted = people.filter(each => 'role' in decideStanding(access, each)).length
  const withoutMail = people.filter(each => each.email === null).length
  const some = people.slice(0, 3).map(each => each.name)
  return {
    name: 'people',
    ok: n > 0,
    detail:
      n === 0
        ? both('Фильтр никого не находит: проверьте ветвь и фильтр', 'The filter finds nobody: check branch and filter')
        : both(
            `Найдено людей: ${n} (${some.join(', ')}${n > 3 ? ' и другие' : ''}); войти могут: ${admitted}; без почты: ${withoutMail}`,
            `People found: ${n} (${some.join(', ')}${n > 3 ? ' and others' : ''}); may come in: ${admitted}; without e-mail: ${withoutMail}`,
          ),
  }
}

const WHY = {
  disabled: both('учетная запись отключена', 'the account is disabled'),
  not_in_group: both('нет ни в одной группе, которой разрешен вход', 'in no group that lets in'),
}
async function oneOf(db: Queryable, access: Access, login: string, person: Person | undefined): Promise<Step> {
  if (!person) {
    return {
      name: 'person',
      ok: false,
      detail: both(`«${login}» в каталоге нет`, `"${login}" is not in the directory`),
    }
  }
  const { name, email, groups } = person
  const standing = decideStanding(access, person)
  const mail = { ru: email ?? 'почты нет', en: email ?? 'no e-mail' }
  if ('why' in standing) {
    const why = WHY[standing.why].texts
    return {
      name: 'person',
      ok: false,
      detail: both(
        `${name}, ${mail.ru}, групп: ${groups.length}. Не войдет: ${why.ru}`,
        `${name}, ${mail.en}, groups: ${groups.length}. Does not come in: ${why.en}`,
      ),
    }
  }
  const { profileId, role } = standing
  const own = profileId === null ? undefined : (await findProfileRow(db, profileId))?.name
  const profile = own ? { ru: own, en: own } : roleWords[role]
  return {
    name: 'person',
    ok: true,
    detail: both(
      `${name}, ${mail.ru}, групп: ${groups.length}. Профиль: ${profile.ru}`,
      `${name}, ${mail.en}, groups: ${groups.length}. Profile: ${profile.en}`,
    ),
  }
}
