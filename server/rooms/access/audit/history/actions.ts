import type { Database, Transaction } from '../../../../platform/db/database.ts'
import { GENESIS } from '../sealing/service.ts'
import { SALT, sealBlock, slotOf } from './service.ts'
import { addBlock, findHistoryHead, listBlocksOf, listWaitingEvents, lockHistory, storeSalts } from './storage.ts'

/** Events of one block: bounds the memory, and how long somebody waits who blanks. */
const BLOCK = 1_000

/** Before everything that ever happened. */
export const BEFORE_HISTORY = '-1'

/**
 * Seals the next events of the history as one block, chained to the one before. What was begun and killed left nothing; the
 * next call goes on.
 * @returns is there possibly more?
 */
export async function sealEvents(db: Database, limit = BLOCK): Promise<boolean> {
  return db.transaction(async tx => {
    await lockHistory(tx)
    const head = await findHistoryHead(tx)
    const waiting = await listWaitingEvents(tx, head?.lastId ?? BEFORE_HISTORY, limit)
    if (waiting.length === 0) return false
    const block = sealBlock(waiting, head?.chain ?? GENESIS)
    const through = BigInt(head?.through ?? 0) + BigInt(waiting.length)
    await addBlock(tx, { seq: BigInt(head?.seq ?? 0) + 1n, through }, block)
    return waiting.length === limit
  })
}

/**
 * Takes the salts of events away that are being blanked, so that nobody can try which of a few values it was.
 * @returns of how many; the rest was not sealed yet
 */
export async function unsaltEvents(tx: Transaction, ids: readonly string[]): Promise<number> {
  let all = 0
  for (const { seq, ids: places, salts, touched } of await listBlocksOf(tx, ids)) {
    const blank = new Set(touched)
    const slots = [...places.keys()].filter(at => blank.has(places[at] ?? '') && slotOf(salts, at, SALT) !== null)
    for (const at of slots) salts.fill(0, at * SALT, (at + 1) * SALT)
    if (slots.length > 0) await storeSalts(tx, seq, salts, slots.length)
    all += slots.length
  }
  return all
}
