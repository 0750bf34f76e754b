import type { Queryable } from '../../../../platform/db/database.ts'
import type { Platform } from '../../../../platform/platform.ts'
import type { Caller } from '../../../../platform/scope.ts'
import type { SearchType } from '../../contract.ts'
import type { Candidate, LookUp } from '../candidates/queries.ts'
import type { MatchMode } from '../candidates/rules.ts'
import { findFamiliar, type Recent, recentOf } from '../familiar/queries.ts'
import { type Found, findRecords } from '../found/queries.ts'
import type { Lead } from '../numbered/queries.ts'
import type { Term } from '../rules.ts'

export interface SearchInput {
  q: string
  limit: number
  types?: readonly SearchType[] | undefined
  match: MatchMode
}

/** One party has up to so many rows that name it by the same word; a filter by type leaves some of them out. */
const ROWS_PER_RECORD = 4

export const isWord = (term: Term) => term.kind === 'word'

export interface Asked {
  platform: Platform
  db: Queryable
  caller: Caller
  input: SearchInput
}

/** A question on its way: what was learnt for one step of it serves the next ones. */
export interface Ask extends Asked {
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

export function beginAsk(asked: Asked, terms: readonly Term[]): Ask {
  const { platform, db, caller, input } = asked
  const wanted = input.limit * (input.types === undefined ? 1 : 3)
  const ask: Ask = { ...asked, wanted, recent: recentOf(platform, db, caller) }
  // One word is seldom borne by few: what one deals with is asked for beside it.
  if (terms.length === 1 && terms.every(isWord) && input.match !== 'exact') void familiarOf(ask, terms)
  // Who needs them hears of their failure.
  for (const each of [ask.recent, ask.familiar]) each?.catch(() => {})
  return ask
}

export function familiarOf(ask: Ask, terms: readonly Term[]): Promise<readonly string[]> {
  return (ask.familiar ??= ask.recent.then(recent => findFamiliar(ask.db, ask.caller, terms, recent)))
}

export const rowsOf = ({ wanted }: Ask) => wanted * ROWS_PER_RECORD
/** So many records are read, a few more than are shown: the index knows the order of words, not yet how well each record fits. */
export const mostRead = ({ wanted }: Ask) => wanted + Math.ceil(wanted / 2)

export const look = (ask: Ask, lookUp: LookUp): Promise<Found> =>
  findRecords(ask.db, ask.caller.scope.clients, lookUp, mostRead(ask))
