import { Trans, useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Checkbox, TextInput, Tooltip } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { newId } from '../../../server/platform/pure/ids.ts'
import type { ChecklistItem, ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { OrderButtons } from '../../ui/order-buttons.tsx'
import { tickItem } from './editing.ts'
import { focusCell, useMatrix } from './matrix.ts'
import styles from './states-table.module.css'

type ChecklistTableProps = {
  checklist: readonly ChecklistItem[]
  states: readonly ScenarioState[]
  /** What is wrong with a text, by item. */
  faults: Readonly<Record<string, string>>
  /** `key`: what is typed into, letter by letter. */
  onChange: (checklist: ChecklistItem[], key?: string) => void
}

/** Things to do as rows, states as columns: one item may stand in several of them. */
export function ChecklistTable({ checklist, states, faults, onChange }: ChecklistTableProps) {
  const { t } = useLingui()
  const ordinary = states.filter(state => state.kind === 'ordinary')
  const matrix = useMatrix(
    checklist.map(item => item.id),
    ['text', ...ordinary.map(state => state.id), 'remove'],
  )
  const change = (id: string, part: Partial<ChecklistItem>, key?: string) =>
    onChange(
      checklist.map(item => (item.id === id ? { ...item, ...part } : item)),
      key,
    )
  const move = (at: number, by: number) => {
    if (at + by < 0 || at + by >= checklist.length) return
    const moved = [...checklist]
    moved.splice(at + by, 0, ...moved.splice(at, 1))
    onChange(moved)
  }
  const add = () => {
    const first = ordinary[0]
    if (!first) return
    const id = newId()
    onChange([...checklist, { id, text: '', stateIds: [first.id] }])
    focusCell(id, 'text')
  }
  const remove = (at: number) => {
    const next = checklist[at + 1] ?? checklist[at - 1]
    onChange(checklist.filter((_, place) => place !== at))
    if (next) focusCell(next.id, 'remove')
  }
  return (
    <div className={styles.scroll}>
      {checklist.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th>
                <Trans>Что сделать</Trans>
              </th>
              {ordinary.map(state => (
                <th key={state.id} className={styles.rule}>
                  {state.name.trim() || t`Без названия`}
                </th>
              ))}
              <th>
                <span className="vh">
                  <Trans>Действия</Trans>
                </span>
              </th>
            </tr>
          </thead>
          <tbody {...matrix.body}>
            {checklist.map((item, at) => (
              <tr
                key={item.id}
                onKeyDown={event => {
                  if (!event.altKey || !/^Arrow(Up|Down)$/.test(event.code)) return
                  event.preventDefault()
                  move(at, event.code === 'ArrowUp' ? -1 : 1)
                }}
              >
                <th scope="row">
                  <TextInput
                    {...matrix.cell(item.id, 'text')}
                    id={`item-${item.id}`}
                    error={faults[item.id]}
                    aria-label={t`Пункт чек-листа`}
                    value={item.text}
                    maxLength={150}
                    required
                    onChange={event => change(item.id, { text: event.currentTarget.value }, `text ${item.id}`)}
                  />
                </th>
                {ordinary.map(state => (
                  <td key={state.id} className={styles.rule}>
                    <Checkbox
                      {...matrix.cell(item.id, state.id)}
                      aria-label={t`${item.text}: в состоянии «${state.name}»`}
                      checked={item.stateIds.includes(state.id)}
                      // An item of no state would be nowhere: it is removed instead.
                      disabled={item.stateIds.length === 1 && item.stateIds[0] === state.id}
                      onChange={event => onChange(tickItem(checklist, item.id, state.id, event.currentTarget.checked))}
                    />
                  </td>
                ))}
                <td>
                  <div className="row" style={{ gap: 2 }}>
                    <OrderButtons
                      name={item.text}
                      first={at === 0}
                      last={at === checklist.length - 1}
                      onMove={by => move(at, by)}
                    />
                    <Tooltip label={t`Убрать пункт`}>
                      <ActionIcon
                        size={24}
                        {...matrix.cell(item.id, 'remove')}
                        aria-label={t`Убрать пункт: ${item.text}`}
                        onClick={() => remove(at)}
                      >
                        <IconX size={16} stroke={1.7} aria-hidden />
                      </ActionIcon>
                    </Tooltip>
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Button variant="subtle" leftSection={<IconPlus size={16} stroke={1.7} aria-hidden />} onClick={add}>
        <Trans>Пункт</Trans>
      </Button>
    </div>
  )
}
