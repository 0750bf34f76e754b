import { ActionIcon, Checkbox, Menu, NumberInput, Select, TextInput, Tooltip } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconArrowDown, IconArrowUp, IconDots, IconLock, IconPencil, IconRoute, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { type RuleField, ruleField, type ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { Key } from '../../ui/keys.tsx'
import { elementOfState } from './faults.ts'
import { useStateWords } from './state-words.ts'
import styles from './states-table.module.css'
import { Swatch } from './swatch.tsx'

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const

type Rule = { required?: boolean; readOnly?: boolean }
type Cell = (column: string) => { 'data-matrix': string; tabIndex: number }

type StateRowProps = {
  state: ScenarioState
  /** Among the ordinary ones; -1 for an outcome. */
  place: { at: number; of: number }
  items: number
  /** How many triggers there are, in words where somebody points. */
  triggers: ReactNode
  isChosen: boolean
  isRenamed: boolean
  fault: string | undefined
  cell: Cell
  onChange: (part: Partial<ScenarioState>, key?: string) => void
  onRule: (field: RuleField, part: Rule) => void
  onChoose: () => void
  onOpen: () => void
  /** `back`: the focus goes to the name. */
  onRename: (on: boolean, back?: boolean) => void
  onShift: (by: -1 | 1) => void
  onRemove: () => void
}

/** Does anything narrow the ways into a state or out of it? */
export function hasWays({ fromStates, enterRoles, leaveRoles, checklistBlocks }: ScenarioState): boolean {
  return fromStates !== null || enterRoles !== null || leaveRoles !== null || checklistBlocks
}

/** One state: what is set most often in its row, everything behind Enter. */
export function StateRow(props: StateRowProps) {
  const { state, place, items, isChosen, cell, onChange, onChoose, onOpen } = props
  const { t } = useLingui()
  const { planningOptions } = useStateWords()
  const { name } = state
  return (
    <tr
      data-row={state.id}
      data-kind={state.kind}
      data-chosen={isChosen || undefined}
      onFocus={onChoose}
      onClick={onChoose}
    >
      <th scope="row">
        <div className={styles.name}>
          <Swatch state={state} at={place.at} />
          <StateName {...props} />
          {hasWays(state) && (
            <Tooltip label={t`Переходы ограничены`}>
              <ActionIcon size={24} tabIndex={-1} aria-label={t`Переходы ограничены: ${name}`} onClick={onOpen}>
                <IconRoute {...icon} />
              </ActionIcon>
            </Tooltip>
          )}
        </div>
      </th>
      <td>
        <NumberInput
          {...cell('probability')}
          aria-label={t`Вероятность состояния «${name}»`}
          min={0}
          max={100}
          allowDecimal={false}
          withKeyboardEvents={false}
          value={state.probability}
          onChange={value => onChange({ probability: Number(value) || 0 }, 'probability')}
        />
      </td>
      <td>
        {state.kind === 'ordinary' && (
          <NumberInput
            {...cell('days')}
            aria-label={t`Срок состояния «${name}»`}
            min={0}
            max={999}
            allowDecimal={false}
            withKeyboardEvents={false}
            placeholder="—"
            value={state.expectedDays ?? ''}
            onChange={value => onChange({ expectedDays: value === '' ? null : Number(value) }, 'days')}
          />
        )}
      </td>
      {ruleField.options.map(field => (
        <RuleCell key={field} state={state} field={field} cell={cell} onRule={part => props.onRule(field, part)} />
      ))}
      <td className={styles.planning}>
        <Select
          {...cell('planning')}
          variant="unstyled"
          aria-label={t`Обязательно планировать в «${name}»`}
          data={planningOptions}
          value={state.planningRule}
          allowDeselect={false}
          data-idle={state.planningRule === 'nothing' || undefined}
          comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
          onChange={value => {
            const chosen = planningOptions.find(each => each.value === value)
            if (chosen) onChange({ planningRule: chosen.value })
          }}
        />
      </td>
      <td className={styles.items}>
        {state.kind === 'ordinary' && (
          <button type="button" className={`plain ${styles.open}`} {...cell('checklist')} onClick={onOpen}>
            <span className="vh">{t`Чек-лист состояния «${name}»:`} </span>
            {items === 0 ? (
              <span className="t3">
                <Trans>нет</Trans>
              </span>
            ) : (
              <Plural value={items} one="# пункт" few="# пункта" many="# пунктов" other="# пункта" />
            )}
            {state.checklistBlocks && <IconLock {...icon} size={14} />}
          </button>
        )}
      </td>
      <td className={styles.triggers}>{props.triggers}</td>
      <td>
        <RowMenu {...props} />
      </td>
    </tr>
  )
}

/** The name is a text until it is renamed, so that the row is opened by it. */
function StateName(props: StateRowProps) {
  const { state, isRenamed, fault, cell, onOpen } = props
  const { t } = useLingui()
  if (isRenamed || fault) return <NameInput {...props} />
  return (
    <button
      id={elementOfState(state.id)}
      type="button"
      className={`plain ${styles.open}`}
      {...cell('name')}
      onClick={onOpen}
    >
      {state.name || <span className="bad">{t`Без названия`}</span>}
    </button>
  )
}

/** Enter keeps what was typed, Escape brings the name back that was there. */
function NameInput({ state, isRenamed, fault, cell, onChange, onRename }: StateRowProps) {
  const { t } = useLingui()
  const [before] = useState(state.name)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isRenamed) input.current?.select()
  }, [isRenamed])
  return (
    <TextInput
      {...cell('name')}
      ref={input}
      id={`state-${state.id}`}
      className="grow"
      aria-label={t`Название состояния`}
      value={state.name}
      maxLength={80}
      required
      data-own-escape
      error={fault}
      onFocus={() => onRename(true)}
      onBlur={() => onRename(false)}
      onChange={event => onChange({ name: event.currentTarget.value }, 'name')}
      onKeyDown={event => {
        if (!['Enter', 'Escape'].includes(event.key)) return
        event.preventDefault()
        if (event.key === 'Escape') onChange({ name: before })
        onRename(false, true)
      }}
    />
  )
}

