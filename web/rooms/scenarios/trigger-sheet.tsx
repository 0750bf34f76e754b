import { Trans, useLingui } from '@lingui/react/macro'
import type { ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { type Trigger, waitsForDocuments } from '../../../server/rooms/scenarios/triggers/contract.ts'
import { Note, Section } from '../../ui/atoms.tsx'
import type { Hotkey } from '../../ui/keys.tsx'
import { DraftSheet } from './draft-sheet.tsx'
import { type TriggerFaults, faultIn } from './faults.ts'
import { ActionFields } from './trigger-action.tsx'
import { ConditionsFields } from './trigger-conditions.tsx'
import { EventFields } from './trigger-event.tsx'
import { useTriggerWords } from './trigger-words.ts'

type TriggerSheetProps = {
  trigger: Trigger
  state: ScenarioState
  states: readonly ScenarioState[]
  faults: TriggerFaults
  /** Of the page below: undo and redo act here as well. */
  keys: Hotkey[]
  onChange: (trigger: Trigger, key?: string) => void
  onClose: () => void
}

/** One trigger: when, if what, and what then; over the rules of its state. */
export function TriggerSheet({ trigger, state, states, faults, keys, onChange, onClose }: TriggerSheetProps) {
  const { t } = useLingui()
  const words = useTriggerWords(states)
  const { event, conditions, action } = trigger
  const fault = faultIn(faults)
  return (
    <DraftSheet title={t`Триггер состояния «${state.name}»`} keys={keys} onClose={onClose}>
      <p className="t2">{words.whole(trigger)}</p>
      {waitsForDocuments(trigger) && (
        <Note>
          <Trans>Ждет документов: программа их еще не ведет, поэтому такой триггер не сработает.</Trans>
        </Note>
      )}
      <Section title={<Trans>Когда</Trans>} level={3}>
        <EventFields
          value={event}
          does={action.does}
          fault={fault}
          onChange={(changed, key) => onChange({ ...trigger, event: changed }, key)}
        />
      </Section>
      <Section title={<Trans>Если</Trans>} count={conditions.length} level={3}>
        <ConditionsFields
          value={conditions}
          words={words}
          fault={fault}
          onChange={(changed, key) => onChange({ ...trigger, conditions: changed }, key)}
        />
      </Section>
      <Section title={<Trans>Что сделать</Trans>} level={3}>
        <ActionFields
          trigger={trigger}
          stateId={state.id}
          states={states}
          words={words}
          fault={fault}
          onChange={onChange}
        />
      </Section>
    </DraftSheet>
  )
}
