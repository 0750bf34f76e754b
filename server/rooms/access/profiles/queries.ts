import { notFound, type ResultOf } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import { decidePrincipals } from '../policy.ts'
import { holds } from '../rules.ts'
import { type getProfile as getContract, type Grounds, RIGHTS, type Right } from './contract.ts'
import { groundsOf, tidyGrounds } from './rules.ts'
import { findProfileRow, listHolders, listProfileRows, type ProfileRow } from './storage.ts'

type Dates = 'createdAt' | 'updatedAt' | 'archivedAt'
export type Shown = Omit<ResultOf<typeof getContract>, Dates> & Pick<ProfileRow, Dates>

/** Everybody may read what the profiles let do: it answers why somebody sees something. */
export async function listProfiles(
  db: Queryable,
  caller: Caller,
  archivedToo = false,
): Promise<{ items: Shown[]; nextCursor: null }> {
  const rows = await listProfileRows(db, archivedToo)
  return { items: rows.map(row => profileOf(caller, row)), nextCursor: null }
}

/** @throws not_found */
export async function getProfile(db: Queryable, caller: Caller, id: string): Promise<Shown> {
  return profileOf(caller, (await findProfileRow(db, id)) ?? refuse(notFound))
}

function profileOf({ actor }: Caller, row: ProfileRow): Shown {
  const administers = holds(actor, 'users.administer')
  const isShipped = row.name === null
  return {
    ...row,
    grounds: groundsOf(row),
    untouched: row.grounds === null,
    can: {
      edit: administers && row.role !== 'administrator' && row.archivedAt === null,
      copy: administers,
      archive: administers && !isShipped && row.archivedAt === null,
      restore: administers && row.archivedAt !== null,
    },
  }
}

/** What a change would mean for one person: rights, and whose records are seen before and after. */
export interface Effect {
  user: { id: string; name: string }
  gains: Right[]
  loses: Right[]
  before: { clients: readonly string[] | null; interests: readonly string[] | null }
  after: { clients: readonly string[] | null; interests: readonly string[] | null }
}

/** So many people are told of one by one. */
const MOST_TOLD = 100

/** What other grounds of a profile would mean for each of its people, by name. @throws not_found */
export async function foreseeProfile(db: Queryable, id: string, wanted: Grounds | null): Promise<Effect[]> {
  const row = (await findProfileRow(db, id)) ?? refuse(notFound)
  const was = groundsOf(row)
  const will = groundsOf({ role: row.role, grounds: wanted && tidyGrounds(wanted) })
  const gains = RIGHTS.filter(right => will.rights.includes(right) && !was.rights.includes(right))
  const loses = RIGHTS.filter(right => was.rights.includes(right) && !will.rights.includes(right))
  const people = await listHolders(db, id, MOST_TOLD)
  return people.map(({ name, ...person }) => {
    const of = ({ see, unowned }: Grounds) => ({
      clients: decidePrincipals(person, see.clients, unowned),
      interests: decidePrincipals(person, see.interests, unowned),
    })
    return { user: { id: person.id, name }, gains, loses, before: of(was), after: of(will) }
  })
}
