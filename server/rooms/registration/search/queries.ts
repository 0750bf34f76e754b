import type { Platform } from '../../../platform/platform.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { listAsked } from '../../clients/access-requests/queries.ts'
import { subjectOf } from '../../interests/rules.ts'
import type { SearchItem, SearchType } from '../contract.ts'
import { type Candidate, type LookUp, listCandidates, lookUpName, lookUpTerm } from './candidates/queries.ts'
import {
  type MatchMode,
  numberAmong,
  probeName,
  probePhrases,
  probeTerm,
  probeTogether,
  textOf,
  wordOfName,
} from './candidates/rules.ts'
import { findFamiliar, type Recent, recentOf } from './familiar/queries.ts'
import {
  type Found,
  type FoundRecord,
  findRecords,
  listFound,
  listInterestsByNumber,
  listInterestsBySubject,
  nobody,
} from './found/queries.ts'
import { familiarityOf, isAnswered, type Ranked, rank, rankReadings } from './found/rules.ts'
import { toInterestItem, toItem, toWall } from './items/queries.ts'
import { explain } from './matches/rules.ts'
import { type Lead, listBearers, mayTell, MOST_LED, readLead } from './numbered/queries.ts'
import { lookUpHolding, lookUpTogether } from './parties/queries.ts'
import { type NumberTerm, readQuestion, type Term, wholeValues } from './rules.ts'
import { lookUpReadings, type ReadLine, readLine } from './slips/queries.ts'
import type { Reading } from './slips/rules.ts'
import { admitWalls } from './walls/actions.ts'
import { listWalls, type Wall } from './walls/queries.ts'

export interface SearchInput {
  q: string
  limit: number
  types?: readonly SearchType[] | undefined
  match: MatchMode
}

/** One party has up to so many rows that name it by the same word; a filter by type leaves some of them out. */
const ROWS_PER_RECORD = 4

const MOST_SPREAD = 4
const MOST_BEARERS = 200
/** A word that so many bear is not rare. */
const COMMON = 60
/** Whose number ends with the digits comes first: of the others only who holds the rest too is meant. */
const MOST_PARTIES = 24
const MOST_NUMBERED = 300

/** Finds whoever holds everything that was typed, best first; every answer says by what it was found. */
export async function searchEverywhere(
  platform: Platform,
  queryable: Queryable,
  caller: Caller,
  asked: SearchInput,
): Promise<SearchItem[]> {
  const { scope } = caller
  const db = queryable.together()
  // Control characters name nothing, and the database knows no null byte.
  const input = { ...asked, q: asked.q.toWellFormed().replace(/\p{Cc}+/gu, ' ') }
  const { terms, interestNumber } = readQuestion(input.q)
  const wants = (type: SearchType) => input.types === undefined || input.types.includes(type)
  const wantsParties = input.types?.some(type => type !== 'interest') ?? true
  const numbered = interestNumber && wants('interest') ? listInterestsByNumber(db, scope, interestNumber) : []
  // «И-000123» that exists means itself and no name; bare digits may be anything.
  const isItself = /^\p{L}/u.test(interestNumber?.typed ?? '') && (await numbered).length > 0
  // Of a line in Latin letters hardly anybody is found as it stands.
  const isForeign =
    !isItself && wantsParties && input.match !== 'exact' && /[a-z]{3}/i.test(input.q) && terms.some(isWord)
  const early = isForeign ? await readLine(db, input.q) : null
  const whoIsBehindWalls = early?.isStrange ? Promise.resolve([]) : listWalls(db, scope, wholeValues(input.q))
  const [parties, interests, walls] = await Promise.all([
    isItself || !wantsParties || terms.length === 0
      ? []
      : findParties({ platform, db, caller, input }, terms, whoIsBehindWalls, early),
    numbered,
    whoIsBehindWalls,
  ])
  const items = [
    ...interests.map(interest => toInterestItem(interest, input.q)),
    ...parties.filter(item => wants(item.type)),
  ]
  // Of what nobody bears, somebody may have asked for it.
  if (items.length === 0 && wants('interest') && input.match !== 'exact')
    items.push(...(await findSubjects(db, caller, terms, input)))
  const told = walls.filter(wall => wants(wall.type))
  if (told.length > 0 && (await admitWalls(platform, caller, told))) {
    const asked = await listAsked(
      db,
      caller.actor.userId,
      told.map(wall => wall.recordId),
      input.q,
    )
    const wallItems = told.map(wall => toWall(wall, input.q, asked.get(wall.recordId) ?? null))
    items.splice(Math.max(0, input.limit - told.length), items.length, ...wallItems)
  }
  return items.slice(0, input.limit)
}

