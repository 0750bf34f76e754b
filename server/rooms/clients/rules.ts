import type { Texts } from '../../platform/contract.ts'
import { readEmail } from '../../platform/pure/emails.ts'
import { readPhone } from '../../platform/pure/phones.ts'
import { compactNumber, findNumberFaults, type TypedNumbers } from '../../platform/pure/requisite-faults.ts'
import type { EmailAddress, Phone } from './contract.ts'

export type ClientKind = 'organisation' | 'entrepreneur' | 'person'

/** Something wrong with a field: refuses the write. */
export interface Fault {
  path: string
  code: string
  texts: Texts
}

/** Something worth saying about a field: never refuses by itself. */
export interface Finding {
  code: string
  field: string
  texts: Texts
  data?: unknown
}

export interface Requisites {
  inn: string | null
  kpp: string | null
  ogrn: string | null
}

/** Registration numbers as they are stored (without blanks), with every fault at once: by hand only right ones come in. */
export function decideRequisites(kind: ClientKind, typed: TypedNumbers): Requisites & { faults: Fault[] } {
  const [inn, kpp, ogrn] = [compactNumber(typed.inn), compactNumber(typed.kpp), compactNumber(typed.ogrn)]
  return { inn, kpp, ogrn, faults: findNumberFaults(kind, typed) }
}

/** Phones as answered; the text typed is never changed. */
export function readPhones(typed: readonly string[] | null | undefined): Phone[] {
  return (typed ?? []).map(raw => {
    const { e164, extension, kind, valid } = readPhone(raw)
    return { raw, e164, extension, kind, valid }
  })
}

/** Mails as answered; one that is no address is kept as typed. */
export function readEmails(typed: readonly string[] | null | undefined): EmailAddress[] {
  return (typed ?? []).map(readEmail)
}

/** A phone or mail that cannot be read is kept, marked and told. */
export function findUnreadable(path: string, data: { phones?: Phone[]; emails?: EmailAddress[] }): Finding[] {
  const phones = (data.phones ?? []).flatMap((phone, i) =>
    phone.valid ? [] : [unreadablePhone(`${path}phones[${i}]`)],
  )
  const emails = (data.emails ?? []).flatMap((mail, i) => (mail.valid ? [] : [unreadableEmail(`${path}emails[${i}]`)]))
  return [...phones, ...emails]
}

/** The finding for one phone that cannot be read. */
export function unreadablePhone(field: string): Finding {
  return {
    code: 'phone.unreadable',
    field,
    texts: { ru: 'Номер не разобран, сохранен как набран', en: 'The number could not be read, kept as typed' },
  }
}

/** The finding for one mail that cannot be read. */
export function unreadableEmail(field: string): Finding {
  return {
    code: 'email.unreadable',
    field,
    texts: { ru: 'Похоже, это не адрес почты; сохранен как набран', en: 'This is no e-mail address; kept as typed' },
  }
}

/** A list without the same thing twice; blanks do not make a difference. */
export function distinct(values: readonly string[] | null | undefined): string[] {
  const seen = new Set<string>()
  return (values ?? []).filter(value => {
    const key = value.replace(/\s+/g, ' ').trim().toLowerCase()
    return key !== '' && !seen.has(key) && seen.add(key)
  })
}

/** The fault of a reference that does not exist or may not be seen: both look the same. */
export function unknownReference(path: string): Fault {
  return { path, code: 'unknown_reference', texts: { ru: 'Такой записи нет', en: 'There is no such record' } }
}

/** What was given: a field that is absent stays as it is. */
export function definedOf<T extends object>(typed: T): Partial<T> {
  return Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined)) as Partial<T>
}

/** A number that was wrong before does not stand in the way of other edits. */
export function decideNewFaults(faults: readonly Fault[], changes: Record<string, unknown>): Fault[] {
  return faults.filter(fault => changes['kind'] !== undefined || fault.path in changes)
}
