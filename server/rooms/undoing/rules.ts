import { isBlanked, isReversible, isSame, isTooLate, keyOf } from '../clients/history/rules.ts'

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

export type Unfit = 'not_own' | 'too_late' | 'own_way' | 'no_way'
export type RecordKind = 'client' | 'contractor' | 'contact' | 'prospect' | 'interest' | 'activity'

/** The door by which a record goes back: its fields one by one, or what leads back from what was done to it. */
export type Back = 'fields' | 'way' | 'link' | 'plan'

/** What one act did to one record. */
export interface Deed {
  kind: RecordKind
  id: string
  version: number
  back: Back
  entryId: string
  fields: Map<string, { from: unknown; to: unknown; blanked: boolean }>
}

/** Legal entities first: the main one takes the numbers of its client along. Steps last: a state may demand them. */
const ORDER: readonly RecordKind[] = ['contractor', 'client', 'contact', 'prospect', 'interest', 'activity']

/** Is there a door by which a record of this kind goes back? */
export function isRecordKind(kind: string): kind is RecordKind {
  return (ORDER as readonly string[]).includes(kind)
}

/** What set an act off, and leaves its way back to the fields of its records. */
const PLAIN = new Set<string | undefined>([
  'restore',
  'undo',
  'trigger',
  'prospect.linked',
  'prospect.unlinked',
  undefined,
])

/** Merges, imports and work handed over are given back where they are listed, with a report of their own. */
const isOwnWay = ({ cause }: Written) => /hand-overs/.test(cause.verb) || !PLAIN.has(cause.through?.kind)

/**
 * Why this person may not take the act back at all; null: what it did decides.
 * @param isLast it is the last change of an Interest: whoever may work with that takes it back, whosever it was
 */
export function decideUnfit(
  entry: Written,
  together: readonly Written[],
  { userId, now, isLast }: { userId: string; now: Date; isLast: boolean },
): Unfit | null {
  if (!isLast && entry.actorId !== userId) return 'not_own'
  if (isOwnWay(entry)) return 'own_way'
  const own = together.filter(isOfRecord)
  if (own.length === 0 || own.some(each => !isReversible(each.kind) && !goesAlong(each, own))) return 'no_way'
  return !isLast && isTooLate(entry.at, now) ? 'too_late' : null
}

/** A client that was registered to be linked stays when the link goes. */
function goesAlong({ kind }: Written, own: readonly Written[]): boolean {
  return /^(client|contractor|contact)\.created$/.test(kind) && own.some(each => each.kind === 'prospect.linked')
}

/** Notes, co-executors and the like follow, and say nothing about the way back. */
export function isOfRecord({ kind, recordKind, version, changes, personal }: Written): boolean {
  if (!isRecordKind(recordKind) || version === null) return false
  return (changes !== null || personal !== null) && !/^\w+\.(identifier|duplicate)_/.test(kind)
}

/** What the act did to each record, in the order in which it is taken back. */
export function readDeeds(together: readonly Written[]): Deed[] {
  const own = together.filter(isOfRecord)
  const isLinked = own.some(each => backOf(each.kind) === 'link')
  const hasInterest = own.some(each => each.recordKind === 'interest')
  const deeds = new Map<string, Deed>()
  for (const event of own) {
    // The Interests follow their prospect, and what was registered for the link stays.
    if (isLinked && backOf(event.kind) !== 'link') continue
    // A prospect follows whoever looks after its Interests, there and back.
    if (!isLinked && event.recordKind === 'prospect' && hasInterest) continue
    deeds.set(event.recordId, withEvent(deeds.get(event.recordId), event))
  }
  const last = ({ back }: Deed) => (back === 'plan' ? 1 : 0)
  return [...deeds.values()].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || last(a) - last(b))
}

function backOf(kind: string): Back {
  if (/^interest\.(moved|scenario_changed)$/.test(kind)) return 'way'
  if (/^prospect\.(linked|unlinked)$/.test(kind)) return 'link'
  return kind === 'activity.planned' ? 'plan' : 'fields'
}

function withEvent(known: Deed | undefined, event: Written): Deed {
  const deed: Deed = known ?? {
    kind: event.recordKind as RecordKind,
    id: event.recordId,
    version: 0,
    back: 'fields',
    entryId: event.id,
    fields: new Map(),
  }
  const back = backOf(event.kind)
  if (back !== 'fields') Object.assign(deed, { back, entryId: event.id })
  if (back === 'plan') deed.fields.set('outcome', { from: null, to: null, blanked: false })
  deed.version = Math.max(deed.version, event.version ?? 0)
  for (const [field, change] of Object.entries({ ...event.changes, ...event.personal })) {
    const key = keyOf(field, change.of)
    const from = deed.fields.get(key)?.from ?? change.from ?? null
    deed.fields.set(key, { from, to: change.to ?? null, blanked: isBlanked(change) })
  }
  return deed
}

interface Later {
  fields: Readonly<Record<string, Change>>
}

/** The step that stands in the way of what goes back as the last change only: changed and changed back does not. */
export function decideInTheWay<S extends Later>(
  later: readonly S[],
  values: Readonly<Record<string, unknown>>,
): { step: S; key: string } | null {
  const before = new Map<string, unknown>()
  for (const { fields } of later)
    for (const [field, { from, of }] of Object.entries(fields)) {
      const key = keyOf(field, of)
      if (!before.has(key)) before.set(key, from ?? null)
    }
  const differs = [...before].filter(([key, from]) => key in values && !isSame(values[key], from)).map(([key]) => key)
  for (const step of later.toReversed()) {
    const key = Object.entries(step.fields)
      .map(([field, { of }]) => keyOf(field, of))
      .find(each => differs.includes(each))
    if (key !== undefined) return { step, key }
  }
  return null
}
