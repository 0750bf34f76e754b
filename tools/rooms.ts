/**
 * The rooms of the server and of the web, what each may import, and the closed list of names.
 * The text behind the table is ARCHITECTURE.md; both checkers read it from here only.
 */

/** Each room and the rooms it adds to what its own imports may already import. Order is top to bottom. */
const adds = {
  access: [],
  notices: ['access'],
  fields: ['access', 'notices'],
  company: ['access'],
  clients: ['fields', 'company'],
  scenarios: ['fields', 'company'],
  interests: ['clients', 'scenarios'],
  activities: ['interests'],
  undoing: ['activities'],
  registration: ['activities'],
  documents: ['registration'],
  channels: ['documents'],
  automation: ['channels'],
  exchange: ['automation'],
  analytics: ['exchange', 'undoing'],
} as const satisfies Record<string, readonly string[]>

export type Room = keyof typeof adds

export const rooms = Object.keys(adds) as Room[]

export function isRoom(name: string): name is Room {
  return Object.hasOwn(adds, name)
}

/** Every room that `room` may name, itself excluded. */
export function roomsAbove(room: Room): Set<Room> {
  const above = new Set<Room>()
  const visit = (name: Room) => {
    for (const next of adds[name] as readonly Room[]) {
      if (above.has(next)) continue
      above.add(next)
      visit(next)
    }
  }
  visit(room)
  return above
}

/** The only file names inside a room and inside its sub-concern folders (beside `*.test.ts` and `*.fake.ts`). */
export const vocabulary = [
  'contract',
  'tables',
  'rules',
  'policy',
  'storage',
  'queries',
  'actions',
  'events',
  'jobs',
  'http',
  'service',
  'builders',
] as const

/** What one room may import from another; `tables` is allowed as a type, `builders` from tests. */
export const open = ['contract', 'rules', 'actions', 'queries', 'events'] as const

/** Files that a tool writes: they have no limit of size. */
export const generated = ['server/platform/schema.ts', 'web/app/route-tree.ts']

export const limits = { lines: 400, testLines: 600 }

/** Words that say nothing about what a file holds: refused as a part of any name. */
export const emptyWords = ['util', 'utils', 'helper', 'helpers', 'common', 'shared', 'manager', 'managers', 'impl']

/** Refused only as the whole name: inside a longer name they may say something. */
export const emptyNames = ['index', 'base', 'data', 'info', 'process', 'handle', 'handler', 'misc', 'lib', 'types']

/** Names that the whole program may import from only a few places. */
export type Gated = { from: string; names: string[]; allowed: RegExp[]; why: string }

export const gated: Gated[] = [
  {
    from: 'server/platform/scope.ts',
    names: ['makeScope'],
    allowed: [/^server\/rooms\/access\//, /^server\/app\/testing/, /^bench\//, /\.test\.ts$/],
    why: 'a scope is made by the session gate and the key gate of access only',
  },
]

export type Exception = { rule: string; path: string; why: string }

/** Known breaches, each with its cause. The list may only shrink: `exceptionLimit` goes down with it. */
export const exceptions: Exception[] = []

export const exceptionLimit = 0
