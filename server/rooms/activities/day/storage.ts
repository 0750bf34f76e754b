import { type Queryable, type Statement, statement } from '../../../platform/db/database.ts'
import type { DayGroup } from '../contract.ts'
import { rowColumns, rowJoins } from '../storage.ts'
import type { ActivityRow } from '../tables.ts'

/** Whose, and which of them. */
export interface DayFilter {
  assigneeId: string
  kind?: string | undefined
  q?: string | undefined
}

/** A group with its limits; the one of what has no date has none. */
export interface Bounds {
  group: DayGroup
  from: Date | null
  to: Date | null
}

/** `at` is its place in the order, exact to the microsecond. */
export type PlacedActivity = ActivityRow & { at: string | null }

const ofKind = '($2::text is null or a.kind = $2)'
const narrowed = `
  ${ofKind}
  and ($3::text is null or position($3 in replace(lower(coalesce(a.subject, '') || ' ' || coalesce(a.content, '')), 'ё', 'е')) > 0)`
const conditions = `a.assignee_id = $1 and a.closed_at is null and ${narrowed}`

type Counts = Record<DayGroup, number>
/** Without a word to look for they are counted within the index, however many there are. */
interface Counting<Row> {
  all: Statement<Row>
  worded: Statement<Row>
}
function counting<Row>(text: (where: string, first: number) => string): Counting<Row> {
  return {
    all: statement(text(`a.assignee_id = $1 and a.closed_at is null and ${ofKind}`, 3)),
    worded: statement(text(conditions, 4)),
  }
}
async function count<Row>(
  db: Queryable,
  { all, worded }: Counting<Row>,
  filter: DayFilter,
  ends: readonly Date[],
): Promise<Row | undefined> {
  const [assigneeId, kind, word] = valuesOf(filter)
  return word === null
    ? db.first(all, [assigneeId, kind, ...ends])
    : db.first(worded, [assigneeId, kind, word, ...ends])
}

const groups = counting<Counts>(
  (where, at) => `
  select count(*) filter (where a.due_at <= $${at})::int as overdue,
         count(*) filter (where a.due_at > $${at} and a.due_at <= $${at + 1})::int as today,
         count(*) filter (where a.due_at > $${at + 1} and a.due_at <= $${at + 2})::int as tomorrow,
         count(*) filter (where a.due_at > $${at + 2} and a.due_at <= $${at + 3})::int as week,
         count(*) filter (where a.due_at > $${at + 3})::int as later,
         count(*) filter (where a.due_at is null)::int as none
    from activity a where ${where}`,
)

/** How many there are in each group. */
export async function countByGroup(db: Queryable, filter: DayFilter, bounds: readonly Bounds[]): Promise<Counts> {
  const ends = bounds.flatMap(({ to }) => to ?? [])
  return (await count(db, groups, filter, ends)) ?? { overdue: 0, today: 0, tomorrow: 0, week: 0, later: 0, none: 0 }
}

const lateAndToday = counting<Pick<Counts, 'overdue' | 'today'>>(
  (where, at) => `
  select count(*) filter (where a.due_at <= $${at})::int as overdue,
         count(*) filter (where a.due_at > $${at})::int as today
    from activity a where ${where} and a.due_at <= $${at + 1}`,
)

/** What is late and what is due until tonight, without a look at the rest. */
export async function countDue(
  db: Queryable,
  filter: DayFilter,
  now: Date,
  tonight: Date,
): Promise<Pick<Counts, 'overdue' | 'today'>> {
  return (await count(db, lateAndToday, filter, [now, tonight])) ?? { overdue: 0, today: 0 }
}

const pageOf = (which: string, order: string) =>
  `(select g.name, a.* from activity a where ${conditions} and ${which} order by ${order} limit $4)`
