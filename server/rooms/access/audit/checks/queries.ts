import type { Queryable } from '../../../../platform/db/database.ts'
import type { Platform } from '../../../../platform/platform.ts'
import { findLastAnchor } from '../anchors/service.ts'
import type { AuditState } from '../contract.ts'
import { START } from '../sealing/actions.ts'
import { GENESIS } from '../sealing/service.ts'
import { findHead, measureWaiting } from '../sealing/storage.ts'
import { findNewestCheck } from './storage.ts'

/** Waiting rows are counted up to this. */
const COUNTED = 1_000

/** How far the log is sealed, and how the last check ended. */
export async function getAuditState(platform: Platform, db: Queryable): Promise<AuditState> {
  const [head, check, anchor] = await Promise.all([
    findHead(db),
    findNewestCheck(db),
    findLastAnchor(platform.config.dataDir),
  ])
  const waiting = await measureWaiting(db, head ?? START, COUNTED)
  return {
    count: Number(head?.seq ?? 0),
    hash: (head?.chain ?? GENESIS).toString('hex'),
    anchoredAt: anchor?.at.toISOString() ?? null,
    waiting: waiting.count,
    waitingSince: waiting.firstAt?.toISOString() ?? null,
    check: check
      ? {
          id: check.id,
          by: check.askedBy && check.askedByName ? { id: check.askedBy, name: check.askedByName } : null,
          createdAt: check.createdAt.toISOString(),
          finishedAt: check.finishedAt?.toISOString() ?? null,
          checked: Number(check.checked),
          total: Number(check.total),
          verdict: check.verdict,
        }
      : null,
  }
}
