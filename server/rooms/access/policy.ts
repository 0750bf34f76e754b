import { NIL_ID } from '../../platform/pure/ids.ts'
import type { Role } from '../../platform/scope.ts'
import { holds } from './rules.ts'

/**
 * Users whose records a person sees, the nil id standing for records without a responsible; null means everything.
 * @param members people of the person's department and of all below it
 */
export function decidePrincipals(
  person: { id: string; role: Role },
  members: readonly string[] | null,
): readonly string[] | null {
  if (person.role === 'administrator') return null
  const others = person.role === 'head' ? (members ?? []) : []
  return [...new Set([person.id, NIL_ID, ...others])]
}

/** What a person may do with the account of a user. */
export function decideUserCan(role: Role, user: { deactivatedAt: Date | null }): Record<string, boolean> {
  const administers = holds(role, 'users.administer')
  return {
    edit: administers,
    deactivate: administers && !user.deactivatedAt,
    reactivate: administers && user.deactivatedAt !== null,
    createSignInLink: administers && !user.deactivatedAt,
  }
}

export function decideDepartmentCan(role: Role, department: { archivedAt: Date | null }): Record<string, boolean> {
  const administers = holds(role, 'users.administer')
  return {
    edit: administers,
    archive: administers && !department.archivedAt,
    restore: administers && department.archivedAt !== null,
  }
}
