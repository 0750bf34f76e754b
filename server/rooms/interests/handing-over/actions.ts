import type { Work } from '../../../platform/work.ts'
import { authorOf } from '../../clients/actions.ts'
import { keepParties, recordInterest, recordMembers } from '../actions.ts'
import { tellWatchersOfMany } from '../marks/actions.ts'
import type { Steps } from '../steps/storage.ts'
import type { StoredInterest } from '../tables.ts'
import { announceChanges } from '../triggers/actions.ts'
import {
  findDepartmentsOf,
  findOpenOf,
  type HandedOver,
  holdRowsOf,
  type OpenFilter,
  type OpenInterest,
  storeResponsibles,
  storeStepsOf,
} from './storage.ts'

/** Unfinished Interests for which these people are responsible, in no order; the caller has asked whether that may be. */
export async function listOpenOf(
  work: Work,
  userIds: readonly string[],
  filter: OpenFilter,
  limit: number,
): Promise<OpenInterest[]> {
  return findOpenOf(work.tx, userIds, filter, limit)
}

/** Takes many Interests for a change, before what is planned for them. */
export async function holdInterests(work: Work, ids: readonly string[]): Promise<HandedOver[]> {
  return holdRowsOf(work.tx, ids)
}

/** Gives many Interests, all of them held, to other people, with everything that follows from it. */
export async function handOverInterests(
  work: Work,
  handedOver: readonly { before: HandedOver; after: StoredInterest }[],
): Promise<void> {
  if (handedOver.length === 0) return
  storeResponsibles(
    work.tx,
    handedOver.map(each => each.after),
    { now: work.now, userId: authorOf(work) },
  )
  for (const { before, after } of handedOver) {
    recordInterest(work, 'interest.changed', before, after)
    recordMembers(work, before, after)
  }
  await tellWatchersOfMany(work, handedOver)
  const departments = await findDepartmentsOf(work.tx, [
    ...new Set(handedOver.flatMap(({ after }) => after.responsibleId ?? [])),
  ])
  await announceChanges(
    work,
    handedOver.map(({ before, after }) => ({
      before,
      after: { ...after, departmentId: departments.get(after.responsibleId ?? '') ?? null },
    })),
  )
  await keepParties(work, [...new Set(handedOver.flatMap(({ after }) => after.prospectId ?? []))].sort())
}

/** Keeps with many Interests, all of them held, what is planned for them now. */
export function keepStepsOf(work: Work, rows: readonly (Steps & { id: string })[]): void {
  storeStepsOf(work.tx, rows)
}
