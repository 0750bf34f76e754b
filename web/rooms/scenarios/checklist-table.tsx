import { Trans, useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Checkbox, TextInput, Tooltip } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useRef } from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import type { ChecklistItem, ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { OrderButtons } from '../../ui/order-buttons.tsx'
import { moveInMatrix } from './matrix.ts'
import styles from './states-table.module.css'

type ChecklistTableProps = {
  checklist: readonly ChecklistItem[]
  states: readonly ScenarioState[]
  /** `key`: what is typed into, letter by letter. */
  onChange: (checklist: ChecklistItem[], key?: string) => void
}

/** Things to do as rows, states as columns: one item may stand in several of them. */
export function ChecklistTable({ checklist, states, onChange }: ChecklistTableProps) {
  const { t } = useLingui()
  const table = useRef<HTMLTableElement>(null)
  const ordinary = states.filter(state => state.kind === 'ordinary')
  const change = (id: string, part: Partial<ChecklistItem>, key?: string) =>
    onChange(
      checklist.map(item => (item.id === id ? { ...item, ...part } : item)),
      key,
    )
  const move = (at: number, by: number) => {
    const moved = [...checklist]
    moved.splice(at + by, 0, ...moved.splice(at, 1))
    onChange(moved)
  }
  const add = () => {
    const first = ordinary[0]
    if (!first) return
    onChange([...checklist, { id: newId(), text: '', stateIds: [first.id] }])
    requestAnimationFrame(() => table.current?.querySelector<HTMLElement>('tbody tr:last-child input')?.focus())
  }
  return (
    <div className={styles.scroll}>
      {checklist.length > 0 && (
        <table className={styles.table} ref={table}>
          <thead>
            <tr>
              <th>
                <Trans>Что сделать</Trans>
              </th>
              {ordinary.map(state => (
                <th key={state.id} className={styles.rule}>
                  {state.name}
                </th>
              ))}
              <th>
                <span className="vh">
                  <Trans>Действия</Trans>
                </span>
              </th>
            </tr>
          </thead>
          <tbody onKeyDown={moveInMatrix}>
            {checklist.map((item, at) => (
              <tr key={item.id}>
                <th scope="row">
                  <TextInput
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
                      data-matrix
                      aria-label={t`${item.text}: в состоянии «${state.name}»`}
                      checked={item.stateIds.includes(state.id)}
                      // An item of no state would be nowhere: it is removed instead.
                      disabled={item.stateIds.length === 1 && item.stateIds[0] === state.id}
                      onChange={event =>
                        change(item.id, { stateIds: toggled(item, state, event.currentTarget.checked) })
                      }
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
                        aria-label={t`Убрать пункт: ${item.text}`}
                        onClick={() => onChange(checklist.filter(each => each.id !== item.id))}
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

function toggled(item: ChecklistItem, state: ScenarioState, on: boolean): string[] {
  return on ? [...item.stateIds, state.id] : item.stateIds.filter(id => id !== state.id)
}

/** The checklist that goes with these states: what belonged to a removed one alone goes with it. */
export function checklistOf(checklist: readonly ChecklistItem[], states: readonly ScenarioState[]): ChecklistItem[] {
  return checklist.flatMap(item => {
    const stateIds = item.stateIds.filter(id => states.some(state => state.id === id))
    return stateIds.length > 0 ? [{ ...item, stateIds }] : []
  })
}
