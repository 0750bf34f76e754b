import type { Limits } from '../../../../platform/pure/field-marks.ts'
import { BEGINNING, type Explained, explain, type Field, type Match } from '../matches/rules.ts'
import type { Term } from '../rules.ts'
import type { Reading } from '../slips/rules.ts'

type Shown = {
  type: 'client' | 'contractor' | 'contact' | 'prospect'
  clientName: string | null
  name: string | null
  second: string | null
  phones: readonly { raw: string; extension?: string | null }[] | null
  emails: readonly { raw: string }[] | null
  sites: readonly string[] | null
  addresses: readonly string[] | null
  messengers: readonly string[] | null
  contractors:
    | readonly { name: string; fullName: string | null; inn: string | null; kpp: string | null; ogrn: string | null }[]
    | null
  merged: readonly { kind: string; field: string; text: string }[] | null
}

const secondFields = { client: 'publicName', contractor: 'fullName', contact: 'position', prospect: 'company' } as const

/** Every text of a record by which it may have been found. */
export function fieldsOf(record: Shown, limits: Limits | null = null): Field[] {
  const isProspect = record.type === 'prospect'
  const fields: Field[] = []
  const add = (field: string, is: Field['is'], text: string | null | undefined, extension?: string | null) => {
    if (!text) return
    const unseen = limits !== null && isUnseen(is, text, limits)
    fields.push({ field, text, is, extension: extension ?? null, ...(unseen && { unseen }) })
  }
  add(record.type === 'contact' || isProspect ? 'fullName' : 'name', 'name', record.name)
  if (record.type !== 'contact') add(secondFields[record.type], 'name', record.second)
  if (record.type === 'contact' || record.type === 'contractor') add('client', 'name', record.clientName)
  for (const each of record.contractors ?? []) {
    if (each.name !== record.name) add('contractor', 'name', each.name)
    add('inn', 'requisite', each.inn)
    add('kpp', 'requisite', each.kpp)
    add('ogrn', 'requisite', each.ogrn)
    if (each.fullName !== record.second) add('fullName', 'name', each.fullName)
  }
  for (const each of record.phones ?? []) add(isProspect ? 'phone' : 'phones', 'phone', each.raw, extensionOf(each))
  for (const each of record.emails ?? []) add(isProspect ? 'email' : 'emails', 'address', each.raw)
  for (const each of record.messengers ?? []) add('messengers', /\d{10}/.test(each) ? 'phone' : 'address', each)
  for (const each of record.sites ?? []) add('sites', 'address', each)
  for (const each of record.addresses ?? []) add('addresses', 'words', each)
  // What stands on no card any more, but the record that was merged into this one had it.
  for (const each of record.merged ?? []) {
    const isKnown = fields.some(({ text }) => text === each.text)
    if (!isKnown) add(each.field, kindsOfMerged[each.kind] ?? 'words', each.text)
  }
  return fields
}

/** A nickname that is a phone or a mail is one. */
function isUnseen(is: Field['is'], text: string, limits: Limits): boolean {
  if (is === 'phone') return limits.phone !== undefined
  if (is === 'requisite') return limits.requisites !== undefined
  return limits.email !== undefined && is === 'address' && /.@.+\../.test(text)
}

const kindsOfMerged: Record<string, Field['is']> = {
  name: 'name',
  phone: 'phone',
  extension: 'phone',
  email: 'address',
  messenger: 'address',
  site: 'address',
  inn: 'requisite',
  kpp: 'requisite',
  ogrn: 'requisite',
}

