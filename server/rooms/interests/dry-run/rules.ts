import type { Texts } from '../../../platform/contract.ts'
import type { ChecklistItem, Ticks } from '../../scenarios/contract.ts'
import {
  decideFields,
  decidePlan,
  decideWay,
  type EntryFacts,
  type Obstacle,
  openItems,
  type State,
} from '../../scenarios/guards/rules.ts'
import { countsCloseDate } from '../../scenarios/rules.ts'

interface Settings {
  states: readonly (State & { expectedDays: number | null })[]
  checklist: readonly ChecklistItem[]
  pausedTriggers: readonly string[]
}

/** Interests of one state that hold the same. */
interface Group {
  stateId: string
  facts: EntryFacts
  isManual: boolean
  ticks: Ticks[string]
  interests: number
}

/** What one rule would do to unfinished Interests that it does not do today. */
export interface Effect<G> {
  stateId: string
  field: Obstacle['field']
  rule: Obstacle['rule']
  message: Texts
  blocked: number
  standing: number
  /** Whom. */
  groups: G[]
}

/**
 * Of each rule of the new settings whom it would stop that nothing stops today: on the way into a later state, or
 * in the state where it stands. Going back and losing are no progress, and not looked at. The rules are asked as a
 * salesperson meets them.
 */
export function foresee<G extends Group>(now: Settings, then: Settings, groups: readonly G[]): Effect<G>[] {
  const effects = new Map<string, Effect<G>>()
  const note = (state: State, { field, rule, message }: Obstacle, group: G, as: 'blocked' | 'standing') => {
    // What is said of the state that is left holds for that state alone.
    const left = LEAVING.has(rule) ? group.stateId : ''
    const key = `${state.id} ${field} ${rule} ${left}`
    const known = effects.get(key) ?? { stateId: state.id, field, rule, message, blocked: 0, standing: 0, groups: [] }
    known[as] += group.interests
    known.groups.push(group)
    effects.set(key, known)
  }
  for (const state of then.states) {
    const before = now.states.find(each => each.id === state.id)
    for (const group of groups) {
      if (group.stateId === state.id) {
        const lacked = before ? lackingIn(group.facts, before) : []
        for (const each of news(lacked, lackingIn(group.facts, state))) note(state, each, group, 'standing')
      } else if (isAhead(then, group.stateId, state)) {
        const stopped = before ? obstaclesOf(now, group, before) : []
        for (const each of news(stopped, obstaclesOf(then, group, state))) {
          // A state that is new is not the reason of what holds elsewhere already.
          if (before || !LEAVING.has(each.rule) || each.rule === 'from') note(state, each, group, 'blocked')
        }
      }
    }
  }
  return [...effects.values()]
}

const LEAVING: ReadonlySet<Obstacle['rule']> = new Set(['checklist', 'leave_role', 'from'])

function isAhead({ states }: Settings, fromId: string, state: State): boolean {
  const from = states.findIndex(each => each.id === fromId)
  return from >= 0 && state.kind !== 'lost' && states.indexOf(state as Settings['states'][number]) > from
}

function obstaclesOf({ states, checklist, pausedTriggers }: Settings, group: Group, to: State): Obstacle[] {
  const from = states.find(each => each.id === group.stateId) ?? null
  const isCounted = !group.isManual && countsCloseDate(states, to.id)
  const expectedCloseDate = group.facts.expectedCloseDate ?? (isCounted ? 'counted on entry' : null)
  return decideWay(
    { ...group.facts, expectedCloseDate },
    {
      from,
      to,
      isWithin: true,
      isBeginning: to === states[0],
      open: openItems(checklist, group.stateId, { [group.stateId]: group.ticks ?? {} }),
      role: 'salesperson',
      pausedTriggers,
    },
  )
}

/** What the state demands of whoever stands in it. */
function lackingIn(facts: EntryFacts, state: State): Obstacle[] {
  const planned = { interactions: facts.plannedInteractions, tasks: facts.plannedTasks }
  return [...decideFields(facts, state), ...decidePlan(planned, state)]
}

function news(before: readonly Obstacle[], after: readonly Obstacle[]): Obstacle[] {
  return after.filter(each => !before.some(known => known.field === each.field && known.rule === each.rule))
}
