import { NIL_ID } from '../../platform/pure/ids.ts'
import type { Actor, Kind, ReachParts } from '../../platform/scope.ts'
import type { Grounds, Level } from './profiles/contract.ts'
import { holds, narrower } from './rules.ts'

/** A person by whose right something is seen: the caller, or somebody whom the caller stands in for. */
export interface Standing {
  id: string
  /** People of the department; null where the profile does not ask for them. */
  department: readonly string[] | null
  /** The same with everybody below. */
  below: readonly string[] | null
}

/** Whose records a level brings, the nil id standing for records without a responsible; null means everything. */
export function decidePrincipals(person: Standing, level: Level, unowned: boolean): readonly string[] | null {
  if (level === 'all') return null
  if (level === 'none') return []
  const others = level === 'own' ? [] : ((level === 'below' ? person.below : person.department) ?? [])
  return [...new Set([person.id, ...(unowned ? [NIL_ID] : []), ...others])]
}

const KINDS: readonly Kind[] = ['clients', 'interests', 'activities']

/** What one person may read and change by the own profile. @param beside what is seen beside the records of people */
export function decideReach(
  person: Standing,
  { see, edit, unowned, editOpened }: Grounds,
  beside: {
    doors: readonly string[]
    grants: readonly string[]
    changeable: readonly string[]
    joined: boolean
    queues: readonly string[]
  },
): Record<Kind, ReachParts> {
  const parts = KINDS.map((kind): [Kind, ReachParts] => {
    const people = decidePrincipals(person, see[kind], unowned)
    // Nothing has a department as its responsible: among people it only opens what was opened to it.
    const principals = people && [...new Set([...people, ...beside.doors])]
    const changers = decidePrincipals(person, narrower(see[kind], edit[kind]), unowned)
    if (see[kind] === 'none') return [kind, { principals: [], changers: [] }]
    const { grants, changeable, doors, joined, queues } = beside
    const changedGrants = edit[kind] === 'none' ? [] : editOpened ? grants : changeable
    const changedQueues = edit[kind] === 'none' ? [] : queues
    const sights = { principals, owners: people, grants, doors, joined, queues }
    return [kind, { ...sights, changers, changedGrants, changedQueues }]
  })
  return Object.fromEntries(parts) as Record<Kind, ReachParts>
}

/** What a person may do with the account of a user. */
export function decideUserCan(actor: Actor, user: { deactivatedAt: Date | null }): Record<string, boolean> {
  const administers = holds(actor, 'users.administer')
  return {
    edit: administers,
    deactivate: administers && !user.deactivatedAt,
    reactivate: administers && user.deactivatedAt !== null,
    createSignInLink: administers && !user.deactivatedAt,
  }
}

export function decideDepartmentCan(actor: Actor, department: { archivedAt: Date | null }): Record<string, boolean> {
  const administers = holds(actor, 'users.administer')
  return {
    edit: administers,
    archive: administers && !department.archivedAt,
    restore: administers && department.archivedAt !== null,
  }
}
