import { refuse } from '../../../../platform/problems.ts'
import type { Platform } from '../../../../platform/platform.ts'
import { newId } from '../../../../platform/pure/ids.ts'
import type { Work } from '../../../../platform/work.ts'
import { writeAudit } from '../actions.ts'
import { auditCheckRuns, type AuditState } from '../contract.ts'
import type { AuditVerdict } from '../verifying/contract.ts'
import { verifyLog } from '../verifying/actions.ts'
import { getAuditState } from './queries.ts'
import { advanceCheck, beginCheck, findNewestCheck, finishCheck, insertCheck, lockChecks } from './storage.ts'

export const CHECK_QUEUE = 'access.check-audit'

/** A check that nobody finished in this time is given up: another one may be asked for. */
const GIVEN_UP_MS = 6 * 3_600_000
const PROGRESS_MS = 500

/**
 * Has the whole chain checked in the background.
 * @throws audit_check.runs
 */
export async function askCheck(work: Work): Promise<AuditState> {
  await lockChecks(work.tx)
  const newest = await findNewestCheck(work.tx)
  const isOpen = newest && !newest.finishedAt && work.now.getTime() - newest.createdAt.getTime() < GIVEN_UP_MS
  if (isOpen) refuse(auditCheckRuns)
  const id = newId()
  await insertCheck(work.tx, id, work.actor.kind === 'system' ? null : work.actor.userId, work.now)
  work.enqueue(CHECK_QUEUE, { checkId: id })
  return getAuditState(work.platform, work.tx)
}

/** Does a check that was asked for; one that was cut short begins anew. */
export async function runCheck(platform: Platform, checkId: string, stopping?: AbortSignal): Promise<void> {
  const { db } = platform
  const check = await beginCheck(db, checkId, platform.now())
  if (!check) return
  let told = 0
  const verdict = await verifyLog(platform, {
    stopping,
    async onProgress(checked, total) {
      if (Date.now() - told < PROGRESS_MS) return
      told = Date.now()
      await advanceCheck(db, checkId, checked, total)
    },
  })
  const now = platform.now()
  await db.transaction(async tx => {
    await finishCheck(tx, checkId, now, verdict)
    await writeAudit(tx, { now, actorId: check.askedBy }, verified(verdict))
  })
  if (!verdict.ok) platform.log.error({ faults: verdict.faults }, 'the audit log is not as it was sealed')
}

/** The row that tells of a check; nothing of what it found is a value of a person. */
export function verified({ ok, count, hash, history, faults }: AuditVerdict) {
  return { kind: 'audit.verified', detail: { ok, count, hash, history, faults } } as const
}