const pages = statement<PlacedActivity & { group: DayGroup }>(`
  with top as (
    select x.* from unnest($5::text[], $6::timestamptz[], $7::timestamptz[]) as g(name, begins, ends) cross join lateral (
      ${pageOf(
        `g.name <> 'none' and a.due_at > coalesce(g.begins, '-infinity') and a.due_at <= coalesce(g.ends, 'infinity')
         and ($8::timestamptz is null or (a.due_at, a.id) > ($8, $9::uuid))`,
        'a.due_at, a.id',
      )}
      union all
      ${pageOf(`g.name = 'none' and a.due_at is null and ($9::uuid is null or a.id > $9)`, 'a.id')}) x)
  select a.name as group, ${rowColumns}, a.due_at::text as at from top a ${rowJoins} order by a.due_at, a.id`)

/** A page of each of these groups in order, and one row more of each. */
export async function selectGroups(
  db: Queryable,
  filter: DayFilter,
  groups: readonly Bounds[],
  page: { limit: number; after?: readonly [at: string | null, id: string] | undefined },
): Promise<Map<DayGroup, PlacedActivity[]>> {
  const [at = null, id = null] = page.after ?? []
  const bounds = [groups.map(each => each.group), groups.map(each => each.from), groups.map(each => each.to)]
  const rows = await db.rows(pages, [...valuesOf(filter), page.limit + 1, ...bounds, at, id])
  return Map.groupBy(rows, row => row.group)
}

function valuesOf({ assigneeId, kind, q }: DayFilter): unknown[] {
  return [assigneeId, kind ?? null, q?.trim() ? q.trim().toLowerCase().replaceAll('ё', 'е') : null]
}

const planned = statement<PlacedActivity>(`
  with top as (
    select a.* from activity a where a.interest_id = $1 and a.closed_at is null order by a.due_at, a.id limit $2)
  select ${rowColumns}, a.due_at::text as at from top a ${rowJoins} order by a.due_at, a.id`)

/** What is planned for one Interest, by its time. */
export async function selectPlanned(db: Queryable, interestId: string, limit: number): Promise<PlacedActivity[]> {
  return db.rows(planned, [interestId, limit])
}

const ofAbsent = statement<PlacedActivity & { total: number }>(`
  with top as (
    select a.*, count(*) over ()::int as total from activity a
     where ${conditions} and (a.due_at <= $5::timestamptz or a.created_at >= $6::timestamptz)
     order by a.due_at, a.id limit $4)
  select ${rowColumns}, a.due_at::text as at, a.total from top a ${rowJoins} order by a.due_at, a.id`)

/** Of somebody who is absent: what is due until tonight, and what came meanwhile. */
export async function selectOfAbsent(
  db: Queryable,
  filter: DayFilter,
  { since, tonight }: { since: Date; tonight: Date },
  limit: number,
): Promise<{ count: number; rows: PlacedActivity[] }> {
  const rows = await db.rows(ofAbsent, [...valuesOf(filter), limit, tonight, since])
  return { count: rows[0]?.total ?? 0, rows: rows.map(({ total: _, ...row }) => row) }
}

const finishedOf = (whose: string) =>
  statement<PlacedActivity>(`
  with top as (
    select a.* from activity a
     where ${whose} and ${narrowed} and a.closed_at is not null
       and ($5::timestamptz is null or (a.closed_at, a.id) < ($5, $6::uuid))
     order by a.closed_at desc, a.id desc limit $4)
  select ${rowColumns}, a.closed_at::text as at from top a ${rowJoins} order by a.closed_at desc, a.id desc`)
const finished = finishedOf('a.assignee_id = $1')
const finishedOfInterest = finishedOf('a.interest_id = $1')

/** What was finished, last first: by somebody, or for one Interest. */
export async function selectFinished(
  db: Queryable,
  filter: DayFilter,
  page: {
    limit: number
    after?: readonly [at: string | null, id: string] | undefined
    interestId?: string | undefined
  },
): Promise<PlacedActivity[]> {
  const [at = null, id = null] = page.after ?? []
  const [assigneeId, ...narrowing] = valuesOf(filter)
  const whose = page.interestId ?? assigneeId
  const text = page.interestId === undefined ? finished : finishedOfInterest
  return db.rows(text, [whose, ...narrowing, page.limit + 1, at, id])
}
