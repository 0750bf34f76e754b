import type { Role } from '../contract.ts'
import type { Grounds, Kind, Level } from '../profiles/contract.ts'
import { RULES, type Seeing } from './contract.ts'

type Person = { id: string; name: string }
type Through = NonNullable<Seeing['through']>

/** One of the things by which a record may be seen; the room of the record names all of them. */
export type Ground = {
  reach: Kind
  /** The record through which it is seen, if it is not the record itself. */
  through?: Through | undefined
  /** Left out where the reader may not be told whose it is. */
  hidden?: boolean
} & (
  | { kind: 'reach' }
  | { kind: 'owner'; as: 'responsible' | 'assignee' | 'member'; userId: string | null }
  | { kind: 'author'; userId: string }
  | { kind: 'client'; clientId: string }
  | { kind: 'state'; stateId: string }
)

export interface GrantFacts {
  recordId: string
  principalId: string
  grantedAt: Date
  grantedBy: Person | null
  /** Opened for change, not only to look. */
  changes: boolean
  expiresAt: Date | null
}

/** What is the same for everybody who might see the record. */
export interface Facts {
  departments: ReadonlyMap<string, Person & { parentId: string | null }>
  /** The people by whom the record may be seen, with where they work. */
  owners: ReadonlyMap<string, Person & { departmentId: string | null }>
  grants: readonly GrantFacts[]
  queues: readonly { stateId: string; role: Role }[]
}

/** Somebody who works here, as the gate knows that person. */
export interface Candidate extends Person {
  role: Role
  departmentId: string | null
  grounds: Grounds
  widest: Level
}

/** What the gate reads about this person, as far as it bears on the record: the people and doors that are asked about. */
export function standingOf(person: Candidate, facts: Facts) {
  const { departmentId, widest } = person
  const above = departmentId === null ? [] : pathOf(departmentId, facts)
  const isBelow = (id: string | null) =>
    departmentId !== null && id !== null && pathOf(id, facts).includes(departmentId)
  const owners = [...facts.owners.values()]
  const doors = facts.grants.filter(
    ({ principalId }) =>
      principalId === person.id || above.includes(principalId) || (widest === 'below' && isBelow(principalId)),
  )
  const readsDepartment = widest === 'department' || widest === 'below'
  const mates = owners.filter(each => departmentId !== null && each.departmentId === departmentId)
  return {
    department: readsDepartment ? mates.map(each => each.id) : null,
    below: widest === 'below' ? owners.filter(each => isBelow(each.departmentId)).map(each => each.id) : null,
    doors: [...new Set(doors.map(each => each.principalId))],
    grants: [...new Set(doors.map(each => each.recordId))],
    changeable: [...new Set(doors.filter(each => each.changes).map(each => each.recordId))],
    // Only lists ask for it.
    joined: true,
    queues: facts.queues.filter(each => isOfRole(person.role, each.role)).map(each => each.stateId),
  }
}

const isOfRole = (role: Role, asked: Role) => asked === role || (asked === 'salesperson' && role === 'head')

/** A department and everything above it. */
function pathOf(id: string, { departments }: Facts): string[] {
  const path: string[] = []
  for (let at: string | null = id; at !== null && !path.includes(at); at = departments.get(at)?.parentId ?? null) {
    path.push(at)
  }
  return path
}

/** Every rule by which a person sees a record, the nearest first. */
export function reasonsOf(person: Candidate, grounds: readonly Ground[], facts: Facts): Seeing[] {
  const standing = standingOf(person, facts)
  const found = grounds.flatMap(ground => reasonsBy(ground, person, standing, facts))
  const once = new Map(found.map(each => [JSON.stringify(each), each]))
  return [...once.values()].sort((a, b) => RULES.indexOf(a.rule) - RULES.indexOf(b.rule))
}

function reasonsBy(ground: Ground, person: Candidate, standing: ReturnType<typeof standingOf>, facts: Facts): Seeing[] {
  const say = (rule: Seeing['rule'], more: Partial<Seeing> = {}): Seeing => ({
    ...nothing,
    through: ground.through ?? null,
    ...more,
    rule,
  })
  if (ground.kind === 'author') return ground.userId === person.id ? [say('author')] : []
  const level = person.grounds.see[ground.reach]
  if (level === 'none') return []
  switch (ground.kind) {
    case 'reach':
      return level === 'all' ? [say('everything', { through: null })] : []
    case 'state':
      return standing.queues.includes(ground.stateId) ? [say('queue')] : []
    case 'client':
      return facts.grants
        .filter(each => each.recordId === ground.clientId && standing.doors.includes(each.principalId))
        .map(({ principalId, grantedAt, grantedBy, changes, expiresAt }) =>
          say(principalId === person.id ? 'grant' : 'department_grant', {
            department: departmentOf(principalId, facts),
            grantedAt: grantedAt.toISOString(),
            grantedBy,
            changes,
            until: expiresAt?.toISOString() ?? null,
          }),
        )
    case 'owner': {
      const { as, userId } = ground
      if (userId === null) return person.grounds.unowned && level !== 'all' ? [say('unowned')] : []
      const owner = facts.owners.get(userId)
      const of = ground.hidden || !owner ? null : { id: owner.id, name: owner.name }
      if (userId === person.id) return [say(as, { as })]
      if (level === 'department' && standing.department?.includes(userId)) {
        return [say('colleague', { of, as, department: departmentOf(person.departmentId, facts) })]
      }
      if (level === 'below' && standing.below?.includes(userId)) {
        return [say('head', { of, as, department: departmentOf(person.departmentId, facts) })]
      }
      return []
    }
  }
}

const nothing: Omit<Seeing, 'rule'> = {
  of: null,
  as: null,
  department: null,
  through: null,
  grantedAt: null,
  grantedBy: null,
  changes: false,
  until: null,
}

/** Seen in the place of somebody who is away until then. */
export function substituteFor(absent: Person, until: string): Seeing {
  return {
    ...nothing,
    rule: 'substitute',
    of: { id: absent.id, name: absent.name },
    until: new Date(until).toISOString(),
  }
}

function departmentOf(id: string | null, { departments }: Facts): Person | null {
  const found = id === null ? undefined : departments.get(id)
  return found ? { id: found.id, name: found.name } : null
}
