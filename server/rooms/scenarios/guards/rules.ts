import type { Texts } from '../../../platform/contract.ts'
import {
  type ChecklistItem,
  type FieldRule,
  type GuardedRole,
  type RuleField,
  ruleField,
  ruleFieldNames,
  type StateKind,
  type Ticks,
} from '../contract.ts'

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
}

/** What an Interest holds, as far as states ask for it. */
export interface EntryFacts {
  clientId: string | null
  contactId: string | null
  expectedRevenue: unknown
  expectedCloseDate: string | null
  content: string | null
  channelId: string | null
  sourceId: string | null
  responsibleId: string | null
  lossReasonId: string | null
}

/** What stands in the way into a state: a field to fill, a list to tick off, or a rule that forbids the way. */
export interface Obstacle {
  field: RuleField | 'lossReason' | 'checklist' | 'state'
  rule: 'required' | 'loss_reason' | 'checklist' | 'from' | 'enter_role' | 'leave_role'
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
  role: GuardedRole | 'administrator'
}

/**
 * May the Interest go this way? Everything that stands in it at once, in the order of the domain: who may, what is left
 * to do before leaving, which fields the state demands, the loss reason that every lost state demands. Nothing = free.
 */
export function decideWay(interest: EntryFacts, way: Way): Obstacle[] {
  return [...decideRight(way), ...decideLeaving(way), ...decideEntry(interest, way.to)]
}

/** Rules that no filling helps against; an administrator is bound by the way from state to state only. */
function decideRight({ from, to, isWithin, isBeginning, role }: Way): Obstacle[] {
  const obstacles: Obstacle[] = []
  const mayNot = (roles: readonly GuardedRole[] | null) =>
    roles !== null && role !== 'administrator' && !roles.includes(role)
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
  responsible: 'responsibleId',
}
const order = new Map(ruleField.options.map((field, i) => [field, i]))

type Entered = Pick<State, 'name' | 'kind' | 'fields'>

/** What the state itself asks of whoever comes in, wherever from. */
export function decideEntry(interest: EntryFacts, state: Entered): Obstacle[] {
  const missing = decideFields(interest, state)
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
