import { readEmail } from '../../../../platform/pure/emails.ts'
import { personKey } from '../../../../platform/pure/names.ts'
import { phoneKey } from '../../../../platform/pure/phone-format.ts'
import { readPhone } from '../../../../platform/pure/phones.ts'
import { findNumberFaults } from '../../../../platform/pure/requisite-faults.ts'
import type { Client, ClientContact } from '../../../clients/contract.ts'
import type { ImportRules, ImportValues } from '../contract.ts'

export interface ClientPatch {
  publicName?: string
  inn?: string
  kpp?: string
  ogrn?: string
  comment?: string
  responsibleId?: string
  phones?: string[]
  emails?: string[]
  sites?: string[]
  addresses?: string[]
  messengers?: string[]
}

type Lists = 'phones' | 'emails' | 'sites' | 'addresses' | 'messengers'

const keyOf: Record<Lists, (text: string) => string> = {
  phones: text => `${phoneKey(readPhone(text))} ${readPhone(text).extension ?? ''}`,
  emails: text => readEmail(text).normalized,
  sites: plain,
  addresses: plain,
  messengers: plain,
}

function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/\/+$/, '')
}

const MOST_OF_LIST = 50

/** A list with what it does not hold yet; undefined when nothing is new. Nothing is taken away. */
function complement(field: Lists, own: readonly string[], more: readonly string[], known: readonly string[] = own) {
  const keys = new Set(known.map(keyOf[field]))
  const added = more.filter(text => !keys.has(keyOf[field](text)) && keys.add(keyOf[field](text)))
  return added.length === 0 ? undefined : [...own, ...added].slice(0, MOST_OF_LIST)
}

/** What a row adds to a known client: empty fields are filled, lists are complemented, nothing is overwritten. */
export function decideClientPatch(client: Client, values: ImportValues, rules: ImportRules): ClientPatch {
  const raws = (list: readonly { raw: string }[]) => list.map(each => each.raw)
  // What a contact of the client has already need not stand on the client as well.
  const phones = [...raws(client.phones), ...client.contacts.flatMap(contact => raws(contact.phones))]
  const emails = [...raws(client.emails), ...client.contacts.flatMap(contact => raws(contact.emails))]
  const isOtherName = values.publicName !== null && values.publicName !== client.name
  const patch: { [K in keyof ClientPatch]: ClientPatch[K] | null | undefined } = {
    publicName: client.publicName === null && isOtherName ? values.publicName : undefined,
    ...numbersOf(client, values),
    comment: client.comment === null ? values.comment : undefined,
    responsibleId: client.responsible === null ? (values.responsible?.id ?? rules.responsibleId) : undefined,
    phones: complement('phones', raws(client.phones), values.phones, phones),
    emails: complement('emails', raws(client.emails), values.emails, emails),
    sites: complement('sites', client.sites, values.sites),
    addresses: complement('addresses', client.addresses, values.addresses),
    messengers: complement('messengers', client.messengers, values.messengers),
  }
  return present(patch) as ClientPatch
}

/** By hand only right numbers come in, and a change of a known client is one by hand. */
function numbersOf(client: Client, values: ImportValues): Pick<ClientPatch, 'inn' | 'kpp' | 'ogrn'> {
  const { inn, kpp, ogrn } = values
  const next = { inn: client.inn ?? inn, kpp: client.kpp ?? kpp, ogrn: client.ogrn ?? ogrn }
  const wrong = new Set(findNumberFaults(client.kind, next).map(fault => fault.path))
  return present({
    inn: client.inn === null && !wrong.has('inn') ? inn : null,
    kpp: client.kpp === null && !wrong.has('kpp') && (client.inn ?? inn) === inn ? kpp : null,
    ogrn: client.ogrn === null && !wrong.has('ogrn') ? ogrn : null,
  })
}

/** The contact of the client whom the row means: the same name in any order of its words. */
export function findNamesake(client: Client, fullName: string): ClientContact | undefined {
  const key = personKey(fullName)
  return client.contacts.find(contact => personKey(contact.fullName) === key)
}

export interface ContactPatch {
  position?: string
  phones?: string[]
  emails?: string[]
  messengers?: string[]
}

/** What a row adds to a known contact. */
export function decideContactPatch(contact: ClientContact, values: NonNullable<ImportValues['contact']>): ContactPatch {
  return present({
    position: contact.position === null ? values.position : undefined,
    phones: complement(
      'phones',
      contact.phones.map(each => each.raw),
      values.phones,
    ),
    emails: complement(
      'emails',
      contact.emails.map(each => each.raw),
      values.emails,
    ),
    messengers: complement('messengers', contact.messengers, values.messengers),
  }) as ContactPatch
}

function present<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  ) as never
}
