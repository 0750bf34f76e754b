import { useLingui } from '@lingui/react/macro'
import { MultiSelect, Select, Textarea, TextInput } from '@mantine/core'
import type { ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import type { Trigger, TriggerAction, TriggerPerson } from '../../../server/rooms/scenarios/triggers/contract.ts'
import { EntitySelect } from '../../ui/entity-select.tsx'
import type { FaultAt } from './faults.ts'
import { changeAction, type PartProps } from './trigger-editing.ts'
import { FillFields } from './trigger-fill.tsx'
import { PlannedFields } from './trigger-plan.tsx'
import type { TriggerWords } from './trigger-words.ts'

type ActionFieldsProps = {
  trigger: Trigger
  stateId: string
  states: readonly ScenarioState[]
  words: TriggerWords
  fault: FaultAt
  onChange: (trigger: Trigger, key?: string) => void
}

/** What it does. */
export function ActionFields({ trigger, stateId, states, words, fault, onChange }: ActionFieldsProps) {
  const { t } = useLingui()
  const { action } = trigger
  const names: Record<TriggerAction['does'], string> = {
    task: t`Поставить задачу`,
    plan: t`Запланировать взаимодействие`,
    notify: t`Уведомить`,
    fill: t`Заполнить поле`,
    move: t`Перевести в состояние`,
    forbid: t`Запретить`,
    revenue: t`Взять ожидаемую выручку`,
  }
  const optionOf = (does: TriggerAction['does']) => ({ value: does, label: names[does] })
  const kinds = ['task', 'plan', 'notify', 'fill', 'move', 'forbid'] as const
  return (
    <div className="col" style={{ gap: 12 }}>
      <Select
        label={t`Действие`}
        data={[...kinds.map(optionOf), { group: t`Ждут документов`, items: [optionOf('revenue')] }]}
        value={action.does}
        allowDeselect={false}
        error={fault('action.does')}
        onChange={value => {
          const does = [...kinds, 'revenue' as const].find(each => each === value)
          if (does && does !== action.does) onChange(changeAction(trigger, does))
        }}
      />
      <ActionMore
        value={action}
        stateId={stateId}
        states={states}
        words={words}
        fault={fault}
        onChange={(changed, key) => onChange({ ...trigger, action: changed }, key)}
      />
    </div>
  )
}

type MoreProps = PartProps<TriggerAction> & Pick<ActionFieldsProps, 'stateId' | 'states' | 'words'>

function ActionMore({ value, stateId, states, words, fault, onChange }: MoreProps) {
  const { t } = useLingui()
  switch (value.does) {
    case 'task':
    case 'plan':
      return <PlannedFields value={value} words={words} fault={fault} onChange={onChange} />
    case 'fill':
      return <FillFields value={value} words={words} fault={fault} onChange={onChange} />
    case 'move':
      return (
        <EntitySelect
          label={t`Состояние`}
          required
          entities={states.filter(each => each.id !== stateId)}
          value={value.stateId || null}
          allowDeselect={false}
          error={fault('action.stateId')}
          onChange={id => onChange({ ...value, stateId: id ?? '' })}
        />
      )
    case 'notify':
      return <NotifyFields value={value} words={words} fault={fault} onChange={onChange} />
    case 'forbid':
      return (
        <TextInput
          label={t`Что сказать`}
          description={t`Эти слова увидит тот, кого не пустили`}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          required
          maxLength={300}
          value={value.message}
          error={fault('action.message')}
          onChange={event => onChange({ ...value, message: event.currentTarget.value }, 'message')}
        />
      )
    case 'revenue':
      return (
        <Select
          label={t`Откуда`}
          data={[
            { value: 'offers', label: t`По коммерческим предложениям` },
            { value: 'orders', label: t`По заказам` },
            { value: 'payment', label: t`По оплате` },
            { value: 'shipment', label: t`По отгрузке` },
          ]}
          value={value.by}
          allowDeselect={false}
          onChange={by => onChange({ ...value, by: by as typeof value.by })}
        />
      )
  }
}

type Notify = Extract<TriggerAction, { does: 'notify' }>
type NotifyFieldsProps = PartProps<Notify> & { words: TriggerWords }

/** People around the Interest and people by name, in one list. */
function NotifyFields({ value, words, fault, onChange }: NotifyFieldsProps) {
  const { t } = useLingui()
  const around: { value: Exclude<TriggerPerson['who'], 'user'>; label: string }[] = [
    { value: 'responsible', label: t`Ответственный` },
    { value: 'author', label: t`Автор` },
    { value: 'head', label: t`Руководитель` },
    { value: 'members', label: t`Соисполнители` },
    { value: 'watchers', label: t`Наблюдатели` },
  ]
  const chosen = value.to.map(each => (each.who === 'user' ? each.id : each.who))
  const people = words.named.responsible.filter(each => !each.archivedAt || chosen.includes(each.id))
  const personOf = (key: string): TriggerPerson => {
    const who = around.find(each => each.value === key)?.value
    return who ? { who } : { who: 'user', id: key }
  }
  return (
    <>
      <MultiSelect
        label={t`Кого`}
        required
        searchable
        hidePickedOptions
        maxValues={50}
        nothingFoundMessage={t`Ничего не нашлось`}
        data={[
          { group: t`Вокруг Интереса`, items: around },
          { group: t`Люди`, items: people.map(({ id, name }) => ({ value: id, label: name })) },
        ]}
        value={chosen}
        error={fault('action.to')}
        onChange={keys => onChange({ ...value, to: keys.map(personOf) })}
      />
      <Textarea
        label={t`Текст`}
        required
        autosize
        minRows={2}
        maxRows={6}
        maxLength={500}
        value={value.text}
        error={fault('action.text')}
        onChange={event => onChange({ ...value, text: event.currentTarget.value }, 'text')}
      />
    </>
  )
}
