import { Menu, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconCheck, IconChevronDown, IconCircleCheck, IconCircleX, IconEdit, IconLock } from '@tabler/icons-react'
import type { Interest, Missing, Moves } from '../../../server/rooms/interests/contract.ts'
import type { ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { Key } from '../../ui/keys.tsx'
import { useScenarios } from '../scenarios/scenarios.ts'
import styles from './interest-card.module.css'

type StatesBarProps = {
  interest: Interest
  /** The state whose fields are being asked for just now. */
  asked: string | undefined
  onMove: (state: ScenarioState) => void
}

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const

export function missingFor(interest: { moves: Moves }, stateId: string): Missing[] {
  return interest.moves.find(move => move.stateId === stateId)?.missing ?? []
}

/** A rule that no filling helps against. */
export function isForbidden(missing: readonly Missing[]): boolean {
  return missing.some(each => each.field === 'state')
}

/** How the button of a state is found on a card; both outcomes have one. */
export const stateMark = (state: ScenarioState) => (state.kind === 'ordinary' ? state.id : 'outcome')

/** On a phone the bar is a strip; the present state is never outside it. */
function showInStrip(item: HTMLElement | null): void {
  const strip = item?.parentElement
  if (item && strip) strip.scrollLeft = item.offsetLeft - strip.offsetLeft - (strip.clientWidth - item.clientWidth) / 2
}

/** Where it stands, where it may go, and what each step would ask for. */
export function StatesBar({ interest, asked, onMove }: StatesBarProps) {
  const { t } = useLingui()
  const scenario = useScenarios().find(each => each.id === interest.scenarioId)
  if (!scenario) return <div className={styles.states} />
  const ordinary = scenario.states.filter(state => state.kind === 'ordinary')
  const outcomes = scenario.states.filter(state => state.kind !== 'ordinary')
  const at = ordinary.findIndex(state => state.id === interest.stateId)
  const outcome = outcomes.find(state => state.id === interest.stateId)
  const numberOf = (state: ScenarioState) => scenario.states.indexOf(state) + 1
  return (
    <ol className={styles.states} aria-label={t`Состояния сценария «${scenario.name}»`}>
      {ordinary.map((state, index) => {
        const current = index === at
        const missing = missingFor(interest, state.id)
        const closed = isForbidden(missing)
        const look = current ? 'current' : outcome || index < at ? 'past' : 'next'
        return (
          <li key={state.id} ref={current ? showInStrip : undefined}>
            <Tooltip
              label={[index < 9 && t`Перейти, клавиша ${index + 1}`, ...missing.map(each => each.message)]
                .filter(Boolean)
                .join('\n')}
              // The open panel says it already.
              {...(asked === undefined && missing.length > 0 ? {} : { opened: false })}
              multiline
              maw={360}
              style={{ whiteSpace: 'pre-line' }}
            >
              <button
                type="button"
                data-state={stateMark(state)}
                aria-keyshortcuts={index < 9 ? String(index + 1) : undefined}
                className={styles.state}
                data-look={asked === state.id ? 'asked' : look}
                aria-current={current ? 'step' : undefined}
                disabled={!interest.can['move']}
                onClick={() => !current && onMove(state)}
              >
                {look === 'past' && <IconCheck {...icon} />}
                {look === 'next' && missing.length > 0 && (closed ? <IconLock {...icon} /> : <IconEdit {...icon} />)}
                <span className={styles.stateName}>{state.name}</span>
                {missing.length > 0 && !current && (
                  <span className="vh">{closed ? t`, переход закрыт` : t`, нужны поля: ${missing.length}`}</span>
                )}
              </button>
            </Tooltip>
          </li>
        )
      })}
      <li className={styles.finish}>
        <Menu position="bottom-end" withinPortal={false}>
          <Menu.Target>
            <button
              type="button"
              data-state="outcome"
              className={styles.state}
              data-look={outcome ? 'current' : asked && outcomes.some(each => each.id === asked) ? 'asked' : 'next'}
              data-outcome={outcome?.kind}
              aria-current={outcome ? 'step' : undefined}
              disabled={!interest.can['move']}
            >
              {outcome?.kind === 'won' && <IconCircleCheck {...icon} />}
              {outcome?.kind === 'lost' && <IconCircleX {...icon} />}
              <span className={styles.stateName}>{outcome ? outcome.name : <Trans>Завершить</Trans>}</span>
              <IconChevronDown {...icon} size={14} />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {outcomes
              .filter(state => state.id !== interest.stateId)
              .map(state => (
                <Menu.Item
                  key={state.id}
                  leftSection={
                    state.kind === 'won' ? <IconCircleCheck {...icon} className="good" /> : <IconCircleX {...icon} />
                  }
                  rightSection={numberOf(state) < 10 && <Key keys={String(numberOf(state))} />}
                  onClick={() => onMove(state)}
                >
                  {state.name}
                </Menu.Item>
              ))}
          </Menu.Dropdown>
        </Menu>
      </li>
    </ol>
  )
}
