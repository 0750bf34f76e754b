import type { Endpoint } from '../../../platform/contract.ts'
import type { ApiScope } from './contract.ts'

/** Resources (the first word of a path) of which reading is `read` and everything else the scope named here. */
const WRITTEN_BY: Record<string, ApiScope> = {
  interests: 'interests:write',
  drafts: 'interests:write',
  'hand-overs': 'interests:write',
  clients: 'clients:write',
  contractors: 'clients:write',
  contacts: 'clients:write',
  prospects: 'clients:write',
  'shared-identifiers': 'clients:write',
  'access-requests': 'clients:write',
  duplicates: 'clients:write',
  merges: 'clients:write',
  undo: 'interests:write',
  'merge-batches': 'clients:write',
  activities: 'activities:write',
  'work-hand-overs': 'activities:write',
  session: 'account',
  notices: 'account',
  'notices-summary': 'account',
  absences: 'account',
  'absences-people': 'account',
  users: 'administration',
  departments: 'administration',
  profiles: 'administration',
  company: 'administration',
  calendar: 'administration',
  settings: 'administration',
  scenarios: 'administration',
  'scenario-schema': 'administration',
  'trigger-runs': 'administration',
  'duplicate-rules': 'administration',
  'duplicate-search': 'administration',
  'service-types': 'administration',
  'loss-reasons': 'administration',
  channels: 'administration',
  sources: 'administration',
  projects: 'administration',
  'calendar-regions': 'administration',
  'interaction-kinds': 'administration',
}

/** Resources that belong to one scope whole, reading included. */
const WHOLLY: Record<string, ApiScope> = {
  imports: 'exchange',
  exports: 'exchange',
  sessions: 'account',
  'api-keys': 'account',
  'sign-in-rules': 'administration',
  'single-sign-on': 'administration',
  ldap: 'administration',
  audit: 'administration',
  demo: 'administration',
}

/** Resources that are only read. */
const ONLY_READ = new Set([
  'events',
  'interests-summary',
  'board',
  'my-day',
  'my-day-summary',
  'search',
  'refusals',
  'registration',
  'reports',
])

/** Operations that do not follow their resource. */
const APART: Record<string, ApiScope> = {
  // They are sent like a write and write nothing.
  'POST /api/v1/duplicates/check': 'read',
  'POST /api/v1/intake/parse': 'read',
  'PATCH /api/v1/settings/me': 'account',
  'POST /api/v1/audit/prints': 'read',
  'POST /api/v1/absences-preview': 'read',
  'GET /api/v1/session/second-factor': 'account',
  // Where and how others sign in is more than their names.
  'GET /api/v1/users/:id/sessions': 'administration',
  'GET /api/v1/users/:id/second-factor': 'administration',
}

/** To which scope an operation belongs; undefined where nobody has said so: then no limited key may do it. */
export function scopeOf({ method, path }: Pick<Endpoint, 'method' | 'path'>): ApiScope | undefined {
  const apart = APART[`${method} ${path}`]
  if (apart) return apart
  const resource = path.split('/')[3] ?? ''
  if (WHOLLY[resource]) return WHOLLY[resource]
  if (method !== 'GET') return WRITTEN_BY[resource]
  return WRITTEN_BY[resource] || ONLY_READ.has(resource) ? 'read' : undefined
}

/** Every word that the table holds, so that a test finds those that mean nothing any more. */
export function knownPlaces(): { resources: string[]; operations: string[] } {
  return {
    resources: [...Object.keys(WRITTEN_BY), ...Object.keys(WHOLLY), ...ONLY_READ],
    operations: Object.keys(APART),
  }
}

/** May a caller with these scopes do it? Null is a key without limits, or a person. */
export function isWithin(scopes: readonly ApiScope[] | null, scope: ApiScope | undefined): boolean {
  return scopes === null || (scope !== undefined && scopes.includes(scope))
}

const NOTICE_DAYS = 7

/** Keys that end before this are told to their owners. */
export function endOfNotice(now: Date): Date {
  return new Date(now.getTime() + NOTICE_DAYS * 24 * 3_600_000)
}
