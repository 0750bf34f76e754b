import { readEmail } from '../../../platform/pure/emails.ts'
import { readPhone } from '../../../platform/pure/phones.ts'
import { checkInn } from '../../../platform/pure/requisites.ts'
import { significantWords } from '../identity/rules.ts'

/** An INN, and beside it the KPP of the legal entity that is meant. */
export function readNumbers(typed: string): { inn: string; kpp: string | null } | null {
  const [, inn, kpp = null] = /^(\d{10}|\d{12})(?:[\s/]+([\dA-Z]{9}))?$/.exec(typed.trim()) ?? []
  return inn !== undefined && checkInn(inn).ok ? { inn, kpp } : null
}

/** The form in which two notations of a value that met a wall are equal; behind it the values that it holds. */
export function identifierKeys(typed: string): [own: string, ...held: string[]] {
  const numbers = readNumbers(typed)
  if (numbers) return numbers.kpp === null ? [numbers.inn] : [`${numbers.inn} ${numbers.kpp}`, numbers.inn]
  const email = readEmail(typed.trim())
  if (email.valid) return [email.normalized]
  return [readPhone(typed.trim()).national ?? significantWords(typed).sort().join(' ')]
}

/** By which keys access was asked for where this is typed; an INN alone is a part of every INN and KPP. */
export function askedPatterns(typed: string): string[] {
  const patterns = identifierKeys(typed).map(key => key.replace(/[\\%_]/g, '\\$&'))
  const numbers = readNumbers(typed)
  return numbers?.kpp === null ? [...patterns, `${numbers.inn} %`] : patterns
}
