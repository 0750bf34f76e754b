import type { Work } from '../../../platform/work.ts'
import { addWorkingDays, todayIn } from '../../../platform/pure/working-time.ts'
import { instantOf } from '../../../platform/pure/zones.ts'
import { listPresent } from '../../access/absences/queries.ts'
import { listHeads } from '../../access/grants/queries.ts'
import { readCalendar } from '../../company/calendar/queries.ts'
import { getCompany } from '../../company/queries.ts'
import { type HeldInterest, keepSteps } from '../../interests/steps/actions.ts'
import type { PlanInput } from '../../interests/steps/contract.ts'
import type { Trigger, TriggerAssignee } from '../../scenarios/triggers/contract.ts'
import { insertPlanned } from '../actions.ts'
import { findKnown, findSteps } from '../storage.ts'

/** Plans what a trigger says, for an Interest that is held; the next step is counted by the caller. */
export async function planByTrigger(
  work: Work,
  interest: HeldInterest,
  { id: triggerId, action }: Pick<Trigger, 'id' | 'action'>,
  id: string,
): Promise<void> {
  if (action.does !== 'plan' && action.does !== 'task') return
  const asked = await wantedFor(work, interest, action.assignee)
  // Whoever is away gives way to whoever stands in, and without anybody to the next one; else it waits for the first.
  const present = await listPresent(work.tx, asked, { now: work.now, kind: 'activities' })
  const wanted = present.length > 0 ? present : asked
  const kindId = action.does === 'plan' ? action.interactionKindId : null
  const known = await findKnown(work.tx, [...wanted, ...(kindId ? [kindId] : [])])
  const assigneeId = wanted.find(each => known.includes(`user:${each}`)) ?? work.actor.userId
  const { timeZone, calendarRevision } = await getCompany(work.tx)
  const calendar = await readCalendar(work.tx, calendarRevision)
  const today = todayIn(timeZone, work.now)
  const day = action.inDays === 0 ? today : addWorkingDays(today, action.inDays, calendar).date
  const plan: PlanInput = {
    id,
    kind: action.does === 'task' ? 'task' : 'interaction',
    subject: action.subject,
    assigneeId,
    ...(action.content ? { content: action.content } : {}),
    ...(action.time ? { dueAt: instantOf(day, action.time, timeZone).toISOString() } : { dueDay: day }),
    // A kind that was archived since gives way to the first one.
    ...(kindId && known.includes(`interaction_kind:${kindId}`) ? { interactionKindId: kindId } : {}),
  }
  await insertPlanned(work, interest, plan, { known, path: 'trigger.', triggerId })
}

/** The same for an Interest on its own: the next step is counted too. */
export async function planForInterest(
  work: Work,
  interest: HeldInterest,
  trigger: Pick<Trigger, 'id' | 'action'>,
  id: string,
): Promise<void> {
  await planByTrigger(work, interest, trigger, id)
  await keepSteps(work, interest, await findSteps(work.tx, interest.id), { demanded: false })
}

/** Who is to do it, the best first: whoever is named, else the responsible, else whoever sets it off, else a head. */
async function wantedFor(work: Work, interest: HeldInterest, assignee: TriggerAssignee): Promise<string[]> {
  const heads = () => listHeads(work.tx, interest.responsibleId ?? work.actor.userId, { now: work.now })
  const others = work.actor.kind === 'system' ? await heads() : [work.actor.userId]
  const named =
    assignee.who === 'user'
      ? [assignee.id]
      : assignee.who === 'author'
        ? [interest.authorId]
        : assignee.who === 'head'
          ? await heads()
          : []
  return [...named, interest.responsibleId, ...others].flatMap(id => id ?? [])
}
