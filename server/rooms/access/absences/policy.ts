import type { Actor, Caller, Kind, ReachParts, Scope } from '../../../platform/scope.ts'
import { holds } from '../rules.ts'

/** What an absence hands over to one of those who stand in. */
export interface HandedOver {
  /** The absent person. */
  userId: string
  /** Kinds of record that this person takes over. */
  kinds: readonly Kind[]
  rights: boolean
  work: boolean
}

const NOTHING: ReachParts = { principals: [], changers: [] }

/**
 * What of the reach of an absent person goes to somebody who stands in: of the kinds taken over, all of it where rights
 * are handed over, and where only the work is, the tasks of that person. Never a right of the profile, nor a field.
 */
export function decideHandedOver(
  reach: Record<Kind, ReachParts>,
  { userId, kinds, rights, work }: HandedOver,
): Record<Kind, ReachParts> {
  const of = (kind: Kind): ReachParts => {
    if (!kinds.includes(kind)) return NOTHING
    if (rights) return reach[kind]
    return work && kind === 'activities' ? { principals: [userId], changers: [userId] } : NOTHING
  }
  return { clients: of('clients'), interests: of('interests'), activities: of('activities') }
}

/** Everything that is seen or changed by one of them. */
export function uniteReach(a: Record<Kind, ReachParts>, b: Record<Kind, ReachParts>): Record<Kind, ReachParts> {
  return {
    clients: unite(a.clients, b.clients),
    interests: unite(a.interests, b.interests),
    activities: unite(a.activities, b.activities),
  }
}

function unite(a: ReachParts, b: ReachParts): ReachParts {
  return {
    principals: both(a.principals, b.principals),
    owners: both(ownersOf(a), ownersOf(b)),
    changers: both(changersOf(a), changersOf(b)),
    grants: both(a.grants ?? [], b.grants ?? []) ?? [],
    doors: both(a.doors ?? [], b.doors ?? []) ?? [],
    changedGrants: both(a.changedGrants ?? [], b.changedGrants ?? []) ?? [],
    joined: a.joined === true || b.joined === true,
    queues: both(a.queues ?? [], b.queues ?? []) ?? [],
    changedQueues: both(a.changedQueues ?? [], b.changedQueues ?? []) ?? [],
  }
}

function ownersOf({ principals, owners = principals }: ReachParts): readonly string[] | null {
  return owners
}

function changersOf({ principals, changers = principals }: ReachParts): readonly string[] | null {
  return changers
}

/** Null is everything. */
function both(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  return a === null || b === null ? null : [...new Set([...a, ...b])]
}

/** What is seen and changed by the own profile, whoever is absent. */
function ownOf({ own, scope }: Caller): Scope {
  return own ?? scope
}

/**
 * Whose absence may somebody enter and change? The own one; that of the people whom one leads; of everybody but the
 * administrators with the right; of everybody as an administrator. Whoever stands in leads nobody by that.
 */
export function mayEnterFor(caller: Caller, person: { id: string; role: string }): boolean {
  const { actor } = caller
  if (person.id === actor.userId || isAdministrator(actor)) return true
  if (person.role === 'administrator') return false
  return holds(actor, 'absences.others') || (actor.role === 'head' && ownOf(caller).activities.changes(person.id))
}

function isAdministrator(actor: Actor): boolean {
  return actor.role === 'administrator' && holds(actor, 'users.administer')
}

/**
 * May the caller name the own person to stand in with the rights of somebody else? Only where nothing is gained by that:
 * else an absence would be a way to see what nobody has opened.
 */
export function mayStandIn(caller: Caller, absentId: string, absent: Record<Kind, ReachParts>): boolean {
  const { actor } = caller
  if (absentId === actor.userId || isAdministrator(actor)) return true
  const own = ownOf(caller)
  return (['clients', 'interests', 'activities'] as const).every(kind => {
    const { principals, grants = [], changedGrants = [] } = absent[kind]
    const changers = changersOf(absent[kind])
    const sees = principals === null ? own[kind].isAll : principals.every(each => own[kind].covers(each))
    const changes = changers === null ? own[kind].changesAll : changers.every(each => own[kind].changes(each))
    const isOpened = own[kind].isAll || grants.every(each => own[kind].grants.includes(each))
    return sees && changes && isOpened && changedGrants.every(each => own[kind].changesOpened(each))
  })
}

/** What the caller may do with an absence as it stands. */
export function decideAbsenceCan(mayEnter: boolean, status: string): Record<string, boolean> {
  const isOpen = mayEnter && (status === 'planned' || status === 'lasts')
  return { edit: isOpen, cancel: isOpen }
}
