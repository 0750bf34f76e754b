import { isLegalFormAbbreviation, stripLegalForms } from '../../../platform/pure/legal-forms.ts'
import { nameWords, searchKey } from '../../../platform/pure/names.ts'
import { phoneKey } from '../../../platform/pure/phone-format.ts'
import { digitsOf, hasWords } from '../../../platform/pure/phones.ts'
import { soundOf } from '../../../platform/pure/sounds.ts'
import type { EmailAddress, Phone } from '../contract.ts'

/** What an identifier is. `text` holds words that are no name: addresses, what stands in words where a phone is expected. */
export type IdentityKind =
  | 'name'
  | 'phone'
  | 'extension'
  | 'email'
  | 'inn'
  | 'kpp'
  | 'ogrn'
  | 'messenger'
  | 'site'
  | 'text'

/** One way to find a record. `main` is the whole value; the others let an ordered index find it from a later word or piece on. */
export interface Identifier {
  kind: IdentityKind
  value: string
  main: boolean
  /** Field of the contract it comes from: the reason of a match. */
  field: string
}

/** More rows than this say nothing new about a text. */
const MOST_TURNS = 8
export const LONGEST_WORD = 40

export interface ClientFacts {
  kind: 'organisation' | 'entrepreneur' | 'person'
  name: string
  publicName?: string | null
  phones?: readonly Pick<Phone, 'raw' | 'e164' | 'extension'>[]
  emails?: readonly Pick<EmailAddress, 'normalized' | 'raw'>[]
  sites?: readonly string[]
  addresses?: readonly string[]
  messengers?: readonly string[]
}

/** Everything by which a client itself is found. */
export function identifyClient(client: ClientFacts): Identifier[] {
  return distinct([
    ...names(client.name, 'name', client.kind !== 'organisation'),
    ...names(client.publicName, 'publicName', client.kind !== 'organisation'),
    ...(client.phones ?? []).flatMap(phone => phones(phone, 'phones')),
    ...(client.emails ?? []).flatMap(email => emails(email, 'emails')),
    ...(client.sites ?? []).flatMap(site => pieces('site', siteKey(site), 'sites')),
    ...(client.messengers ?? []).flatMap(messengers),
    ...(client.addresses ?? []).flatMap(address => turns('text', nameWords(address), 'addresses', false)),
  ])
}

export interface ContractorFacts {
  kind: 'organisation' | 'entrepreneur' | 'person'
  name: string
  fullName?: string | null
  inn?: string | null
  kpp?: string | null
  ogrn?: string | null
}

/** Everything by which a legal entity is found. */
export function identifyContractor(contractor: ContractorFacts): Identifier[] {
  return distinct([
    ...names(contractor.name, 'name', contractor.kind !== 'organisation'),
    ...names(contractor.fullName, 'fullName', contractor.kind !== 'organisation'),
    ...requisite('inn', contractor.inn),
    ...requisite('kpp', contractor.kpp),
    ...requisite('ogrn', contractor.ogrn),
  ])
}

/**
 * Identifiers of a client and of its legal entities. Registration numbers of the main one are the client's own, as the
 * card shows them; a legal entity is found by its name only where that differs from the client's.
 */
export function identifyParty<C extends ContractorFacts & { main: boolean }>(
  client: ClientFacts,
  contractors: readonly C[],
): { client: Identifier[]; contractors: { contractor: C; identifiers: Identifier[] }[] } {
  const own = identifyClient(client)
  const known = new Set(own.filter(each => each.kind === 'name' && each.main).map(each => each.value))
  const others = contractors.map(contractor => {
    const all = identifyContractor(contractor)
    const isNew = !known.has(significantWords(contractor.name).join(' '))
    const named = all.filter(each => each.kind === 'name' && (each.field !== 'name' || isNew))
    const numbers = all.filter(each => each.kind !== 'name')
    if (contractor.main) own.push(...numbers)
    return { contractor, identifiers: contractor.main ? named : [...named, ...numbers] }
  })
  return { client: own, contractors: others }
}

export interface ContactFacts {
  fullName: string
  phones?: readonly Pick<Phone, 'raw' | 'e164' | 'extension'>[]
  emails?: readonly Pick<EmailAddress, 'normalized' | 'raw'>[]
  messengers?: readonly string[]
}

/** Everything by which a contact is found. */
export function identifyContact(contact: ContactFacts): Identifier[] {
  return distinct([
    ...names(contact.fullName, 'fullName', true),
    ...(contact.phones ?? []).flatMap(phone => phones(phone, 'phones')),
    ...(contact.emails ?? []).flatMap(email => emails(email, 'emails')),
    ...(contact.messengers ?? []).flatMap(messengers),
  ])
}

export interface ProspectFacts {
  fullName?: string | null
  company?: string | null
  phone?: Pick<Phone, 'raw' | 'e164' | 'extension'> | null
  email?: Pick<EmailAddress, 'normalized' | 'raw'> | null
}

/** Everything by which a prospect is found. */
export function identifyProspect(prospect: ProspectFacts): Identifier[] {
  return distinct([
    ...names(prospect.fullName, 'fullName', true),
    ...names(prospect.company, 'company', false),
    ...(prospect.phone ? phones(prospect.phone, 'phone') : []),
    ...(prospect.email ? emails(prospect.email, 'email') : []),
  ])
}

