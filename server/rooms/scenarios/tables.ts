import type { AutoCompleteRule, ChecklistItem, FieldRule, GuardedRole, PlanningRule, StateKind } from './contract.ts'
import type { Trigger } from './triggers/contract.ts'

/** One state as the published version sets it; the id survives all versions. */
export interface StateSetting {
  id: string
  name: string
  kind: StateKind
  order: number
  probability: number
  color: number
  expectedDays: number | null
  fields: FieldRule[]
  fromStates: string[] | null
  enterRoles: GuardedRole[] | null
  leaveRoles: GuardedRole[] | null
  checklistBlocks: boolean
  planningRule: PlanningRule
  autoCompleteRule: AutoCompleteRule
  asksPlan: boolean
  asksResult: boolean
  makesTask: boolean
  confirmsLoss: boolean
  queueRole: GuardedRole | null
  triggers: Trigger[]
}

/** A scenario with the states of its published version, in board order. */
export interface ScenarioRow {
  id: string
  name: string
  order: number
  departmentIds: string[]
  serviceTypeIds: string[]
  publishedVersion: number
  /** Changes with every write to the scenario. */
  revision: string
  archivedAt: Date | null
  version: number
  createdAt: Date
  updatedAt: Date
  states: StateSetting[]
  checklist: ChecklistItem[]
  /** Triggers that somebody has paused, of whatever version. */
  pausedTriggers: string[]
}

/** How other rooms name a scenario as it was when they read it. */
export interface ScenarioRef {
  id: string
  revision: string
}
