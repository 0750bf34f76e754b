import type { Database } from '../../../../platform/db/database.ts'
import type { Platform } from '../../../../platform/platform.ts'
import { listAnchorFaults } from '../anchors/queries.ts'
import { type PrintedAnchor, readAnchors } from '../anchors/service.ts'
import { findHistoryHead } from '../history/storage.ts'
import { verifyHistory } from '../verifying-history/actions.ts'
import { sealLog, START } from '../sealing/actions.ts'
import { chainOn, digestPersonal, digestRow, GENESIS } from '../sealing/service.ts'
import { findHead, type Head } from '../sealing/storage.ts'
import { listAnchorWarnings, listWaitingWarnings } from '../warnings/queries.ts'
import type { AuditFault, AuditVerdict } from './contract.ts'
import { Findings } from './rules.ts'
import { listPlaced, listSealed, measureBlanked, type SealedRow } from './storage.ts'

const PAGE = 2_000
export interface Verification {
  /** An anchor that somebody kept on paper. */
  printed?: PrintedAnchor | undefined
  stopping?: AbortSignal | undefined
  onProgress?: ((checked: number, total: number) => void | Promise<void>) | undefined
}

/**
 * Seals what waits, then looks at every row of the log and every event of the history: whether it is as it was sealed, whether the
 * chains hold, whether anything was put in behind them, and whether they are those that anchors outside of the database tell of.
 * Page by page, whatever the length.
 */
export async function verifyLog(platform: Platform, options: Verification = {}): Promise<AuditVerdict> {
  const { db } = platform
  const { stopping, printed, onProgress } = options
  // Sealing keeps an anchor anew: what was amiss with the anchors is asked before.
  const warnings = await listAnchorWarnings(platform)
  await sealLog(platform, stopping ? { stopping } : {})
  warnings.push(...(await listWaitingWarnings(platform, db)))
  const [head, historyHead] = [await findHead(db), await findHistoryHead(db)]
  const rows = Number(head?.seq ?? 0)
  const total = rows + Number(historyHead?.through ?? 0)
  const findings = new Findings()
  const { firstAt, lastAt } = head
    ? await checkChain(db, head, findings, { stopping, onProgress: seq => onProgress?.(seq, total) })
    : { firstAt: null, lastAt: null }
  if (head) await findInserted(db, head, findings, stopping)
  const ofHistory = historyHead
    ? await verifyHistory(db, historyHead, findings, { stopping, onProgress: seq => onProgress?.(rows + seq, total) })
    : { blanked: 0, removed: 0 }
  const anchors = await compareAnchors(platform, findings, printed)
  const { blanked, told } = await measureBlanked(db)
  if (blanked > told) findings.add('blanked_silently', { count: blanked - told })
  return {
    ok: findings.count === 0,
    count: rows,
    hash: (head?.chain ?? GENESIS).toString('hex'),
    history: {
      count: Number(historyHead?.through ?? 0),
      hash: (historyHead?.chain ?? GENESIS).toString('hex'),
      ...ofHistory,
    },
    firstAt: firstAt?.toISOString() ?? null,
    lastAt: lastAt?.toISOString() ?? null,
    blanked,
    anchors,
    warnings,
    findings: findings.named,
    faults: findings.count,
  }
}

/** @returns with how many anchors the chains were compared */
async function compareAnchors(
  { db, config }: Platform,
  findings: Findings,
  printed: PrintedAnchor | undefined,
): Promise<number> {
  let anchors = 0
  const compare = async (batch: readonly (PrintedAnchor & { at: Date | null })[]) => {
    anchors += batch.length
    for (const { fault, log, count, at } of await listAnchorFaults(db, batch))
      findings.add(fault, { log, seq: count, at: at?.toISOString() ?? null })
  }
  for await (const batch of readAnchors(config.dataDir)) await compare(batch)
  if (printed) await compare([{ ...printed, at: null }])
  return anchors
}

async function checkChain(
  db: Database,
  head: Head,
  findings: Findings,
  {
    stopping,
    onProgress,
  }: { stopping: AbortSignal | undefined; onProgress: (checked: number) => void | Promise<void> },
): Promise<{ firstAt: Date | null; lastAt: Date | null }> {
  let seq = 0
  let chain: Buffer = GENESIS
  let firstAt: Date | null = null
  let lastAt: Date | null = null
  for (;;) {
    stopping?.throwIfAborted()
    const page = await listSealed(db, String(seq), head.seq, PAGE)
    if (page.length === 0) return { firstAt, lastAt }
    for (const row of page) {
      const here = Number(row.seq)
      const about = { seq: here, rowId: row.auditId, kind: row.kind, at: row.at?.toISOString() ?? null }
      if (here !== seq + 1) findings.add('seal_missing', { seq: seq + 1, count: here - seq - 1 })
      else if (!chainOn(chain, row.digest).equals(row.chain)) findings.add('chain_broken', about)
      const fault = faultOf(row)
      if (fault) findings.add(fault, about)
      seq = here
      chain = row.chain
      firstAt ??= row.at
      lastAt = row.at ?? lastAt
    }
    await onProgress(seq)
  }
}

/** What is wrong with the row beside its seal. */
function faultOf({ body, personal, digest, personalDigest, salt }: SealedRow): AuditFault | null {
  if (body === null) return 'row_deleted'
  if (!digestRow(body, personalDigest).equals(digest)) return 'row_changed'
  // Blanked is the value together with its salt, and nothing else.
  if (personal === null) return salt === null ? null : 'personal_changed'
  if (personalDigest === null || salt === null) return 'personal_changed'
  return digestPersonal(personal, salt).equals(personalDigest) ? null : 'personal_changed'
}

/** Rows that stand before the last sealed one and were never sealed. */
async function findInserted(
  db: Database,
  head: Head,
  findings: Findings,
  stopping: AbortSignal | undefined,
): Promise<void> {
  for (let after: Pick<Head, 'place' | 'auditId'> = START; ; ) {
    stopping?.throwIfAborted()
    const page = await listPlaced(db, after, head, PAGE)
    for (const { id, kind, at, isSealed } of page) {
      if (!isSealed) findings.add('row_inserted', { rowId: id, kind, at: at.toISOString() })
    }
    const last = page.at(-1)
    if (!last) return
    after = { place: last.place, auditId: last.id }
  }
}
