import { useLingui } from '@lingui/react/macro'
import { IconArrowBarToUp, IconArrowDown, IconArrowUp, IconEdit, IconLock } from '@tabler/icons-react'
import type { ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Key, useKeys } from '../../ui/keys.tsx'
import { StateName } from '../../ui/steps-glyph.tsx'
import styles from './board.module.css'
import { isForbidden, missingFor } from './states-bar.tsx'
import type { Card } from './use-board.ts'

type MoveDialogProps = {
  card: Card
  states: readonly ScenarioState[]
  onChoose: (state: ScenarioState) => void
  /** By so many cards within its column, where that goes by hand. */
  onShift: ((by: number) => void) | undefined
  onClose: () => void
}

/** «Перенести в…»: the same move for a finger and for the keyboard. */
export function MoveDialog({ card, states, onChoose, onShift, onClose }: MoveDialogProps) {
  const { t } = useLingui()
  return (
    <Dialog opened onClose={onClose} title={t`Перенести в…`} size={400}>
      <Choice card={card} states={states} onChoose={onChoose} />
      {onShift && <Shifts onShift={onShift} />}
    </Dialog>
  )
}

function Shifts({ onShift }: { onShift: (by: number) => void }) {
  const { t } = useLingui()
  const shifts = [
    { by: Number.NEGATIVE_INFINITY, label: t`В начало колонки`, icon: IconArrowBarToUp },
    { by: -1, label: t`Карточку выше`, icon: IconArrowUp },
    { by: 1, label: t`Карточку ниже`, icon: IconArrowDown },
  ]
  return (
    <ul className={`col ${styles.shifts}`} aria-label={t`В своей колонке`}>
      {shifts.map(({ by, label, icon: Icon }) => (
        <li key={label}>
          <button type="button" className={`plain ${styles.choice}`} onClick={() => onShift(by)}>
            <Icon size={16} stroke={1.7} aria-hidden />
            <span>{label}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function Choice({ card, states, onChoose }: Pick<MoveDialogProps, 'card' | 'states' | 'onChoose'>) {
  const { t } = useLingui()
  const ordinary = states.filter(state => state.kind === 'ordinary')
  useKeys(
    states.slice(0, 9).map((state, index) => ({
      keys: String(index + 1),
      off: state.id === card.stateId || isForbidden(missingFor(card, state.id)),
      run: () => onChoose(state),
    })),
  )
  return (
    <ul className="col" style={{ gap: 2 }}>
      {states.map((state, index) => {
        const missing = missingFor(card, state.id)
        const closed = missing.find(each => isForbidden([each]))
        return (
          <li key={state.id}>
            <button
              type="button"
              className={`plain ${styles.choice}`}
              data-autofocus={index === 0 || undefined}
              aria-current={state.id === card.stateId ? 'step' : undefined}
              disabled={state.id === card.stateId || closed !== undefined}
              onClick={() => onChoose(state)}
            >
              <span className="grow">
                <StateName
                  name={state.name}
                  kind={state.kind}
                  step={ordinary.indexOf(state) + 1}
                  steps={ordinary.length}
                />
                {closed && <span className="s12 t3">{closed.message}</span>}
              </span>
              {closed && <IconLock size={16} stroke={1.7} aria-hidden />}
              {missing.length > 0 && !closed && (
                <IconEdit size={16} stroke={1.7} className="due" aria-label={t`Спросим полей: ${missing.length}`} />
              )}
              {index < 9 && <Key keys={String(index + 1)} />}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
