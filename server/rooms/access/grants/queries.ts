import type { Queryable } from '../../../platform/db/database.ts'
import { findActiveUser, selectDeciders } from './storage.ts'

/** The heads nearest above somebody, else the administrators; never the person itself. */
export { selectDeciders as listHeads } from './storage.ts'
/** Whoever has this role and may sign in; so many at most. */
export { selectRole as listRole } from './storage.ts'
/** These people by name, in the order asked. */
export { selectNames as listNames } from './storage.ts'
/** Which of these ids are departments, and what they are called. */
export { selectDepartmentNames as listDepartmentNames } from './storage.ts'

/**
 * Who is asked about a record: its responsible; where there is none, or the account is closed, the heads nearest above,
 * else the administrators.
 */
export async function listDeciders(db: Queryable, responsibleId: string | null): Promise<string[]> {
  const responsible = await findActiveUser(db, responsibleId)
  return responsible ? [responsible.id] : selectDeciders(db, responsibleId)
}
