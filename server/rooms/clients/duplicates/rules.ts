import type { Texts } from '../../../platform/contract.ts'
import { givenNames } from '../../../platform/pure/given-names.ts'
import { personKey, splitFullName } from '../../../platform/pure/names.ts'
import { phoneKey } from '../../../platform/pure/phone-format.ts'
import { isSharedPhone } from '../../../platform/pure/phones.ts'
import type { Criterion, EmailAddress, Match, PartyType, Phone } from '../contract.ts'
import { nameOrders, significantWords, siteKey } from '../identity/rules.ts'
import type { Finding } from '../rules.ts'
import { freeMailDomains } from '../../../platform/pure/free-mail.ts'

export type Reason = 'phone' | 'email' | 'name' | 'inn' | 'ogrn' | 'site'

/** One identifier that may belong to somebody who is known already. */
export interface Sign {
  reason: Reason
  /** Where it stands in the request. */
  field: string
  /** As typed: the only thing that a wall may show. */
  typed: string
  /** Any of these normalised values means the same. */
  values: readonly string[]
  /** What two people who register the same thing at once wait for; nothing where they need not. */
  lock: string | null
  /** Of a name: that of a person, whose words may stand in any order. */
  isPerson?: boolean
  /** Beside an INN. */
  kpp?: string | null
}

/** A sign of one record of a request. */
export interface Probe extends Sign {
  /** Place of the record inside the request: signs of one record add up. */
  subject: string
  kind: PartyType
  /** The record itself, once it has an id. */
  recordId?: string
  /** It was told before: it adds to the score, and is not told again. */
  known?: boolean
}

/** Somebody who holds a probed identifier. */
export interface Held {
  kind: string
  value: string
  ownerKind: 'client' | 'contractor' | 'contact' | 'prospect'
  ownerId: string
  clientId: string | null
  markedShared: boolean
  /** Came in while the asking write waited for its turn. */
  concurrent?: boolean
}

/** The signs of one record, which add up. */
export function probesOf(kind: PartyType, subject: string, recordId: string | null, signs: readonly Sign[]): Probe[] {
  return signs.map(sign => ({ ...sign, subject, kind, ...(recordId === null ? {} : { recordId }) }))
}

/** Phones that say who somebody is: a short or unreadable number and a hotline do not. */
export function probePhones(phones: readonly Phone[], field: (at: number) => string): Sign[] {
  return phones.flatMap((phone, at) => {
    if (phone.e164 === null || isSharedPhone(phone.e164)) return []
    const key = phoneKey(phone)
    return [{ reason: 'phone' as const, field: field(at), typed: phone.raw, values: [key], lock: `phone:${key}` }]
  })
}

/** Mails that are addresses. */
export function probeEmails(emails: readonly EmailAddress[], field: (at: number) => string): Sign[] {
  return emails.flatMap((mail, at) => {
    if (!mail.valid) return []
    const { normalized } = mail
    return [
      {
        reason: 'email' as const,
        field: field(at),
        typed: mail.raw,
        values: [normalized],
        lock: `email:${normalized}`,
      },
    ]
  })
}

/** A name: of a person in any order of its words, of a company in the order typed. */
export function probeName(name: string | null | undefined, isPerson: boolean, field: string): Sign[] {
  const words = name ? significantWords(name) : []
  if (name === null || name === undefined || words.length === 0) return []
  const values = isPerson ? nameOrders(words) : [words.join(' ')]
  // The same lock for both readings: «ИП Иванов Иван» the company and Иванов Иван the person must meet.
  return [{ reason: 'name', field, typed: name, values, lock: `name:${personKey(name)}`, isPerson }]
}

/** A name of which nobody said whether it is a person's. */
export function looksLikePerson(name: string): boolean {
  if (splitFullName(name).patronymic !== null) return true
  const words = significantWords(name)
  return words.length === 2 && words.some(word => givenNames.has(word))
}

/** Registration numbers; the strict check of INN and KPP has its own lock. */
export function probeNumbers(
  numbers: { inn?: string | null; kpp?: string | null; ogrn?: string | null },
  path: string,
): Sign[] {
  const { inn, kpp = null, ogrn } = numbers
  return [
    ...(inn ? [{ reason: 'inn' as const, field: `${path}inn`, typed: inn, values: [inn], lock: null, kpp }] : []),
    ...(ogrn ? [{ reason: 'ogrn' as const, field: `${path}ogrn`, typed: ogrn, values: [ogrn], lock: null }] : []),
  ]
}

