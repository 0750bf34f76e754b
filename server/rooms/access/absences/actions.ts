import { type BodyOf, notFound } from '../../../platform/contract.ts'
import type { Change } from '../../../platform/events/record.ts'
import { mergeChanges } from '../../../platform/merge.ts'
import { Localised, refuse, refuseFaults, unknownReference } from '../../../platform/problems.ts'
import { isRepeat, type Work } from '../../../platform/work.ts'
import { audit } from '../audit/actions.ts'
import { findReachOfUser } from '../gates/queries.ts'
import { refuseWithout } from '../refusals/actions.ts'
import {
  absenceOver,
  absenceOverlaps,
  absenceToOneself,
  type cancelAbsence as cancelContract,
  type changeAbsence as changeContract,
  type enterAbsence as enterContract,
} from './contract.ts'
import { ABSENCE_CHANGED, type AbsenceTold } from './events.ts'
import { mayEnterFor, mayStandIn } from './policy.ts'
import { companyZone, getAbsence, listWarnings } from './queries.ts'
import { faultsOf, type Span, spanOf, statusOf, type Typed, typedAfter, UNTYPED } from './rules.ts'
import {
  absenceCreation,
  findAbsence,
  findOverlap,
  holdAbsence,
  holdByDays,
  holdPeople,
  insertAbsence,
  listUnfinishedOf,
  placeAbsences,
  type StoredAbsence,
  storeAbsence,
  takeBegun,
  takeEnded,
} from './storage.ts'
import type { AbsenceRow } from './tables.ts'

/**
 * Enters an absence. It needs nobody to begin and to end: both are moments that every request looks at.
 * @throws invalid, forbidden, absence.overlaps, absence.to_oneself
 */
export async function enterAbsence(work: Work, input: BodyOf<typeof enterContract>) {
  const { id, userId } = input
  if (await isRepeat(work, absenceCreation, id)) return shown(work, id)
  // One at a time for one person, so that two absences cannot overlap.
  const people = await holdPeople(work.tx, [userId, ...input.substitutes.map(each => each.userId)])
  const person = people.get(userId)
  if (!person?.works) refuseFaults([unknownReference('userId')])
  if (!person || !mayEnterFor(work.caller, person)) return refuseWithout(work.actor, 'absences.others')
  const typed = typedAfter(UNTYPED, input)
  const isPast = (span: Span) => statusOf(span, null, work.now) === 'past'
  const span = await checked(work, { ...input, typed }, people)
  const absence: StoredAbsence = {
    id,
    userId,
    kind: input.kind,
    fromDay: typed.fromDay,
    toDay: typed.toDay,
    ...span,
    work: input.work,
    rights: input.rights,
    comment: input.comment?.trim() ? input.comment : null,
    authorId: work.actor.kind === 'system' ? null : work.actor.userId,
    // What is written down afterwards is news to nobody.
    begunAt: isPast(span) ? work.now : null,
    endedAt: isPast(span) ? work.now : null,
    cancelledAt: null,
    substitutes: input.substitutes,
  }
  insertAbsence(work.tx, absence, work.now, work.creationHash)
  const { comment, ...plain } = fieldsOf({ ...absence, typed })
  record(work, 'entered', id, 1, created({ userId, ...plain }), comment === null ? {} : created({ comment }))
  const row = (await findAbsence(work.tx, id)) ?? refuse(notFound)
  await auditRights(work, row)
  if (!isPast(span)) await tell(work, row, 'asked', asked(row))
  return shown(work, id)
}

/**
 * Changes an absence that is not over: other dates, other people, more or less handed over.
 * @throws conflict, invalid, forbidden, absence.overlaps, absence.over, absence.to_oneself
 */
export async function changeAbsence(work: Work, id: string, input: BodyOf<typeof changeContract>) {
  const { version, ...wanted } = input
  const { before, people } = await holdForChange(
    work,
    id,
    wanted.substitutes?.map(each => each.userId),
  )
  const standing = typedOf(before)
  const typed = typedAfter(standing, wanted)
  const current = fieldsOf({ ...before, typed: standing, substitutes: namedOf(before) })
  const substitutes = wanted.substitutes?.map(({ userId, kinds }) => ({ userId, kinds }))
  const isTimed = (['fromDay', 'toDay', 'startsAt', 'endsAt'] as const).some(field => wanted[field] !== undefined)
  const comment = wanted.comment === undefined ? undefined : wanted.comment?.trim() ? wanted.comment : null
  const changes = await mergeChanges(work.tx, before, version, current, {
    ...wanted,
    ...(isTimed ? typed : {}),
    comment,
    substitutes,
  })
  if (Object.keys(changes).length === 0) return shown(work, id)
  const next = {
    id,
    userId: before.user.id,
    kind: wanted.kind ?? before.kind,
    work: wanted.work ?? before.work,
    rights: wanted.rights ?? before.rights,
    comment: comment === undefined ? before.comment : comment,
    substitutes: substitutes ?? namedOf(before),
  }
  const span = await checked(work, { ...next, typed }, people)
  const hasBegun = span.startsAt <= work.now
  storeAbsence(
    work.tx,
    {
      ...next,
      ...span,
      fromDay: typed.fromDay,
      toDay: typed.toDay,
      begunAt: hasBegun ? before.begunAt : null,
      endedAt: null,
      cancelledAt: null,
    },
    work.now,
  )
  const { comment: said, ...plain } = changes
  record(work, 'changed', id, before.version + 1, plain, said ? { comment: said } : {})
  const row = (await findAbsence(work.tx, id)) ?? refuse(notFound)
  if (changes['rights'] || changes['substitutes']) await auditRights(work, row)
  await tellChanged(work, before, row)
  return shown(work, id)
}

