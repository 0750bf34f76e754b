import type { Queryable } from '../../../platform/db/database.ts'
import { listPresent } from '../absences/queries.ts'
import type { Kind, Right } from '../profiles/contract.ts'
import { findActiveUser, selectDeciders } from './storage.ts'

export { findActiveUser } from './storage.ts'

/** Whoever has this role and may sign in; so many at most. */
export { selectRole as listRole } from './storage.ts'
/** These people by name, in the order asked. */
export { selectNames as listNames } from './storage.ts'
/** Which of these ids are departments, and what they are called. */
export { selectDepartmentNames as listDepartmentNames } from './storage.ts'

/**
 * The heads nearest above somebody who are there, or those who stand in for them, else the administrators; never the
 * person itself. Where everybody is away the nearest are asked all the same.
 * @param right what one must hold to be asked in the place of somebody
 */
export async function listHeads(
  db: Queryable,
  userId: string | null,
  { now, right }: { now: Date; right?: Right },
): Promise<string[]> {
  const places = await selectDeciders(db, userId)
  for (const heads of places) {
    const present = await listPresent(db, heads, { now, kind: 'interests', ...(right ? { right } : {}) })
    const others = present.filter(each => each !== userId)
    if (others.length > 0) return others
  }
  return places[0] ?? []
}

/**
 * Who is asked about a record of a kind: its responsible, or whoever stands in; where there is none, the account is closed, or
 * nobody is there, the heads nearest above, else the administrators.
 */
export async function listDeciders(
  db: Queryable,
  responsibleId: string | null,
  now: Date,
  kind: Kind = 'clients',
): Promise<string[]> {
  const responsible = await findActiveUser(db, responsibleId)
  const present = responsible ? await listPresent(db, [responsible.id], { now, kind }) : []
  return present.length > 0 ? present : listHeads(db, responsibleId, { now })
}
