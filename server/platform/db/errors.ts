import type pg from 'pg'
import { badRequest, unavailable } from '../contract.ts'
import { Problem } from '../problems.ts'

/** Classes of SQLSTATE after which the same request may simply be sent again. */
const TRY_AGAIN = /^(08|53|57P0|25006|40001|40P01|57014|55P03)/
const BROKEN_CONNECTION = /ECONN|EPIPE|terminated|timeout|Connection|not queryable/i

/** Turns an error of the database into a problem where it means something to the caller; others pass unchanged. */
export function asProblem(error: unknown): unknown {
  if (error instanceof Problem || !(error instanceof Error)) return error
  const { code } = error as pg.DatabaseError
  if (typeof code === 'string') {
    if (TRY_AGAIN.test(code)) return new Problem(unavailable, { cause: error, retryAfter: 1 })
    if (/^(22|23514)/.test(code)) return new Problem(badRequest, { cause: error })
    if (/^E(CONN|PIPE|TIMEDOUT)/.test(code)) return new Problem(unavailable, { cause: error, retryAfter: 1 })
    return error
  }
  if (BROKEN_CONNECTION.test(error.message)) return new Problem(unavailable, { cause: error, retryAfter: 1 })
  return error
}

/** Name of the violated unique constraint, or null when the error is something else. */
export function violatedUnique(error: unknown): string | null {
  const { code, constraint } = (error ?? {}) as pg.DatabaseError
  return code === '23505' ? (constraint ?? '') : null
}