/**
 * Cancels an absence that has not begun; one that lasts ends now, and everything is as at its end.
 * @throws conflict, forbidden, absence.over
 */
export async function cancelAbsence(work: Work, id: string, { version }: BodyOf<typeof cancelContract>) {
  const { before } = await holdForChange(work, id)
  await mergeChanges(work.tx, before, version, { cancelledAt: null }, { cancelledAt: work.now })
  await finish(work, before)
  return shown(work, id)
}

/** As it would be with this moment: over where it has begun, else never to come. */
async function finish(work: Work, before: AbsenceRow): Promise<void> {
  const { id, user: _, startsAt, ...rest } = before
  const lasts = startsAt < work.now
  const after = lasts
    ? { ...rest, id, fromDay: null, toDay: null, startsAt, endsAt: work.now, cancelledAt: null }
    : { ...rest, id, startsAt, cancelledAt: work.now }
  storeAbsence(work.tx, { ...after, substitutes: namedOf(before) }, work.now)
  const changes: Record<string, Change> = lasts
    ? { endsAt: { from: before.endsAt, to: work.now } }
    : { cancelledAt: { from: null, to: work.now } }
  record(work, lasts ? 'changed' : 'cancelled', id, before.version + 1, changes)
  if (!lasts) await tell(work, before, 'released', asked(before))
}

/** Takes an absence for a change, its person first: so it is at every door. */
async function holdForChange(work: Work, id: string, substituteIds?: readonly string[]) {
  const found = (await findAbsence(work.tx, id)) ?? refuse(notFound)
  const people = await holdPeople(work.tx, [found.user.id, ...(substituteIds ?? asked(found))])
  const held = (await holdAbsence(work.tx, id)) ?? refuse(notFound)
  if (!mayEnterFor(work.caller, { id: held.user.id, role: held.userRole })) refuseWithout(work.actor, 'absences.others')
  const status = statusOf(held, held.cancelledAt, work.now)
  if (status === 'past' || status === 'cancelled' || held.endedAt) refuse(absenceOver)
  return { before: held, people }
}

/** Everything that forbids an absence. @returns its moments */
async function checked(
  work: Work,
  absence: {
    id: string
    userId: string
    typed: Typed
    work: boolean
    rights: boolean
    substitutes: readonly { userId: string }[]
  },
  people: Awaited<ReturnType<typeof holdPeople>>,
): Promise<Span> {
  const { id, userId, typed, rights, substitutes } = absence
  const span = spanOf(typed, await companyZone(work.tx))
  const ids = substitutes.map(each => each.userId)
  const unknown = ids.flatMap((each, at) =>
    people.get(each)?.works === true || each === userId ? [] : [unknownReference(`substitutes[${at}].userId`)],
  )
  const faults = faultsOf(typed, span, absence).map(({ texts, ...each }) => ({
    ...each,
    message: new Localised(texts),
  }))
  refuseFaults([...faults, ...unknown])
  if (!span) throw new Error('an absence without moments has a fault')
  const { userId: me } = work.actor
  if (rights && ids.includes(me) && me !== userId) {
    const reach = await findReachOfUser(work.tx, userId, work.now)
    if (reach && !mayStandIn(work.caller, userId, reach)) refuse(absenceToOneself)
  }
  const overlap = await findOverlap(work.tx, { id, userId, ...span })
  if (overlap) {
    const { id: otherId, startsAt, endsAt } = overlap
    refuse(absenceOverlaps, { id: otherId, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() })
  }
  return span
}

async function shown(work: Work, id: string) {
  const absence = await getAbsence(work.tx, work.caller, work.now, id)
  const substituteIds = absence.substitutes.map(each => each.user.id)
  const warnings = await listWarnings(work.tx, { ...absence, userId: absence.user.id, substituteIds })
  return warnings.length > 0 ? { ...absence, warnings } : absence
}

// ---- what is told ----

