import type { Role } from '../../access/contract.ts'
import type { Texts } from '../../../platform/contract.ts'
import {
  type AutoCompleteRule,
  type ChecklistItem,
  type FieldRule,
  type GuardedRole,
  type PlanningRule,
  type RuleField,
  ruleField,
  ruleFieldNames,
  type StateKind,
  type Ticks,
} from '../contract.ts'
import type { Trigger } from '../triggers/contract.ts'
import { forbidding, plannedOnEntry, type TriggerFacts } from '../triggers/rules.ts'

/** What a state lets in and out. */
export interface State {
  id: string
  name: string
  kind: StateKind
  fields: readonly FieldRule[]
  /** The only states from which one may come here; null: from any, and from outside. */
  fromStates: readonly string[] | null
  /** Who may bring an Interest in, and who may take it out; null: whoever may move it. */
  enterRoles: readonly GuardedRole[] | null
  leaveRoles: readonly GuardedRole[] | null
  checklistBlocks: boolean
  planningRule: PlanningRule
  autoCompleteRule: AutoCompleteRule
  triggers: readonly Trigger[]
}

/** How much is planned for an Interest. */
export interface Planned {
  interactions: number
  tasks: number
}

/** What an Interest holds, as far as states ask for it. */
export interface EntryFacts extends TriggerFacts {
  lossReasonId: string | null
  plannedInteractions: number
  plannedTasks: number
}

/** What stands in the way into a state: a field to fill, a list to tick off, or a rule that forbids the way. */
export interface Obstacle {
  field: RuleField | 'lossReason' | 'checklist' | 'state' | 'plan'
  rule: 'required' | 'loss_reason' | 'checklist' | 'from' | 'enter_role' | 'leave_role' | 'plan' | 'trigger'
  message: Texts
}

/** A way of an Interest into a state of a scenario. */
export interface Way {
  /** The state that it leaves; null for a new one. */
  from: State | null
  to: State
  /** Both states are of one scenario; otherwise it comes from outside. */
  isWithin: boolean
  /** The state in which an Interest of this scenario begins lets in whoever comes from outside. */
  isBeginning: boolean
  /** Items of the list of `from` that are not ticked off. */
  open: readonly Pick<ChecklistItem, 'text'>[]
  role: Role
  /** What comes along with the move and is planned in the same step. */
  plans?: readonly { kind: 'interaction' | 'task' }[]
  /** Triggers that do nothing now. */
  pausedTriggers: readonly string[]
}

/**
 * May the Interest go this way? Everything that stands in it at once, in the order of the domain: who may, what is left
 * to do before leaving, which fields the state demands, what its triggers forbid, the loss reason that every lost state
 * demands, what must be planned; what triggers plan on entry counts. Nothing = free.
 */
export function decideWay(interest: EntryFacts, way: Way): Obstacle[] {
  const { to, from, plans, pausedTriggers } = way
  return [
    ...decideRight(way),
    ...decideLeaving(way),
    ...(from ? forbidding(from, 'leaving', interest, pausedTriggers) : []).map(forbidden),
    ...decideArrival(interest, to, { plans, pausedTriggers }),
  ]
}

/** What the state itself asks of whoever comes in, wherever from, a planned step included. */
export function decideArrival(
  interest: EntryFacts,
  to: State,
  { plans = [], pausedTriggers }: Pick<Way, 'plans' | 'pausedTriggers'>,
): Obstacle[] {
  const byTrigger = plannedOnEntry(to, interest, pausedTriggers).map(({ action }) => ({
    kind: action.does === 'task' ? ('task' as const) : ('interaction' as const),
  }))
  const planned = plannedAfter(interest, to, [...byTrigger, ...plans])
  return [...decideEntry(interest, to, pausedTriggers), ...decidePlan(planned, to)]
}

function forbidden(message: Texts): Obstacle {
  return { field: 'state', rule: 'trigger', message }
}

/** What is planned once the state has completed what it completes and what came along is planned. */
export function plannedAfter(
  { plannedInteractions, plannedTasks }: Pick<EntryFacts, 'plannedInteractions' | 'plannedTasks'>,
  { autoCompleteRule: rule }: Pick<State, 'autoCompleteRule'>,
  plans: readonly { kind: 'interaction' | 'task' }[] = [],
): Planned {
  const came = (kind: string) => plans.filter(plan => plan.kind === kind).length
  const keeps = (own: AutoCompleteRule) => rule !== own && rule !== 'both'
  return {
    interactions: (keeps('interactions') ? plannedInteractions : 0) + came('interaction'),
    tasks: (keeps('tasks') ? plannedTasks : 0) + came('task'),
  }
}

/** What must be planned in a state and is not. */
export function decidePlan({ interactions, tasks }: Planned, state: Pick<State, 'name' | 'planningRule'>): Obstacle[] {
  const isMet = {
    nothing: true,
    interaction: interactions > 0,
    task: tasks > 0,
    both: interactions > 0 && tasks > 0,
    either: interactions + tasks > 0,
  }[state.planningRule]
  if (isMet) return []
  return [{ field: 'plan', rule: 'plan', message: demand(planNames[state.planningRule], state.name) }]
}

const planNames: Record<PlanningRule, Texts> = {
  nothing: { ru: '', en: '' },
  interaction: { ru: 'Запланируйте взаимодействие', en: 'Plan an interaction' },
  task: { ru: 'Запланируйте задачу', en: 'Plan a task' },
  both: { ru: 'Запланируйте взаимодействие и задачу', en: 'Plan an interaction and a task' },
  either: { ru: 'Запланируйте следующий шаг', en: 'Plan the next step' },
}

