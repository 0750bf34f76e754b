import type { Queryable } from '../../../platform/db/database.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { ResultOf } from '../../../platform/contract.ts'
import type { SearchItem } from '../contract.ts'
import { searchEverywhere } from '../search/queries.ts'
import type { parseIntake } from './contract.ts'
import { joinMatches, questionsOf, readIntake } from './rules.ts'

/** Reads a pasted text and asks the one search for everything in it that tells who the caller is. */
export async function parseText(
  platform: Platform,
  db: Queryable,
  caller: Caller,
  text: string,
): Promise<ResultOf<typeof parseIntake>> {
  const { fields, parts } = readIntake(text)
  const found: SearchItem[][] = await Promise.all(
    questionsOf(fields).map(({ q, limit }) => searchEverywhere(platform, db, caller, { q, limit, match: 'any' })),
  )
  return { fields, parts, matches: joinMatches(found) }
}
