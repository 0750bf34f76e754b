import type { ChecklistItem, ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { StateName } from '../../ui/steps-glyph.tsx'
import { useStateWords } from './state-words.ts'
import styles from './states-cards.module.css'
import { useTriggerWords } from './trigger-words.ts'

type StatesCardsProps = { states: readonly ScenarioState[]; checklist: readonly ChecklistItem[] }

/** A scenario to be read, one card per state: for phones, where nothing of it is edited. */
export function StatesCards({ states, checklist }: StatesCardsProps) {
  const { describe } = useStateWords()
  const { whole: tell } = useTriggerWords(states)
  const steps = states.filter(each => each.kind === 'ordinary').length
  return (
    <ol className={styles.cards}>
      {states.map((state, at) => (
        <li key={state.id} className={styles.card}>
          <h3>
            <StateName name={state.name} kind={state.kind} step={at + 1} steps={steps} />
          </h3>
          <dl>
            {describe(state, { states, checklist, tell }).map(({ label, lines }) => (
              <div key={label}>
                <dt>{label}</dt>
                {lines.map(line => (
                  <dd key={line}>{line}</dd>
                ))}
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ol>
  )
}
