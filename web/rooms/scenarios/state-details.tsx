import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, MultiSelect, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import {
  type ChecklistItem,
  guardedRole,
  type Scenario,
  type ScenarioState,
} from '../../../server/rooms/scenarios/contract.ts'
import { Section } from '../../ui/atoms.tsx'
import type { Hotkey } from '../../ui/keys.tsx'
import { DraftSheet } from './draft-sheet.tsx'
import { itemsOf, tickItem } from './editing.ts'
import type { TriggerFaults } from './faults.ts'
import { useStateWords } from './state-words.ts'
import { ColourSelect } from './swatch.tsx'
import { TriggerSection } from './trigger-section.tsx'

type Guarded = ScenarioState['enterRoles']

type StateDetailsProps = {
  state: ScenarioState
  states: readonly ScenarioState[]
  checklist: readonly ChecklistItem[]
  /** In force. */
  published: Scenario
  /** What is looked for: it has the focus. */
  part?: 'triggers' | undefined
  /** What is wrong with a trigger, by its id. */
  triggerFaults: Readonly<Record<string, TriggerFaults>>
  /** Of the page below: undo and redo act here as well. */
  keys: Hotkey[]
  /** `key`: what is typed into, letter by letter. */
  onChange: (part: Partial<ScenarioState>, key?: string) => void
  onChecklist: (checklist: ChecklistItem[]) => void
  onClose: () => void
}

/** Everything that is set for one state, also what the table has no room for. */
export function StateDetails(props: StateDetailsProps) {
  const { state, states, checklist, published, part, triggerFaults, keys, onChange, onChecklist, onClose } = props
  const { t } = useLingui()
  const words = useStateWords()
  const ordinary = states.filter(each => each.kind === 'ordinary')
  const at = ordinary.indexOf(state)
  const isOrdinary = state.kind === 'ordinary'
  return (
    <DraftSheet title={t`Правила состояния «${state.name}»`} keys={keys} onClose={onClose}>
      <div className="col" style={{ gap: 12 }}>
        <TextInput
          label={t`Название состояния`}
          value={state.name}
          maxLength={80}
          required
          {...(state.name.trim() === '' ? { error: t`Назовите состояние` } : {})}
          onChange={event => onChange({ name: event.currentTarget.value }, 'name')}
        />
        {isOrdinary && <ColourSelect color={state.color} at={at} onChoose={color => onChange({ color })} />}
      </div>
      <Section title={<Trans>Переходы</Trans>} level={3}>
        <div className="col" style={{ gap: 12 }}>
          <MultiSelect
            label={t`Сюда можно перейти только из`}
            description={t`Пусто: из любого состояния и сразу при регистрации`}
            placeholder={state.fromStates === null ? t`из любого` : ''}
            searchable
            nothingFoundMessage={t`Такого состояния нет`}
            data={states.filter(each => each.id !== state.id).map(each => ({ value: each.id, label: each.name }))}
            value={state.fromStates ?? []}
            onChange={ids => onChange({ fromStates: ids.length === 0 ? null : ids })}
          />
          <RolesSelect
            label={t`Кто переводит сюда`}
            value={state.enterRoles}
            onChoose={enterRoles => onChange({ enterRoles })}
          />
          <RolesSelect
            label={t`Кто переводит отсюда`}
            value={state.leaveRoles}
            onChoose={leaveRoles => onChange({ leaveRoles })}
          />
        </div>
      </Section>
      {isOrdinary && (
        <Select
          label={t`Ролевая адресация`}
          description={t`Все, у кого эта роль, видят Интересы в этом состоянии и могут взять их себе`}
          data={words.queueOptions}
          value={state.queueRole ?? ''}
          allowDeselect={false}
          onChange={value => onChange({ queueRole: guardedRole.options.find(role => role === value) ?? null })}
        />
      )}
      {state.kind === 'lost' && (
        <Checkbox
          label={t`Потерю подтверждает руководитель`}
          description={t`Интерес, потерянный менеджером, ждет решения: подтвердить или вернуть в работу`}
          checked={state.confirmsLoss}
          onChange={event => onChange({ confirmsLoss: event.currentTarget.checked })}
        />
      )}
      <Section title={<Trans>Следующий шаг</Trans>} level={3}>
        <div className="col" style={{ gap: 12 }}>
          <Select
            label={t`Обязательно планировать`}
            description={t`Без этого в состояние не перейти`}
            data={words.planningOptions}
            value={state.planningRule}
            allowDeselect={false}
            onChange={value => {
              const chosen = words.planningOptions.find(each => each.value === value)
              if (chosen) onChange({ planningRule: chosen.value })
            }}
          />
          <Checkbox
            label={t`Планировать дела при изменении состояния`}
            description={t`Спросит следующий шаг, даже если он не обязателен`}
            checked={state.asksPlan}
            onChange={event => onChange({ asksPlan: event.currentTarget.checked })}
          />
          <Select
            label={t`Завершать автоматически`}
            description={t`То, что запланировано, становится выполненным при переходе сюда`}
            data={words.completingOptions}
            value={state.autoCompleteRule}
            allowDeselect={false}
            onChange={value => {
              const chosen = words.completingOptions.find(each => each.value === value)
              if (chosen) onChange({ autoCompleteRule: chosen.value })
            }}
          />
          <Checkbox
            label={t`Запрашивать результат завершения`}
            description={t`Когда состояние завершает запланированное`}
            checked={state.asksResult}
            onChange={event => onChange({ asksResult: event.currentTarget.checked })}
          />
          {at === 0 && (
            <Checkbox
              label={t`Создавать личную задачу при регистрации`}
              description={t`Ответственному за новый Интерес`}
              checked={state.makesTask}
              onChange={event => onChange({ makesTask: event.currentTarget.checked })}
            />
          )}
        </div>
      </Section>
      <TriggerSection
        state={state}
        states={states}
        published={published}
        faults={triggerFaults}
        isSought={part === 'triggers'}
        keys={keys}
        onChange={(triggers, key) => onChange({ triggers }, key)}
      />
      {isOrdinary && (
        <Section title={<Trans>Чек-лист состояния</Trans>} count={itemsOf(checklist, state.id).length} level={3}>
          <Items state={state} checklist={checklist} onChecklist={onChecklist} />
          <Checkbox
            mt={10}
            label={t`Не выпускать, пока чек-лист не закрыт`}
            checked={state.checklistBlocks}
            onChange={event => onChange({ checklistBlocks: event.currentTarget.checked })}
          />
        </Section>
      )}
    </DraftSheet>
  )
}

