import type { Database } from '../../../../platform/db/database.ts'
import { GENESIS } from '../sealing/service.ts'
import type { Findings } from '../verifying/rules.ts'
import { BEFORE_HISTORY } from '../history/actions.ts'
import type { HistoryHead } from '../history/storage.ts'
import { checkBlock, type Position } from './service.ts'
import { listBlocks, listPresentEvents, measureTouched, type PresentEvent } from './storage.ts'

/** Blocks read at once: some thousands of events. */
const BLOCKS = 4
/** More than stands between two blocks unless somebody put it there. */
const STRETCH = 4_000

/** Goes through the whole history up to its head, block by block, and tells what is not as it was sealed. */
export async function verifyHistory(
  db: Database,
  head: HistoryHead,
  findings: Findings,
  {
    stopping,
    onProgress,
  }: { stopping?: AbortSignal | undefined; onProgress?: (checked: number) => void | Promise<void> },
): Promise<{ blanked: number; removed: number }> {
  let here: Position = { seq: 0, through: 0, lastId: BEFORE_HISTORY, chain: GENESIS }
  for (;;) {
    stopping?.throwIfAborted()
    const blocks = await listBlocks(db, String(here.seq), head.seq, BLOCKS)
    if (blocks.length === 0) break
    for (const block of blocks) {
      here = checkBlock(block, await listStretch(db, here.lastId, block.lastId), here, findings)
    }
    await onProgress?.(here.through)
  }
  const touched = await measureTouched(db)
  if (touched.blanked > touched.blankedTold)
    findings.add('blanked_silently', { log: 'history', count: touched.blanked - touched.blankedTold })
  if (touched.removed > touched.removedTold)
    findings.add('removed_silently', { log: 'history', count: touched.removed - touched.removedTold })
  return { blanked: touched.blanked, removed: touched.removed }
}

async function listStretch(db: Database, after: string, last: string): Promise<PresentEvent[]> {
  const all: PresentEvent[] = []
  for (;;) {
    const page = await listPresentEvents(db, all.at(-1)?.id ?? after, last, STRETCH)
    all.push(...page)
    if (page.length < STRETCH) return all
  }
}
