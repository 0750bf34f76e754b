import { type BodyOf, forbidden, notFound } from '../../platform/contract.ts'
import type { Change } from '../../platform/events/record.ts'
import { mergeChanges } from '../../platform/merge.ts'
import { type Fault, refuse, refuseFaults, unknownReference } from '../../platform/problems.ts'
import { newId } from '../../platform/pure/ids.ts'
import { isRepeat, Last, type Work } from '../../platform/work.ts'
import { authorOf } from '../clients/actions.ts'
import { unknownReferences } from '../interests/actions.ts'
import { type HeldInterest, holdForSteps, keepSteps, recordStep } from '../interests/steps/actions.ts'
import type { PlanInput } from '../interests/steps/contract.ts'
import { planReferences } from '../interests/steps/rules.ts'
import { notify } from '../notices/actions.ts'
import { dueTwice, repeatNeedsDate } from '../interests/contract.ts'
import { activityClosed, type changeActivity as changeContract } from './contract.ts'
import { getActivity, guardedOf, readBackActivity, type ShownActivity } from './queries.ts'
import { mayChange, maySee } from './policy.ts'
import {
  activityCreation,
  findFirstKind,
  findInterestOf,
  findKnown,
  findSteps,
  holdActivity,
  insertActivity,
  updateActivity,
} from './storage.ts'
import { timeOf, toldOf } from './rules.ts'
import type { StoredActivity } from './tables.ts'

/**
 * Plans a task or an interaction. For an Interest it becomes, if it is the earliest, the next step there.
 * @throws not_found, forbidden, activity.due_twice, activity.repeat_needs_date
 */
export async function planActivity(
  work: Work,
  { interestId, ...plan }: PlanInput & { id: string; interestId?: string | undefined },
): Promise<ShownActivity | Last<ShownActivity>> {
  if (await isRepeat(work, activityCreation, plan.id)) return readBackActivity(work, plan.id)
  const references = planReferences(plan)
  const held = interestId === undefined ? null : await holdForSteps(work, interestId, references)
  const known = held?.known ?? (await findKnown(work.tx, references))
  await insertPlanned(work, held, plan, { known, path: '', hash: work.creationHash })
  if (held) await keepSteps(work, held, await findSteps(work.tx, held.id), { demanded: false })
  return new Last(() => readBackActivity(work, plan.id))
}

interface Ground {
  /** Of the references named: those that may be taken, as `kind:id`. */
  known: readonly string[]
  /** Where the plan stands in the request. */
  path: string
  hash?: Buffer
  followsId?: string
  /** Who does it, where nobody is named; else the planner. */
  assigneeId?: string
  /** The trigger that planned it in a step of somebody. */
  triggerId?: string
}

/** Writes what is planned, with its history and a word to whoever is to do it; counts nothing yet. */
export async function insertPlanned(
  work: Work,
  interest: HeldInterest | null,
  plan: PlanInput,
  { known, path, hash, followsId, assigneeId, triggerId }: Ground,
): Promise<string> {
  refuseFaults(faultsOf(plan, known, path))
  requireDue(plan, plan.repeat !== undefined)
  const isInteraction = plan.kind === 'interaction'
  const activity = {
    id: plan.id ?? newId(),
    kind: plan.kind,
    interactionKindId: isInteraction ? (plan.interactionKindId ?? (await findFirstKind(work.tx))) : null,
    subject: plan.subject ?? null,
    content: plan.content?.trim() ? plan.content : null,
    interestId: interest?.id ?? null,
    assigneeId: plan.assigneeId ?? assigneeId ?? work.actor.userId,
    authorId: authorOf(work),
    dueAt: plan.dueAt ? new Date(plan.dueAt) : null,
    dueDay: plan.dueDay ?? null,
    minutes: plan.minutes ?? null,
    place: plan.place ?? null,
    contactIds: [...new Set(plan.contactIds)],
    userIds: [...new Set(plan.userIds)],
    checklist: plan.checklist ?? [],
    remindBefore: plan.remindBefore ?? null,
    repeat: plan.repeat ?? null,
    followsId: followsId ?? null,
  }
  insertActivity(work.tx, activity, work.now, hash ?? null)
  const planned = { ...activity, version: 1, outcome: null, result: null, closedAt: null, closedById: null }
  recordActivity(work, 'planned', null, planned, interest, triggerId)
  await tellAssignee(work, planned, interest)
  return activity.id
}

