import { readEmail } from '../../../platform/pure/emails.ts'
import { isLegalFormAbbreviation } from '../../../platform/pure/legal-forms.ts'
import { nameWords } from '../../../platform/pure/names.ts'
import { digitsOf, isPhoneLabel, readPhone } from '../../../platform/pure/phones.ts'
import { checkInn } from '../../../platform/pure/requisites.ts'
import { type IdentityKind, nameOrders, significantWords } from '../../clients/identity/rules.ts'

/**
 * One criterion of a question. `word` is a folded word of a name; `address` a mail, a site, a nickname or a piece of
 * one, as typed; `number` a run of digits of any notation.
 */
export type Term =
  | { kind: 'word'; text: string }
  | { kind: 'address'; text: string; words: string[] }
  | { kind: 'number'; digits: string; national: string | null }
  | { kind: 'extension'; digits: string }

export interface Question {
  terms: Term[]
  /** The number that an Interest may have: as typed, and its digits to stand behind the company's prefix. */
  interestNumber: { typed: string; digits: string } | null
}

/** A whole value that may be told through a wall: nothing that is only a part of one. */
export interface WholeValue {
  kind: IdentityKind
  values: string[]
}

const MOST_TERMS = 6
/** «дом 5» is an address, «дом. 33-22-11» a phone. */
const SHORTEST_LABELLED = 5
const extensionPattern = /(?:^|[\s,;(])(?:доб(?:авочный)?|вн(?:утр)?|ext)[\s.:№]*(\d{2,6})\)?\s*$/iu

/** Takes a typed line apart: what is a phone or another number, what an address, what a word of a name. */
export function readQuestion(typed: string): Question {
  const line = typed.normalize('NFC').trim()
  const extension = extensionPattern.exec(line)
  const rest = extension ? line.slice(0, extension.index) : line
  const terms: Term[] = []
  let run: string[] = []
  const closeRun = () => {
    terms.push(...readRun(run))
    run = []
  }
  for (const piece of rest.split(/[\s;|]+/).filter(Boolean)) {
    if (isNumeric(piece)) {
      run.push(piece)
    } else {
      closeRun()
      terms.push(...readPiece(piece))
    }
  }
  closeRun()
  if (extension?.[1]) terms.push({ kind: 'extension', digits: extension[1] })
  return { terms: withoutLabels(withoutForms(terms)).slice(0, MOST_TERMS), interestNumber: interestNumber(line) }
}

function isNumeric(piece: string): boolean {
  return /^[+(]*\d[\d()\-–.,/]*$/.test(piece) || /^[+()\-–]+$/.test(piece)
}

/** «8 (916) 222 33 33» is one number, «7707083893 773601001» are two. */
function readRun(pieces: readonly string[]): Term[] {
  const joined = digitsOf(pieces.join(''))
  if (joined.length === 0) return []
  // A written country code says that it is a phone; the longest has fifteen digits.
  const isOne = pieces.length === 1 || joined.length <= (pieces[0]?.startsWith('+') ? 15 : 12)
  const groups = isOne ? [pieces.join('')] : pieces
  return groups.flatMap((group): Term[] => {
    const digits = digitsOf(group)
    if (digits === '' || (group.startsWith('+') && digits.length < 3)) return []
    return [{ kind: 'number', digits: digits.slice(0, 20), national: nationalPart(group, digits) }]
  })
}

/** The ten digits (or their beginning) behind a typed 8, 7 or +7; null when nothing like that leads the number. */
function nationalPart(group: string, digits: string): string | null {
  const whole = readPhone(group).national
  if (whole !== null) return whole
  if (digits.length < 11 && /^[78]/.test(digits) && digits.length > 3) return digits.slice(1)
  return null
}

function readPiece(piece: string): Term[] {
  const words = nameWords(piece)
  const plain = piece.toLowerCase().replace(/^["'«„“(<,]+|["'»“”)>,.;:!?]+$/g, '')
  const isAddress =
    plain.includes('@') ||
    /^(?:https?:\/\/|www\.|t\.me\/)/.test(plain) ||
    /^[\p{L}\p{N}._\-/]+\.\p{L}{2,}$/u.test(plain) ||
    /^[a-z0-9]+(?:[._-][a-z0-9]+)+$/.test(plain)
  const handle = plain.replace(/^(?:https?:\/\/)?(?:www\.)?(?:(?:t\.me|wa\.me|vk\.com)\/)?@?/, '').replace(/\/+$/, '')
  if (isAddress && handle.length > 1) return [{ kind: 'address', text: handle, words }]
  return words.map(text => ({ kind: 'word', text }))
}

/** «ООО Ромашка» asks for «Ромашка»; «ООО» alone is still a word. */
function withoutForms(terms: readonly Term[]): Term[] {
  const rest = terms.filter(term => term.kind !== 'word' || !isLegalFormAbbreviation(term.text))
  return rest.length > 0 ? rest : [...terms]
}

/** «тел. 8 916 222-33-33» asks for the number. */
function withoutLabels(terms: readonly Term[]): Term[] {
  const hasNumber = terms.some(term => term.kind === 'number' && term.digits.length >= SHORTEST_LABELLED)
  return hasNumber ? terms.filter(term => term.kind !== 'word' || !isPhoneLabel(term.text)) : [...terms]
}

function interestNumber(line: string): Question['interestNumber'] {
  const found = /^[№#]?\s*((?:\p{L}{1,6}[-–]?)?(\d{1,9}))$/u.exec(line)
  if (!found?.[1] || !found[2]) return null
  return { typed: found[1].replace('–', '-').toUpperCase(), digits: found[2].replace(/^0+(?=\d)/, '') }
}

/** Whole identifiers in what was typed: the only things a wall answers to. */
export function wholeValues(typed: string): WholeValue[] {
  const line = typed.trim()
  const phone = readPhone(line).national
  if (phone !== null) return [{ kind: 'phone', values: [phone] }, ...wholeInn(line)]
  const email = readEmail(line)
  if (email.valid) return [{ kind: 'email', values: [email.normalized] }]
  const inn = wholeInn(line)
  if (inn.length > 0) return inn
  const words = significantWords(line)
  const isFullName = words.length >= 2 && words.length <= 6 && words.every(word => /^\p{L}{2,}$/u.test(word))
  return isFullName ? [{ kind: 'name', values: nameOrders(words) }] : []
}

function wholeInn(line: string): WholeValue[] {
  return checkInn(line).ok ? [{ kind: 'inn', values: [line] }] : []
}
