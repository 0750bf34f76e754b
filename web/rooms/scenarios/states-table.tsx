import { ActionIcon, Button, Checkbox, Menu, NumberInput, TextInput, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconArrowDown,
  IconArrowUp,
  IconDots,
  IconGripVertical,
  IconLock,
  IconPlus,
  IconRoute,
} from '@tabler/icons-react'
import { useState } from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import {
  type RuleField,
  ruleField,
  ruleFieldNames,
  type ScenarioState,
} from '../../../server/rooms/scenarios/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { moveInMatrix } from './matrix.ts'
import { hasWays, StateWays } from './state-ways.tsx'
import styles from './states-table.module.css'

type StatesTableProps = {
  states: readonly ScenarioState[]
  /** `key`: what is typed into, letter by letter. */
  onChange: (states: ScenarioState[], key?: string) => void
  onRemove: (state: ScenarioState) => void
}

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const

/** States as rows, rules as columns; «Клиент» is tinted as the main rule. Outcomes stand last and stay there. */
export function StatesTable({ states, onChange, onRemove }: StatesTableProps) {
  const { t } = useLingui()
  const { language } = useFormats()
  const [waysOf, setWaysOf] = useState<string>()
  const asked = states.find(state => state.id === waysOf)
  const ordinary = states.filter(state => state.kind === 'ordinary')
  const change = (id: string, part: Partial<ScenarioState>, key?: string) =>
    onChange(
      states.map(state => (state.id === id ? { ...state, ...part } : state)),
      key,
    )
  const rule = (state: ScenarioState, field: RuleField, part: Partial<{ required: boolean; readOnly: boolean }>) => {
    const known = state.fields.find(each => each.field === field) ?? { field, required: false, readOnly: false }
    const rest = state.fields.filter(each => each.field !== field)
    change(state.id, { fields: [...rest, { ...known, ...part }] })
  }
  const shift = (state: ScenarioState, by: number) => {
    const from = ordinary.indexOf(state)
    const to = from + by
    if (from < 0 || to < 0 || to >= ordinary.length) return
    const moved = [...ordinary]
    moved.splice(from, 1)
    moved.splice(to, 0, state)
    onChange([...moved, ...states.filter(each => each.kind !== 'ordinary')].map((each, order) => ({ ...each, order })))
  }
  const add = () => {
    const fresh: ScenarioState = {
      id: newId(),
      name: t`Новое состояние`,
      kind: 'ordinary',
      order: ordinary.length,
      probability: ordinary.at(-1)?.probability ?? 50,
      color: 0,
      expectedDays: null,
      fields: ordinary.at(-1)?.fields ?? [],
      fromStates: null,
      enterRoles: null,
      leaveRoles: null,
      checklistBlocks: false,
    }
    onChange([...ordinary, fresh, ...states.filter(each => each.kind !== 'ordinary')])
  }
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th rowSpan={2}>
              <Trans>Состояние</Trans>
            </th>
            <th rowSpan={2} className="num">
              <Trans>Вероятность, %</Trans>
            </th>
            <th rowSpan={2} className="num">
              <Trans>Срок, дней</Trans>
            </th>
            <th colSpan={ruleField.options.length} className={styles.group}>
              <Trans>Обязательны для перехода сюда</Trans>
            </th>
            <th rowSpan={2}>
              <span className="vh">
                <Trans>Действия</Trans>
              </span>
            </th>
          </tr>
          <tr>
            {ruleField.options.map(field => (
              <th key={field} className={styles.rule} data-main={field === 'client' || undefined}>
                {ruleFieldNames[field][language]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={moveInMatrix}>
          {states.map(state => {
            const at = ordinary.indexOf(state)
            const name = state.name
            return (
              <tr key={state.id} data-kind={state.kind}>
                <th scope="row">
                  <div className="row">
                    <span className={styles.grip}>
                      {state.kind === 'ordinary' && <IconGripVertical {...icon} size={14} />}
                    </span>
                    <Swatch state={state} at={at} onChoose={color => change(state.id, { color })} />
                    <TextInput
                      className="grow"
                      aria-label={t`Название состояния`}
                      value={name}
                      maxLength={80}
                      onChange={event => change(state.id, { name: event.currentTarget.value }, `name ${state.id}`)}
                      onKeyDown={event => {
                        if (event.altKey && (event.code === 'ArrowUp' || event.code === 'ArrowDown')) {
                          event.preventDefault()
                          shift(state, event.code === 'ArrowUp' ? -1 : 1)
                        }
                      }}
                    />
                    {hasWays(state) && (
                      <Tooltip label={t`Переходы ограничены`}>
                        <ActionIcon
                          size={24}
                          aria-label={t`Переходы ограничены: ${name}`}
                          onClick={() => setWaysOf(state.id)}
                        >
                          <IconRoute {...icon} />
                        </ActionIcon>
                      </Tooltip>
                    )}
                  </div>
                </th>
                <td>
                  <NumberInput
                    aria-label={t`Вероятность состояния «${name}»`}
                    min={0}
                    max={100}
                    allowDecimal={false}
                    value={state.probability}
                    onChange={value => change(state.id, { probability: Number(value) || 0 }, `probability ${state.id}`)}
                  />
                </td>
                <td>
                  {state.kind === 'ordinary' && (
                    <NumberInput
                      aria-label={t`Срок состояния «${name}»`}
                      min={0}
                      max={999}
                      allowDecimal={false}
                      placeholder="—"
                      value={state.expectedDays ?? ''}
                      onChange={value => change(state.id, { expectedDays: value === '' ? null : Number(value) })}
                    />
                  )}
                </td>
                {ruleField.options.map(field => (
                  <RuleCell
                    key={field}
                    state={state}
                    field={field}
                    label={ruleFieldNames[field][language]}
                    onRule={part => rule(state, field, part)}
                  />
                ))}
                <td>
                  <Menu position="bottom-end">
                    <Menu.Target>
                      <ActionIcon size={24} aria-label={t`Действия с состоянием «${name}»`}>
                        <IconDots {...icon} />
                      </ActionIcon>
                    </Menu.Target>
                    <Menu.Dropdown>
                      <Menu.Item leftSection={<IconRoute {...icon} />} onClick={() => setWaysOf(state.id)}>
                        <Trans>Переходы…</Trans>
                      </Menu.Item>
                      {state.kind === 'ordinary' && (
                        <>
                          <Menu.Item
                            leftSection={<IconArrowUp {...icon} />}
                            disabled={at <= 0}
                            onClick={() => shift(state, -1)}
                          >
                            <Trans>Выше</Trans>
                          </Menu.Item>
                          <Menu.Item
                            leftSection={<IconArrowDown {...icon} />}
                            disabled={at === ordinary.length - 1}
                            onClick={() => shift(state, 1)}
                          >
                            <Trans>Ниже</Trans>
                          </Menu.Item>
                          <Menu.Item disabled={ordinary.length === 1} onClick={() => onRemove(state)}>
                            <Trans>Убрать состояние</Trans>
                          </Menu.Item>
                        </>
                      )}
                    </Menu.Dropdown>
                  </Menu>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <Button variant="subtle" leftSection={<IconPlus {...icon} />} onClick={add}>
        <Trans>Состояние</Trans>
      </Button>
      {asked && (
        <StateWays
          state={asked}
          states={states}
          onChange={ways => change(asked.id, ways)}
          onClose={() => setWaysOf(undefined)}
        />
      )}
    </div>
  )
}

type RuleCellProps = {
  state: ScenarioState
  field: RuleField
  label: string
  onRule: (part: Partial<{ required: boolean; readOnly: boolean }>) => void
}

/** Required by a tick; «только просмотр» by the small lock that appears beside it. */
function RuleCell({ state, field, label, onRule }: RuleCellProps) {
  const { t } = useLingui()
  const rule = state.fields.find(each => each.field === field)
  const name = state.name
  return (
    <td className={styles.rule} data-main={field === 'client' || undefined}>
      <div className={styles.ticks}>
        <Checkbox
          data-matrix
          aria-label={t`${name}: обязательно «${label}»`}
          checked={rule?.required ?? false}
          onChange={event => onRule({ required: event.currentTarget.checked })}
        />
        {field !== 'client' && (
          <Tooltip label={t`Только просмотр`}>
            <button
              type="button"
              className={`plain ${styles.lock}`}
              aria-pressed={rule?.readOnly ?? false}
              onClick={() => onRule({ readOnly: !(rule?.readOnly ?? false) })}
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

const COLOURS = [1, 2, 3, 4, 5, 6, 7, 8] as const

function Swatch({ state, at, onChoose }: { state: ScenarioState; at: number; onChoose: (color: number) => void }) {
  const { t } = useLingui()
  if (state.kind !== 'ordinary') return <span className={styles.swatch} data-kind={state.kind} />
  const shown = state.color || Math.min(5, at + 1)
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className={`plain ${styles.swatchButton}`} aria-label={t`Цвет состояния`}>
          <span className={styles.swatch} style={{ background: `var(--s${shown})` }} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onChoose(0)}>
          <Trans>По порядку</Trans>
        </Menu.Item>
        {COLOURS.map(color => (
          <Menu.Item
            key={color}
            leftSection={<span className={styles.swatch} style={{ background: `var(--s${color})` }} />}
            onClick={() => onChoose(color)}
          >
            <Trans>Цвет {color}</Trans>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
