import type { Role } from './contract.ts'

/** Every right of the product and the roles that hold it. Rights name what one may do at all; records carry `can`. */
const RIGHTS = {
  'users.administer': ['administrator'],
  'directories.administer': ['administrator'],
  'settings.administer': ['administrator'],
  'scenarios.administer': ['administrator', 'head'],
  'prospects.unlink': ['administrator'],
  'contractor.override': ['administrator', 'head'],
  'duplicates.administer': ['administrator'],
  'audit.read': ['administrator'],
  'sign_in.administer': ['administrator'],
  'clients.import': ['administrator', 'head'],
  'clients.export': ['administrator', 'head'],
} as const satisfies Record<string, readonly Role[]>

export type Right = keyof typeof RIGHTS

/** Does the role hold the right? */
export function holds(role: Role, right: Right): boolean {
  return (RIGHTS[right] as readonly Role[]).includes(role)
}

/** The same of a right that a contract names: one that is not declared here is held by nobody. */
export function holdsNamed(role: Role, right: string): boolean {
  return Object.hasOwn(RIGHTS, right) && holds(role, right as Right)
}

/** Every right by name, for the screens: held or not. */
export function rightsOf(role: Role): Record<string, boolean> {
  return Object.fromEntries(Object.keys(RIGHTS).map(right => [right, holdsNamed(role, right)]))
}
