import { type Ask, look, mostRead, rowsOf } from '../asking/queries.ts'
import { listCandidates, lookUpName, lookUpTerm } from '../candidates/queries.ts'
import { numberAmong, probeName, probePhrases, probeTerm, probeTogether, wordOfName } from '../candidates/rules.ts'
import { type Found, listFound, nobody } from '../found/queries.ts'
import { listBearers, mayTell, MOST_LED, readLead } from '../numbered/queries.ts'
import { lookUpHolding, lookUpTogether } from '../parties/queries.ts'
import type { NumberTerm, Term } from '../rules.ts'
import type { Reading } from '../slips/rules.ts'

const MOST_SPREAD = 4
const MOST_BEARERS = 200
/** A word that so many bear is not rare. */
const COMMON = 60
/** Whose number ends with the digits comes first: of the others only who holds the rest too is meant. */
const MOST_PARTIES = 24
const MOST_NUMBERED = 300

/** A name and what else is known of its bearer, or words of several names, such as those of a client and of its contact. */
export async function findSpread(ask: Ask, terms: readonly Term[]): Promise<Found> {
  if (terms.length < 2) return nobody
  const number = numberAmong(terms)
  if (number === null) return (await findByNumber(ask, [terms])) ?? findUnled(ask, terms)
  const led = await findLed(ask, number, [terms])
  if (led !== null) return led
  return findBeyond(ask, terms)
}

/**
 * Of those who have the number whoever holds the words of one of the lines beside it; null where others may be meant.
 * What people remember of a number is its start or its end, hence those first, and with all of their parties.
 */
async function findLed(ask: Ask, number: NumberTerm, lines: readonly (readonly Term[])[]): Promise<Found | null> {
  const { db, caller } = ask
  const words = lines
    .filter(terms => numberAmong(terms) !== null)
    .map(terms => terms.flatMap(term => wordOfName(term) ?? []))
  const readNamed = () => listBearers(db, caller.scope.clients, number, words.slice(0, MOST_SPREAD), mostRead(ask))
  // Of short numbers both are needed, and asked in one breath.
  const early = mayTell(number) ? null : readNamed()
  early?.catch(() => {})
  const { holdersOf, isTelling } = await (ask.lead ??= readLead(db, caller.scope.clients, number))
  const led = new Set<string>()
  for (const line of words) if (led.size < mostRead(ask)) for (const id of holdersOf(line)) led.add(id)
  if (led.size >= ask.wanted || (isTelling && led.size > 0)) return readFound(ask, [...led])
  // Of the few who have a long number everything is asked, mails in Latin letters included.
  if (isTelling) return findByNumber(ask, lines.slice(0, MOST_SPREAD))
  const named = await (early ?? readNamed())
  ask.bearers = named.count
  const ids = new Set([...led, ...named.ids])
  return ids.size > 0 ? readFound(ask, [...ids]) : null
}

async function readFound(ask: Ask, ids: readonly string[]): Promise<Found> {
  const records = await listFound(ask.db, ask.caller.scope.clients, ids.slice(0, mostRead(ask)))
  return { records, total: ids.length }
}

/**
 * Where those who have the number do not bear the words: it may be the end of an INN, or the words stand in several names
 * or inside of others. To look for all of that is dear where hundreds have the number and a rare word does not lead.
 */
async function findBeyond(ask: Ask, terms: readonly Term[]): Promise<Found> {
  return isDear(ask) ? ((await findBearers(ask, terms)) ?? nobody) : findUnled(ask, terms)
}

function isDear({ bearers = 0 }: Ask): boolean {
  return bearers > MOST_NUMBERED && bearers < MOST_LED
}

/** Where no number leads. */
async function findUnled(ask: Ask, terms: readonly Term[]): Promise<Found> {
  return (await findBearers(ask, terms)) ?? look(ask, lookUpTogether(probeTogether(terms), rowsOf(ask)))
}

/**
 * Whose the typed number is, is soon told, so they are asked for the rest of any of the lines; null where none is typed.
 * Where too many have it, those whose number ends with it are asked. Null too where nobody of them holds the rest, but
 * somebody who was not asked may.
 */
