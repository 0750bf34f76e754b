import { checkInn, checkKpp, checkOgrn, checkOgrnip, type RequisiteFault } from './requisites.ts'

/** Something wrong with a registration number, in the words of both languages. */
export interface NumberFault {
  path: 'inn' | 'kpp' | 'ogrn'
  code: string
  texts: { ru: string; en: string }
}

export interface TypedNumbers {
  inn?: string | null | undefined
  kpp?: string | null | undefined
  ogrn?: string | null | undefined
}

const wording: Record<RequisiteFault, (name: string) => NumberFault['texts']> = {
  digits: name => ({ ru: `${name}: только цифры`, en: `${name}: digits only` }),
  length: name => ({ ru: `${name}: неверная длина`, en: `${name}: wrong length` }),
  checksum: name => ({ ru: `${name}: контрольное число не сходится`, en: `${name}: the check digit is wrong` }),
  zero: name => ({ ru: `${name} не может состоять из нулей`, en: `${name} cannot be all zeros` }),
  prefix: name => ({ ru: `${name}: неверное начало`, en: `${name}: wrong first digits` }),
}

/** A number as it is stored: without blanks, in capitals; null when nothing was typed. */
export function compactNumber(text: string | null | undefined): string | null {
  const rest = text?.replace(/[\s\u00a0]+/g, '').toUpperCase() ?? ''
  return rest === '' ? null : rest
}

/**
 * Everything wrong with INN, KPP and OGRN.
 * @param kind whose they are; null while nobody knows, and then only what is wrong for everybody is named
 */
export function findNumberFaults(
  kind: 'organisation' | 'entrepreneur' | 'person' | null,
  typed: TypedNumbers,
): NumberFault[] {
  const [inn, kpp, ogrn] = [compactNumber(typed.inn), compactNumber(typed.kpp), compactNumber(typed.ogrn)]
  const faults: NumberFault[] = []
  const add = (path: NumberFault['path'], name: string, reason: RequisiteFault) =>
    faults.push({ path, code: `${path}.${reason}`, texts: wording[reason](name) })
  if (inn !== null) {
    const checked = checkInn(inn)
    if (!checked.ok) add('inn', 'ИНН', checked.reason)
    else if (kind !== null && (checked.kind === 'organisation') !== (kind === 'organisation')) {
      faults.push({ path: 'inn', code: 'inn.length', texts: kind === 'organisation' ? TEN_DIGITS : TWELVE_DIGITS })
    }
  }
  if (kpp !== null) {
    const checked = checkKpp(kpp)
    if (kind !== null && kind !== 'organisation') {
      faults.push({ path: 'kpp', code: 'kpp.organisations_only', texts: NO_KPP })
    } else if (!checked.ok) add('kpp', 'КПП', checked.reason)
  }
  if (ogrn !== null && kind === 'person') {
    faults.push({ path: 'ogrn', code: 'ogrn.not_for_persons', texts: NO_OGRN })
  } else if (ogrn !== null) {
    const isOrganisation = kind === null ? ogrn.length !== 15 : kind === 'organisation'
    const checked = isOrganisation ? checkOgrn(ogrn) : checkOgrnip(ogrn)
    if (!checked.ok) add('ogrn', isOrganisation ? 'ОГРН' : 'ОГРНИП', checked.reason)
  }
  return faults
}

const TEN_DIGITS = { ru: 'ИНН организации: 10 цифр', en: 'INN of an organisation: 10 digits' }
const TWELVE_DIGITS = { ru: 'ИНН физического лица или ИП: 12 цифр', en: 'INN of a person or entrepreneur: 12 digits' }
const NO_KPP = { ru: 'КПП бывает только у организаций', en: 'Only organisations have a KPP' }
const NO_OGRN = { ru: 'У физического лица нет ОГРН', en: 'A person has no OGRN' }
