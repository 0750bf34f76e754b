import type { Platform } from '../../../../platform/platform.ts'
import { writeAudit } from '../actions.ts'
import { findHistoryHead } from '../history/storage.ts'
import { GENESIS } from '../sealing/service.ts'
import { findHead } from '../sealing/storage.ts'
import { listAnchorFaults } from './queries.ts'
import { findLastAnchor, keepAnchor } from './service.ts'

/**
 * Before more is sealed: does the database still hold what the newest anchor of this node tells of? If not, or if the anchors of
 * the node are gone, the log says so, and the anchor that tells of more stays in the journal.
 */
export async function heedNewestAnchor({ config, db, log, now }: Platform): Promise<void> {
  const anchor = await findLastAnchor(config.dataDir)
  const at = { now: now(), actorId: null }
  if (!anchor) {
    const head = await findHead(db)
    if (head) await writeAudit(db, at, { kind: 'audit.anchors_begun', detail: { count: Number(head.seq) } })
    return
  }
  const faults = await listAnchorFaults(db, [anchor])
  if (faults.length === 0) return
  await keepAnchor(config.dataDir, anchor, true)
  const detail = { faults: faults.map(({ log: which, fault, count }) => ({ log: which, fault, count })) }
  await writeAudit(db, at, { kind: 'audit.anchor_differs', detail })
  log.error(detail, 'the database does not hold what the newest anchor tells of')
}

/** Says outside of the database how far the chains go. */
export async function anchorHeads({ config, db, now }: Platform): Promise<void> {
  const [head, history] = [await findHead(db), await findHistoryHead(db)]
  if (!head && !history) return
  await keepAnchor(config.dataDir, {
    at: now(),
    count: Number(head?.seq ?? 0),
    hash: (head?.chain ?? GENESIS).toString('hex'),
    history: history ? { count: Number(history.through), hash: history.chain.toString('hex') } : null,
  })
}
