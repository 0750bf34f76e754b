import { z } from 'zod'
import {
  byId,
  conflict,
  endpoint,
  flag,
  id,
  instant,
  line,
  list,
  personRef,
  problem,
  record,
  version,
} from '../../platform/contract.ts'
import { trigger } from './triggers/contract.ts'

export const stateKind = z.enum(['ordinary', 'won', 'lost'])
export type StateKind = z.infer<typeof stateKind>

/** Fields that a state may demand or lock; `missing[].field` of a refused move uses the same keys. */
export const ruleField = z.enum([
  'client',
  'contact',
  'expectedRevenue',
  'expectedCloseDate',
  'content',
  'channel',
  'source',
  'project',
  'responsible',
])
export type RuleField = z.infer<typeof ruleField>
export const ruleFieldNames: Record<RuleField, { ru: string; en: string }> = {
  client: { ru: 'Клиент', en: 'Client' },
  contact: { ru: 'Контакт', en: 'Contact' },
  expectedRevenue: { ru: 'Ожидаемая выручка', en: 'Expected revenue' },
  expectedCloseDate: { ru: 'Ожидаемая дата продажи', en: 'Expected sale date' },
  content: { ru: 'Содержание', en: 'Content' },
  channel: { ru: 'Канал', en: 'Channel' },
  source: { ru: 'Источник', en: 'Source' },
  project: { ru: 'Проект', en: 'Project' },
  responsible: { ru: 'Ответственный', en: 'Responsible' },
}

export const fieldRule = z.strictObject({ field: ruleField, required: z.boolean(), readOnly: z.boolean() })
export type FieldRule = z.infer<typeof fieldRule>

/** Roles to which a way can be left; an administrator may go it always. */
export const guardedRole = z.enum(['head', 'salesperson'])
export type GuardedRole = z.infer<typeof guardedRole>

/** What must be planned for an Interest that stands in a state: «Обязательно планировать». */
export const planningRule = z.enum(['nothing', 'interaction', 'task', 'both', 'either'])
export type PlanningRule = z.infer<typeof planningRule>

/** Which of what is planned is done by coming into a state: «Завершать автоматически». */
export const autoCompleteRule = z.enum(['nothing', 'interactions', 'tasks', 'both'])
export type AutoCompleteRule = z.infer<typeof autoCompleteRule>

/** A state that neither demands nor does anything about what is planned. */
export const freeOfSteps = {
  planningRule: 'nothing',
  autoCompleteRule: 'nothing',
  asksPlan: false,
  asksResult: false,
  makesTask: false,
} as const

export const scenarioState = z.object({
  id,
  name: z.string(),
  kind: stateKind,
  order: z.number().int(),
  probability: z.number().int(),
  /** One of eight colours of the palette, 0 = by order. */
  color: z.number().int(),
  /** Working days. */
  expectedDays: z.number().int().nullable(),
  fields: z.array(fieldRule),
  /** The only states from which one may come here; null = from any. The first state takes what comes from outside. */
  fromStates: z.array(id).nullable(),
  /** Who may bring an Interest in, and who may take it out; null = whoever may move it. */
  enterRoles: z.array(guardedRole).nullable(),
  leaveRoles: z.array(guardedRole).nullable(),
  /** The state is left only when its checklist is done. */
  checklistBlocks: z.boolean(),
  planningRule,
  autoCompleteRule,
  /** A move into it asks for the next step, whatever must be planned. */
  asksPlan: z.boolean(),
  /** A move into it asks for the result of what it completes. */
  asksResult: z.boolean(),
  /** Registering an Interest into it gives its responsible a task; of the first state only. */
  makesTask: z.boolean(),
  /** What a salesperson moves into this lost state waits until a head confirms the loss. */
  confirmsLoss: z.boolean(),
  /** Everybody of this role sees what stands here, and may take it: «Ролевая адресация»; null = nobody beside its people. */
  queueRole: guardedRole.nullable(),
  triggers: z.array(trigger),
})
export type ScenarioState = z.infer<typeof scenarioState>

/** One thing to do, in each of the states that name it. */
export const checklistItem = z.strictObject({ id, text: line(150), stateIds: z.array(id).min(1).max(40) })
export type ChecklistItem = z.infer<typeof checklistItem>
/** What was ticked off: by state and item, when and by whom. */
export type Ticks = Readonly<Record<string, Readonly<Record<string, { at: string; by: string | null }>>>>

export const scenario = z.object({
  ...record,
  name: z.string(),
  order: z.number().int(),
  departmentIds: z.array(id),
  serviceTypeIds: z.array(id),
  publishedVersion: z.number().int(),
  archivedAt: instant.nullable(),
  /** In board order, outcomes last. */
  states: z.array(scenarioState),
  checklist: z.array(checklistItem),
  /** Triggers that do nothing until they are resumed. */
  pausedTriggers: z.array(id),
})
export type Scenario = z.infer<typeof scenario>