/** The form in which two notations of one site are equal. */
export function siteKey(site: string): string {
  let key = site.toLowerCase()
  for (let before = ''; before !== key; ) {
    before = key
    key = key
      .trim()
      .replace(/^[a-z]+:\/\//, '')
      .replace(/^www\./, '')
      .replace(/\/+$/, '')
  }
  return key
}

/** The words of a name without legal forms; all of them when nothing else is left. */
export function significantWords(text: string): string[] {
  return withoutLegalForms(nameWords(text))
}

function withoutLegalForms(words: string[]): string[] {
  const rest = stripLegalForms(words)
  return rest.length > 0 ? rest : words
}

/** Every order in which the words of a person's name may have been stored: two people of one name are found by equality. */
export function nameOrders(words: readonly string[]): string[] {
  if (words.length > 3) return [words.join(' ')]
  const orders = new Set<string>()
  const visit = (taken: string[], left: readonly string[]) => {
    if (left.length === 0) orders.add(taken.join(' '))
    left.forEach((word, at) => {
      visit([...taken, word], left.toSpliced(at, 1))
    })
  }
  visit([], words)
  return [...orders]
}

/** By what a word of letters is found when it was typed with a slip; null for a word that holds digits. */
export function soundOfWord(word: string): string | null {
  return /^\p{L}+$/u.test(word) ? soundOf(word) : null
}

/** Words and pieces that the vocabulary has to know, so that a part of one leads to the whole. */
export function wordsOf(identifiers: readonly Identifier[]): string[] {
  const words = new Set<string>()
  for (const { kind, value, main } of identifiers) {
    if (!main) continue
    if (kind === 'name' || kind === 'text') {
      for (const word of value.split(' ')) words.add(word)
    } else if (kind === 'email' || kind === 'site' || kind === 'messenger') {
      for (const piece of value.match(/[^.@_\-/:]+/g) ?? []) words.add(piece)
    }
  }
  return [...words].filter(word => word.length >= 3 && word.length <= LONGEST_WORD).sort()
}

function names(text: string | null | undefined, field: string, isPerson: boolean): Identifier[] {
  if (!text) return []
  const all = nameWords(text)
  const words = withoutLegalForms(all)
  const rows = turns('name', words, field, isPerson)
  // «ООО Ромашка» is also typed as it is written.
  if (all.length > words.length && isLegalFormAbbreviation(all[0] ?? ''))
    rows.push({ kind: 'name', value: all.join(' '), main: false, field })
  return rows
}

/** The text from each of its words on, going round; for a person also «имя фамилия отчество». */
function turns(kind: 'name' | 'text', words: readonly string[], field: string, isPerson: boolean): Identifier[] {
  const rows: Identifier[] = words
    .slice(0, MOST_TURNS)
    .map((_, at) => ({ kind, value: [...words.slice(at), ...words.slice(0, at)].join(' '), main: at === 0, field }))
  const [surname, name, patronymic] = words
  if (isPerson && words.length === 3) rows.push({ kind, value: `${name} ${surname} ${patronymic}`, main: false, field })
  return rows
}

/** An address of mail or of a site from each of its pieces on: `petrov@romashka.ru`, `romashka.ru`. */
function pieces(kind: 'email' | 'site' | 'messenger', value: string, field: string): Identifier[] {
  if (value === '') return []
  const rows: Identifier[] = [{ kind, value, main: true, field }]
  for (const found of value.matchAll(/(?<=[.@_\-/:])[^.@_\-/:]{3,}/g)) {
    const isTopDomain = value.at(found.index - 1) === '.' && found.index + found[0].length === value.length
    if (!isTopDomain && rows.length < MOST_TURNS)
      rows.push({ kind, value: value.slice(found.index), main: false, field })
  }
  return rows
}

function emails(email: Pick<EmailAddress, 'normalized' | 'raw'>, field: string): Identifier[] {
  return pieces('email', (email.normalized || email.raw).trim().toLowerCase(), field)
}

function messengers(messenger: string): Identifier[] {
  const key = siteKey(messenger)
    .replace(/^(?:t\.me|wa\.me|vk\.com)\//, '')
    .replace(/^@/, '')
  const digits = digitsOf(key)
  const rows = pieces('messenger', key, 'messengers')
  if (digits.length >= 10 && digits.length <= 12)
    rows.push({ kind: 'phone', value: digits.slice(-10), main: true, field: 'messengers' })
  return rows
}

function phones(phone: Pick<Phone, 'raw' | 'e164' | 'extension'>, field: string): Identifier[] {
  const key = phoneKey(phone)
  const rows: Identifier[] = []
  if (key !== '') rows.push({ kind: 'phone', value: key, main: true, field })
  // Numbers longer than the ordered indexes reach: from further digits on.
  for (let at = 4; at + 4 <= key.length && key.length > 10; at += 4)
    rows.push({ kind: 'phone', value: key.slice(at), main: false, field })
  if (key === '' || hasWords(phone)) {
    const words = nameWords(phone.raw)
    const telling = phone.e164 === null ? words : words.filter(word => /\p{L}/u.test(word))
    rows.push(...turns('text', telling, field, false))
  }
  if (phone.extension) rows.push({ kind: 'extension', value: phone.extension, main: true, field })
  return rows
}

function requisite(kind: 'inn' | 'kpp' | 'ogrn', value: string | null | undefined): Identifier[] {
  const key = searchKey(value ?? '').replaceAll(' ', '')
  return key === '' ? [] : [{ kind, value: key, main: true, field: kind }]
}

function distinct(rows: readonly Identifier[]): Identifier[] {
  const seen = new Map<string, Identifier>()
  for (const row of rows) {
    if (row.value === '') continue
    const key = `${row.kind}\n${row.value}\n${row.field}`
    const known = seen.get(key)
    if (known === undefined || (row.main && !known.main)) seen.set(key, row)
  }
  return [...seen.values()]
}
