import { notFound } from '../../../../platform/contract.ts'
import { NIL_ID } from '../../../../platform/pure/ids.ts'
import { refuse } from '../../../../platform/problems.ts'
import type { Work } from '../../../../platform/work.ts'
import { refuseChange } from '../../../access/refusals/actions.ts'
import { deleteNotDuplicate, insertNotDuplicate } from '../storage.ts'
import { type DuplicatePair, pairMerged } from './contract.ts'
import { getDuplicate } from './queries.ts'
import { findPairForUpdate, type PairRow, setPairStatus } from './storage.ts'

/**
 * These two are not the same party: remembered for everybody, with who said so, and never told again.
 * @throws not_found, duplicate.merged
 */
export async function dismissPair(work: Work, id: string): Promise<DuplicatePair> {
  const pair = await load(work, id)
  if (pair.status === 'open') {
    const by = { userId: work.actor.userId, at: work.now }
    await insertNotDuplicate(work.tx, pair.leftId, pair.rightId, by)
    await setPairStatus(work.tx, id, 'dismissed', by)
    recordDecision(work, pair, 'duplicate_dismissed')
  }
  return getDuplicate(work.tx, work.caller, id)
}

/**
 * Takes «not a duplicate» back: the two are told and listed again.
 * @throws not_found, duplicate.merged
 */
export async function reopenPair(work: Work, id: string): Promise<DuplicatePair> {
  const pair = await load(work, id)
  if (pair.status === 'dismissed') {
    await deleteNotDuplicate(work.tx, pair.leftId, pair.rightId)
    await setPairStatus(work.tx, id, 'open', null)
    recordDecision(work, pair, 'duplicate_reopened')
  }
  return getDuplicate(work.tx, work.caller, id)
}

async function load(work: Work, id: string): Promise<PairRow> {
  const pair = (await findPairForUpdate(work.tx, id, work.scope.clients.principals)) ?? refuse(notFound)
  // Said for everybody: not by whose profile lets change nothing.
  if (work.scope.clients.isReadOnly) refuseChange('clients', pair.left.responsible?.id)
  return pair.status === 'merged' ? refuse(pairMerged) : pair
}

/** In the history of both, each naming the other. */
function recordDecision(work: Work, pair: PairRow, verb: 'duplicate_dismissed' | 'duplicate_reopened'): void {
  for (const [one, other] of [
    [pair.left, pair.right],
    [pair.right, pair.left],
  ] as const) {
    const change = verb === 'duplicate_dismissed' ? { to: other.id } : { from: other.id }
    work.record({
      kind: `${pair.kind}.${verb}`,
      record: { kind: pair.kind, id: one.id },
      changes: { notDuplicateId: change },
      owners: [one.responsible?.id ?? NIL_ID],
    })
  }
}
