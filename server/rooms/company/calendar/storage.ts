import { type Queryable, statement, type Transaction } from '../../../platform/db/database.ts'
import type { CalendarLayer, MarkedYear } from '../../../platform/pure/calendar-layers.ts'
import type { YearRow } from './tables.ts'

const columns = `id, layer, region_id as "regionId", year, marks, version`

/** Years and revision in one statement, so that they belong to each other. */
const readInForce = statement<{ revision: string; regionId: string | null; years: MarkedYear[] }>(`
  select c.calendar_revision as revision, c.region_id as "regionId",
         coalesce((select jsonb_agg(jsonb_build_object('layer', y.layer, 'year', y.year, 'marks', y.marks))
                     from calendar_year y
                    where y.marks is not null and (y.region_id is null or y.region_id = c.region_id)), '[]') as years
    from company c`)

export async function findInForce(
  db: Queryable,
): Promise<{ revision: string; regionId: string | null; years: MarkedYear[] } | undefined> {
  return db.first(readInForce)
}

const readYear = statement<YearRow>(`
  select ${columns} from calendar_year where year = $1
   order by array_position(array['country', 'region', 'company'], layer), region_id`)

export async function listYearRows(db: Queryable, year: number): Promise<YearRow[]> {
  return db.rows(readYear, [year])
}

const readLayer = statement<YearRow>(`
  select ${columns} from calendar_year where layer = $1 and region_id is not distinct from $2 and year = $3`)

export interface Place {
  layer: CalendarLayer
  regionId: string | null
  year: number
}

export async function findYearRow(db: Queryable, { layer, regionId, year }: Place): Promise<YearRow | undefined> {
  return db.first(readLayer, [layer, regionId, year])
}

const upsertYear = statement(`
  insert into calendar_year (id, layer, region_id, year, marks, version, updated_at) values ($1, $2, $3, $4, $5, $6, $7)
  on conflict on constraint calendar_year_place
  do update set marks = excluded.marks, version = excluded.version, updated_at = excluded.updated_at`)

export async function storeYear(tx: Transaction, row: YearRow, now: Date): Promise<void> {
  const marks = row.marks && JSON.stringify(row.marks)
  await tx.rows(upsertYear, [row.id, row.layer, row.regionId, row.year, marks, row.version, now])
}

const updateRevision = statement(`update company set calendar_revision = gen_random_uuid()`)

/** From the commit on nobody counts by what is remembered; others who change the calendar wait until then. */
export async function renewRevision(tx: Transaction): Promise<void> {
  await tx.rows(updateRevision, [])
}
