import { narrower, SHIPPED } from '../rules.ts'
import type { Role } from '../contract.ts'
import { FIELDS, type Field, type GivenProfile, type Grounds, KINDS, LEVELS, type Level, RIGHTS } from './contract.ts'

/** What is kept of what somebody set: nothing is changed further than it is seen, and full fields are left out. */
export function tidyGrounds({ see, edit, unowned, editOpened, rights, fields }: Grounds): Grounds {
  const narrowed = KINDS.map(kind => [kind, narrower(see[kind], edit[kind])] as const)
  const limited = (Object.keys(FIELDS) as Field[]).flatMap(field => {
    const level = fields[field]
    return level === undefined || level === 'edit' ? [] : [[field, level] as const]
  })
  return {
    see: { clients: see.clients, interests: see.interests, activities: see.activities },
    edit: Object.fromEntries(narrowed) as Grounds['edit'],
    unowned,
    editOpened,
    rights: RIGHTS.filter(right => rights.includes(right)),
    fields: Object.fromEntries(limited),
  }
}

/** The widest of its levels that asks for people, else the widest: the gate reads no more of them than that needs. */
export function widestOf({ see, edit }: Grounds): Level {
  const has = (level: Level) => KINDS.some(kind => see[kind] === level || narrower(see[kind], edit[kind]) === level)
  return (['below', 'department'] as const).find(has) ?? LEVELS.findLast(has) ?? 'none'
}

/** The role of a copy: an administrator who may not everything is none, and would lock the last one in. */
export function roleOfCopy(role: Role): Role {
  return role === 'administrator' ? 'head' : role
}

/** What a profile lets do: what was set, or what ships. */
export function groundsOf({ role, grounds }: { role: Role; grounds: Grounds | null }): Grounds {
  return grounds ?? SHIPPED[role]
}

/** Do both mean the same profile? The role alone does not tell: copies have the role of what they were made from. */
export function isSameProfile(one: GivenProfile, other: GivenProfile): boolean {
  return one.role === other.role && one.profileId === other.profileId
}
