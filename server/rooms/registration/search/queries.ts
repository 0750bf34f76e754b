import type { Platform } from '../../../platform/platform.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { subjectOf } from '../../interests/rules.ts'
import type { SearchItem, SearchType } from '../contract.ts'
import { type Candidate, findByName, findByTerm, findTogether } from './candidates/queries.ts'
import { type MatchMode, probeName, probeTerm, probeTogether } from './candidates/rules.ts'
import { type FoundInterest, type FoundRecord, listFound, listInterestsByNumber } from './found/queries.ts'
import { type Ranked, rank, subtitleOf, titleOf } from './found/rules.ts'
import { readQuestion, type Term, wholeValues } from './rules.ts'
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
  const numbered = interestNumber && wants('interest') ? listInterestsByNumber(db, scope, interestNumber) : []
  // «И-000123» that exists means itself and no name; bare digits may be anything.
  const isItself = /^\p{L}/u.test(interestNumber?.typed ?? '') && (await numbered).length > 0
  const [records, interests, walls] = await Promise.all([
    isItself ? [] : findRecords(db, caller, terms, input),
    numbered,
    listWalls(db, scope, wholeValues(input.q)),
  ])
  const items = [
    ...interests.map(interest => toInterestItem(interest, input.q)),
    ...records.filter(({ record }) => wants(record.type)).map(toItem),
  ]
  const told = walls.filter(wall => wants(wall.type))
  if (told.length > 0 && (await admitWalls(platform, caller, told))) {
    items.splice(Math.max(0, input.limit - told.length), items.length, ...told.map(wall => toWall(wall, input.q)))
  }
  return items.slice(0, input.limit)
}

async function findRecords(
  db: Queryable,
  caller: Caller,
  terms: readonly Term[],
  { limit, match, types }: SearchInput,
): Promise<Ranked<FoundRecord>[]> {
  if (terms.length === 0) return []
  const wanted = limit * (types === undefined ? 1 : 3)
  const candidates = await findCandidates(db, caller, terms, match, wanted * ROWS_PER_RECORD)
  const archived = new Map<string, boolean>()
  for (const each of candidates) archived.set(each.owner_id, each.archived)
  // A few more than are shown: the index knows the order of words, not yet how well each record fits.
  const ids = [...archived.keys()].sort((a, b) => Number(archived.get(a)) - Number(archived.get(b)))
  return rank(terms, await listFound(db, caller.scope, ids.slice(0, wanted + Math.ceil(wanted / 2))))
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

function toItem({ record, matches }: Ranked<FoundRecord>): SearchItem {
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
  }
}

function personOf(id: string | null, name: string | null): { id: string; name: string } | null {
  return id !== null && name !== null ? { id, name } : null
}
