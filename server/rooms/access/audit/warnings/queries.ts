import type { Queryable } from '../../../../platform/db/database.ts'
import type { Platform } from '../../../../platform/platform.ts'
import { listAnchorFaults } from '../anchors/queries.ts'
import { findFirstAnchor, findLastAnchor } from '../anchors/service.ts'
import { BEFORE_HISTORY } from '../history/actions.ts'
import { findHistoryHead, measureWaitingEvents } from '../history/storage.ts'
import { START } from '../sealing/actions.ts'
import { findHead, measureWaiting, type Waiting } from '../sealing/storage.ts'
import type { AuditWarning } from '../verifying/contract.ts'
import { findBeginning, findDiffering } from './storage.ts'

/** Longer than a seal takes that nothing is the matter with. */
const LATE_MS = 5 * 60_000
/** Waiting rows are counted up to this; more of them are a history that is being sealed for the first time. */
export const COUNTED = 1_000

const warn = (kind: AuditWarning['kind'], at: Date | null = null, count: number | null = null): AuditWarning => ({
  kind,
  at: at?.toISOString() ?? null,
  count,
})

/** What is amiss with the anchors of this node. */
export async function listAnchorWarnings(platform: Platform, db: Queryable = platform.db): Promise<AuditWarning[]> {
  const { dataDir } = platform.config
  const anchor = await findLastAnchor(dataDir)
  const [head, history] = [await findHead(db), await findHistoryHead(db)]
  const differing = await findDiffering(db)
  if (!anchor) return [...(head || history ? [warn('anchors_missing')] : []), ...differs(differing)]
  const [fault] = await listAnchorFaults(db, [anchor])
  const isBehind = anchor.count < Number(head?.seq ?? 0) || (anchor.history?.count ?? 0) < Number(history?.through ?? 0)
  const isOld = platform.now().getTime() - anchor.at.getTime() > LATE_MS
  return [
    ...(fault ? [warn('anchor_differs', anchor.at, fault.count)] : differs(differing)),
    ...(!fault && isBehind && isOld ? [warn('anchors_behind', anchor.at, anchor.count)] : []),
    ...(await lateBeginning(platform, db)),
  ]
}

const differs = (at: Date | null) => (at ? [warn('anchor_differs', at)] : [])

async function lateBeginning({ config }: Platform, db: Queryable): Promise<AuditWarning[]> {
  const [first, beginning] = [await findFirstAnchor(config.dataDir), await findBeginning(db)]
  if (!first || !beginning || first.at.getTime() - beginning.getTime() < LATE_MS) return []
  return [warn('anchors_late', first.at, first.count)]
}

/** What has been waiting for its seal for too long: of the log, or of the history. */
export async function listWaitingWarnings(platform: Platform, db: Queryable): Promise<AuditWarning[]> {
  const { rows, events } = await measureAllWaiting(db)
  const late = platform.now().getTime() - LATE_MS
  const standing = [rows, events].filter(
    ({ firstAt, held, count }) => firstAt && firstAt.getTime() < late && (held || count < COUNTED),
  )
  const since = standing.map(each => each.firstAt?.getTime() ?? late)
  return standing.length > 0 ? [warn('sealing_stands', new Date(Math.min(...since)))] : []
}

export async function measureAllWaiting(db: Queryable): Promise<{ rows: Waiting; events: Waiting }> {
  const [head, history] = [await findHead(db), await findHistoryHead(db)]
  return {
    rows: await measureWaiting(db, head ?? START, COUNTED),
    events: await measureWaitingEvents(db, history?.lastId ?? BEFORE_HISTORY, COUNTED),
  }
}