/** Roles as one choice: «только администратор» is the empty list, whoever leads the Interest is none. */
function RolesSelect({ label, value, onChoose }: { label: string; value: Guarded; onChoose: (to: Guarded) => void }) {
  const { who } = useStateWords()
  const choices: Guarded[] = [null, ['head'], ['salesperson'], [...guardedRole.options], []]
  const keyOf = (roles: Guarded) => (roles === null ? 'all' : [...roles].sort().join(' '))
  // Both roles together are everybody: offered only where it was set so.
  const offered = choices.filter(each => each?.length !== guardedRole.options.length || keyOf(each) === keyOf(value))
  return (
    <Select
      label={label}
      data={offered.map(each => ({ value: keyOf(each) || 'none', label: who(each) }))}
      value={keyOf(value) || 'none'}
      allowDeselect={false}
      onChange={key => onChoose(offered.find(each => (keyOf(each) || 'none') === key) ?? null)}
    />
  )
}

type ItemsProps = Pick<StateDetailsProps, 'state' | 'checklist' | 'onChecklist'>

/** The whole list of the scenario: a tick puts an item into this state; what is added stands here at first. */
function Items({ state, checklist, onChecklist }: ItemsProps) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const add = () => {
    if (text.trim() === '') return
    onChecklist([...checklist, { id: newId(), text: text.trim(), stateIds: [state.id] }])
    setText('')
  }
  return (
    <div className="col" style={{ gap: 8 }}>
      {checklist.map(item => {
        const isHere = item.stateIds.includes(state.id)
        return (
          <Checkbox
            key={item.id}
            label={item.text || t`без текста`}
            checked={isHere}
            // An item of no state would be nowhere: it is removed in the list of the scenario.
            disabled={isHere && item.stateIds.length === 1}
            onChange={event => onChecklist(tickItem(checklist, item.id, state.id, event.currentTarget.checked))}
          />
        )
      })}
      <TextInput
        aria-label={t`Новый пункт чек-листа`}
        placeholder={t`Новый пункт, Enter добавит`}
        value={text}
        maxLength={150}
        onChange={event => setText(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter') add()
        }}
        onBlur={add}
      />
    </div>
  )
}
