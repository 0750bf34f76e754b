import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { type RuleField, ruleFieldNames } from '../../../server/rooms/scenarios/contract.ts'
import {
  type Trigger,
  type TriggerAction,
  type TriggerAssignee,
  type TriggerCondition,
  type TriggerEvent,
  type TriggerPerson,
  waitsForDocuments,
} from '../../../server/rooms/scenarios/triggers/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { useMe } from '../access/me.ts'
import type { Filled } from './trigger-editing.ts'
import { useNamedByTriggers } from './trigger-names.ts'

type Named = readonly { id: string; name: string }[]
const MISSING = '…'

/** Triggers in words: the same ones in the editor, the picture, versions, on the phone and in the journal. */
export function useTriggerWords(states: Named) {
  const { t } = useLingui()
  const format = useFormats()
  const named = useNamedByTriggers()
  const { currency } = useMe().company
  const nameIn = (list: Named, id: string) =>
    id === '' || list.length === 0 ? MISSING : (list.find(each => each.id === id)?.name ?? t`чего больше нет`)
  const quoted = (text: string) => (text.trim() === '' ? MISSING : t`«${text.trim()}»`)
  const field = (name: RuleField) => ruleFieldNames[name][format.language]
  const state = (id: string) => quoted(id === '' ? '' : (states.find(each => each.id === id)?.name ?? t`убранное`))

  const event = (of: TriggerEvent): string => {
    switch (of.on) {
      case 'entered':
        return t`При входе`
      case 'leaving':
        return t`При выходе`
      case 'changed':
        return t`При изменении`
      case 'stayed':
        return of.unit === 'hour'
          ? t`Через ${plural(of.amount, { one: '# час', few: '# часа', many: '# часов', other: '# часа' })} в состоянии`
          : t`Через ${plural(of.amount, { one: '# рабочий день', few: '# рабочих дня', many: '# рабочих дней', other: '# рабочего дня' })} в состоянии`
      case 'date':
        return dated(of)
      case 'posted':
        return of.document === 'offer' ? t`Проведено коммерческое предложение` : t`Проведен заказ`
      case 'paid':
        return t`Оплачено от ${format.percent(of.percent)}`
      case 'shipped':
        return t`Отгружено от ${format.percent(of.percent)}`
    }
  }
  const dated = ({ field: of, days }: Extract<TriggerEvent, { on: 'date' }>): string => {
    const isClose = of === 'expectedCloseDate'
    const far = Math.abs(days)
    if (days === 0) return isClose ? t`В ожидаемую дату продажи` : t`В день следующего шага`
    if (days < 0) {
      return isClose
        ? t`За ${plural(far, { one: '# день', few: '# дня', many: '# дней', other: '# дня' })} до даты продажи`
        : t`За ${plural(far, { one: '# день', few: '# дня', many: '# дней', other: '# дня' })} до следующего шага`
    }
    return isClose
      ? t`Через ${plural(far, { one: '# день', few: '# дня', many: '# дней', other: '# дня' })} после даты продажи`
      : t`Через ${plural(far, { one: '# день', few: '# дня', many: '# дней', other: '# дня' })} после следующего шага`
  }

  const sum = (amount: string, of: string) => format.money({ amount, currency: of })
  const condition = (of: TriggerCondition): string => {
    switch (of.is) {
      case 'in': {
        const names = of.values.map(id => nameIn(named[of.field], id)).join(', ') || MISSING
        return `${conditionNames[of.field]}: ${names}`
      }
      case 'tagged':
        return t`есть тег: ${of.values.join(', ') || MISSING}`
      case 'between': {
        const { from, to, currency: money } = of
        if (from !== null && to !== null) return t`выручка от ${sum(from, money)} до ${sum(to, money)}`
        if (from !== null) return t`выручка от ${sum(from, money)}`
        return to !== null ? t`выручка до ${sum(to, money)}` : t`выручка от или до …`
      }
      case 'empty':
        return t`не заполнено «${field(of.field)}»`
      case 'filled':
        return t`заполнено «${field(of.field)}»`
      case 'below':
        return of.field === 'payment'
          ? t`оплачено меньше ${format.percent(of.percent)}`
          : t`отгружено меньше ${format.percent(of.percent)}`
    }
  }
  const conditionNames = {
    responsible: t`ответственный`,
    department: t`подразделение`,
    serviceType: t`тип услуги`,
    channel: t`канал`,
    source: t`источник`,
    project: t`проект`,
  }

  const due = ({ inDays, time }: { inDays: number; time: string | null }): string => {
    const day =
      inDays === 0
        ? t`в тот же день`
        : t`${plural(inDays, { one: '# рабочий день', few: '# рабочих дня', many: '# рабочих дней', other: '# рабочего дня' })}`
    return time === null ? day : `${day}, ${time}`
  }
  /** To whom something is given. */
  const assignee = (of: TriggerAssignee): string =>
    of.who === 'user'
      ? nameIn(named.responsible, of.id)
      : { responsible: t`ответственному`, author: t`автору`, head: t`руководителю` }[of.who]
  /** Who is told. */
  const told = (of: TriggerPerson): string => (of.who === 'user' ? nameIn(named.responsible, of.id) : tellings[of.who])
  const tellings = {
    responsible: t`ответственного`,
    author: t`автора`,
    head: t`руководителя`,
    members: t`соисполнителей`,
    watchers: t`наблюдателей`,
  }
  const filled = (of: Filled): string => {
    switch (of.field) {
      case 'expectedRevenue':
        return `${field(of.field)}: ${of.amount === '' ? MISSING : sum(of.amount, of.currency)}`
      case 'expectedCloseDate':
        return `${field(of.field)}: ${due({ inDays: of.inDays, time: null })}`
      case 'content':
        return `${field(of.field)}: ${quoted(of.text)}`
      case 'tags':
        return t`Теги: ${of.add.join(', ') || MISSING}`
      default:
        return `${field(of.field)}: ${nameIn(named[of.field], of.id)}`
    }
  }
  const bys = { offers: t`по КП`, orders: t`по заказам`, payment: t`по оплате`, shipment: t`по отгрузке` }
  const action = (of: TriggerAction): string => {
    switch (of.does) {
      case 'task':
        return t`задача ${quoted(of.subject)}, ${due(of)}, ${assignee(of.assignee)}`
      case 'plan': {
        const kind = of.interactionKindId === null ? undefined : nameIn(named.interactionKind, of.interactionKindId)
        const what = kind ?? named.interactionKind.find(each => !each.archivedAt)?.name ?? t`взаимодействие`
        return t`${what} ${quoted(of.subject)}, ${due(of)}, ${assignee(of.assignee)}`
      }
      case 'fill':
        return of.overwrites ? t`заменить ${filled(of.value)}` : t`заполнить ${filled(of.value)}`
      case 'revenue':
        return t`ожидаемая выручка ${bys[of.by]}`
      case 'move':
        return t`перевести в ${state(of.stateId)}`
      case 'notify':
        return t`уведомить ${of.to.map(told).join(', ') || MISSING}: ${quoted(of.text)}`
      case 'forbid':
        return t`запретить: ${quoted(of.message)}`
    }
  }
  const conditions = (of: Trigger): string | null =>
    of.conditions.length === 0 ? null : format.typo(t`если ${of.conditions.map(condition).join(t` и `)}`)

  return {
    named,
    /** Of the company: for new sums. */
    currency,
    event,
    condition,
    conditions,
    action,
    /** «При входе → задача «Оформить заказ», 1 рабочий день, ответственному», without the conditions. */
    short: (of: Trigger) => format.typo(`${event(of.event)} → ${action(of.action)}`),
    /** The same with them. */
    whole: (of: Trigger) => {
      const when = [event(of.event), conditions(of)].filter(Boolean).join(', ')
      const line = format.typo(`${when} → ${action(of.action)}`)
      return waitsForDocuments(of) ? t`${line} (ждет документов)` : line
    },
  }
}

export type TriggerWords = ReturnType<typeof useTriggerWords>
