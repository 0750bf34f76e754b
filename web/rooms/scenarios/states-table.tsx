import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconPlus } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { type ChecklistItem, ruleField, type ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { useKeys } from '../../ui/keys.tsx'
import { addState, changeRule, changeState, itemsOf, shiftState } from './editing.ts'
import { focusCell, useMatrix } from './matrix.ts'
import { StateRow } from './state-row.tsx'
import { useStateWords } from './state-words.ts'
import styles from './states-table.module.css'
import { TriggersCell } from './triggers-cell.tsx'

export type StatesTableProps = {
  states: readonly ScenarioState[]
  checklist: readonly ChecklistItem[]
  /** The state that is looked at, in the picture as well. */
  chosen: string | undefined
  /** What is wrong with a name, by state. */
  faults: Readonly<Record<string, string>>
  /** By trigger. */
  wrongTriggers: Readonly<Record<string, unknown>>
  /** Triggers that do nothing now. */
  paused: readonly string[]
  /** `key`: what is typed into, letter by letter. */
  onChange: (states: ScenarioState[], key?: string) => void
  onChoose: (id: string) => void
  /** `part`: what is looked for in it. */
  onOpen: (id: string, part?: 'triggers') => void
  onRemove: (state: ScenarioState) => void
}

const columns = ['name', 'probability', 'days', ...ruleField.options, 'planning', 'checklist', 'triggers', 'menu']

/** States as rows, rules as columns; «Клиент» is tinted as the main rule. Outcomes stand last and stay there. */
export function StatesTable(props: StatesTableProps) {
  const { states, checklist, chosen, faults, wrongTriggers, paused, onChange, onChoose, onOpen, onRemove } = props
  const { t } = useLingui()
  const words = useStateWords()
  const [renamed, setRenamed] = useState<string>()
  const matrix = useMatrix(
    states.map(state => state.id),
    columns,
  )
  const ordinary = states.filter(state => state.kind === 'ordinary')
  const shift = (id: string, by: -1 | 1) => {
    const shifted = shiftState(states, id, by)
    if (shifted) onChange(shifted)
  }
  const add = () => {
    const added = addState(states, t`Новое состояние`)
    onChange(added.states)
    setRenamed(added.id)
  }
  /** Enter opens the row wherever it is pressed, but for the menu. */
  const open = (event: KeyboardEvent<HTMLElement>) => {
    const { code, target, altKey, ctrlKey, metaKey, shiftKey } = event
    if (!/^(Enter|NumpadEnter)$/.test(code) || altKey || ctrlKey || metaKey || shiftKey) return
    const cell = target as HTMLElement
    const id = cell.hasAttribute('data-matrix') ? rowOf(cell) : undefined
    const isList = cell.getAttribute('aria-expanded') === 'true' || cell.getAttribute('aria-haspopup') === 'menu'
    if (!id || isList || cell.hasAttribute('data-own-escape')) return
    event.preventDefault()
    event.stopPropagation()
    onOpen(id, cell.dataset['matrix'] === `${id} triggers` ? 'triggers' : undefined)
  }
  const here = (act: (id: string) => void) => () => {
    const id = rowOf(document.activeElement)
    if (id) act(id)
  }
  useKeys([
    { keys: 'Enter', does: t`Правила состояния`, run: here(id => onOpen(id)) },
    { keys: 'F2', does: t`Переименовать состояние`, inFields: true, run: here(setRenamed) },
    { keys: 'alt+ArrowUp', does: t`Состояние выше`, run: here(id => shift(id, -1)) },
    { keys: 'alt+ArrowDown', does: t`Состояние ниже`, run: here(id => shift(id, 1)) },
    { keys: 'L', does: t`Только просмотр поля`, run: pressLock },
  ])
  return (
    <div className={styles.scroll}>
      <table className={styles.table} data-states>
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
              <Trans>Обязательно планировать</Trans>
            </th>
            <th rowSpan={2} className={styles.items}>
              <Trans>Чек-лист</Trans>
            </th>
            <th rowSpan={2} className={styles.triggers}>
              <Trans>Триггеры</Trans>
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
                <span title={words.field(field)}>{words.head(field)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody
          {...matrix.body}
          onKeyDownCapture={event => {
            open(event)
            if (!event.isPropagationStopped()) matrix.body.onKeyDownCapture(event)
          }}
        >
          {states.map(state => (
            <StateRow
              key={state.id}
              state={state}
              place={{ at: ordinary.indexOf(state), of: ordinary.length }}
              items={itemsOf(checklist, state.id).length}
              triggers={
                <TriggersCell
                  {...matrix.cell(state.id, 'triggers')}
                  state={state}
                  states={states}
                  paused={paused}
                  isWrong={state.triggers.some(each => wrongTriggers[each.id] !== undefined)}
                  onOpen={() => onOpen(state.id, 'triggers')}
                />
              }
              isChosen={state.id === chosen}
              isRenamed={state.id === renamed}
              fault={faults[state.id]}
              cell={column => matrix.cell(state.id, column)}
              onChange={(part, key) => onChange(changeState(states, state.id, part), key && `${key} ${state.id}`)}
              onRule={(field, part) => onChange(changeRule(states, state.id, field, part))}
              onChoose={() => onChoose(state.id)}
              onOpen={() => onOpen(state.id)}
              onRename={(on, back) => {
                setRenamed(on ? state.id : undefined)
                if (back) focusCell(state.id, 'name')
              }}
              onShift={by => shift(state.id, by)}
              onRemove={() => onRemove(state)}
            />
          ))}
        </tbody>
      </table>
      <Button variant="subtle" leftSection={<IconPlus size={16} stroke={1.7} aria-hidden />} onClick={add}>
        <Trans>Состояние</Trans>
      </Button>
    </div>
  )
}

function rowOf(element: Element | null): string | undefined {
  return element?.closest<HTMLElement>('[data-states] [data-row]')?.dataset['row']
}

function pressLock(): void {
  document.activeElement?.closest('td')?.querySelector<HTMLElement>('[data-lock]')?.click()
}
