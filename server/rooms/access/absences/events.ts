import type { Named } from './tables.ts'

/** Told inside the transaction: rooms further down have notices, this one has none. */
export const ABSENCE_CHANGED = 'absence.told'

export interface ToldAbsence {
  id: string
  user: Named
  kind: 'vacation' | 'sick_leave' | 'trip'
  fromDay: string | null
  toDay: string | null
  startsAt: Date
  endsAt: Date
}

/** Payload of `absence.told`: who learns what of an absence. */
export interface AbsenceTold {
  kind: typeof ABSENCE_CHANGED
  payload: {
    absence: ToldAbsence
    /** Asked to stand in; asked otherwise than before; not asked any more; or whoever stood in has left. */
    what: 'asked' | 'changed' | 'released' | 'left'
    userIds: readonly string[]
    /** Who has left. */
    who: Named | null
  }
}
