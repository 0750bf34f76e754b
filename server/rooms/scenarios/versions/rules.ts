import type { ChecklistItem, ScenarioState } from '../contract.ts'
import type { SettingChange } from './contract.ts'

interface Settings {
  states: readonly ScenarioState[]
  checklist: readonly ChecklistItem[]
}

/** What somebody has to know to see how the later settings differ: states in board order, then the checklist. */
export function compareSettings(before: Settings, after: Settings): SettingChange[] {
  return [
    ...compare('state', before.states, after.states, state => state.name, ['id', 'order']),
    ...compare('item', before.checklist, after.checklist, item => item.text, ['id']),
  ]
}

function compare<T extends { id: string }>(
  of: SettingChange['of'],
  before: readonly T[],
  after: readonly T[],
  nameOf: (one: T) => string,
  unshown: readonly string[],
): SettingChange[] {
  const known = new Map(before.map(each => [each.id, each]))
  const kept = new Set(after.map(each => each.id))
  const moved = movedAmong(
    before.filter(each => kept.has(each.id)).map(each => each.id),
    after.filter(each => known.has(each.id)).map(each => each.id),
  )
  const whole = (one: T, what: SettingChange['what']): SettingChange => ({
    of,
    id: one.id,
    name: nameOf(one),
    what,
    field: null,
    from: null,
    to: null,
  })
  return [
    ...before.filter(each => !kept.has(each.id)).map(each => whole(each, 'removed')),
    ...after.flatMap(each => {
      const earlier = known.get(each.id)
      if (!earlier) return [whole(each, 'added')]
      const fields = (Object.keys(each) as (keyof T & string)[]).filter(
        field => !unshown.includes(field) && JSON.stringify(earlier[field]) !== JSON.stringify(each[field]),
      )
      return [
        ...(moved.has(each.id) ? [whole(each, 'moved')] : []),
        ...fields.map(field => ({
          ...whole(each, 'changed'),
          field,
          from: earlier[field] as unknown,
          to: each[field] as unknown,
        })),
      ]
    }),
  ]
}

/** The fewest that must have been moved: those outside of the longest order that both have in common. */
function movedAmong(before: readonly string[], after: readonly string[]): Set<string> {
  const placeOf = new Map(before.map((id, at) => [id, at]))
  const chains: string[][] = []
  for (const id of after) {
    const place = placeOf.get(id) ?? 0
    const best = chains
      .filter(chain => (placeOf.get(chain.at(-1) ?? '') ?? 0) < place)
      .reduce<string[]>((longest, chain) => (chain.length > longest.length ? chain : longest), [])
    chains.push([...best, id])
  }
  const longest = chains.reduce<string[]>((best, chain) => (chain.length > best.length ? chain : best), [])
  return new Set(after.filter(id => !longest.includes(id)))
}
