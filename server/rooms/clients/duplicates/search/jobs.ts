import type { JobHandler } from '../../../../platform/jobs.ts'
import type { Platform } from '../../../../platform/platform.ts'
import type { Census } from '../comparing/rules.ts'
import { doPiece, takeCensus } from '../pieces/actions.ts'
import { SEARCH_QUEUE } from './actions.ts'
import { isSearching } from './queries.ts'

/** A job gives way to the next one after so long: another node may be less busy. */
const TURN = 60_000

/** What this node counted for the search under way: another one counts anew, and forgetting it costs only time. */
let counted: { runId: string; census: Census } | undefined

/** Searches the whole base piece by piece until it is paused, cancelled or done. */
export function searchDuplicates(platform: Platform): JobHandler<{ runId: string }> {
  return { queue: SEARCH_QUEUE, handle: ({ runId }) => search(platform, runId) }
}

async function search(platform: Platform, runId: string): Promise<void> {
  const isWanted = () => isSearching(platform.db, runId)
  if (!(await isWanted())) return
  if (counted?.runId !== runId) {
    const census = await takeCensus(platform, isWanted)
    if (census === null) return
    counted = { runId, census }
  }
  const until = Date.now() + TURN
  while (await doPiece(platform, runId, counted.census)) {
    if (Date.now() < until) continue
    await platform.db.transaction(tx => platform.jobs.enqueue(tx, SEARCH_QUEUE, { runId }))
    return
  }
  if (!(await isWanted())) counted = undefined
}
