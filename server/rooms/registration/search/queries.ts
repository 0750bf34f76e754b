import type { Platform } from '../../../platform/platform.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { subjectOf } from '../../interests/rules.ts'
import type { SearchItem, SearchType } from '../contract.ts'
import { type Candidate, findByName, findByTerm, findTogether } from './candidates/queries.ts'
import { type MatchMode, probeName, probeTerm, probeTogether, textOf } from './candidates/rules.ts'
import { findFamiliar, listRecent } from './familiar/queries.ts'
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
import { findByReadings, listReadings } from './slips/queries.ts'
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
  const [records, interests, walls] = await Promise.all([
    isItself || !wantsParties ? [] : findRecords(db, caller, terms, input),
    numbered,
    listWalls(db, scope, wholeValues(input.q)),
  ])
  const found = records.filter(({ record }) => wants(record.type)).map(toItem)
  const isFull = found.length >= input.limit
  const isDone =
    isItself || isFull || !wantsParties || input.match === 'exact' || walls.length > 0 || isAnswered(terms, records)
  const meant = isDone ? [] : (await findMeant(db, caller, input)).filter(item => wants(item.type))
  const known = new Set(found.map(item => item.id))
  const items = [
    ...interests.map(interest => toInterestItem(interest, input.q)),
    ...found,
    ...meant.filter(item => !known.has(item.id)),
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
  if (!terms.every(term => term.kind === 'word')) return []
  const interests = await listInterestsBySubject(db, scope, terms.map(textOf), limit)
  return interests.map(interest => ({
    ...toInterestItem(interest, ''),
    matches: explain(terms, [{ field: 'subject', text: subjectOf(interest), is: 'words' }]).matches,
  }))
}

async function findRecords(
  db: Queryable,
  caller: Caller,
  terms: readonly Term[],
  { limit, match, types }: SearchInput,
): Promise<Ranked<FoundRecord>[]> {
  if (terms.length === 0) return []
  const wanted = wantedOf({ limit, types })
  const [candidates, recent] = await Promise.all([
    findCandidates(db, caller, terms, match, wanted * ROWS_PER_RECORD),
    listRecent(db, caller),
  ])
  // Where more is held than can be read, what one deals with must not be left out.
  const isCut = match !== 'exact' && new Set(candidates.map(each => each.owner_id)).size > mostRead(wanted)
  const familiar = isCut ? await findFamiliar(db, caller, terms, recent) : []
  const records = await readRecords(db, caller, [...familiar, ...candidates], wanted)
  return rank(terms, records, familiarityOf(caller.actor.userId, recent))
}

/** What may have been meant where nobody holds what was typed. */
async function findMeant(db: Queryable, caller: Caller, input: SearchInput): Promise<SearchItem[]> {
  const [readings, recent] = await Promise.all([listReadings(db, input.q), listRecent(db, caller)])
  const wanted = wantedOf(input)
  const candidates = await findByReadings(db, caller, readings, input.match, wanted * ROWS_PER_RECORD)
  const familiarity = familiarityOf(caller.actor.userId, recent)
  const found = rankReadings(readings, await readRecords(db, caller, candidates, wanted), familiarity)
  return found.map(each => {
    const { terms, kind } = each.reading
    const isNear = terms.some(term => term.kind === 'address' && term.near !== undefined)
    const meant = isNear ? (each.matches[0]?.text ?? '') : terms.map(textOf).join(' ')
    return { ...toItem(each), slip: kind === null ? null : { kind, meant } }
  })
}

/** A filter by type leaves some of what was found out. */
const wantedOf = ({ limit, types }: Pick<SearchInput, 'limit' | 'types'>) => limit * (types === undefined ? 1 : 3)

/** A few more than are shown: the index knows the order of words, not yet how well each record fits. */
const mostRead = (wanted: number) => wanted + Math.ceil(wanted / 2)

async function readRecords(
  db: Queryable,
  caller: Caller,
  candidates: readonly Candidate[],
  wanted: number,
): Promise<FoundRecord[]> {
  const archived = new Map<string, boolean>()
  for (const each of candidates) archived.set(each.owner_id, each.archived)
  const ids = [...archived.keys()].sort((a, b) => Number(archived.get(a)) - Number(archived.get(b)))
  return listFound(db, caller.scope, ids.slice(0, mostRead(wanted)))
}

async function findCandidates(
  db: Queryable,
  { scope }: Caller,
  terms: readonly Term[],
  match: MatchMode,
  limit: number,
): Promise<Candidate[]> {
  const [first] = terms
  if (first !== undefined && terms.length === 1) {
    // A record has a phone once, but its name from every word on.
    const enough = first.kind === 'number' ? Math.ceil(limit / 2) : limit
    return findByTerm(db, scope, probeTerm(first, match), enough)
  }
  const name = probeName(terms, match)
  const inOneName = name === null ? [] : await findByName(db, scope, name, limit)
  return inOneName.length > 0 || match === 'exact' ? inOneName : findTogether(db, scope, probeTogether(terms), limit)
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
