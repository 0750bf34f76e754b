import { useLingui } from '@lingui/react/macro'
import {
  type AutoCompleteRule,
  autoCompleteRule,
  type ChecklistItem,
  type GuardedRole,
  guardedRole,
  type PlanningRule,
  planningRule,
  type RuleField,
  ruleFieldNames,
  type ScenarioState,
} from '../../../server/rooms/scenarios/contract.ts'
import type { Trigger } from '../../../server/rooms/scenarios/triggers/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { useRoles } from '../access/roles.ts'
import { itemsOf } from './editing.ts'

interface Described {
  states: readonly ScenarioState[]
  checklist: readonly ChecklistItem[]
  /** A trigger in words. */
  tell: (trigger: Trigger) => string
}

/** The settings of a state in words: the same ones in the table, the details, the picture, on the phone and in versions. */
export function useStateWords() {
  const { t } = useLingui()
  const { language, percent } = useFormats()
  const roles = useRoles()
  const planning: Record<PlanningRule, string> = {
    nothing: t`ничего`,
    interaction: t`взаимодействие`,
    task: t`задачу`,
    both: t`взаимодействие и задачу`,
    either: t`взаимодействие или задачу`,
  }
  const completing: Record<AutoCompleteRule, string> = {
    nothing: t`ничего`,
    interactions: t`взаимодействия`,
    tasks: t`личные задачи`,
    both: t`взаимодействия и личные задачи`,
  }
  const field = (name: RuleField) => ruleFieldNames[name][language]
  /** Where there is little room: the head of a column. */
  const short: Partial<Record<RuleField, string>> = {
    expectedRevenue: t`Выручка`,
    expectedCloseDate: t`Дата продажи`,
    responsible: t`Ответст­венный`,
  }
  const fieldsOf = (state: Pick<ScenarioState, 'fields'>, rule: 'required' | 'readOnly') =>
    state.fields.filter(each => each[rule]).map(each => field(each.field))
  /** Who may go a way; an administrator may always. */
  const who = (guarded: readonly GuardedRole[] | null): string => {
    if (guarded === null) return t`все, кто ведет Интерес`
    if (guarded.length === 0) return t`только администратор`
    const named = roles.filter(role => guarded.some(each => each === role.value)).map(each => each.label.toLowerCase())
    return t`${named.join(', ')} и администратор`
  }
  /** To which role what stands here is addressed. */
  const queue = (role: GuardedRole | null): string =>
    role === null ? t`нет` : (roles.find(each => each.value === role)?.label ?? role)
  const namesOf = (ids: readonly string[], states: readonly ScenarioState[]) =>
    ids.map(id => {
      const name = states.find(each => each.id === id)?.name
      return name === undefined ? t`убранное состояние` : `«${name}»`
    })
  /** From where one comes into a state. */
  const from = (state: Pick<ScenarioState, 'fromStates'>, states: readonly ScenarioState[]) =>
    state.fromStates === null ? t`из любого` : namesOf(state.fromStates, states).join(', ') || '—'
  /** Everything that is set for a state, as pairs of words; what says nothing is left out. */
  const describe = (
    state: ScenarioState,
    { states, checklist, tell }: Described,
  ): { label: string; lines: readonly string[] }[] => {
    const items = itemsOf(checklist, state.id).map(each => each.text)
    const isFirst = states.find(each => each.kind === 'ordinary')?.id === state.id
    const rows: [string, string | readonly string[] | false | null][] = [
      [t`Откуда`, from(state, states)],
      [t`Кто переводит сюда`, state.enterRoles && who(state.enterRoles)],
      [t`Кто переводит отсюда`, state.leaveRoles && who(state.leaveRoles)],
      [t`Ролевая адресация`, state.queueRole && queue(state.queueRole)],
      [t`Вероятность`, percent(state.probability)],
      [t`Срок, рабочих дней`, state.expectedDays !== null && String(state.expectedDays)],
      [t`Обязательно заполнить`, fieldsOf(state, 'required').join(', ')],
      [t`Только просмотр`, fieldsOf(state, 'readOnly').join(', ')],
      [t`Обязательно планировать`, state.planningRule !== 'nothing' && planning[state.planningRule]],
      [t`Планировать дела при изменении состояния`, state.asksPlan && t`да`],
      [t`Завершать автоматически`, state.autoCompleteRule !== 'nothing' && completing[state.autoCompleteRule]],
      [t`Запрашивать результат завершения`, state.asksResult && t`да`],
      [t`Создавать личную задачу при регистрации`, isFirst && state.makesTask && t`да`],
      [t`Триггеры`, state.triggers.map(tell)],
      [t`Чек-лист`, items],
      [t`Не выпускать, пока чек-лист не закрыт`, state.checklistBlocks && t`да`],
    ]
    return rows.flatMap(([label, said]) => {
      const lines = typeof said === 'string' ? [said] : said || []
      return lines.some(Boolean) ? [{ label, lines }] : []
    })
  }
  return {
    describe,
    planning,
    completing,
    planningOptions: planningRule.options.map(value => ({ value, label: planning[value] })),
    completingOptions: autoCompleteRule.options.map(value => ({ value, label: completing[value] })),
    field,
    head: (name: RuleField) => short[name] ?? field(name),
    fieldsOf,
    who,
    queue,
    queueOptions: [null, ...guardedRole.options].map(role => ({ value: role ?? '', label: queue(role) })),
    from,
  }
}
