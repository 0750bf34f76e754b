import { notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/problems.ts'
import { mergeCalendar } from '../../../platform/pure/calendar-layers.ts'
import type { WorkingCalendar } from '../../../platform/pure/working-time.ts'
import type { StoredYear } from './contract.ts'
import { findInForce, listYearRows } from './storage.ts'
import type { YearRow } from './tables.ts'

/**
 * A revision never changes once written, so what was read stays true on every node and in every database; this is no
 * state of the node, only work saved.
 */
const remembered = new Map<string, WorkingCalendar>()
const LIMIT = 20

/**
 * The calendar by which the company counts, as it was when the caller read its revision. Where it was changed in
 * between, the newer one is answered.
 */
export async function readCalendar(db: Queryable, revision: string): Promise<WorkingCalendar> {
  const known = remembered.get(revision)
  if (known) return known
  const found = (await findInForce(db)) ?? refuse(notFound)
  const calendar = mergeCalendar(found.years)
  if (remembered.size >= LIMIT) remembered.clear()
  remembered.set(found.revision, calendar)
  return calendar
}

/** The calendar in force as the API tells it. */
export async function showCalendar(
  db: Queryable,
  { from = 0, to = 9999 }: { from?: number | undefined; to?: number | undefined },
) {
  const { regionId, years } = (await findInForce(db)) ?? refuse(notFound)
  const shown = [...mergeCalendar(years)]
    .map(([year, days]) => ({ ...days, year }))
    .filter(({ year }) => year >= from && year <= to)
    .toSorted((a, b) => a.year - b.year)
  return { regionId, years: shown }
}

export async function getCalendarYear(db: Queryable, year: number): Promise<{ year: number; layers: StoredYear[] }> {
  return { year, layers: (await listYearRows(db, year)).map(storedYearOf) }
}

export function storedYearOf({ year, layer, regionId, version, marks }: Omit<YearRow, 'id'>): StoredYear {
  return { year, layer, regionId, version, marks: marks && mutable(marks) }
}

function mutable({ daysOff, workingDays, shortened, provisional }: NonNullable<YearRow['marks']>) {
  return { daysOff: [...daysOff], workingDays: [...workingDays], shortened: [...shortened], provisional }
}