async function findByNumber(ask: Ask, lines: readonly (readonly Term[])[]): Promise<Found | null> {
  const number = lines[0]?.filter(term => term.kind === 'number').find(term => wordOfName(term) === null)
  if (number === undefined) return null
  ask.numbered ??= listCandidates(ask.db, ask.caller.scope.clients, lookUpTerm(probeTerm(number, 'any'), MOST_NUMBERED))
  const numbered = await ask.numbered
  const isCut = numbered.length === MOST_NUMBERED
  const isPartial = numbered.length > MOST_PARTIES || !mayTell(number)
  if (numbered.length === 0) return isPartial ? null : nobody
  const most = { spread: isCut ? 0 : MOST_PARTIES, limit: rowsOf(ask) }
  const found = await look(ask, lookUpHolding(numbered, lines.map(probeTogether), most))
  return isPartial && found.records.length === 0 ? null : found
}

/**
 * A whole name, or a rare word, is borne by few: those are asked for the rest, which alone may lead to thousands; null
 * where it tells nothing.
 */
async function findBearers(ask: Ask, terms: readonly Term[]): Promise<Found | null> {
  const words = terms.filter(term => wordOfName(term) !== null)
  const [first] = words
  const name = probeName(words, ask.input.match)
  if (first === undefined || name === null || words.length === terms.length) return null
  const isWhole = words.length > 1
  const lookUp = isWhole ? lookUpName(name, MOST_BEARERS) : lookUpTerm(probeTerm(first, 'start'), COMMON)
  const named = await listCandidates(ask.db, ask.caller.scope.clients, lookUp)
  if (named.length === 0 || (!isWhole && named.length === COMMON)) return null
  const most = { spread: MOST_BEARERS, limit: rowsOf(ask) }
  const bearers = await look(ask, lookUpHolding(named, [probeTogether(terms)], most))
  return bearers.records.length > 0 ? bearers : null
}

/** The same for what the line may have meant. */
export async function findMeantSpread(ask: Ask, readings: readonly Reading[]): Promise<Found> {
  const lines = readings.map(reading => reading.terms)
  const led = lines.find(terms => numberAmong(terms) !== null)
  const number = led === undefined ? null : numberAmong(led)
  const found = number === null ? null : await findLed(ask, number, lines)
  const meant = found ?? (await findMeantBearers(ask, readings))
  if (meant !== null) return meant
  const [likeliest] = lines
  if (likeliest === undefined || likeliest.length < 2) return nobody
  if (led !== undefined && isDear(ask)) return (await findBearers(ask, led)) ?? nobody
  return (await findByNumber(ask, lines.slice(0, MOST_SPREAD))) ?? findUnled(ask, likeliest)
}

/** Who bears a name of any of the readings is asked for the numbers beside it, which no reading changes. */
async function findMeantBearers(ask: Ask, readings: readonly Reading[]): Promise<Found | null> {
  const lines = readings.map(reading => reading.terms)
  const numbers = lines[0]?.filter(term => wordOfName(term) === null) ?? []
  const names = lines.map(terms => terms.filter(term => wordOfName(term) !== null)).filter(words => words.length > 1)
  if (numbers.length === 0 || names.length === 0 || numbers.some(term => term.kind === 'address')) return null
  const probe = { ranges: probePhrases(names), phone: null, fragment: null }
  const named = await listCandidates(ask.db, ask.caller.scope.clients, lookUpTerm(probe, MOST_BEARERS))
  if (named.length === 0) return null
  const most = { spread: MOST_BEARERS, limit: rowsOf(ask) }
  const bearers = await look(ask, lookUpHolding(named, [probeTogether(numbers)], most))
  if (bearers.records.length === 0) return null
  // The number may be another's of the party: who bears the name comes with it.
  const wholly = await look(ask, lookUpHolding(named, lines.slice(0, MOST_SPREAD).map(probeTogether), most))
  return wholly.records.length > 0 ? wholly : bearers
}
