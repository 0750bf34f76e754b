import { keep } from '../moves/rules.ts'
import { decideRestored, type FieldChanges, type Kept, type MergedField, same } from '../rules.ts'

/** What the winner looks like once the merge is undone, and which fields stay as people have made them since. */
export function decideFieldsBack(
  fields: readonly MergedField[],
  now: object,
  record: Kept['record'],
  since: FieldChanges,
): {
  fields: { field: string; after: unknown }[]
  kept: Kept[]
  changes: Record<string, { from: unknown; to: unknown }>
} {
  const kept: Kept[] = []
  const changes: Record<string, { from: unknown; to: unknown }> = {}
  const back = fields.map(merged => {
    const { field, before, after } = merged
    const current = (now as Record<string, unknown>)[field] ?? null
    const restored = decideRestored(merged, current, since.get(field))
    if (restored.kept) kept.push(keep('edited', record, { field, before, merged: after, now: current }))
    if (!same(current, restored.value)) changes[field] = { from: current, to: restored.value }
    return { field, after: restored.value }
  })
  return { fields: back, kept, changes }
}