export const stateInUse = problem(
  'scenario.state_in_use',
  409,
  { ru: 'В состоянии есть Интересы: укажите, куда их перенести', en: 'The state has Interests: name a target state' },
  z.object({ states: z.array(z.object({ id, name: z.string(), interests: z.number().int() })) }),
)
export const scenarioInUse = problem(
  'scenario.in_use',
  409,
  { ru: 'По сценарию идут незавершенные Интересы', en: 'The scenario has unfinished Interests' },
  z.object({ interests: z.number().int() }),
)
export const outcomesMissing = problem('scenario.outcomes_missing', 422, {
  ru: 'Нужны хотя бы одно обычное состояние и оба исхода',
  en: 'At least one ordinary state and both outcomes are needed',
})

/** Interests of a removed state pass the same guards on their way into the target. */
export const targetRefused = problem(
  'scenario.target_refused',
  422,
  {
    ru: 'Интересы нельзя перенести: целевое состояние требует данных',
    en: 'The target state demands data that Interests lack',
  },
  z.object({
    interests: z.array(
      z.object({
        id,
        number: z.string(),
        state: z.string(),
        missing: z.array(z.object({ field: z.string(), message: z.string() })),
      }),
    ),
    more: z.boolean(),
  }),
)
export const draftChanged = problem(
  'scenario.draft_changed',
  409,
  { ru: 'Черновик тем временем изменил другой человек', en: 'Somebody else has changed the draft meanwhile' },
  z.object({ version: z.number().int(), updatedBy: personRef.nullable() }),
)
export const lastScenario = problem('scenario.last', 409, {
  ru: 'Последний сценарий убрать нельзя',
  en: 'The last scenario cannot be archived',
})

export const stateInput = z.strictObject({
  id,
  name: line(80),
  kind: stateKind,
  probability: z.number().int().min(0).max(100),
  color: z.number().int().min(0).max(8).default(0),
  expectedDays: z.number().int().min(0).max(999).nullish(),
  fields: z.array(fieldRule).default([]),
  fromStates: z.array(id).max(40).nullable().default(null),
  enterRoles: z.array(guardedRole).nullable().default(null),
  leaveRoles: z.array(guardedRole).nullable().default(null),
  checklistBlocks: z.boolean().default(false),
  planningRule: planningRule.default('nothing'),
  autoCompleteRule: autoCompleteRule.default('nothing'),
  asksPlan: z.boolean().default(false),
  asksResult: z.boolean().default(false),
  makesTask: z.boolean().default(false),
  confirmsLoss: z.boolean().default(false),
  /** Of ordinary states only. */
  queueRole: guardedRole.nullable().default(null),
  triggers: z.array(trigger).max(40).default([]),
})
export const checklist = z.array(checklistItem).max(200)
export const listScenarios = endpoint({
  method: 'GET',
  path: '/api/v1/scenarios',
  summary: 'Scenarios with their published states, in the order of the administrator',
  query: z.object({ archived: flag.optional() }),
  result: list(scenario),
})
export const getScenario = endpoint({
  method: 'GET',
  path: '/api/v1/scenarios/:id',
  summary: 'One scenario',
  params: byId,
  result: scenario,
})
export const createScenario = endpoint({
  method: 'POST',
  path: '/api/v1/scenarios',
  summary: 'Add a scenario; with copyOf as a copy of another',
  access: { right: 'scenarios.administer' },
  body: z.strictObject({
    id,
    name: line(120),
    copyOf: id.optional(),
    states: z.array(stateInput).max(40).optional(),
    checklist: checklist.optional(),
    departmentIds: z.array(id).optional(),
    serviceTypeIds: z.array(id).optional(),
  }),
  result: scenario,
  status: 201,
  problems: [outcomesMissing],
})
/** Saving publishes at once; the order of `states` is the order of the board. */
export const changeScenario = endpoint({
  method: 'PATCH',
  path: '/api/v1/scenarios/:id',
  summary: 'Change name, order, conditions or states; publishes at once',
  access: { right: 'scenarios.administer' },
  params: byId,
  body: z.strictObject({
    version,
    name: line(120).optional(),
    order: z.number().int().min(0).optional(),
    departmentIds: z.array(id).optional(),
    serviceTypeIds: z.array(id).optional(),
    states: z.array(stateInput).max(40).optional(),
    checklist: checklist.optional(),
    /** Target states for Interests that stand in a state left out of `states`. */
    targets: z.record(id, id).optional(),
    /** Of the draft that was seen, 0 for none: a newer one of somebody else is not thrown away unseen. Absent: any is. */
    draftVersion: z.number().int().min(0).optional(),
  }),
  result: scenario,
  problems: [stateInUse, targetRefused, outcomesMissing, draftChanged, conflict],
})
export const archiveScenario = endpoint({
  method: 'POST',
  path: '/api/v1/scenarios/:id/archive',
  summary: 'Archive a scenario without unfinished Interests',
  access: { right: 'scenarios.administer' },
  params: byId,
  result: scenario,
  problems: [scenarioInUse, lastScenario],
})
export const restoreScenario = endpoint({
  method: 'POST',
  path: '/api/v1/scenarios/:id/restore',
  summary: 'Bring a scenario back',
  access: { right: 'scenarios.administer' },
  params: byId,
  result: scenario,
})
