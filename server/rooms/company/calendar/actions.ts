import { type BodyOf, notFound } from '../../../platform/contract.ts'
import { readCalendarFile } from '../../../platform/calendar-files.ts'
import { requireVersion } from '../../../platform/merge.ts'
import { type Fault, Localised, refuse, refuseFaults, unknownReference } from '../../../platform/problems.ts'
import type { DayMarks } from '../../../platform/pure/calendar-layers.ts'
import { newId } from '../../../platform/pure/ids.ts'
import type { Work } from '../../../platform/work.ts'
import { getCompany, listItemFaults } from '../queries.ts'
import type { putCalendarYear, StoredYear } from './contract.ts'
import { storedYearOf } from './queries.ts'
import { decideMarks, normaliseMarks } from './rules.ts'
import { findYearRow, type Place, renewRevision, storeYear } from './storage.ts'
import type { YearRow } from './tables.ts'

/**
 * Says which days of a year are worked. Strict: any newer version is a conflict. Dates that were counted before stay
 * until they are counted again.
 * @throws conflict
 */
export async function putYear(work: Work, year: number, input: BodyOf<typeof putCalendarYear>): Promise<StoredYear> {
  const place = { layer: input.layer, regionId: input.regionId ?? null, year }
  refuseFaults([...(await faultsOfRegion(work, place)), ...(input.marks ? faultsOfMarks(year, input.marks) : [])])
  await renewRevision(work.tx)
  const before = await findYearRow(work.tx, place)
  if (!before && input.version > 0) refuse(notFound)
  const marks = normaliseMarks(place.layer, input.marks ?? null)
  if (before) await requireVersion(work.tx, before, input.version, { marks: before.marks }, { marks })
  return storedYearOf(await keepYear(work, place, before, marks))
}

/** Replaces a year of the country by the one of a file; the answer tells what was there, for the way back. */
export async function importYear(work: Work, text: string): Promise<StoredYear & { previous: StoredYear['marks'] }> {
  const file = await readCalendarFile(text)
  if ('faults' in file) {
    refuseFaults(file.faults)
    throw new Error('a file without a year was not refused')
  }
  await renewRevision(work.tx)
  const place: Place = { layer: 'country', regionId: null, year: file.year }
  const before = await findYearRow(work.tx, place)
  const kept = storedYearOf(await keepYear(work, place, before, normaliseMarks('country', file.marks)))
  return { ...kept, previous: before ? storedYearOf(before).marks : null }
}

/** A year as it is now, changed or not yet. */
export async function readYear(work: Work, place: Place): Promise<StoredYear> {
  return storedYearOf((await findYearRow(work.tx, place)) ?? { ...place, marks: null, version: 0 })
}

async function keepYear(
  work: Work,
  place: Place,
  before: YearRow | undefined,
  marks: DayMarks | null,
): Promise<YearRow> {
  const from = before?.marks ?? null
  if (JSON.stringify(normaliseMarks(place.layer, from)) === JSON.stringify(marks))
    return before ?? { id: '', ...place, marks, version: 0 }
  const version = (before?.version ?? 0) + 1
  const row = { id: before?.id ?? newId(), ...place, marks, version }
  await storeYear(work.tx, row, work.now)
  work.record({
    kind: 'calendar_year.changed',
    record: { kind: 'calendar_year', id: row.id },
    version,
    changes: {
      marks: { from, to: marks },
      ...(before ? {} : { year: { to: place.year }, layer: { to: place.layer } }),
    },
    owners: null,
  })
  return row
}

async function faultsOfRegion(work: Work, { layer, regionId }: Place): Promise<Fault[]> {
  if ((layer === 'region') !== (regionId !== null)) return [unknownReference('regionId')]
  // The region in which the company is goes on counting when it is archived, so its days can be mended.
  const { regionId: kept } = await getCompany(work.tx)
  return listItemFaults(work.tx, [{ kind: 'calendar_region', id: regionId, kept }])
}

function faultsOfMarks(year: number, marks: DayMarks): Fault[] {
  return decideMarks(year, marks).map(({ path, code, texts }) => ({ path, code, message: new Localised(texts) }))
}
