import { hintOfDomain, readEmails, readSites } from './addresses/rules.ts'
import { readCompany } from './companies/rules.ts'
import { findLabelled, type Labelled } from './labels/rules.ts'
import { setAsideFrame } from './layout/rules.ts'
import { readPhones, readRequisites } from './numbers/rules.ts'
import { keep, layOut, linesOf, type Page, type Part, type PartKind, viewOf } from './page/rules.ts'
import { readPerson } from './people/rules.ts'
import { readPosition } from './positions/rules.ts'
import { readNeed } from './requests/rules.ts'

/** What a pasted text says of the caller. Lists keep the order of the text. */
export interface Fields {
  fullName: string | null
  position: string | null
  company: string | null
  /** What the domain of the mail says of the company, when nobody names it. */
  companyHint: string | null
  inn: string | null
  kpp: string | null
  ogrn: string | null
  phones: string[]
  emails: string[]
  sites: string[]
  address: string | null
  need: string | null
}

export interface Reading {
  fields: Fields
  parts: Part[]
}

/**
 * Takes a pasted signature, letter, message, requisites or a bare number apart. Never refuses: what is not understood
 * stays where it was. Parts lie in the text, in its order, and do not overlap.
 */
export function readIntake(text: string): Reading {
  const page = layOut(text)
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
  readNeed(page, labelled)
  page.parts.sort((a, b) => a.from - b.from)
  return { fields: fieldsOf(page.parts), parts: page.parts }
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

function keepFree(page: Page, from: number, to: number): void {
  let end = from
  while (end < to && page.taken[end] === 0) end++
  // An address ends where somebody's phone or the next label begins.
  if (end - from > 5) keep(page, 'address', from, end)
}

/** A post counts beside the one whose it is: on the line of the name or the company, or on the next one. */
function isBesideSomebody(page: Page, from: number, to: number): boolean {
  const lines = linesOf(page.plain)
  const at = lines.findIndex(line => from >= line.from && from <= line.to)
  const near = lines.slice(Math.max(0, at - 2), at + 3)
  const [first, last] = [near[0]?.from ?? 0, near.at(-1)?.to ?? to]
  return page.parts.some(
    part => (part.kind === 'fullName' || (part.kind === 'company' && viewOf(page).length < 400)) && part.from >= first && part.to <= last,
  )
}

function fieldsOf(parts: readonly Part[]): Fields {
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
