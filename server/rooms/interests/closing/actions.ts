import { holds } from '../../access/rules.ts'
import { forbidden, notFound } from '../../../platform/contract.ts'
import { refuseChange } from '../../access/refusals/actions.ts'
import { refuse } from '../../../platform/problems.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { Last, type Work } from '../../../platform/work.ts'
import { listHeads, listNames } from '../../access/grants/queries.ts'
import { authorOf } from '../../clients/actions.ts'
import { notify, settleNotices } from '../../notices/actions.ts'
import type { StateSetting } from '../../scenarios/tables.ts'
import { maySell, seesInterest } from '../policy.ts'
import { type getInterest, readBackInterest } from '../queries.ts'
import { ownersOf, subjectOf } from '../rules.ts'
import { holdInterest } from '../storage.ts'
import type { StoredInterest } from '../tables.ts'
import { notAwaiting } from './contract.ts'
import { confirmClosing, endClosings, insertClosing, isConfirmed } from './storage.ts'

type Shown = Awaited<ReturnType<typeof getInterest>>
type Entered = Pick<StateSetting, 'name' | 'kind'>

/**
 * Who is asked to confirm that an Interest is lost: the heads nearest above its responsible, else the administrators.
 * Nobody, where the state does not ask for it or somebody comes who needs no confirmation.
 */
export async function awaitedFor(
  work: Work,
  responsibleId: string | null,
  target: Pick<StateSetting, 'kind' | 'confirmsLoss'>,
): Promise<string[]> {
  if (target.kind !== 'lost' || !target.confirmsLoss || holds(work.actor, 'losses.confirm')) return []
  return listHeads(work.tx, responsibleId ?? work.actor.userId, { now: work.now, right: 'losses.confirm' })
}

/** Every closing stays a row: when, how and why; reopening marks it and does not erase it. */
export async function keepClosings(
  work: Work,
  before: StoredInterest | null,
  after: StoredInterest,
  entered: Entered,
  comment: string | null,
): Promise<void> {
  const at = { now: work.now, userId: authorOf(work) }
  const closedBy = before && !before.open ? await endClosings(work.tx, after.id, at) : null
  if (before && before.awaitedIds.length > 0) await tellDecided(work, after, closedBy, entered)
  if (entered.kind === 'ordinary') return
  const { id: interestId, stateId, lossReasonId, lossCompetitor: competitor, awaitedIds } = after
  const awaited = awaitedIds.length > 0
  const closing = {
    id: newId(),
    interestId,
    stateId,
    outcome: entered.kind,
    lossReasonId,
    comment,
    competitor,
    awaited,
  }
  await insertClosing(work.tx, closing, at)
  if (awaited) await tellAwaited(work, after, comment)
}

/**
 * A head agrees that the Interest is lost; its version stays. Doing it again changes nothing.
 * @throws not_found, forbidden, interest.not_awaiting
 */
export async function confirmLoss(work: Work, id: string): Promise<Last<Shown>> {
  const held = await holdInterest(work.tx, id, [], { entering: false })
  if (!held || !seesInterest(work.scope.interests, held)) return refuse(notFound)
  if (!holds(work.actor, 'losses.confirm')) refuse(forbidden, { reason: 'losses.confirm' })
  if (!maySell(work, held)) refuseChange('interests', held.responsibleId)
  if (held.awaitedIds.length === 0) {
    if (held.open || !(await isConfirmed(work.tx, id))) refuse(notAwaiting)
    return new Last(() => readBackInterest(work, id))
  }
  const closedBy = await confirmClosing(work.tx, id, { now: work.now, userId: authorOf(work) })
  work.record({ kind: 'interest.loss_confirmed', record: { kind: 'interest', id }, owners: ownersOf(held) })
  await tellDecided(work, held, closedBy, null)
  return new Last(() => readBackInterest(work, id))
}

const nameOf = (interest: StoredInterest) => ({
  id: interest.id,
  number: interest.number,
  subject: subjectOf(interest),
})

async function tellAwaited(work: Work, interest: StoredInterest, comment: string | null): Promise<void> {
  await notify(work, {
    kind: 'interest.loss_awaits',
    userIds: interest.awaitedIds,
    record: { kind: 'interest', id: interest.id },
    data: {
      interest: nameOf(interest),
      lossReasonId: interest.lossReasonId,
      comment,
      competitor: interest.lossCompetitor,
      by: { id: work.actor.userId, name: work.actor.name },
    },
  })
}

/** Nobody is asked any more, and whoever gave the Interest up is told; `entered` is the state to which it returned. */
async function tellDecided(
  work: Work,
  interest: StoredInterest,
  closedBy: string | null,
  entered: Entered | null,
): Promise<void> {
  const about = { kind: 'interest.loss_awaits', recordId: interest.id } as const
  await settleNotices(work, about, entered ? 'returned' : 'confirmed')
  const { userId, name } = work.actor
  if (closedBy === null || closedBy === userId || (await listNames(work.tx, [closedBy])).length === 0) return
  await notify(work, {
    kind: 'interest.loss_decided',
    userIds: [closedBy],
    record: { kind: 'interest', id: interest.id },
    data: { interest: nameOf(interest), state: entered?.name ?? null, by: { id: userId, name } },
  })
}
