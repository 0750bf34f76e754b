import type { Database } from '../../../../platform/db/database.ts'
import type { Platform } from '../../../../platform/platform.ts'
import { type Anchor, readAnchors } from '../anchors/service.ts'
import { sealLog, START } from '../sealing/actions.ts'
import { chainOn, digestPersonal, digestRow, GENESIS } from '../sealing/service.ts'
import { findHead, type Head } from '../sealing/storage.ts'
import type { AuditFault, AuditFinding, AuditVerdict } from './contract.ts'
import { listChains, listPlaced, listSealed, measureBlanked, type SealedRow } from './storage.ts'

const PAGE = 2_000
/** So many of the findings are named. */
const NAMED = 100

/** What was found so far; the count goes on where names end. */
class Findings {
  readonly named: AuditFinding[] = []
  count = 0

  add(fault: AuditFault, about: Partial<Omit<AuditFinding, 'fault'>> = {}): void {
    this.count++
    if (this.named.length >= NAMED) return
    this.named.push({ fault, seq: null, rowId: null, kind: null, at: null, count: null, ...about })
  }
}

export interface Verification {
  /** An anchor that somebody kept on paper. */
  printed?: Pick<Anchor, 'count' | 'hash'> | undefined
  stopping?: AbortSignal | undefined
  onProgress?: ((checked: number, total: number) => void | Promise<void>) | undefined
}

/**
 * Seals what waits, then looks at every row: whether it is as it was sealed, whether the chain holds, whether anything was put
 * in behind it, and whether it is the chain that anchors outside of the database tell of. Page by page, whatever the length.
 */
export async function verifyLog(platform: Platform, options: Verification = {}): Promise<AuditVerdict> {
  const { db, config } = platform
  const { stopping, printed } = options
  await sealLog(platform, stopping ? { stopping } : {})
  const head = await findHead(db)
  const findings = new Findings()
  const { firstAt, lastAt } = head ? await checkChain(db, head, findings, options) : { firstAt: null, lastAt: null }
  if (head) await findInserted(db, head, findings, stopping)
  let anchors = 0
  for await (const batch of readAnchors(config.dataDir)) {
    anchors += batch.length
    await compare(db, head, batch, findings)
  }
  if (printed) {
    anchors++
    await compare(db, head, [{ ...printed, at: null }], findings)
  }
  const { blanked, told } = await measureBlanked(db)
  if (blanked > told) findings.add('blanked_silently', { count: blanked - told })
  return {
    ok: findings.count === 0,
    count: Number(head?.seq ?? 0),
    hash: (head?.chain ?? GENESIS).toString('hex'),
    firstAt: firstAt?.toISOString() ?? null,
    lastAt: lastAt?.toISOString() ?? null,
    blanked,
    anchors,
    findings: findings.named,
    faults: findings.count,
  }
}

async function checkChain(
  db: Database,
  head: Head,
  findings: Findings,
  { stopping, onProgress }: Verification,
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
    await onProgress?.(seq, Number(head.seq))
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

async function compare(
  db: Database,
  head: Head | undefined,
  anchors: readonly (Omit<Anchor, 'at'> & { at: Date | null })[],
  findings: Findings,
): Promise<void> {
  const chains = await listChains(
    db,
    anchors.map(each => each.count),
  )
  for (const { at, count, hash } of anchors) {
    const about = { seq: count, at: at?.toISOString() ?? null }
    if (count > Number(head?.seq ?? 0)) findings.add('cut_off', about)
    else if (chains.get(count) !== hash) findings.add('rewritten', about)
  }
}