function faultsOf(plan: PlanInput, known: readonly string[], path: string): Fault[] {
  const { interactionKindId, assigneeId, contactIds = [], userIds = [] } = plan
  const found = new Set(known)
  const lists: Fault[] = [
    ...contactIds.flatMap((id, at) =>
      found.has(`contact:${id}`) ? [] : [unknownReference(`${path}contactIds[${at}]`)],
    ),
    ...userIds.flatMap((id, at) => (found.has(`user:${id}`) ? [] : [unknownReference(`${path}userIds[${at}]`)])),
  ]
  return [...unknownReferences({ interactionKindId, assigneeId }, known, path), ...lists]
}

function requireDue(plan: { dueAt?: unknown; dueDay?: unknown }, isRepeated: boolean): void {
  if (plan.dueAt && plan.dueDay) refuse(dueTwice)
  if (isRepeated && !plan.dueAt && !plan.dueDay) refuse(repeatNeedsDate)
}

/**
 * Changes what is planned: the words, the time, who does it. Edits of different fields by two people merge.
 * @throws not_found, forbidden, activity.closed, conflict
 */
export async function changeActivity(
  work: Work,
  id: string,
  { version, ...wanted }: BodyOf<typeof changeContract>,
): Promise<ShownActivity | Last<ShownActivity>> {
  const references = planReferences(wanted)
  const { activity, interest, known } = await holdForChange(work, id, references)
  if (activity.outcome !== null) refuse(activityClosed)
  if (wanted.dueAt && wanted.dueDay) refuse(dueTwice)
  const current = { ...activity, dueAt: activity.dueDay === null ? (activity.dueAt?.toISOString() ?? null) : null }
  const changes = await mergeChanges(work.tx, activity, version, current, withOneDue(wanted))
  if (Object.keys(changes).length === 0) return getActivity(work.tx, work.caller, id)
  const to = Object.fromEntries(Object.entries(changes).map(([field, change]) => [field, change.to]))
  refuseFaults(faultsOf(to as PlanInput, known, ''))
  const next = {
    ...activity,
    ...to,
    ...(to['dueAt'] ? { dueAt: new Date(String(to['dueAt'])) } : {}),
  } as StoredActivity
  if (next.repeat && !next.dueDay && !next.dueAt) refuse(repeatNeedsDate)
  updateActivity(work.tx, next, work.now)
  recordActivity(work, 'changed', activity, { ...next, version: activity.version + 1 }, interest)
  if (next.assigneeId !== activity.assigneeId) await tellAssignee(work, next, interest)
  if (interest) await keepSteps(work, interest, await findSteps(work.tx, interest.id), { demanded: false })
  return new Last(() => readBackActivity(work, id))
}

/** A time takes the day away, and the other way round; times are compared as they are stored. */
function withOneDue<W extends { dueAt?: string | null | undefined; dueDay?: string | null | undefined }>(wanted: W): W {
  const { dueAt, dueDay } = wanted
  const at = dueAt ? new Date(dueAt).toISOString() : dueAt
  if (dueAt) return { ...wanted, dueAt: at, dueDay: null }
  if (dueDay) return { ...wanted, dueAt: null }
  return dueAt === null ? { ...wanted, dueDay: null } : dueDay === null ? { ...wanted, dueAt: null } : wanted
}

