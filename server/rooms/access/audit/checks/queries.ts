import type { Queryable } from '../../../../platform/db/database.ts'
import type { Platform } from '../../../../platform/platform.ts'
import { printAnchor } from '../anchors/rules.ts'
import { findLastAnchor } from '../anchors/service.ts'
import type { AuditState } from '../contract.ts'
import { estimateEvents, findHistoryHead } from '../history/storage.ts'
import { GENESIS } from '../sealing/service.ts'
import { findHead } from '../sealing/storage.ts'
import { listAnchorWarnings, listWaitingWarnings, measureAllWaiting } from '../warnings/queries.ts'
import { findNewestCheck } from './storage.ts'

/** How far the log and the history are sealed, what weakens that, and how the last check ended. */
export async function getAuditState(platform: Platform, db: Queryable): Promise<AuditState> {
  const [head, historyHead] = [await findHead(db), await findHistoryHead(db)]
  const mark = (count: string | undefined, chain: Buffer | undefined) => ({
    count: Number(count ?? 0),
    hash: (chain ?? GENESIS).toString('hex'),
  })
  const log = mark(head?.seq, head?.chain)
  const history = mark(historyHead?.through, historyHead?.chain)
  const { rows, events } = await measureAllWaiting(db)
  const anchor = await findLastAnchor(platform.config.dataDir)
  const warnings = [...(await listAnchorWarnings(platform, db)), ...(await listWaitingWarnings(platform, db))]
  const total = Math.max(await estimateEvents(db), history.count + events.count)
  return {
    ...log,
    history: { ...history, waiting: events.count, total },
    anchor: printAnchor(log, history),
    warnings,
    anchoredAt: anchor?.at.toISOString() ?? null,
    waiting: rows.count,
    waitingSince: rows.firstAt?.toISOString() ?? null,
    check: await newestCheck(db),
  }
}

async function newestCheck(db: Queryable): Promise<AuditState['check']> {
  const check = await findNewestCheck(db)
  if (!check) return null
  return {
    id: check.id,
    by: check.askedBy && check.askedByName ? { id: check.askedBy, name: check.askedByName } : null,
    createdAt: check.createdAt.toISOString(),
    finishedAt: check.finishedAt?.toISOString() ?? null,
    checked: Number(check.checked),
    total: Number(check.total),
    verdict: check.verdict,
  }
}
