import { chainOn, digestPersonal } from '../sealing/service.ts'
import type { Findings } from '../verifying/rules.ts'
import type { AuditFault } from '../verifying/contract.ts'
import { DIGEST, digestEvent, isBlanked, SALT, slotOf } from '../history/service.ts'
import type { PresentEvent, SealedBlock } from './storage.ts'

/** How far the history was gone through. */
export interface Position {
  seq: number
  through: number
  lastId: string
  chain: Buffer
}

/** One block beside the events that stand in its stretch now. @returns where the next one begins */
export function checkBlock(
  block: SealedBlock,
  present: readonly PresentEvent[],
  from: Position,
  findings: Findings,
): Position {
  const seq = Number(block.seq)
  if (seq !== from.seq + 1) findings.add('seal_missing', { log: 'history', seq: from.through + 1 })
  const now = new Map(present.map(each => [each.id, each]))
  const removed = new Set(block.removed)
  const before = Number(block.through) - block.ids.length
  let chain = from.chain
  for (const [at, id] of block.ids.entries()) {
    const digest = block.digests.subarray(at * DIGEST, (at + 1) * DIGEST)
    chain = chainOn(chain, digest)
    const event = now.get(id)
    const fault = event || !removed.has(id) ? faultOf(block, at, event, digest) : null
    if (fault) findings.add(fault, aboutEvent(id, event, before + at + 1))
    now.delete(id)
  }
  for (const event of now.values()) findings.add('row_inserted', aboutEvent(event.id, event, null))
  const isWhole = chain.equals(block.chain) && block.digests.length === block.ids.length * DIGEST
  // After a gap only what follows can be compared.
  if (!isWhole && seq === from.seq + 1) findings.add('chain_broken', { log: 'history', seq: before + 1 })
  const blanked = countBlanked(block)
  if (blanked !== block.blanked)
    findings.add('blanked_silently', { log: 'history', seq: before + 1, count: blanked - block.blanked })
  return { seq, through: Number(block.through), lastId: block.lastId, chain: block.chain }
}

function aboutEvent(eventId: string, event: PresentEvent | undefined, seq: number | null) {
  const record = event ? { kind: event.recordKind, id: event.recordId } : null
  return { log: 'history', seq, eventId, record, at: event?.at.toISOString() ?? null } as const
}

function faultOf(
  { personalDigests, salts }: SealedBlock,
  at: number,
  event: PresentEvent | undefined,
  digest: Buffer,
): AuditFault | null {
  if (!event) return 'row_deleted'
  const personalDigest = slotOf(personalDigests, at, DIGEST)
  if (!digestEvent(event.body, personalDigest).equals(digest)) return 'row_changed'
  if (!personalDigest) return event.personal === null ? null : 'personal_changed'
  const salt = slotOf(salts, at, SALT)
  if (!salt) return isBlanked(event.personal) ? null : 'personal_changed'
  if (event.personal === null) return 'personal_changed'
  return digestPersonal(event.personal, salt).equals(personalDigest) ? null : 'personal_changed'
}

function countBlanked({ ids, personalDigests, salts }: SealedBlock): number {
  if (!personalDigests) return 0
  return [...ids.keys()].filter(at => slotOf(personalDigests, at, DIGEST) && !slotOf(salts, at, SALT)).length
}
