import type { UnknownValue } from './contract.ts'

/** A value as far as it is known. */
export type Known = { value: unknown } | { unknown: UnknownValue }

interface Change {
  from?: unknown
  to?: unknown
}

/** One step of a record by keys of fields; null where a field was touched in a way that nobody wrote down. */
export interface Turn {
  version: number
  at: Date
  actorId: string | null
  fields: Readonly<Record<string, Change | null>>
}

/** A field that a record has once for each of several others has a key for each. */
export function keyOf(field: string, of: string | undefined): string {
  return of === undefined ? field : `${field}:${of}`
}

/** What a key stands for. */
export function splitKey(key: string): { field: string; of: string | undefined } {
  const [field = key, of] = key.split(':', 2)
  return { field, of }
}

/** So long may somebody take a change of one's own back: a day, and whatever was done before the end of the shift. */
export const UNDO_HOURS = 24

const reversible = new RegExp(
  [
    '^(client|contractor|contact|prospect)\\.(changed|archived|restored)$',
    '^prospect\\.(linked|unlinked)$',
    '^interest\\.(changed|moved|scenario_changed|client_linked|client_unlinked)$',
    '^activity\\.(planned|changed|done|cancelled|reopened)$',
  ].join('|'),
)

/** Is there a way back from a change of this kind? */
export function isReversible(kind: string): boolean {
  return reversible.test(kind)
}

/** May this person take the change back, as far as the change itself tells? */
export function isUndoable(
  event: { kind: string; at: Date; actorId: string | null },
  userId: string,
  now: Date,
): boolean {
  return event.actorId === userId && isReversible(event.kind) && !isTooLate(event.at, now)
}

/** Has the time to take a change back run out? */
export function isTooLate(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() > UNDO_HOURS * 3_600_000
}

const guarded: Readonly<Record<string, string>> = {
  phones: 'phone',
  phone: 'phone',
  emails: 'email',
  email: 'email',
  inn: 'requisites',
  kpp: 'requisites',
  ogrn: 'requisites',
  expectedRevenue: 'revenue',
}

/** Does the profile show this field only in part, or not at all? Then its history shows nothing of it. */
export function isHidden(field: string, levels: Readonly<Record<string, string>>): boolean {
  const level = levels[guarded[field] ?? '']
  return level === 'masked' || level === 'hidden'
}

/** Values were destroyed: the field kept its name alone. */
export function isBlanked(change: Change): boolean {
  return !('from' in change) && !('to' in change)
}

/**
 * Which version stood at a moment; 0 before the record was made, null where that is older than what is written down.
 * The versions are counted, not the times: a change that waited for another one is later though it began earlier.
 */
export function decideVersion(steps: readonly Turn[], at: Date, made: { at: Date }): number | null {
  const reached = steps.filter(step => step.at <= at).map(step => step.version)
  if (reached.length > 0) return Math.max(...reached)
  if (at < made.at) return 0
  const first = steps[0]
  return first === undefined ? null : first.version - 1
}

/**
 * Steps beside a version, such as a new place of work of a contact, do not raise it: those of the version that stood at
 * the moment and came later count as after it.
 */
export function orderBeside<T extends Turn>(steps: readonly T[], target: number, at: Date): T[] {
  return steps.map((step, nth) => {
    const isBeside = nth > 0 && steps[nth - 1]?.version === step.version
    return isBeside && step.version === target && step.at > at ? { ...step, version: target + 0.5 } : step
  })
}

/**
 * The fields as they were in a version, counted backwards from what they are now. Where a step between is not written
 * down, only what a step on the same side of the gap tells is known.
 * @param current values of the record now, by field
 * @param version that of the record now
 */
export function decidePast(
  current: Readonly<Record<string, unknown>>,
  version: number,
  steps: readonly Turn[],
  target: number,
): Record<string, Known> {
  const written = new Set(steps.map(step => step.version))
  /** Is every version after `from`, up to `to`, written down? */
  const isWhole = (from: number, to: number) => {
    for (let at = from + 1; at <= to; at++) if (!written.has(at)) return false
    return true
  }
  const past = Object.entries(current).map(([field, now]): [string, Known] => {
    const next = steps.find(step => step.version > target && field in step.fields)
    const change = next?.fields[field]
    if (next && change && isWhole(target, next.version - 1)) {
      return [field, isBlanked(change) ? { unknown: 'blanked' } : { value: change.from ?? null }]
    }
    if (!next && isWhole(target, version)) return [field, { value: now ?? null }]
    const last = steps.findLast(step => step.version <= target && field in step.fields)
    const set = last?.fields[field]
    if (last && set && 'to' in set && isWhole(last.version, target)) return [field, { value: set.to ?? null }]
    return [field, { unknown: 'before_history' }]
  })
  return Object.fromEntries(past)
}

/** Are these the same to whoever reads them? */
export function isSame(a: unknown, b: unknown): boolean {
  const isNothing = (value: unknown) =>
    value === null || value === undefined || (Array.isArray(value) && value.length === 0)
  return (isNothing(a) && isNothing(b)) || JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}
