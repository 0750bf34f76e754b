import { readEmail } from '../../../platform/pure/emails.ts'
import { readPhone } from '../../../platform/pure/phones.ts'
import { checkInn } from '../../../platform/pure/requisites.ts'
import { significantWords } from '../identity/rules.ts'
import type { AskedKind, WantedInPlace } from './contract.ts'

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

/** A record from whose card something may be asked for, as the caller sees it. */
export interface Askable {
  record: { kind: AskedKind; id: string }
  title: string
  responsibleId: string | null
  archived: boolean
  /** May the caller change it as it is? Then nothing has to be asked for. */
  changes: boolean
  /** Does the profile of the caller let nothing of the kind be changed? Then nothing that is given helps. */
  readOnly: boolean
}

const HELPS: Record<AskedKind, readonly WantedInPlace[]> = {
  client: ['change', 'hand_over'],
  // Opened is a client: of a prospect nothing is.
  prospect: ['hand_over'],
  interest: ['member', 'hand_over'],
}

/** What would help whoever sees a record and does not change it. */
export function decideWants({ record, archived, changes, readOnly }: Askable): readonly WantedInPlace[] {
  return archived || changes || readOnly ? [] : HELPS[record.kind]
}