/** Takes an activity for a change, its Interest first: plans of one Interest are counted one after the other. */
export async function holdForChange(
  work: Work,
  id: string,
  references: readonly string[],
): Promise<{ activity: StoredActivity; interest: HeldInterest | null; known: readonly string[] }> {
  const { interestId } = (await findInterestOf(work.tx, id)) ?? refuse(notFound)
  const interest = interestId === null ? null : await holdForSteps(work, interestId, references, { own: true })
  const activity = (await holdActivity(work.tx, id)) ?? refuse(notFound)
  const guarded = guardedOf(work.caller, activity, interest)
  if (!maySee(work.caller, guarded)) refuse(notFound)
  if (!mayChange(work.caller, guarded)) refuse(forbidden)
  return { activity, interest, known: interest?.known ?? (await findKnown(work.tx, references)) }
}

// ---- history ----

const plain = [
  'kind',
  'interactionKindId',
  'interestId',
  'assigneeId',
  'dueDay',
  'minutes',
  'contactIds',
  'userIds',
  'remindBefore',
  'repeat',
  'outcome',
] as const
/** Words of people lie apart in an event, so that they can be blanked. */
const personal = ['subject', 'content', 'place', 'checklist', 'result'] as const
const verbs = {
  planned: 'planned',
  changed: 'changed',
  done: 'done',
  cancelled: 'cancelled',
  reopened: 'reopened',
} as const

/** What happened to an activity, and the line in the history of its Interest. */
export function recordActivity(
  work: Work,
  verb: keyof typeof verbs,
  before: StoredActivity | null,
  after: StoredActivity,
  interest: Parameters<typeof recordStep>[2] | null,
  triggerId?: string,
): void {
  const changes = changesOf(plain, before, after)
  const said = changesOf(personal, before, after)
  const [from, to] = [before && timeOf(before), timeOf(after)]
  if (from !== to) changes['dueAt'] = before ? { from, to } : { to }
  work.record({
    kind: `activity.${verbs[verb]}`,
    record: { kind: 'activity', id: after.id },
    version: after.version,
    changes,
    ...(Object.keys(said).length > 0 ? { personal: said } : {}),
    owners: [...new Set([before?.assigneeId, after.assigneeId, after.authorId].flatMap(id => id ?? []))],
  })
  if (!interest) return
  const { kind, interactionKindId, subject } = after
  // A line says what it is about, whatever of it changed.
  const about = {
    activityId: { to: after.id },
    stepKind: { to: kind },
    interactionKindId: { to: interactionKindId },
    ...(triggerId ? { triggerId: { to: triggerId } } : {}),
  }
  const told = verb === 'planned' || verb === 'changed' ? changes : {}
  recordStep(work, `interest.step_${verb}`, interest, {
    changes: { ...told, ...about },
    personal: {
      ...(subject ? { subject: { to: subject } } : {}),
      ...(said['result'] ? { result: said['result'] } : {}),
    },
  })
}

function changesOf(
  fields: readonly (keyof StoredActivity)[],
  before: StoredActivity | null,
  after: StoredActivity,
): Record<string, Change> {
  const found: Record<string, Change> = {}
  for (const field of fields) {
    const [from, to] = [before?.[field] ?? null, after[field]]
    const isEmpty = to === null || (Array.isArray(to) && to.length === 0)
    if (before ? JSON.stringify(from) === JSON.stringify(to) : isEmpty) continue
    found[field] = before ? { from, to } : { to }
  }
  return found
}

/** Whoever is given something to do by somebody else is told. */
export async function tellAssignee(work: Work, activity: StoredActivity, interest: HeldInterest | null): Promise<void> {
  if (activity.assigneeId === work.actor.userId) return
  await notify(work, {
    kind: 'activity.assigned',
    userIds: [activity.assigneeId],
    record: { kind: 'activity', id: activity.id },
    data: {
      ...toldOf(activity),
      interest: interest && { id: interest.id, number: interest.number },
      by: { id: work.actor.userId, name: work.actor.name },
    },
  })
}
