import type { Moved, Work } from '../../../platform/work.ts'
import { takeEdge } from '../../access/absences/actions.ts'
import type { AbsenceTold, ToldAbsence } from '../../access/absences/events.ts'
import { countMeanwhile } from '../../interests/meanwhile/queries.ts'
import { notify } from '../../notices/actions.ts'
import { countMissed, listDoneBy } from './storage.ts'

/** Who is asked to stand in, or is not asked any more, and whose substitute has left, is told of it. */
export async function onAbsenceTold(work: Work, { payload }: AbsenceTold): Promise<readonly Moved[]> {
  const { what, userIds, who } = payload
  const record = { kind: 'absence', id: payload.absence.id }
  const absence = told(payload.absence)
  const by = { id: work.actor.userId, name: work.actor.name }
  if (what !== 'left') await notify(work, { kind: 'absence.asked', userIds, record, data: { absence, what, by } })
  else if (who) await notify(work, { kind: 'absence.left', userIds, record, data: { absence, who } })
  return []
}

function told({ id, user, kind, fromDay, toDay, startsAt, endsAt }: ToldAbsence) {
  return { id, user, kind, fromDay, toDay, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
}

/** An absence has begun: whoever stands in is told. @returns whether there was one */
export async function tellBegun(work: Work): Promise<boolean> {
  const row = await takeEdge(work, 'begun')
  if (!row) return false
  await notify(work, {
    kind: 'absence.begun',
    userIds: row.substitutes.map(each => each.user.id),
    record: { kind: 'absence', id: row.id },
    data: { absence: told(row) },
    // Put off after it had begun, it begins again, and that is told again.
    key: `absence.begun:${row.id}:${row.startsAt.toISOString()}`,
  })
  return true
}

/**
 * An absence is over: the person learns what happened meanwhile, those who stood in that they do no longer. Nothing has
 * to be moved back, because nothing was moved. @returns whether there was one
 */
export async function tellReturned(work: Work): Promise<boolean> {
  const row = await takeEdge(work, 'ended')
  if (!row) return false
  const span = { from: row.startsAt, to: row.endsAt }
  const record = { kind: 'absence', id: row.id }
  const absence = told(row)
  const done = await listDoneBy(work.tx, row.user.id, span)
  await notify(work, {
    kind: 'absence.returned',
    userIds: [row.user.id],
    record,
    data: {
      absence,
      interests: await countMeanwhile(work.tx, row.user.id, span),
      done,
      missed: await countMissed(work.tx, row.user.id, span),
    },
    key: `absence.returned:${row.id}`,
  })
  for (const { user } of row.substitutes) {
    const count = done.find(({ by }) => by.id === user.id)?.count ?? 0
    await notify(work, {
      kind: 'absence.ended',
      userIds: [user.id],
      record,
      data: { absence, done: count },
      key: `absence.ended:${row.id}:${user.id}`,
    })
  }
  return true
}
