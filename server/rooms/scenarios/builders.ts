import { newId } from '../../platform/pure/ids.ts'
import {
  type AutoCompleteRule,
  freeOfSteps,
  type GuardedRole,
  type PlanningRule,
  type RuleField,
  type StateKind,
} from './contract.ts'
import type { EntryFacts } from './guards/rules.ts'
import type { Trigger } from './triggers/contract.ts'

interface BuiltState {
  id?: string
  name?: string
  kind?: StateKind
  probability?: number
  expectedDays?: number | null
  required?: RuleField[]
  readOnly?: RuleField[]
  fromStates?: string[] | null
  enterRoles?: GuardedRole[] | null
  leaveRoles?: GuardedRole[] | null
  checklistBlocks?: boolean
  planningRule?: PlanningRule
  autoCompleteRule?: AutoCompleteRule
  asksPlan?: boolean
  makesTask?: boolean
  confirmsLoss?: boolean
  queueRole?: GuardedRole | null
  triggers?: Trigger[]
}

/** One state of a request; of its rules only the fields are named. */
export function aState({ required = [], readOnly = [], ...state }: BuiltState = {}) {
  return {
    id: newId(),
    name: 'Состояние',
    kind: 'ordinary' as StateKind,
    probability: 50,
    color: 0,
    expectedDays: null,
    fromStates: null,
    enterRoles: null,
    leaveRoles: null,
    checklistBlocks: false,
    ...freeOfSteps,
    confirmsLoss: false,
    queueRole: null,
    triggers: [],
    ...state,
    fields: [
      ...required.map(field => ({ field, required: true, readOnly: false })),
      ...readOnly.map(field => ({ field, required: false, readOnly: true })),
    ],
  }
}

/** A request for a scenario: the states given, and both outcomes without rules. */
export function aScenario(ordinary: ReturnType<typeof aState>[] = [aState()]) {
  const won = aState({ name: 'Успех', kind: 'won', probability: 100 })
  const lost = aState({ name: 'Потеря', kind: 'lost', probability: 0 })
  return { id: newId(), name: `Сценарий ${newId().slice(-8)}`, states: [...ordinary, won, lost], won, lost }
}

/** An Interest that holds nothing of what states ask for. */
export const noFacts: EntryFacts = {
  clientId: null,
  contactId: null,
  expectedRevenue: null,
  expectedCloseDate: null,
  content: null,
  channelId: null,
  sourceId: null,
  projectId: null,
  responsibleId: null,
  lossReasonId: null,
  plannedInteractions: 0,
  plannedTasks: 0,
  serviceTypeId: newId(),
  departmentId: null,
  tags: [],
}

/** A trigger on entry that makes a task, unless said otherwise. */
export function aTrigger(trigger: Partial<Trigger> = {}): Trigger {
  return {
    id: newId(),
    event: { on: 'entered' },
    conditions: [],
    action: {
      does: 'task',
      subject: 'Перезвонить',
      content: null,
      inDays: 0,
      time: null,
      assignee: { who: 'responsible' },
    },
    ...trigger,
  }
}
