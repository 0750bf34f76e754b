import type { Database } from '../../../../platform/db/database.ts'
import type { Platform } from '../../../../platform/platform.ts'
import { NIL_ID } from '../../../../platform/pure/ids.ts'
import { anchorHeads, heedNewestAnchor } from '../anchors/actions.ts'
import { sealEvents } from '../history/actions.ts'
import { chainOn, digestPersonal, digestRow, GENESIS, newSalt } from './service.ts'
import { addSeals, findHead, type Head, listWaiting, lockSeals, type SealRow } from './storage.ts'

/** Rows of one transaction: bounds the memory, and how long somebody waits who blanks. */
const BATCH = 1_000

/** Before everything that was ever written. */
export const START: Pick<Head, 'place' | 'auditId'> = { place: '-1', auditId: NIL_ID }

/**
 * Gives the next rows of the log their numbers and digests, each chained to the one before. What was begun and killed
 * left nothing; the next call goes on.
 * @returns how many were sealed
 */
export async function sealBatch(db: Database, limit = BATCH): Promise<number> {
  return db.transaction(async tx => {
    await lockSeals(tx)
    const head = await findHead(tx)
    const waiting = await listWaiting(tx, head ?? START, limit)
    let seq = BigInt(head?.seq ?? 0)
    let chain = head?.chain ?? GENESIS
    const seals = waiting.map(({ id, place, body, personal }): SealRow => {
      seq += 1n
      const salt = personal === null ? null : newSalt()
      const personalDigest = personal === null || salt === null ? null : digestPersonal(personal, salt)
      const digest = digestRow(body, personalDigest)
      chain = chainOn(chain, digest)
      return { seq, auditId: id, place, digest, chain, personalDigest, salt }
    })
    if (seals.length > 0) await addSeals(tx, seals)
    return seals.length
  })
}

/**
 * Seals what can be sealed now of the log and of the history, then says outside of the database how far both chains go.
 * @param until when it stops, however much is left: the next call goes on
 */
export async function sealLog(
  platform: Platform,
  options: { stopping?: AbortSignal; until?: number } = {},
): Promise<void> {
  const { stopping, until = Number.POSITIVE_INFINITY } = options
  const goesOn = () => !stopping?.aborted && Date.now() < until
  await heedNewestAnchor(platform)
  while (goesOn() && (await sealBatch(platform.db)) === BATCH);
  while (goesOn() && (await sealEvents(platform.db)));
  await anchorHeads(platform)
}
