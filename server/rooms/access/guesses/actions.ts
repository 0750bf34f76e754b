import { createHash } from 'node:crypto'
import type { Database } from '../../../platform/db/database.ts'
import { Problem } from '../../../platform/problems.ts'
import { signInBlocked } from '../contract.ts'
import { decideGuess, type Guess, OF_ACCOUNT, OF_ADDRESS, type Patience } from './rules.ts'
import { forgetCounted, lockCounted, storeCounted, uncount } from './storage.ts'

/** One count that a guess goes against. */
export interface Count {
  /** Names what is guessed and whose; nothing that a person typed. */
  key: string
  patience: Patience
  /** Whoever guesses right was the one that the count protects: it begins anew. Otherwise only this guess is given back. */
  clears: boolean
}

/** A guess that may be looked at. */
export interface Admitted {
  allowed: true
  /** How many more may be wrong before somebody has to wait. */
  left: number
  /** It was right. */
  right(): Promise<void>
}

/**
 * Counts a guess against everything that limits it, over all nodes, before anybody looks whether it is right. Give it
 * the pool and not a transaction: what was refused must stay counted.
 */
export async function countGuess(
  db: Database,
  counts: readonly Count[],
  now: Date,
): Promise<Admitted | { allowed: false; retryAfter: number }> {
  const tried: { count: Count; guess: Guess }[] = []
  for (const count of counts) tried.push({ count, guess: await countOne(db, count, now) })
  const waits = tried.flatMap(({ guess }) => (guess.allowed ? [] : [guess.retryAfter]))
  const giveBack = async (mayClear: boolean) => {
    for (const { count, guess } of tried) {
      if (!guess.allowed) continue
      if (mayClear && count.clears) await forgetCounted(db, count.key)
      else await uncount(db, count.key, guess.next.wrong)
    }
  }
  if (waits.length > 0) {
    await giveBack(false)
    return { allowed: false, retryAfter: Math.max(...waits) }
  }
  const left = Math.min(...tried.map(({ guess }) => (guess.allowed ? guess.left : 0)))
  return { allowed: true, left, right: () => giveBack(true) }
}

async function countOne(db: Database, { key, patience }: Count, now: Date): Promise<Guess> {
  return db.transaction(async tx => {
    const counted = await lockCounted(tx, key, now)
    const guess = decideGuess(patience, counted, now)
    if (guess.allowed) await storeCounted(tx, key, guess.next)
    return guess
  })
}

/**
 * What a guess at an account from an address goes against. Where that person has been before, on a count of its own:
 * strangers who guess elsewhere do not keep them out, and their slips close no office.
 * @param what `sign_in`, `second_factor`
 * @param account an id, or what was typed: the table keeps its digest
 */
export function countsOf(what: string, account: string, address: string, isKnownPlace: boolean): Count[] {
  const whose = createHash('sha256').update(account).digest('base64url')
  if (isKnownPlace) return [{ key: `${what}:known:${whose}:${address}`, patience: OF_ACCOUNT, clears: true }]
  return [
    { key: `${what}:account:${whose}`, patience: OF_ACCOUNT, clears: true },
    { key: `${what}:address:${address}`, patience: OF_ADDRESS, clears: false },
  ]
}

/** Too many were wrong: whoever asks waits. */
export function blocked(seconds: number): Problem {
  return new Problem(signInBlocked, { data: { seconds }, retryAfter: seconds })
}