/** The domain of a company by its site or its mail; a mail service that everybody uses says nothing. */
export function probeDomains(
  data: { sites?: readonly string[]; emails?: readonly EmailAddress[] },
  path: string,
): Sign[] {
  const signs = new Map<string, Sign>()
  const add = (domain: string | undefined, field: string, typed: string) => {
    if (!domain?.includes('.') || freeMailDomains.has(domain) || signs.has(domain)) return
    signs.set(domain, { reason: 'site', field, typed, values: [domain], lock: null })
  }
  for (const [at, site] of (data.sites ?? []).entries()) add(siteKey(site).split('/')[0], `${path}sites[${at}]`, site)
  for (const [at, mail] of (data.emails ?? []).entries())
    if (mail.valid) add(mail.normalized.split('@')[1], `${path}emails[${at}]`, mail.raw)
  return [...signs.values()]
}

const FROM_HERE_ON_SHARED = 3

/**
 * An identifier held by three or more parties that have nothing to do with each other belongs to none of them:
 * it finds, but is no sign of a duplicate (model.md 8).
 * @param nameOf the folded name of a holder: those of one name are one caller who was registered twice, no strangers
 */
export function isShared(holders: readonly Held[], nameOf?: (holder: Held) => string | undefined): boolean {
  return holders.some(holder => holder.markedShared) || countParties(holders, nameOf) >= FROM_HERE_ON_SHARED
}

/** Holders that share a client, are one record, or have one name, are one party. */
export function countParties<H extends Pick<Held, 'ownerId' | 'clientId'>>(
  holders: readonly H[],
  nameOf?: (holder: H) => string | undefined,
): number {
  const root = new Map<string, string>()
  const find = (key: string): string => {
    let at = key
    for (let up = root.get(at); up !== undefined && up !== at; up = root.get(at)) at = up
    return at
  }
  for (const holder of holders) {
    const owner = find(holder.ownerId)
    root.set(owner, owner)
    const name = nameOf?.(holder)
    for (const other of [holder.clientId, name === undefined ? null : `name ${name}`]) {
      if (other !== null) root.set(find(other), find(owner))
    }
  }
  return [...root].filter(([key, up]) => key === up).length
}

/** The record itself and those who belong to the same client are no duplicates of it. */
export interface Self {
  ownerIds: readonly string[]
  clientIds: readonly string[]
}

/** Somebody who may be the same party as one record of the request. */
export interface Suspect {
  type: PartyType
  id: string
}

/** Is it the record itself, or somebody of the same client? */
export function isSelf({ ownerId, clientId }: Pick<Held, 'ownerId' | 'clientId'>, self: Self): boolean {
  return self.ownerIds.includes(ownerId) || (clientId !== null && self.clientIds.includes(clientId))
}

/** A legal entity and a linked prospect stand for their client. */
export function partyOf({ ownerKind, ownerId, clientId }: Held): Suspect {
  if (ownerKind === 'contractor' || (ownerKind === 'prospect' && clientId !== null))
    return { type: 'client', id: clientId ?? ownerId }
  return { type: ownerKind, id: ownerId }
}

const said: Partial<Record<Criterion, Texts>> = {
  phone: { ru: 'Такой телефон уже есть', en: 'This phone is known already' },
  email: { ru: 'Такая почта уже есть', en: 'This e-mail is known already' },
  name: { ru: 'Такое имя уже есть', en: 'This name is known already' },
  name_similar: { ru: 'Похожее имя уже есть', en: 'A similar name is known already' },
  ogrn: { ru: 'Такой ОГРН уже есть', en: 'This OGRN is known already' },
  site: { ru: 'Такой сайт уже есть', en: 'This site is known already' },
  inn_kpp: { ru: 'Такие ИНН и КПП уже есть', en: 'This INN and KPP are known already' },
  inn: {
    ru: 'Такой ИНН уже есть, но КПП указан не у обоих',
    en: 'This INN is known, but only one of the two has a KPP',
  },
}

/** A soft finding: who is known already by the same thing, and who looks after him. */
export function describeSimilar(reason: Reason, criterion: Criterion, field: string, match: Match): Finding {
  const { ru, en } = said[criterion] ?? { ru: 'Похожая запись уже есть', en: 'A similar record exists' }
  const whoRu = match.walled ? '' : `: ${match.title}`
  const who = match.responsible?.name
  return {
    code: `similar.${reason}`,
    field,
    texts: {
      ru: `${ru}${whoRu}${match.archived ? ' (в архиве)' : ''}${who ? `, ответственный ${who}` : ''}`,
      en: `${en}${whoRu}${match.archived ? ' (archived)' : ''}${who ? `, responsible ${who}` : ''}`,
    },
    data: match,
  }
}

/** What is known of contractors with the same INN. */
export interface SameInn {
  contractorId: string
  clientId: string
  inn: string
  kpp: string | null
}

/**
 * INN and KPP together name one legal entity: two absent KPPs are equal, a present one against an absent one is only
 * suspicious, two different ones are branches (model.md 10).
 */
export function decideSameInn(kpp: string | null, known: readonly SameInn[]): SameInn | null {
  return known.find(each => each.kpp === kpp) ?? null
}
