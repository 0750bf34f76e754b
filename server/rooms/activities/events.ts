import type { Moved, Work } from '../../platform/work.ts'
import { keepSteps } from '../interests/steps/actions.ts'
import { INTEREST_ENTERED, type InterestEntered } from '../interests/steps/events.ts'
import { ABSENCE_CHANGED } from '../access/absences/events.ts'
import { onAbsenceTold } from './absences/actions.ts'
import { insertPlanned } from './actions.ts'
import { close } from './finishing/actions.ts'
import { findSteps, holdPlannedOf } from './storage.ts'
import { planByTrigger } from './triggered/actions.ts'

const kindsOf = {
  nothing: [],
  interactions: ['interaction'],
  tasks: ['task'],
  both: ['interaction', 'task'],
} as const

/**
 * An Interest has come into a state: what the state completes is completed, what comes along is planned, and the next
 * step is counted once. That the state then has what it demands was decided before.
 */
export async function onInterestEntered(work: Work, { payload }: InterestEntered): Promise<readonly Moved[]> {
  const { interest, completes, plans, planning, state, result } = payload
  const kinds = kindsOf[completes]
  const planned = kinds.length > 0 ? await holdPlannedOf(work.tx, interest.id, kinds) : []
  const reason = work.actor.language === 'en' ? `Done by the move to “${state}”` : `Завершено переходом в «${state}»`
  for (const activity of planned) close(work, activity, interest, 'done', result ?? reason)
  const moved: Moved[] = planned.map(({ id }) => ({ kind: 'activity', id }))
  for (const plan of plans) {
    const assigneeId = interest.responsibleId ?? work.actor.userId
    const ground = { known: interest.known, path: 'plan.', assigneeId }
    moved.push({ kind: 'activity', id: await insertPlanned(work, interest, plan, ground) })
  }
  for (const { trigger, activityId } of planning) {
    await planByTrigger(work, interest, trigger, activityId)
    moved.push({ kind: 'activity', id: activityId })
  }
  if (moved.length === 0) return moved
  await keepSteps(work, interest, await findSteps(work.tx, interest.id), { demanded: false })
  return moved
}

/** What activities do inside the transactions of others. */
export const activitiesWithin = { [INTEREST_ENTERED]: onInterestEntered, [ABSENCE_CHANGED]: onAbsenceTold } as const
