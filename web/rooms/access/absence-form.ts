import { localDateOf } from '../../../server/platform/pure/working-time.ts'
import { instantOf, timeIn } from '../../../server/platform/pure/zones.ts'
import type { Absence, AbsenceKind } from '../../../server/rooms/access/absences/contract.ts'
import type { WorkKind } from './absence-words.ts'

export interface AbsenceFields {
  userId: string
  kind: AbsenceKind
  from: string | null
  to: string | null
  /** With the times of the viewer; null: whole days of the company. */
  times: { from: string; to: string } | null
  work: boolean
  rights: boolean
  comment: string
  substitutes: { userId: string; kinds: WorkKind[] }[]
}

export const WORK_KINDS: readonly WorkKind[] = ['clients', 'interests', 'activities']

/** An absence as the form shows it; times where the viewer is. */
export function fieldsOf(known: Absence, zone: string): AbsenceFields {
  const { user, kind, fromDay, toDay, startsAt, endsAt, work, rights, comment, substitutes } = known
  const isTimed = fromDay === null
  const [begins, ends] = [new Date(startsAt), new Date(endsAt)]
  return {
    userId: user.id,
    kind,
    from: isTimed ? localDateOf(startsAt, zone) : fromDay,
    to: isTimed ? localDateOf(endsAt, zone) : toDay,
    times: isTimed ? { from: timeIn(begins, zone), to: timeIn(ends, zone) } : null,
    work,
    rights,
    comment: comment ?? '',
    substitutes: substitutes.map(each => ({ userId: each.user.id, kinds: [...each.kinds] })),
  }
}

/** What was typed as the API takes it: days, or moments. */
export function periodOf({ from, to, times }: Pick<AbsenceFields, 'from' | 'to' | 'times'>, zone: string) {
  if (times === null) return { fromDay: from, toDay: to, startsAt: null, endsAt: null }
  const at = (day: string | null, time: string) =>
    day !== null && /^\d\d:\d\d$/.test(time) ? instantOf(day, time, zone).toISOString() : null
  return { fromDay: null, toDay: null, startsAt: at(from, times.from), endsAt: at(to, times.to) }
}
