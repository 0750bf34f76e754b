import type { Caller } from '../scope.ts'
import { NIL_ID } from '../pure/ids.ts'
import { ownScope, type Scope } from '../scope.ts'
import type { NewEvent } from './record.ts'

/** Records of the work of people; of the rest nothing is done for somebody. */
const KINDS: ReadonlySet<string> = new Set([
  'client',
  'contractor',
  'contact',
  'prospect',
  'interest',
  'member',
  'activity',
])
/** Fields that say whose a record is. */
const HANDS = ['responsibleId', 'assigneeId'] as const

/**
 * For whom somebody did what these events tell: the absent person by whose right alone one of the records was within
 * reach before. Null where the own right was enough.
 */
export function behalfOf(caller: Caller, events: readonly NewEvent[]): string | null {
  const { behalf = [] } = caller
  if (behalf.length === 0) return null
  const own = ownScope(caller)
  for (const event of events) {
    if (!KINDS.has(event.record.kind) || event.owners === null) continue
    const owners = ownersBefore(event)
    if (owners.length === 0 || reaches(own, event, owners)) continue
    const absent = behalf.find(each => reaches(each.scope, event, owners))
    if (absent) return absent.id
  }
  return null
}

/** Whose it was before: whoever has just received it had no right by that. */
function ownersBefore({ owners, changes = {} }: NewEvent): string[] {
  const received = HANDS.flatMap(field => {
    const { from, to } = changes[field] ?? {}
    return from === undefined || from === to ? [] : [to ?? NIL_ID]
  })
  return (owners ?? []).filter(owner => !received.includes(owner))
}

/** A change of the record itself needs more than that it is seen. */
function reaches(scope: Scope, { record, version }: NewEvent, owners: readonly string[]): boolean {
  const reach = scope.of(record.kind)
  if (version !== undefined) {
    const client = record.kind === 'client' ? record.id : null
    return owners.some(owner => reach.changes(owner, client) || reach.changesState(owner))
  }
  const { principals, queues, grants } = reach
  return (
    principals === null ||
    owners.some(owner => principals.includes(owner) || queues.includes(owner)) ||
    grants.includes(record.id)
  )
}