function extensionOf(phone: { raw: string; extension?: string | null }): string | null {
  return phone.extension ?? /(?:доб|вн|ext|#)[\s.:]*(\d{1,6})\)?\s*$/iu.exec(phone.raw)?.[1] ?? null
}

export interface Ranked<Record> {
  record: Record
  matches: Match[]
  /** How well the record fits what was typed, the lower the better; how many of the terms it does not hold. */
  score: number
  missed: number
}

/** How near a record is to the one who asks, the lower the nearer: dealt with lately, one's own, of others. */
export type Familiarity = (record: Identified) => number
type Identified = { id: string; clientId: string | null; responsibleId: string | null }

/** What somebody dealt with lately, the latest first, goes before what is merely theirs. */
export function familiarityOf(userId: string, recent: readonly string[]): Familiarity {
  const places = new Map(recent.map((id, at) => [id, at]))
  return ({ id, clientId, responsibleId }) =>
    places.get(id) ?? places.get(clientId ?? '') ?? recent.length + (responsibleId === userId ? 0 : 1)
}

/**
 * Best first: what holds every term, then exact before beginning before part; archived last of all; between equals
 * what the one who asks deals with, then words as they were typed, then the order in which the index gave them. A record that holds no term at all is
 * none, and where something is not shown, whoever does not hold all: who stands there would tell of it.
 */
export function rank<Record extends Shown & Identified & { archived: boolean }>(
  terms: readonly Term[],
  records: readonly Record[],
  familiarity: Familiarity,
  limits: Limits | null = null,
): Ranked<Record>[] {
  const explained: { record: Record; why: Explained; at: number }[] = records
    .map((record, at) => ({ record, why: explain(terms, fieldsOf(record, limits)), at }))
    .filter(({ why }) => why.matches.length > 0 && (limits === null || why.missed === 0))
  explained.sort(
    (a, b) =>
      Number(a.record.archived) - Number(b.record.archived) ||
      a.why.missed - b.why.missed ||
      a.why.score - b.why.score ||
      familiarity(a.record) - familiarity(b.record) ||
      Number(b.why.isInOrder) - Number(a.why.isInOrder) ||
      a.at - b.at,
  )
  return explained.map(({ record, why }) => ({ record, ...why }))
}

/**
 * Somebody holds all that was typed, and not only inside of words: then nothing else was meant. Latin letters that stand
 * in addresses alone may still be somebody's name.
 */
export function isAnswered(terms: readonly Term[], found: readonly Ranked<unknown>[]): boolean {
  const isLatin = terms.some(term => term.kind === 'word' && /^[a-z]+$/.test(term.text))
  const telling = isLatin ? found.filter(({ matches }) => matches.some(each => !addresses.has(each.field))) : found
  return (
    telling.length >= ENOUGH || telling.some(({ score, missed }) => missed === 0 && score <= terms.length * BEGINNING)
  )
}
const ENOUGH = 5
const addresses = new Set(['email', 'emails', 'sites', 'messengers'])

/** Which of the readings a record was found by: the likeliest of those whose terms it holds. */
export function rankReadings<Record extends Shown & Identified & { archived: boolean }>(
  readings: readonly Reading[],
  records: readonly Record[],
  familiarity: Familiarity,
  limits: Limits | null = null,
): (Ranked<Record> & { reading: Reading })[] {
  const explained = records.flatMap((record, at) => {
    const fields = fieldsOf(record, limits)
    const best = likeliest(readings, fields)
    const isNone = best === undefined || best.matches.length === 0 || (limits !== null && best.missed > 0)
    return !isNone ? [{ record, at, ...best }] : []
  })
  return explained.sort(
    (a, b) =>
      Number(a.record.archived) - Number(b.record.archived) ||
      a.missed - b.missed ||
      a.reading.cost - b.reading.cost ||
      a.score - b.score ||
      familiarity(a.record) - familiarity(b.record) ||
      Number(b.isInOrder) - Number(a.isInOrder) ||
      a.at - b.at,
  )
}

/** Readings come in the order of likelihood: none behind one that holds wholly can be better. */
function likeliest(
  readings: readonly Reading[],
  fields: readonly Field[],
): (Explained & { reading: Reading }) | undefined {
  let best: (Explained & { reading: Reading }) | undefined
  for (const reading of readings) {
    if (best?.missed === 0 && reading.cost > best.reading.cost) break
    const why = explain(reading.terms, fields)
    const isBetter =
      best === undefined ||
      why.missed < best.missed ||
      (why.missed === best.missed && reading.cost === best.reading.cost && why.score < best.score)
    if (isBetter) best = { ...why, reading }
  }
  return best
}

/** The name under which a record is shown. */
export function titleOf(record: Shown): string {
  if (record.type === 'prospect') {
    return record.name ?? record.second ?? record.phones?.[0]?.raw ?? record.emails?.[0]?.raw ?? ''
  }
  return record.name ?? ''
}

/** The second line of a found row: what tells it from its namesakes. */
export function subtitleOf(record: Shown): string {
  switch (record.type) {
    case 'client':
      return record.second ?? record.contractors?.find(each => each.inn)?.inn ?? record.phones?.[0]?.raw ?? ''
    case 'contractor':
      return record.clientName ?? ''
    case 'contact':
      return [record.clientName, record.second].filter(Boolean).join(', ')
    case 'prospect':
      return record.name && record.second ? record.second : ''
  }
}
