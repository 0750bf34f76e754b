import { readEmail } from '../../../platform/pure/emails.ts'
import { isLegalFormAbbreviation, stripLegalForms } from '../../../platform/pure/legal-forms.ts'
import { nameWords } from '../../../platform/pure/names.ts'
import { digitsOf, isPhoneLabel, readPhone } from '../../../platform/pure/phones.ts'
import { checkInn, checkKpp } from '../../../platform/pure/requisites.ts'
import { type IdentityKind, nameOrders, significantWords } from '../../clients/identity/rules.ts'

/**
 * One criterion of a question. `word` is a folded word of a name; `address` a mail, a site, a nickname or a piece of
 * one, as typed, or what is sure of one that lies `near` the typed one; `number` a run of digits of any notation.
 */
export type Term =
  | { kind: 'word'; text: string }
  | { kind: 'address'; text: string; words: string[]; near?: string }
  | { kind: 'number'; digits: string; national: string | null }
  | { kind: 'extension'; digits: string }

export type NumberTerm = Extract<Term, { kind: 'number' }>

export interface Question {
  terms: Term[]
  /** The number that an Interest may have: as typed, and its digits to stand behind the company's prefix. */
  interestNumber: { typed: string; digits: string } | null
}

/** A whole value that may be told through a wall: nothing that is only a part of one. */
export interface WholeValue {
  kind: IdentityKind
  values: string[]
  /** Beside an INN: of its legal entities the one that is meant. */
  kpp?: string
}

const MOST_TERMS = 6
/** «дом 5» is an address, «дом. 33-22-11» a phone. */
const SHORTEST_LABELLED = 5
const extensionPattern = /(?:^|[\s,;(])(?:доб(?:авочный)?|вн(?:утр)?|ext)[\s.:№]*(\d{2,6})\)?\s*$/iu

/** Takes a typed line apart: what is a phone or another number, what an address, what a word of a name. */
export function readQuestion(typed: string): Question {
  const { line, rest, extension } = withoutExtension(typed)
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
  if (extension) terms.push({ kind: 'extension', digits: extension })
  return { terms: tellingTerms(terms), interestNumber: interestNumber(line) }
}

function withoutExtension(typed: string): { line: string; rest: string; extension: string | null } {
  const line = typed.normalize('NFC').trim()
  const found = extensionPattern.exec(line)
  return { line, rest: found ? line.slice(0, found.index) : line, extension: found?.[1] ?? null }
}

/** What is asked for: without legal forms, without «тел.» beside a number, and no more than makes sense. */
export function tellingTerms(terms: readonly Term[]): Term[] {
  return withoutLabels(withoutForms(terms)).slice(0, MOST_TERMS)
}

/** The typed pieces that are no numbers, as they came from the keyboard. */
export function piecesOfWords(typed: string): string[] {
  const { rest } = withoutExtension(typed)
  return rest.split(/\s+/).filter(piece => piece !== '' && !isNumeric(piece))
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

/** One piece between blanks: an address, or the words of which it consists. */
export function readPiece(piece: string): Term[] {
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

/** «ООО Ромашка» and «Общество с ограниченной ответственностью Ромашка» ask for «Ромашка»; «ООО» alone is a word. */
function withoutForms(terms: readonly Term[]): Term[] {
  const short = terms.filter(term => term.kind !== 'word' || !isLegalFormAbbreviation(term.text))
  const rest: Term[] = []
  for (let at = 0; at < short.length; ) {
    const after = short.findIndex((term, index) => index >= at && term.kind !== 'word')
    const end = after < 0 ? short.length : after
    const words = short.slice(at, end).map(textOfWord)
    rest.push(...stripLegalForms(words).map((text): Term => ({ kind: 'word', text })), ...short.slice(end, end + 1))
    at = end + 1
  }
  return rest.length > 0 ? rest : [...terms]
}

function textOfWord(term: Term): string {
  return term.kind === 'word' ? term.text : ''
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
  const [, inn, kpp] = /^(\d+)(?:[\s/]+([\dA-Z]{9}))?$/.exec(line) ?? []
  if (inn === undefined || !checkInn(inn).ok) return []
  if (kpp === undefined) return [{ kind: 'inn', values: [inn] }]
  return checkKpp(kpp).ok ? [{ kind: 'inn', values: [inn], kpp }] : []
}
