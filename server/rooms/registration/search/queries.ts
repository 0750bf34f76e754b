import { limitsOf } from '../../../platform/field-levels.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Caller } from '../../../platform/scope.ts'
import { listAsked } from '../../clients/access-requests/queries.ts'
import { subjectOf } from '../../interests/rules.ts'
import type { SearchItem, SearchType } from '../contract.ts'
import {
  type Ask,
  type Asked,
  beginAsk,
  familiarOf,
  isWord,
  look,
  mostRead,
  rowsOf,
  type SearchInput,
} from './asking/queries.ts'
import { lookUpBeginnings } from './beginnings/queries.ts'
import { lookUpName, lookUpTerm } from './candidates/queries.ts'
import { probeName, probeTerm, textOf } from './candidates/rules.ts'
import {
  type Found,
  type FoundRecord,
  listFound,
  listInterestsByNumber,
  listInterestsBySubject,
  nobody,
} from './found/queries.ts'
import { familiarityOf, isAnswered, type Ranked, rank, rankReadings } from './found/rules.ts'
import { toInterestItem, toItem, toWall } from './items/queries.ts'
import { explain } from './matches/rules.ts'
import { readQuestion, type Term, wholeValues } from './rules.ts'
import { lookUpReadings, type ReadLine, readLine } from './slips/queries.ts'
import type { Reading } from './slips/rules.ts'
import { findMeantSpread, findSpread } from './spread/queries.ts'
import { admitWalls } from './walls/actions.ts'
import { listWalls, type Wall } from './walls/queries.ts'

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
  const { terms: typed, interestNumber } = readQuestion(input.q)
  // An extension is a part of a phone: whoever does not see phones finds by the number before it.
  const terms = limitsOf(caller.actor)?.phone ? typed.filter(term => term.kind !== 'extension') : typed
  const wants = (type: SearchType) => input.types === undefined || input.types.includes(type)
  const wantsParties = input.types?.some(type => type !== 'interest') ?? true
  const numbered = interestNumber && wants('interest') ? listInterestsByNumber(db, scope.interests, interestNumber) : []
  // «И-000123» that exists means itself and no name; bare digits may be anything.
  const isItself = /^\p{L}/u.test(interestNumber?.typed ?? '') && (await numbered).length > 0
  // Of a line in Latin letters hardly anybody is found as it stands.
  const isForeign =
    !isItself && wantsParties && input.match !== 'exact' && /[a-z]{3}/i.test(input.q) && terms.some(isWord)
  const early = isForeign ? await readLine(db, input.q) : null
  const whoIsBehindWalls = early?.isStrange ? Promise.resolve([]) : listWalls(db, scope.clients, wholeValues(input.q))
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
  const interests = await listInterestsBySubject(db, scope.interests, terms.map(textOf), limit)
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
    if (found.length === 0) found = await rankFound(ask, terms, await findBegun(ask, terms))
    if (found.length === 0) found = await spread()
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

/** In one name, of which every word was cut short. */
async function findBegun(ask: Ask, terms: readonly Term[]): Promise<Found> {
  const lookUp = lookUpBeginnings(terms, rowsOf(ask))
  return lookUp === null ? nobody : look(ask, lookUp)
}

async function findMeant(ask: Ask, readings: readonly Reading[]): Promise<Found> {
  for (const lookUp of lookUpReadings(readings, ask.input.match, rowsOf(ask))) {
    const found = await look(ask, lookUp)
    if (found.records.length > 0) return found
  }
  return nobody
}

async function rankFound(ask: Ask, terms: readonly Term[], found: Found): Promise<Ranked<FoundRecord>[]> {
  const { records, total } = found
  // Where more is held than can be read, what one deals with must not be left out.
  const isCut = ask.input.match !== 'exact' && total > mostRead(ask)
  const more = isCut ? await readFamiliar(ask, terms, records) : []
  const recent = total > 1 ? (await ask.recent).ids : []
  const { actor } = ask.caller
  return rank(terms, [...more, ...records], familiarityOf(actor.userId, recent), limitsOf(actor))
}

async function readFamiliar(ask: Ask, terms: readonly Term[], records: readonly FoundRecord[]): Promise<FoundRecord[]> {
  const known = new Set(records.map(record => record.id))
  const familiar = await familiarOf(ask, terms)
  const ids = [...new Set(familiar)].filter(id => !known.has(id))
  const more = await listFound(ask.db, ask.caller.scope.clients, ids.slice(0, ask.wanted))
  // A legal entity comes as its client.
  return more.filter(record => !known.has(record.id))
}

async function rankMeant(ask: Ask, readings: readonly Reading[], found: Found): Promise<SearchItem[]> {
  const recent = found.total > 1 ? (await ask.recent).ids : []
  const { actor } = ask.caller
  const familiarity = familiarityOf(actor.userId, recent)
  return rankReadings(readings, found.records, familiarity, limitsOf(actor)).map(each => {
    const { terms, kind } = each.reading
    const isNear = terms.some(term => term.kind === 'address' && term.near !== undefined)
    const meant = isNear ? (each.matches[0]?.text ?? '') : terms.map(textOf).join(' ')
    return { ...toItem(each), slip: kind === null ? null : { kind, meant } }
  })
}
