import { Trans, useLingui } from '@lingui/react/macro'
import { Tooltip } from '@mantine/core'
import { IconBolt, IconPlayerPause } from '@tabler/icons-react'
import type { ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import styles from './states-table.module.css'
import { useTriggerWords } from './trigger-words.ts'

const icon = { size: 14, stroke: 1.7, 'aria-hidden': true } as const

type TriggersCellProps = {
  state: ScenarioState
  states: readonly ScenarioState[]
  paused: readonly string[]
  isWrong: boolean
  onOpen: () => void
  'data-matrix': string
  tabIndex: number
}

/** How many triggers a state has; which, where somebody points. */
export function TriggersCell({ state, states, paused, isWrong, onOpen, ...cell }: TriggersCellProps) {
  const { t } = useLingui()
  const words = useTriggerWords(states)
  const { name, triggers } = state
  const isPaused = triggers.some(each => paused.includes(each.id))
  return (
    <Tooltip
      multiline
      maw={420}
      disabled={triggers.length === 0}
      events={{ hover: true, focus: true, touch: false }}
      label={
        <ul className="col" style={{ gap: 4 }}>
          {triggers.map(each => (
            <li key={each.id}>{words.whole(each)}</li>
          ))}
        </ul>
      }
    >
      <button type="button" className={`plain ${styles.open}`} {...cell} onClick={onOpen}>
        <span className="vh">{t`Триггеры состояния «${name}»:`} </span>
        {triggers.length === 0 ? (
          <span className="t3">
            <Trans>нет</Trans>
          </span>
        ) : (
          <>
            <IconBolt {...icon} className={isWrong ? 'bad' : 't2'} />
            {triggers.length}
          </>
        )}
        {isPaused && (
          <IconPlayerPause size={14} stroke={1.7} role="img" aria-label={t`есть на паузе`} className="due" />
        )}
        {isWrong && <span className="vh">{t`есть ошибки`}</span>}
      </button>
    </Tooltip>
  )
}