/** Rules that no filling helps against; an administrator is bound by the way from state to state only. */
function decideRight({ from, to, isWithin, isBeginning, role }: Way): Obstacle[] {
  const obstacles: Obstacle[] = []
  const mayNot = (roles: readonly Role[] | null) => roles !== null && role !== 'administrator' && !roles.includes(role)
  if (from && mayNot(from.leaveRoles)) {
    const message = {
      ru: `Из состояния «${from.name}» переводит только ${rolesIn(from.leaveRoles, 'ru')}`,
      en: `Only ${rolesIn(from.leaveRoles, 'en')} may move out of “${from.name}”`,
    }
    obstacles.push({ field: 'state', rule: 'leave_role', message })
  }
  if (mayNot(to.enterRoles)) {
    const message = {
      ru: `В состояние «${to.name}» переводит только ${rolesIn(to.enterRoles, 'ru')}`,
      en: `Only ${rolesIn(to.enterRoles, 'en')} may move into “${to.name}”`,
    }
    obstacles.push({ field: 'state', rule: 'enter_role', message })
  }
  const before = isWithin ? from : null
  const isOpen = to.fromStates === null || (before ? to.fromStates.includes(before.id) : isBeginning)
  if (!isOpen) {
    const message = before
      ? {
          ru: `Из состояния «${before.name}» в «${to.name}» перейти нельзя`,
          en: `There is no way from “${before.name}” to “${to.name}”`,
        }
      : {
          ru: `В состояние «${to.name}» можно попасть только из других состояний`,
          en: `“${to.name}” is reached from other states only`,
        }
    obstacles.push({ field: 'state', rule: 'from', message })
  }
  return obstacles
}

const roleNames = {
  ru: { head: 'руководитель', salesperson: 'менеджер' },
  en: { head: 'a head of sales', salesperson: 'a salesperson' },
}

function rolesIn(roles: readonly GuardedRole[] | null, language: 'ru' | 'en'): string {
  const named = (roles ?? []).map(role => roleNames[language][role])
  const administrator = language === 'ru' ? 'администратор' : 'an administrator'
  return [...named, administrator].join(language === 'ru' ? ' или ' : ' or ')
}

function decideLeaving({ from, open }: Way): Obstacle[] {
  if (!from?.checklistBlocks || open.length === 0) return []
  const items = open.map(({ text }) => `«${text}»`).join(', ')
  const message = {
    ru: `Чек-лист состояния «${from.name}» не закрыт: ${items}`,
    en: `The checklist of “${from.name}” is not done: ${items}`,
  }
  return [{ field: 'checklist', rule: 'checklist', message }]
}

const factOf: Record<RuleField, keyof EntryFacts> = {
  client: 'clientId',
  contact: 'contactId',
  expectedRevenue: 'expectedRevenue',
  expectedCloseDate: 'expectedCloseDate',
  content: 'content',
  channel: 'channelId',
  source: 'sourceId',
  project: 'projectId',
  responsible: 'responsibleId',
}
const order = new Map(ruleField.options.map((field, i) => [field, i]))

type Entered = Pick<State, 'name' | 'kind' | 'fields' | 'triggers'>

/** The same without the step. */
export function decideEntry(interest: EntryFacts, state: Entered, pausedTriggers: readonly string[]): Obstacle[] {
  const forbids = forbidding(state, 'entered', interest, pausedTriggers).map(forbidden)
  const missing = [...decideFields(interest, state), ...forbids]
  if (state.kind === 'lost' && isEmpty(interest.lossReasonId)) {
    missing.push({
      field: 'lossReason',
      rule: 'loss_reason',
      message: demand({ ru: 'Укажите причину отказа', en: 'Give a loss reason' }, state.name),
    })
  }
  return missing
}

/** Fields that the state demands and that are empty, without the reason that only an entry asks for. */
export function decideFields(interest: EntryFacts, state: Pick<State, 'name' | 'fields'>): Obstacle[] {
  return state.fields
    .filter(rule => rule.required && isEmpty(interest[factOf[rule.field]]))
    .sort((a, b) => (order.get(a.field) ?? 0) - (order.get(b.field) ?? 0))
    .map(({ field }) => ({ field, rule: 'required' as const, message: demand(remedyOf(field), state.name) }))
}

/** The fact behind a rule, for callers that name fields as the API does. */
export function factOfField(field: RuleField): keyof EntryFacts {
  return factOf[field]
}

function remedyOf(field: RuleField): Texts {
  if (field === 'client') return { ru: 'Нужен зарегистрированный клиент', en: 'A registered client is needed' }
  const name = ruleFieldNames[field]
  return { ru: `Заполните поле «${name.ru}»`, en: `Fill in “${name.en}”` }
}

function demand(remedy: Texts, state: string): Texts {
  return {
    ru: `${remedy.ru}: этого требует состояние «${state}»`,
    en: `${remedy.en}: the state “${state}” demands it`,
  }
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === ''
}

/** Items of the list of a state that nobody has ticked off there, in the order of the list. */
export function openItems(checklist: readonly ChecklistItem[], stateId: string, ticks: Ticks): ChecklistItem[] {
  const done = ticks[stateId] ?? {}
  return checklist.filter(item => item.stateIds.includes(stateId) && !Object.hasOwn(done, item.id))
}
