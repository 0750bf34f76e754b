import { isBlanked, isReversible, isTooLate, keyOf } from '../../../clients/history/rules.ts'

interface Change {
  from?: unknown
  to?: unknown
  of?: string
}

/** One of the events that one act wrote. */
export interface Written {
  id: string
  kind: string
  recordKind: string
  recordId: string
  version: number | null
  at: Date
  actorId: string | null
  cause: { verb: string; through?: { kind: string; id: string } }
  changes: Record<string, Change> | null
  personal: Record<string, Change> | null
}

export type Unfit = 'not_own' | 'too_late' | 'no_way'
export type RecordKind = 'client' | 'contractor' | 'contact' | 'prospect' | 'interest'

/** What one act did to one record. */
export interface Deed {
  kind: RecordKind
  id: string
  version: number
  /** `fields` go back one by one; `way` back through the door of the last change of an Interest. */
  door: 'fields' | 'way'
  entryId: string
  fields: Map<string, { from: unknown; to: unknown; blanked: boolean }>
}

/** Legal entities first: the main one takes the numbers of its client along. */
const ORDER: readonly RecordKind[] = ['contractor', 'client', 'contact', 'prospect', 'interest']

/** What went on by its own door goes back by its own door. */
const isOwnWay = ({ cause }: Written) =>
  /hand-overs/.test(cause.verb) || !['restore', 'undo', 'bulk', undefined].includes(cause.through?.kind)

/** Why this person may not take the act back at all; null: what it did decides. */
export function decideUnfit(entry: Written, together: readonly Written[], userId: string, now: Date): Unfit | null {
  if (entry.actorId !== userId) return 'not_own'
  const own = together.filter(each => isOfRecord(each))
  if (isOwnWay(entry) || own.length === 0 || own.some(each => !isReversible(each.kind))) return 'no_way'
  return isTooLate(entry.at, now) ? 'too_late' : null
}

/** Notes, steps, co-executors and the like follow, and say nothing about the way back. */
function isOfRecord({ kind, recordKind, version, changes, personal }: Written): boolean {
  if (!(ORDER as readonly string[]).includes(recordKind) || version === null) return false
  return (changes !== null || personal !== null) && !/^\w+\.(identifier|duplicate)_/.test(kind)
}

/** What the act did to each record, in the order in which it is taken back. */
export function readDeeds(together: readonly Written[]): Deed[] {
  const deeds = new Map<string, Deed>()
  const hasInterest = together.some(each => each.recordKind === 'interest' && isOfRecord(each))
  for (const event of together.filter(isOfRecord)) {
    // A prospect follows whoever looks after its Interests, there and back.
    if (event.recordKind === 'prospect' && hasInterest) continue
    const known = deeds.get(event.recordId)
    const deed: Deed = known ?? {
      kind: event.recordKind as RecordKind,
      id: event.recordId,
      version: event.version ?? 0,
      door: 'fields',
      entryId: event.id,
      fields: new Map(),
    }
    if (/\.(moved|scenario_changed)$/.test(event.kind)) Object.assign(deed, { door: 'way', entryId: event.id })
    deed.version = Math.max(deed.version, event.version ?? 0)
    for (const [field, change] of Object.entries({ ...event.changes, ...event.personal })) {
      const key = keyOf(field, change.of)
      const from = deed.fields.get(key)?.from ?? change.from ?? null
      deed.fields.set(key, { from, to: change.to ?? null, blanked: isBlanked(change) })
    }
    deeds.set(event.recordId, deed)
  }
  return [...deeds.values()].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
}