type RuleCellProps = { state: ScenarioState; field: RuleField; cell: Cell; onRule: (part: Rule) => void }

/** Required by a tick; «только просмотр» by the small lock that appears beside it. */
function RuleCell({ state, field, cell, onRule }: RuleCellProps) {
  const { t } = useLingui()
  const words = useStateWords()
  const rule = state.fields.find(each => each.field === field)
  const { name } = state
  const label = words.field(field)
  const isReadOnly = rule?.readOnly ?? false
  return (
    <td className={styles.rule} data-main={field === 'client' || undefined}>
      <div className={styles.ticks}>
        <Checkbox
          {...cell(field)}
          aria-label={t`${name}: обязательно «${label}»`}
          checked={rule?.required ?? false}
          onChange={event => onRule({ required: event.currentTarget.checked })}
        />
        {field !== 'client' && (
          <Tooltip label={t`Только просмотр, L`}>
            <button
              type="button"
              data-lock
              tabIndex={-1}
              className={`plain ${styles.lock}`}
              aria-pressed={isReadOnly}
              onClick={() => onRule({ readOnly: !isReadOnly })}
            >
              <IconLock {...icon} size={14} />
              <span className="vh">{t`${name}: «${label}» только для просмотра`}</span>
            </button>
          </Tooltip>
        )}
      </div>
    </td>
  )
}

function RowMenu({ state, place, cell, onOpen, onRename, onShift, onRemove }: StateRowProps) {
  const { t } = useLingui()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={24} {...cell('menu')} aria-label={t`Действия с состоянием «${state.name}»`}>
          <IconDots {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconRoute {...icon} />} rightSection={<Key keys="Enter" />} onClick={onOpen}>
          <Trans>Правила…</Trans>
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPencil {...icon} />}
          rightSection={<Key keys="F2" />}
          // After the menu has given the focus back.
          onClick={() => setTimeout(() => onRename(true), 60)}
        >
          <Trans>Переименовать</Trans>
        </Menu.Item>
        {state.kind === 'ordinary' && (
          <>
            <Menu.Item
              leftSection={<IconArrowUp {...icon} />}
              rightSection={<Key keys="alt+ArrowUp" />}
              disabled={place.at <= 0}
              onClick={() => onShift(-1)}
            >
              <Trans>Выше</Trans>
            </Menu.Item>
            <Menu.Item
              leftSection={<IconArrowDown {...icon} />}
              rightSection={<Key keys="alt+ArrowDown" />}
              disabled={place.at === place.of - 1}
              onClick={() => onShift(1)}
            >
              <Trans>Ниже</Trans>
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash {...icon} />} disabled={place.of === 1} onClick={onRemove}>
              <Trans>Убрать состояние</Trans>
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
