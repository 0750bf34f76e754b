import type { Grounds, Kind, Level, Right } from './profiles/contract.ts'
import { LEVELS, RIGHTS } from './profiles/contract.ts'
import type { Role } from './contract.ts'

interface Holder {
  rights: ReadonlySet<string>
}

const same = (level: Level): Record<Kind, Level> => ({ clients: level, interests: level, activities: level })

/** What ships, before anybody changes it. */
export const SHIPPED: Record<Role, Grounds> = {
  administrator: {
    see: same('all'),
    edit: same('all'),
    unowned: true,
    editOpened: true,
    rights: [...RIGHTS],
    fields: {},
  },
  head: {
    see: same('below'),
    edit: same('below'),
    unowned: true,
    editOpened: false,
    rights: [
      'clients.create',
      'clients.archive',
      'clients.merge',
      'clients.grant',
      'clients.import',
      'clients.export',
      'interests.create',
      'activities.create',
      'contractor.override',
      'losses.confirm',
      'work.hand_over',
      'history.restore',
      'scenarios.administer',
    ],
    fields: {},
  },
  salesperson: {
    see: same('own'),
    edit: same('own'),
    unowned: true,
    editOpened: false,
    rights: [
      'clients.create',
      'clients.archive',
      'clients.merge',
      'clients.grant',
      'interests.create',
      'activities.create',
    ],
    fields: {},
  },
  // Works with the base as a whole, not with the sales.
  marketer: {
    see: { clients: 'all', interests: 'all', activities: 'own' },
    edit: { clients: 'own', interests: 'own', activities: 'own' },
    unowned: true,
    editOpened: false,
    rights: ['clients.create', 'clients.import', 'clients.export', 'interests.create', 'activities.create'],
    fields: {},
  },
  observer: {
    see: same('below'),
    edit: same('none'),
    unowned: true,
    editOpened: false,
    rights: [],
    fields: { phone: 'masked', email: 'masked' },
  },
}

/** Does the profile of this person hold the right? */
export function holds({ rights }: Holder, right: Right): boolean {
  return rights.has(right)
}

/** The same of a right that a contract names: one that is not declared here is held by nobody. */
export function holdsNamed({ rights }: Holder, right: string): boolean {
  return (RIGHTS as readonly string[]).includes(right) && rights.has(right)
}

/** Every right by name, for the screens: held or not. */
export function rightsOf(actor: Holder): Record<string, boolean> {
  return Object.fromEntries(RIGHTS.map(right => [right, actor.rights.has(right)]))
}

/** The narrower of two levels. */
export function narrower(a: Level, b: Level): Level {
  return LEVELS.indexOf(a) < LEVELS.indexOf(b) ? a : b
}
