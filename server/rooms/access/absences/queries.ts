import { notFound, type QueryOf } from '../../../platform/contract.ts'
import { type Queryable, statement } from '../../../platform/db/database.ts'
import { decodeCursor, page } from '../../../platform/http/cursor.ts'
import { refuse } from '../../../platform/problems.ts'
import { addDays } from '../../../platform/pure/working-time.ts'
import { startOfDay } from '../../../platform/pure/zones.ts'
import type { Caller, Kind, Role } from '../../../platform/scope.ts'
import type { Right } from '../profiles/contract.ts'
import { SHIPPED } from '../rules.ts'
import { DEFAULT_TIME_ZONE } from '../sessions/rules.ts'
import type { listAbsences as listContract } from './contract.ts'
import { decideAbsenceCan, mayEnterFor } from './policy.ts'
import { type Span, spanOf, statusOf, typedAfter, UNTYPED, warningsOf } from './rules.ts'
import { findAbsence, findCompanyZone, listAway, listOwed, listWorking, selectAbsences } from './storage.ts'
import type { AbsenceRow, Named } from './tables.ts'

export type ShownAbsence = ReturnType<typeof presentAbsence>

/** In the form of the API: that somebody is away everybody knows; why, in words, only those whom it concerns. */
export function presentAbsence(caller: Caller, now: Date, row: AbsenceRow) {
  const { userRole, begunAt: _, endedAt: __, ...absence } = row
  const mayEnter = mayEnterFor(caller, { id: row.user.id, role: userRole })
  const { userId } = caller.actor
  const concerns = mayEnter || row.author?.id === userId || row.substitutes.some(each => each.user.id === userId)
  const status = statusOf(row, row.cancelledAt, now)
  return {
    ...absence,
    status,
    comment: concerns ? row.comment : null,
    can: decideAbsenceCan(mayEnter, status),
  }
}

const LIST = 'absences'

/** Absences, those that end first first; everybody may read them. */
export async function listAbsences(
  db: Queryable,
  caller: Caller,
  now: Date,
  { limit, cursor, from, to, userId, departmentId, past = false }: QueryOf<typeof listContract>,
) {
  const zone = await companyZone(db)
  const filter = {
    now,
    past: past || from !== undefined,
    from: from === undefined ? null : startOfDay(from, zone),
    to: to === undefined ? null : startOfDay(addDays(to, 1), zone),
    userId: userId ?? null,
    departmentIds: departmentId === undefined ? null : [departmentId],
  }
  const after = cursor === undefined ? null : decodeCursor(LIST, cursor, 2).map(String)
  const rows = await selectAbsences(db, filter, { limit, after })
  const { items, nextCursor } = page(LIST, rows, limit, row => [row.place, row.id])
  return { items: items.map(({ place: _, ...row }) => presentAbsence(caller, now, row)), nextCursor }
}

/** @throws not_found */
export async function getAbsence(db: Queryable, caller: Caller, now: Date, id: string): Promise<ShownAbsence> {
  return presentAbsence(caller, now, (await findAbsence(db, id)) ?? refuse(notFound))
}

/** Whose absences the caller may enter. */
export async function listAbsentable(db: Queryable, caller: Caller): Promise<{ items: Named[]; nextCursor: null }> {
  const people = await listWorking(db, null)
  return {
    items: people.filter(each => mayEnterFor(caller, each)).map(({ id, name }) => ({ id, name })),
    nextCursor: null,
  }
}

/** What is to be told of an absence before and after it is entered. */
export async function listWarnings(
  db: Queryable,
  absence: { id: string; userId: string; substituteIds: readonly string[] } & Span,
) {
  const { id, userId, substituteIds } = absence
  const [away, owed] = [await listAway(db, substituteIds, id, absence), await listOwed(db, userId, id, absence)]
  return warningsOf(userId, away, owed)
}

/** Where the days of an absence begin and end. */
export async function companyZone(db: Queryable): Promise<string> {
  return (await findCompanyZone(db)) ?? DEFAULT_TIME_ZONE
}

// ---- who is there ----

const readPresent = statement<{ id: string; presentId: string | null; role: Role | null; rights: string[] | null }>(`
  select x.id, v.id as "presentId", u.role,
         case when p.grounds is not null then array(select jsonb_array_elements_text(p.grounds->'rights')) end as rights
    from unnest($1::uuid[]) with ordinality as x(id, n)
    cross join lateral (select present_user(x.id, $2, $3) as id) v
    left join app_user u on u.id = v.id
    left join profile p on p.id = u.profile_id or u.profile_id is null and p.name is null and p.role = u.role
   order by x.n`)

/**
 * Who does the work of these people at this moment: themselves, those who stand in for them, and nobody for whoever is
 * away without somebody. In the order asked, each once.
 * @param right what one must hold to be put in the place of somebody, where the work asks for it
 */
export async function listPresent(
  db: Queryable,
  ids: readonly string[],
  { now, kind, right }: { now: Date; kind: Kind; right?: Right },
): Promise<string[]> {
  const rows = ids.length === 0 ? [] : await db.rows(readPresent, [ids, now, kind])
  const present = rows.flatMap(({ id, presentId, role, rights }) => {
    if (presentId === null || role === null) return []
    if (presentId === id || right === undefined) return [presentId]
    return (rights ?? SHIPPED[role].rights).includes(right) ? [presentId] : []
  })
  return [...new Set(present)]
}

/** The moments of an absence that is not entered yet, where the caller may enter it; null: not typed to the end. */
export async function decidePeriod(
  db: Queryable,
  caller: Caller,
  { userId, ...typed }: { userId: string } & Parameters<typeof typedAfter>[1],
): Promise<Span | null | 'unknown' | 'forbidden'> {
  const [person] = await listWorking(db, [userId])
  if (!person) return 'unknown'
  if (!mayEnterFor(caller, person)) return 'forbidden'
  const span = spanOf(typedAfter(UNTYPED, typed), await companyZone(db))
  return span && span.endsAt > span.startsAt ? span : null
}