function typedOf({ fromDay, toDay, startsAt, endsAt }: AbsenceRow): Typed {
  return fromDay !== null
    ? { fromDay, toDay, startsAt: null, endsAt: null }
    : { fromDay, toDay, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
}

function namedOf({ substitutes }: AbsenceRow) {
  return substitutes.map(({ user, kinds }) => ({ userId: user.id, kinds }))
}

/** As history and conflicts name them: what was typed. */
function fieldsOf({
  typed,
  kind,
  work,
  rights,
  comment,
  substitutes,
}: Pick<StoredAbsence, 'kind' | 'work' | 'rights' | 'comment' | 'substitutes'> & { typed: Typed }) {
  return { ...typed, kind, work, rights, comment, substitutes }
}

function created(values: Record<string, unknown>): Record<string, Change> {
  return Object.fromEntries(Object.entries(values).flatMap(([field, to]) => (to === null ? [] : [[field, { to }]])))
}

/** Makes every node and every stream ask anew what people see; its own words lie apart. */
function record(
  work: Work,
  verb: 'entered' | 'changed' | 'cancelled',
  id: string,
  version: number,
  changes: Record<string, Change>,
  personal: Record<string, Change> = {},
): void {
  const event = { kind: `absence.${verb}`, record: { kind: 'absence', id }, version, changes, owners: null }
  work.record(Object.keys(personal).length > 0 ? { ...event, personal } : event)
}

async function auditRights(work: Work, row: AbsenceRow): Promise<void> {
  if (!row.rights) return
  await audit(work, {
    kind: 'absence.rights_handed_over',
    record: { kind: 'absence', id: row.id },
    detail: { userId: row.user.id, substitutes: namedOf(row), startsAt: row.startsAt, endsAt: row.endsAt },
  })
}

function asked(row: AbsenceRow): string[] {
  return row.substitutes.map(each => each.user.id)
}

async function tellChanged(work: Work, before: AbsenceRow, after: AbsenceRow): Promise<void> {
  const [was, is] = [new Set(asked(before)), new Set(asked(after))]
  await tell(
    work,
    after,
    'asked',
    [...is].filter(each => !was.has(each)),
  )
  await tell(
    work,
    after,
    'released',
    [...was].filter(each => !is.has(each)),
  )
  const isMoved =
    before.startsAt.getTime() !== after.startsAt.getTime() || before.endsAt.getTime() !== after.endsAt.getTime()
  if (isMoved)
    await tell(
      work,
      after,
      'changed',
      [...is].filter(each => was.has(each)),
    )
}

async function tell(
  work: Work,
  { id, user, kind, fromDay, toDay, startsAt, endsAt }: AbsenceRow,
  what: AbsenceTold['payload']['what'],
  userIds: readonly string[],
  who: AbsenceTold['payload']['who'] = null,
): Promise<void> {
  const told = userIds.filter(each => each !== work.actor.userId)
  if (told.length === 0) return
  const absence = { id, user, kind, fromDay, toDay, startsAt, endsAt }
  await work.announce({ kind: ABSENCE_CHANGED, payload: { absence, what, userIds: told, who } } satisfies AbsenceTold)
}

// ---- what others set off ----

/** Somebody has left: stands in for nobody any more, of which the authors are told, and is not absent but gone. */
export async function dropFromAbsences(work: Work, user: { id: string; name: string }): Promise<void> {
  for (const id of await listUnfinishedOf(work.tx, user.id, work.now)) {
    const before = await holdAbsence(work.tx, id)
    if (!before) continue
    if (before.user.id === user.id) {
      await finish(work, before)
      continue
    }
    const substitutes = namedOf(before).filter(each => each.userId !== user.id)
    storeAbsence(work.tx, { ...before, substitutes }, work.now)
    const changes = { substitutes: { from: namedOf(before), to: substitutes } }
    record(work, 'changed', id, before.version + 1, changes)
    const authors = [...new Set([before.author?.id, before.user.id].flatMap(each => each ?? []))]
    await tell(work, before, 'left', authors, { id: user.id, name: user.name })
  }
}

/** The company counts its days in another zone: what was entered in days begins and ends there now. */
export async function moveAbsences(work: Work, timeZone: string): Promise<void> {
  const placed = (await holdByDays(work.tx)).flatMap(({ id, fromDay, toDay }) => {
    const span = spanOf({ fromDay, toDay, startsAt: null, endsAt: null }, timeZone)
    return span ? [{ id, ...span }] : []
  })
  placeAbsences(work.tx, placed)
}

/**
 * The next absence of which the beginning or the end has not been told; each edge is taken once, on whichever node. What
 * people see does not wait for it: that goes by the clock alone.
 */
export async function takeEdge(work: Work, edge: 'begun' | 'ended'): Promise<AbsenceRow | null> {
  const id = await (edge === 'begun' ? takeBegun : takeEnded)(work.tx, work.now)
  if (id === undefined) return null
  work.record({ kind: `absence.${edge}`, record: { kind: 'absence', id }, owners: null })
  return (await findAbsence(work.tx, id)) ?? null
}