async function findSubjects(
  db: Queryable,
  { scope }: Caller,
  terms: readonly Term[],
  { limit }: SearchInput,
): Promise<SearchItem[]> {
  if (!terms.every(isWord)) return []
  const interests = await listInterestsBySubject(db, scope, terms.map(textOf), limit)
  return interests.map(interest => ({
    ...toInterestItem(interest, ''),
    matches: explain(terms, [{ field: 'subject', text: subjectOf(interest), is: 'words' }]).matches,
  }))
}

interface Asked {
  platform: Platform
  db: Queryable
  caller: Caller
  input: SearchInput
}

/**
 * Who holds what was typed; else who may have been meant. Terms spread over the records of one party are dear to look
 * for, so a line with a word that nobody bears is first read as a slip.
 */
async function findParties(
  asked: Asked,
  terms: readonly Term[],
  walls: Promise<readonly Wall[]>,
  early: ReadLine | null,
): Promise<SearchItem[]> {
  const { db, input } = asked
  const ask = beginAsk(asked, terms)
  const isExact = input.match === 'exact'
  const isSettled = (found: readonly Ranked<FoundRecord>[]) => found.length >= input.limit || isAnswered(terms, found)
  let found = early?.isStrange ? [] : await rankFound(ask, terms, await findAsTyped(ask, terms))
  if (isExact || isSettled(found)) return found.map(toItem)
  // What are no words of one name has been looked for all over.
  const isSpread = found.length > 0 || probeName(terms, input.match) === null
  const spread = async () => (isSpread ? found : rankFound(ask, terms, await findSpread(ask, terms)))
  if ((await walls).length > 0) return (await spread()).map(toItem)
  const { readings, isBorne, isStrange } = early ?? (await readLine(db, input.q))
  if (isBorne) {
    found = await spread()
    if (isSettled(found)) return found.map(toItem)
  }
  let meant = await rankMeant(ask, readings, await findMeant(ask, readings))
  if (meant.length === 0 && !isBorne && !isStrange) found = await spread()
  if (meant.length === 0 && found.length === 0) {
    meant = await rankMeant(ask, readings, await findMeantSpread(ask, readings))
  }
  const known = new Set(found.map(({ record }) => record.id))
  return [...found.map(toItem), ...meant.filter(item => !known.has(item.id ?? ''))]
}

const isWord = (term: Term) => term.kind === 'word'

interface Ask extends Asked {
  /** A filter by type leaves some of what was found out. */
  wanted: number
  /** With whom the person deals these days. */
  recent: Promise<Recent>
  /** Of those and of their own records those that hold what was typed. */
  familiar?: Promise<readonly string[]>
  /** Who has the number of the line; no reading changes it. */
  numbered?: Promise<readonly Candidate[]>
  /** What the number among words tells; no reading changes it either. */
  lead?: Promise<Lead>
  /** So many have that number. */
  bearers?: number
}

function beginAsk(asked: Asked, terms: readonly Term[]): Ask {
  const { platform, db, caller, input } = asked
  const wanted = input.limit * (input.types === undefined ? 1 : 3)
  const ask: Ask = { ...asked, wanted, recent: recentOf(platform, db, caller) }
  // One word is seldom borne by few: what one deals with is asked for beside it.
  if (terms.length === 1 && terms.every(isWord) && input.match !== 'exact') void familiarOf(ask, terms)
  // Who needs them hears of their failure.
  for (const each of [ask.recent, ask.familiar]) each?.catch(() => {})
  return ask
}

function familiarOf(ask: Ask, terms: readonly Term[]): Promise<readonly string[]> {
  return (ask.familiar ??= ask.recent.then(recent => findFamiliar(ask.db, ask.caller, terms, recent)))
}

const rowsOf = ({ wanted }: Ask) => wanted * ROWS_PER_RECORD
/** A few more than are shown: the index knows the order of words, not yet how well each record fits. */
const mostRead = ({ wanted }: Ask) => wanted + Math.ceil(wanted / 2)

const look = (ask: Ask, lookUp: LookUp): Promise<Found> => findRecords(ask.db, ask.caller.scope, lookUp, mostRead(ask))

