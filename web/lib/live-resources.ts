import type { LiveEvent } from './live-stream.ts'

/** Which resources (first word of a query's key) show something of a record of this type. */
const shows: Record<string, string[]> = {
  interest: ['interests', 'interests-summary', 'board', 'reports', 'clients', 'prospects', 'search', 'trigger-runs'],
  activity: ['my-day', 'my-day-summary', 'activities', 'interests', 'board', 'trigger-runs'],
  member: ['interests', 'interests-summary', 'board', 'prospects', 'search'],
  column: ['board'],
  note: ['interests', 'clients', 'prospects'],
  client: ['merges', 'clients', 'contacts', 'interests', 'board', 'search', 'shared-identifiers', 'duplicates'],
  contractor: ['clients', 'contractors', 'search'],
  contact: ['merges', 'clients', 'contacts', 'interests', 'search', 'shared-identifiers', 'duplicates'],
  prospect: ['merges', 'prospects', 'interests', 'board', 'search', 'shared-identifiers', 'duplicates'],
  duplicate_rules: ['duplicate-rules', 'duplicates'],
  duplicate_search: ['duplicate-search', 'duplicates'],
  scenario: ['scenarios', 'interests', 'board', 'reports'],
  company: ['company', 'calendar'],
  calendar_year: ['calendar'],
  service_type: ['service-types', 'scenarios'],
  user: ['users', 'session', 'profiles'],
  department: ['departments', 'users'],
  profile: ['profiles', 'users', 'session'],
  api_key: ['api-keys'],
  grant: ['clients', 'contacts', 'prospects', 'interests', 'interests-summary', 'search'],
  access_request: ['access-requests', 'search', 'duplicates-check'],
  notice: ['notices', 'notices-summary'],
}

/** What changes all day long; the rest is read again often enough. */
export const busyResources = new Set(['interest', 'activity', 'client', 'notice'].flatMap(type => shows[type] ?? []))

/** The resources to read again, and the ids that these events were about. */
export function resourcesOf(events: readonly LiveEvent[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const { record } of events) {
    const plural = `${record.type.replaceAll('_', '-')}s`
    for (const resource of shows[record.type] ?? [plural]) {
      const ids = found.get(resource) ?? new Set()
      found.set(resource, ids.add(record.id))
    }
  }
  return found
}

const own: Record<string, string> = {
  interests: 'interest',
  activities: 'activity',
  clients: 'client',
  prospects: 'prospect',
  contacts: 'contact',
}

type Input = { params?: { id?: string }; query?: { ownerId?: string } }

/** A card of another record of the same kind is not read again: a busy department would keep every card loading. */
export function concerns(queryKey: readonly unknown[], events: readonly LiveEvent[]): boolean {
  const [resource, , input] = queryKey as [string, string, Input | undefined]
  const owner = input?.query?.ownerId
  if (owner !== undefined) return events.some(({ record }) => record.id === owner)
  const type = own[resource]
  const id = input?.params?.id
  if (type === undefined || id === undefined) return true
  // Of a step its Interest tells itself.
  return events.some(({ record }) => record.id === id || (record.type !== type && record.type !== 'activity'))
}
