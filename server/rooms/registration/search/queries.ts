import type { Platform } from '../../../platform/platform.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { subjectOf } from '../../interests/rules.ts'
import type { SearchItem, SearchType } from '../contract.ts'
import { type Candidate, findByName, findByTerm, findHolding, findTogether } from './candidates/queries.ts'
import { type MatchMode, probeName, probeTerm, probeTogether, textOf, wordOfName } from './candidates/rules.ts'
import { type Familiar, findFamiliar, listRecent } from './familiar/queries.ts'
import {
  type FoundInterest,
  type FoundRecord,
  listFound,
  listInterestsByNumber,
  listInterestsBySubject,
} from './found/queries.ts'
import { familiarityOf, isAnswered, type Ranked, rank, rankReadings, subtitleOf, titleOf } from './found/rules.ts'
import { explain } from './matches/rules.ts'
import { readQuestion, type Term, wholeValues } from './rules.ts'
import { findByReadings, readLine } from './slips/queries.ts'
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
/** Whose number ends with the digits comes first: of the others only who holds the rest too is meant. */
const MOST_NUMBERED = 24

/** Finds whoever holds everything that was typed, best first; every answer says by what it was found. */
export async function searchEverywhere(
  platform: Platform,
  db: Queryable,
  caller: Caller,
  asked: SearchInput,
): Promise<SearchItem[]> {
  const { scope } = caller
  // Control characters name nothing, and the database knows no null byte.
  const input = { ...asked, q: asked.q.toWellFormed().replace(/\p{Cc}+/gu, ' ') }
  const { terms, interestNumber } = readQuestion(input.q)
  const wants = (type: SearchType) => input.types === undefined || input.types.includes(type)
  const wantsParties = input.types?.some(type => type !== 'interest') ?? true
  const numbered = interestNumber && wants('interest') ? listInterestsByNumber(db, scope, interestNumber) : []
  // «И-000123» that exists means itself and no name; bare digits may be anything.
  const isItself = /^\p{L}/u.test(interestNumber?.typed ?? '') && (await numbered).length > 0
  const whoIsBehindWalls = listWalls(db, scope, wholeValues(input.q))
  const [parties, interests, walls] = await Promise.all([
    isItself || !wantsParties || terms.length === 0 ? [] : findParties(db, caller, terms, input, whoIsBehindWalls),
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
    items.splice(Math.max(0, input.limit - told.length), items.length, ...told.map(wall => toWall(wall, input.q)))
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

/**
 * Who holds what was typed; else who may have been meant. Terms spread over the records of one party are dear to look
 * for, so a line with a word that nobody bears is first read as a slip.
 */
async function findParties(
  db: Queryable,
  caller: Caller,
  terms: readonly Term[],
  input: SearchInput,
  walls: Promise<readonly Wall[]>,
): Promise<SearchItem[]> {
  const ask: Ask = { db, caller, input, wanted: input.limit * (input.types === undefined ? 1 : 3) }
  // One word is seldom borne by few: what one deals with is asked for beside it.
  if (terms.length === 1 && terms.every(isWord) && input.match !== 'exact') void familiarOf(ask, terms)
  // Of a line in Latin letters hardly anybody is found as it stands.
  const early =
    input.match !== 'exact' && /[a-z]{3}/i.test(input.q) && terms.some(isWord) ? readLine(db, input.q) : null
  early?.catch(() => {})
  const isSettled = (found: readonly Ranked<FoundRecord>[]) => found.length >= input.limit || isAnswered(terms, found)
  let found = await rankFound(ask, terms, await findAsTyped(ask, terms))
  if (input.match === 'exact' || isSettled(found)) return found.map(toItem)
  // What are no words of one name has been looked for all over.
  const isSpread = found.length > 0 || probeName(terms, input.match) === null
  const spread = async () => (isSpread ? found : rankFound(ask, terms, await findSpread(ask, terms)))
  if ((await walls).length > 0) return (await spread()).map(toItem)
  const { readings, isBorne } = await (early ?? readLine(db, input.q))
  if (isBorne) {
    found = await spread()
    if (isSettled(found)) return found.map(toItem)
  }
  let meant = await rankMeant(ask, readings, await findByReadings(db, caller, readings, input.match, rowsOf(ask)))
  if (meant.length === 0 && !isBorne) found = await spread()
  if (meant.length === 0 && found.length === 0) {
    meant = await rankMeant(ask, readings, await findMeantSpread(ask, readings))
  }
  const known = new Set(found.map(({ record }) => record.id))
  return [...found.map(toItem), ...meant.filter(item => !known.has(item.id ?? ''))]
}

const isWord = (term: Term) => term.kind === 'word'

interface Ask {
  db: Queryable
  caller: Caller
  input: SearchInput
  /** A filter by type leaves some of what was found out. */
  wanted: number
  /** Who has the number of the line; no reading changes it. */
  numbered?: Promise<Candidate[]>
  recent?: Promise<readonly string[]>
  familiar?: Promise<Familiar>
}

function familiarOf(ask: Ask, terms: readonly Term[]): Promise<Familiar> {
  ask.familiar ??= findFamiliar(ask.db, ask.caller, terms)
  ask.recent ??= ask.familiar.then(familiar => familiar.recent)
  // Whoever needs it hears of its failure; where nobody does, the question has failed by itself.
  for (const each of [ask.familiar, ask.recent]) each.catch(() => {})
  return ask.familiar
}

function recentOf(ask: Ask): Promise<readonly string[]> {
  return (ask.recent ??= listRecent(ask.db, ask.caller))
}

const rowsOf = ({ wanted }: Ask) => wanted * ROWS_PER_RECORD
/** A few more than are shown: the index knows the order of words, not yet how well each record fits. */
const mostRead = ({ wanted }: Ask) => wanted + Math.ceil(wanted / 2)

/** In one term, or all in one name. */
async function findAsTyped(ask: Ask, terms: readonly Term[]): Promise<Candidate[]> {
  const { db, caller, input } = ask
  const [first] = terms
  if (first !== undefined && terms.length === 1) {
    // A record has a phone once, but its name from every word on.
    const enough = first.kind === 'number' ? Math.ceil(rowsOf(ask) / 2) : rowsOf(ask)
    return findByTerm(db, caller.scope, probeTerm(first, input.match), enough)
  }
  const name = probeName(terms, input.match)
  if (name !== null) return findByName(db, caller.scope, name, rowsOf(ask))
  return input.match === 'exact' ? [] : findSpread(ask, terms)
}

/** A name and what else is known of its bearer, or words of several names, such as those of a client and of its contact. */
async function findSpread(ask: Ask, terms: readonly Term[]): Promise<Candidate[]> {
  if (terms.length < 2) return []
  const led = (await findByNumber(ask, [terms])) ?? (await findBearers(ask, terms))
  return led ?? findTogether(ask.db, ask.caller.scope, probeTogether(terms), rowsOf(ask))
}

/**
 * Whose the typed number is, is soon told, so they are asked for the rest of any of the lines; null where none is typed,
 * or too many have it.
 */
async function findByNumber(ask: Ask, lines: readonly (readonly Term[])[]): Promise<Candidate[] | null> {
  const number = lines[0]?.find(term => term.kind === 'number' && wordOfName(term) === null)
  if (number === undefined) return null
  const { db, caller } = ask
  ask.numbered ??= findByTerm(db, caller.scope, probeTerm(number, 'any'), MOST_BEARERS)
  const numbered = await ask.numbered
  if (numbered.length === MOST_BEARERS) return null
  const most = { spread: MOST_NUMBERED, limit: rowsOf(ask) }
  return findHolding(db, caller.scope, numbered, lines.map(probeTogether), most)
}

/** A whole name is borne by few: those are asked for the rest, which alone may lead to thousands; null where it tells nothing. */
async function findBearers(ask: Ask, terms: readonly Term[]): Promise<Candidate[] | null> {
  const { db, caller, input } = ask
  const words = terms.filter(term => wordOfName(term) !== null)
  const name = probeName(words, input.match)
  if (name === null || words.length < 2 || words.length === terms.length) return null
  const named = await findByName(db, caller.scope, name, MOST_BEARERS)
  const bearers = await findHolding(db, caller.scope, named, [probeTogether(terms)], {
    spread: MOST_BEARERS,
    limit: rowsOf(ask),
  })
  return bearers.length > 0 ? bearers : null
}

async function findMeantSpread(ask: Ask, readings: readonly Reading[]): Promise<Candidate[]> {
  const lines = readings.slice(0, MOST_SPREAD).map(reading => reading.terms)
  const [likeliest] = lines
  if (likeliest === undefined) return []
  const numbered = await findByNumber(ask, lines)
  if (numbered !== null) return numbered
  for (const terms of lines) {
    const bearers = await findBearers(ask, terms)
    if (bearers !== null) return bearers
  }
  return findSpread(ask, likeliest)
}

async function rankFound(
  ask: Ask,
  terms: readonly Term[],
  candidates: readonly Candidate[],
): Promise<Ranked<FoundRecord>[]> {
  const { userId } = ask.caller.actor
  const count = new Set(candidates.map(each => each.owner_id)).size
  if (ask.input.match !== 'exact' && count > mostRead(ask)) {
    // Where more is held than can be read, what one deals with must not be left out.
    const { holding, recent } = await familiarOf(ask, terms)
    return rank(terms, await readRecords(ask, [...holding, ...candidates]), familiarityOf(userId, recent))
  }
  const [records, recent] = await Promise.all([readRecords(ask, candidates), count > 1 ? recentOf(ask) : []])
  return rank(terms, records, familiarityOf(userId, recent))
}

async function rankMeant(
  ask: Ask,
  readings: readonly Reading[],
  candidates: readonly Candidate[],
): Promise<SearchItem[]> {
  const [records, recent] = await Promise.all([
    readRecords(ask, candidates),
    candidates.length > 1 ? recentOf(ask) : [],
  ])
  return rankReadings(readings, records, familiarityOf(ask.caller.actor.userId, recent)).map(each => {
    const { terms, kind } = each.reading
    const isNear = terms.some(term => term.kind === 'address' && term.near !== undefined)
    const meant = isNear ? (each.matches[0]?.text ?? '') : terms.map(textOf).join(' ')
    return { ...toItem(each), slip: kind === null ? null : { kind, meant } }
  })
}

async function readRecords(ask: Ask, candidates: readonly Candidate[]): Promise<FoundRecord[]> {
  const archived = new Map<string, boolean>()
  for (const each of candidates) archived.set(each.owner_id, each.archived)
  const ids = [...archived.keys()].sort((a, b) => Number(archived.get(a)) - Number(archived.get(b)))
  return listFound(ask.db, ask.caller.scope, ids.slice(0, mostRead(ask)))
}

function toItem({ record, matches }: Pick<Ranked<FoundRecord>, 'record' | 'matches'>): SearchItem {
  return {
    type: record.type,
    id: record.id,
    title: titleOf(record),
    subtitle: subtitleOf(record),
    clientId: record.clientId,
    contactId: record.contactId,
    matches,
    openInterests: record.openInterests,
    responsible: personOf(record.responsibleId, record.responsibleName),
    walled: false,
    archived: record.archived,
    slip: null,
  }
}

function toInterestItem(interest: FoundInterest, typed: string): SearchItem {
  const digits = typed.replace(/\D/g, '')
  const at = interest.number.lastIndexOf(digits)
  return {
    type: 'interest',
    id: interest.id,
    title: subjectOf(interest),
    subtitle: interest.partyName ?? '',
    clientId: interest.clientId,
    contactId: interest.contactId,
    matches: [{ field: 'number', text: interest.number, ranges: at < 0 ? [] : [[at, at + digits.length]] }],
    openInterests: interest.open ? 1 : 0,
    responsible: personOf(interest.responsibleId, interest.responsibleName),
    walled: false,
    archived: interest.archived,
    slip: null,
  }
}

/** Nothing that was not typed, except who is responsible and how much is open. */
function toWall(wall: Wall, typed: string): SearchItem {
  const text = typed.trim()
  return {
    type: wall.type,
    id: null,
    title: text,
    subtitle: '',
    clientId: null,
    contactId: null,
    matches: [{ field: wall.kind, text, ranges: [[0, text.length]] }],
    openInterests: wall.openInterests,
    responsible: personOf(wall.responsibleId, wall.responsibleName),
    walled: true,
    archived: false,
    slip: null,
  }
}

function personOf(id: string | null, name: string | null): { id: string; name: string } | null {
  return id !== null && name !== null ? { id, name } : null
}