/** In one term, or all in one name. */
async function findAsTyped(ask: Ask, terms: readonly Term[]): Promise<Found> {
  const { match } = ask.input
  const [first] = terms
  if (first !== undefined && terms.length === 1) {
    // A record has a phone once, but its name from every word on.
    const enough = first.kind === 'number' ? Math.ceil(rowsOf(ask) / 2) : rowsOf(ask)
    return look(ask, lookUpTerm(probeTerm(first, match), enough))
  }
  const name = probeName(terms, match)
  if (name !== null) return look(ask, lookUpName(name, rowsOf(ask)))
  return match === 'exact' ? nobody : findSpread(ask, terms)
}

/** A name and what else is known of its bearer, or words of several names, such as those of a client and of its contact. */
async function findSpread(ask: Ask, terms: readonly Term[]): Promise<Found> {
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
  const readNamed = () => listBearers(db, caller.scope, number, words.slice(0, MOST_SPREAD), mostRead(ask))
  // Of short numbers both are needed, and asked in one breath.
  const early = mayTell(number) ? null : readNamed()
  early?.catch(() => {})
  const { holdersOf, isTelling } = await (ask.lead ??= readLead(db, caller.scope, number))
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
  const records = await listFound(ask.db, ask.caller.scope, ids.slice(0, mostRead(ask)))
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
  ask.numbered ??= listCandidates(ask.db, ask.caller.scope, lookUpTerm(probeTerm(number, 'any'), MOST_NUMBERED))
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
  const named = await listCandidates(ask.db, ask.caller.scope, lookUp)
  if (named.length === 0 || (!isWhole && named.length === COMMON)) return null
  const most = { spread: MOST_BEARERS, limit: rowsOf(ask) }
  const bearers = await look(ask, lookUpHolding(named, [probeTogether(terms)], most))
  return bearers.records.length > 0 ? bearers : null
}

async function findMeant(ask: Ask, readings: readonly Reading[]): Promise<Found> {
  for (const lookUp of lookUpReadings(readings, ask.input.match, rowsOf(ask))) {
    const found = await look(ask, lookUp)
    if (found.records.length > 0) return found
  }
  return nobody
}

async function findMeantSpread(ask: Ask, readings: readonly Reading[]): Promise<Found> {
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
  const named = await listCandidates(ask.db, ask.caller.scope, lookUpTerm(probe, MOST_BEARERS))
  if (named.length === 0) return null
  const most = { spread: MOST_BEARERS, limit: rowsOf(ask) }
  const bearers = await look(ask, lookUpHolding(named, [probeTogether(numbers)], most))
  if (bearers.records.length === 0) return null
  // The number may be another's of the party: who bears the name comes with it.
  const wholly = await look(ask, lookUpHolding(named, lines.slice(0, MOST_SPREAD).map(probeTogether), most))
  return wholly.records.length > 0 ? wholly : bearers
}

async function rankFound(ask: Ask, terms: readonly Term[], found: Found): Promise<Ranked<FoundRecord>[]> {
  const { records, total } = found
  // Where more is held than can be read, what one deals with must not be left out.
  const isCut = ask.input.match !== 'exact' && total > mostRead(ask)
  const more = isCut ? await readFamiliar(ask, terms, records) : []
  const recent = total > 1 ? (await ask.recent).ids : []
  return rank(terms, [...more, ...records], familiarityOf(ask.caller.actor.userId, recent))
}

async function readFamiliar(ask: Ask, terms: readonly Term[], records: readonly FoundRecord[]): Promise<FoundRecord[]> {
  const known = new Set(records.map(record => record.id))
  const familiar = await familiarOf(ask, terms)
  const ids = [...new Set(familiar)].filter(id => !known.has(id))
  const more = await listFound(ask.db, ask.caller.scope, ids.slice(0, ask.wanted))
  // A legal entity comes as its client.
  return more.filter(record => !known.has(record.id))
}

async function rankMeant(ask: Ask, readings: readonly Reading[], found: Found): Promise<SearchItem[]> {
  const recent = found.total > 1 ? (await ask.recent).ids : []
  return rankReadings(readings, found.records, familiarityOf(ask.caller.actor.userId, recent)).map(each => {
    const { terms, kind } = each.reading
    const isNear = terms.some(term => term.kind === 'address' && term.near !== undefined)
    const meant = isNear ? (each.matches[0]?.text ?? '') : terms.map(textOf).join(' ')
    return { ...toItem(each), slip: kind === null ? null : { kind, meant } }
  })
}
