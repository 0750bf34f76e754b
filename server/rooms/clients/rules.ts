import type { Texts } from '../../platform/contract.ts'
import { readEmail } from '../../platform/pure/emails.ts'
import { readPhone } from '../../platform/pure/phones.ts'
import { checkInn, checkKpp, checkOgrn, checkOgrnip, type RequisiteFault } from '../../platform/pure/requisites.ts'
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

const faultTexts: Record<RequisiteFault, (name: string) => Texts> = {
  digits: name => ({ ru: `${name}: только цифры`, en: `${name}: digits only` }),
  length: name => ({ ru: `${name}: неверная длина`, en: `${name}: wrong length` }),
  checksum: name => ({ ru: `${name}: контрольное число не сходится`, en: `${name}: the check digit is wrong` }),
  zero: name => ({ ru: `${name} не может состоять из нулей`, en: `${name} cannot be all zeros` }),
  prefix: name => ({ ru: `${name}: неверное начало`, en: `${name}: wrong first digits` }),
}

/** Registration numbers as they are stored (without blanks), with every fault at once: by hand only right ones come in. */
export function decideRequisites(
  kind: ClientKind,
  typed: { inn?: string | null; kpp?: string | null; ogrn?: string | null },
): Requisites & { faults: Fault[] } {
  const inn = compact(typed.inn)
  const kpp = compact(typed.kpp)?.toUpperCase() ?? null
  const ogrn = compact(typed.ogrn)
  const isOrganisation = kind === 'organisation'
  const faults: Fault[] = []
  const add = (path: string, name: string, reason: RequisiteFault) =>
    faults.push({ path, code: `${path}.${reason}`, texts: faultTexts[reason](name) })

  if (inn !== null) {
    const checked = checkInn(inn)
    if (!checked.ok) add('inn', 'ИНН', checked.reason)
    else if ((checked.kind === 'organisation') !== isOrganisation) {
      const texts = isOrganisation
        ? { ru: 'ИНН организации: 10 цифр', en: 'INN of an organisation: 10 digits' }
        : { ru: 'ИНН физического лица или ИП: 12 цифр', en: 'INN of a person or entrepreneur: 12 digits' }
      faults.push({ path: 'inn', code: 'inn.length', texts })
    }
  }
  if (kpp !== null) {
    const checked = checkKpp(kpp)
    if (!isOrganisation) {
      faults.push({
        path: 'kpp',
        code: 'kpp.organisations_only',
        texts: { ru: 'КПП бывает только у организаций', en: 'Only organisations have a KPP' },
      })
    } else if (!checked.ok) add('kpp', 'КПП', checked.reason)
  }
  if (ogrn !== null) {
    if (kind === 'person') {
      faults.push({
        path: 'ogrn',
        code: 'ogrn.not_for_persons',
        texts: { ru: 'У физического лица нет ОГРН', en: 'A person has no OGRN' },
      })
    } else {
      const checked = isOrganisation ? checkOgrn(ogrn) : checkOgrnip(ogrn)
      if (!checked.ok) add('ogrn', isOrganisation ? 'ОГРН' : 'ОГРНИП', checked.reason)
    }
  }
  return { inn, kpp, ogrn, faults }
}

function compact(text: string | null | undefined): string | null {
  const rest = text?.replace(/[\s\u00a0]+/g, '') ?? ''
  return rest === '' ? null : rest
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
  return { path, code: 'unknown', texts: { ru: 'Такой записи нет', en: 'No such record' } }
}
