import type { Queryable } from '../../../../platform/db/database.ts'
import { findHistoryHead } from '../history/storage.ts'
import { findHead } from '../sealing/storage.ts'
import type { Mark, PrintedAnchor } from './service.ts'
import { listChains, listHistoryChains } from './storage.ts'

export interface AnchorFault {
  log: 'audit' | 'history'
  fault: 'cut_off' | 'rewritten'
  count: number
  at: Date | null
}

/**
 * Where the chains are not those of which anchors tell. How far they go is asked after the anchors were read: somebody else
 * may have sealed more since.
 */
export async function listAnchorFaults(
  db: Queryable,
  anchors: readonly (PrintedAnchor & { at: Date | null })[],
): Promise<AnchorFault[]> {
  const [head, historyHead] = [await findHead(db), await findHistoryHead(db)]
  const logs = anchors.map(each => ({ at: each.at, mark: each }))
  const histories = anchors.flatMap(({ at, history }) => (history ? [{ at, mark: history }] : []))
  const counts = (told: readonly { mark: Mark }[]) => told.map(each => each.mark.count)
  return [
    ...faultsOf('audit', logs, Number(head?.seq ?? 0), await listChains(db, counts(logs))),
    ...faultsOf(
      'history',
      histories,
      Number(historyHead?.through ?? 0),
      await listHistoryChains(db, counts(histories)),
    ),
  ]
}

function faultsOf(
  log: AnchorFault['log'],
  told: readonly { at: Date | null; mark: Mark }[],
  length: number,
  chains: ReadonlyMap<number, string>,
): AnchorFault[] {
  return told.flatMap(({ at, mark: { count, hash } }): AnchorFault[] => {
    if (count > length) return [{ log, fault: 'cut_off', count, at }]
    return count === 0 || chains.get(count) === hash ? [] : [{ log, fault: 'rewritten', count, at }]
  })
}
