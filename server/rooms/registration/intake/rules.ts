import { significantWords } from '../../clients/identity/rules.ts'
import type { SearchItem } from '../contract.ts'
import { hintOfDomain, readEmails, readSites } from './addresses/rules.ts'
import { readCompany } from './companies/rules.ts'
import type { IntakeFields, Part, PartKind } from './contract.ts'
import { findLabelled, type Labelled } from './labels/rules.ts'
import { setAsideFrame } from './layout/rules.ts'
import { readPhones, readRequisites } from './numbers/rules.ts'
import { keep, layOut, linesOf, type Page, showNumbers, viewOf } from './page/rules.ts'
import { readPerson } from './people/rules.ts'
import { readPosition } from './positions/rules.ts'
import { readNeed } from './requests/rules.ts'

export interface Reading {
  fields: IntakeFields
  parts: Part[]
}

/**
 * Takes a pasted signature, letter, message, requisites or a bare number apart. Never refuses: what is not understood
 * stays where it was. Parts lie in the text, in its order, and do not overlap.
 */
export function readIntake(text: string): Reading {
  const page = layOut(isQueryString(text) ? spaced(text) : text)
  const labelled = findLabelled(page)
  setAsideFrame(page)
  readEmails(page)
  readRequisites(page)
  readSites(page)
  readPhones(page)
  readAddress(page, labelled)
  readCompany(page, labelled)
  readPerson(page, labelled)
  readPosition(page, (from, to) => isBesideSomebody(page, from, to))
  showNumbers(page)
  readNeed(page, labelled)
  page.parts.sort((a, b) => a.from - b.from)
  return { fields: fieldsOf(page.parts), parts: page.parts }
}

/** `name=…&phone=%2B7…`: what the form of a site sends when nobody has read it. */
function isQueryString(text: string): boolean {
  return /^\s*[\w-]+=[^\s&]*(?:&[\w-]+=[^\s&]*)+\s*$/u.test(text)
}

/** The same text, places kept: signs of the address become what they stand for. */
function spaced(text: string): string {
  return text
    .replace(/%2B/gi, '  +')
    .replace(/%40/gi, '  @')
    .replace(/(?<! )\+(?!7\+)/g, ' ')
    .replaceAll('&', '\n')
}

/** Addresses are kept where they are labelled or begin with a postal code; others would be guesses. */
function readAddress(page: Page, labelled: readonly Labelled[]): void {
  for (const { field, from, to } of labelled) {
    if (field === 'address' && /\p{L}{3}/u.test(page.plain.slice(from, to))) keepFree(page, from, to)
  }
  for (const { from, to } of linesOf(page.plain)) {
    const line = page.plain.slice(from, to)
    if (/^\s*(?:россия, )?\d{6},? \p{L}/iu.test(line)) keepFree(page, from, to)
  }
}

const nextLabel = /[\s,;.(]+(?:тел(?:ефон)?|моб|факс|т|ф|e-?mail|почта)[\s.:]*$/iu

function keepFree(page: Page, from: number, to: number): void {
  let end = from
  while (end < to && page.taken[end] === 0) end++
  // An address ends where somebody's phone or the next label begins.
  end -= nextLabel.exec(page.plain.slice(from, end))?.[0].length ?? 0
  if (end - from > 5) keep(page, 'address', from, end)
}

/** A post counts beside the one whose it is: on the line of the name or the company, or on the next one. */
function isBesideSomebody(page: Page, from: number, to: number): boolean {
  const lines = linesOf(page.plain)
  const at = lines.findIndex(line => from >= line.from && from <= line.to)
  const near = lines.slice(Math.max(0, at - 2), at + 3)
  const [first, last] = [near[0]?.from ?? 0, near.at(-1)?.to ?? to]
  return page.parts.some(
    part =>
      (part.kind === 'fullName' || (part.kind === 'company' && viewOf(page).length < 400)) &&
      part.from >= first &&
      part.to <= last,
  )
}

function fieldsOf(parts: readonly Part[]): IntakeFields {
  const all = (kind: PartKind) => parts.filter(part => part.kind === kind).map(part => part.value)
  const one = (kind: PartKind) => all(kind)[0] ?? null
  const emails = [...new Set(all('email'))]
  const company = one('company')
  const need = all('need').join('\n')
  return {
    fullName: one('fullName'),
    position: one('position'),
    company,
    companyHint: company === null ? (emails.map(hintOfDomain).find(hint => hint !== null) ?? null) : null,
    inn: one('inn'),
    kpp: one('kpp'),
    ogrn: one('ogrn'),
    phones: [...new Set(all('phone'))],
    emails,
    sites: [...new Set(all('site'))],
    address: one('address'),
    need: need === '' ? null : need,
  }
}

/** What is asked of the search: the whole identifiers first, then the names. */
export function questionsOf(fields: IntakeFields): { q: string; limit: number }[] {
  const { phones, emails, inn, fullName, company } = fields
  const whole = [...phones.slice(0, MOST_ALIKE), ...emails.slice(0, MOST_ALIKE), ...(inn === null ? [] : [inn])]
  // «Анна» alone would bring every Anna.
  const names = [
    ...(fullName !== null && significantWords(fullName).length > 1 ? [fullName] : []),
    ...(company !== null && significantWords(company).some(word => word.length > 2) ? [company] : []),
  ]
  return [
    ...whole.map(q => ({ q, limit: MOST_BY_IDENTIFIER })),
    ...names.map(q => ({ q: q.slice(0, LONGEST_QUESTION), limit: MOST_BY_NAME })),
  ]
}

const MOST_ALIKE = 3
const MOST_BY_IDENTIFIER = 5
const MOST_BY_NAME = 3
const LONGEST_QUESTION = 300
const MOST_MATCHES = 12

/** One list of several answers: whoever is found by more comes first, each once, with every reason. */
export function joinMatches(answers: readonly (readonly SearchItem[])[]): SearchItem[] {
  const joined = new Map<string, { item: SearchItem; times: number }>()
  for (const item of answers.flat()) {
    const key = `${item.type} ${item.id ?? item.title} ${item.contactId ?? ''}`
    const before = joined.get(key)
    if (!before) {
      joined.set(key, { item, times: 1 })
      continue
    }
    before.times += 1
    const known = new Set(before.item.matches.map(match => `${match.field} ${match.text}`))
    const more = item.matches.filter(match => !known.has(`${match.field} ${match.text}`))
    before.item = { ...before.item, matches: [...before.item.matches, ...more] }
  }
  return [...joined.values()]
    .sort((a, b) => Number(a.item.archived) - Number(b.item.archived) || b.times - a.times)
    .slice(0, MOST_MATCHES)
    .map(each => each.item)
}
