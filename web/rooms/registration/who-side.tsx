import { Button, SegmentedControl } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode, RefObject } from 'react'
import type { SearchItem } from '../../../server/rooms/registration/contract.ts'
import { Key } from '../../ui/keys.tsx'
import type { MetWall } from '../clients/access.tsx'
import { ClientFields } from '../clients/client-fields.tsx'
import { useScenarios } from '../scenarios/scenarios.ts'
import type { FormAction, FormState, Party } from './form-state.ts'
import { useFormAnswer } from './form-answer.ts'
import { ClientFacts, ProspectFacts } from './party-facts.tsx'
import { ProspectFields } from './prospect-fields.tsx'
import styles from './registration.module.css'
import type { TypingField } from './search-field.tsx'
import { SearchSide } from './search-side.tsx'
import { Similar } from './similar.tsx'
import type { IntakeReading } from './use-intake.ts'
import type { Save } from './use-save.ts'
import { WallFacts } from './wall-facts.tsx'
import { WhereTo } from './where-to.tsx'

type WhoSideProps = {
  state: FormState
  dispatch: (action: FormAction) => void
  searchField: RefObject<TypingField | null>
  reading: IntakeReading
  serviceTypeId: string | null
  save: Save
  onTake: (item: SearchItem, contactId?: string) => void
  onNext: () => boolean
  onTakeParty: (party: Party) => void
  onOpenCard: (item: SearchItem) => void
  onSearchAgain: () => void
}

/** The left half: searching, the party that was taken, or the one that is being registered. */
export function WhoSide(props: WhoSideProps) {
  const { state, dispatch, searchField, serviceTypeId, save, onTake, onTakeParty, onOpenCard, onSearchAgain } = props
  /** The request is handed over, or access asked for. */
  const onWall = (wall: MetWall) => onTakeParty({ kind: 'wall', openInterests: 0, ...wall })
  const { party } = state
  const demandedBy = useDemandingState(serviceTypeId, state.need.scenarioId)
  const fresh = party.kind === 'newProspect' || party.kind === 'newClient'
  return (
    <>
      <div className={styles.caption}>
        <h2>
          <Trans>Кто обратился</Trans>
        </h2>
        {party.kind !== 'none' && (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={onSearchAgain}
            rightSection={<Key keys="alt+S" />}
            aria-keyshortcuts="Alt+S"
          >
            {fresh ? <Trans>Вернуться к поиску</Trans> : <Trans>Выбрать другого</Trans>}
          </Button>
        )}
      </div>
      {party.kind === 'none' && (
        <SearchSide
          field={searchField}
          text={state.search}
          reading={props.reading}
          chips={state.intake.chips}
          onChips={chips => dispatch({ do: 'chips', chips })}
          onText={text => dispatch({ do: 'search', text })}
          onTake={onTake}
          onNext={props.onNext}
          onOpenCard={onOpenCard}
          onProspect={() => dispatch({ do: 'newProspect' })}
          onClient={() => dispatch({ do: 'newClient' })}
        />
      )}
      {party.kind === 'client' && (
        <ClientFacts party={party} onContact={contactId => dispatch({ do: 'contact', contactId })} />
      )}
      {party.kind === 'prospect' && <ProspectFacts party={party} />}
      {party.kind === 'wall' && (
        <WallFacts party={party} onProspect={() => dispatch({ do: 'newProspect' })} onTake={onTake} />
      )}
      {(party.kind === 'client' || party.kind === 'prospect') && (
        <WhereTo
          party={party}
          target={state.target}
          serviceTypeId={serviceTypeId}
          onTarget={target => dispatch({ do: 'target', target })}
        />
      )}
      {fresh && <FreshSwitch kind={party.kind} dispatch={dispatch} />}
      {party.kind === 'newProspect' && (
        <ProspectFields
          intake={state.intake}
          values={state.prospect}
          onChange={change => dispatch({ do: 'prospect', change })}
          errors={save.errorsUnder('prospect')}
          demandedBy={demandedBy}
        />
      )}
      {party.kind === 'newClient' && (
        <ClientFields
          values={state.client}
          onChange={change => dispatch({ do: 'client', change })}
          onContact={change => dispatch({ do: 'clientContact', change })}
          errors={save.errorsUnder('newClient')}
          strict={save.strict}
          onTakeExisting={clientId => onTakeParty({ kind: 'client', clientId, contactId: null, matched: null })}
          onWall={onWall}
          override={save.override}
          onOverride={save.setOverride}
        />
      )}
      {fresh && <Similar state={state} save={save} onTake={onTake} onWall={onWall} />}
    </>
  )
}

function FreshSwitch({ kind, dispatch }: { kind: 'newProspect' | 'newClient'; dispatch: WhoSideProps['dispatch'] }) {
  const { t } = useLingui()
  return (
    <SegmentedControl
      fullWidth
      aria-label={t`Кого записать`}
      value={kind}
      onChange={value => dispatch({ do: value as 'newProspect' | 'newClient' })}
      data={[
        { value: 'newProspect', label: <WithKey keys="alt+P">{t`Потенциальный клиент`}</WithKey> },
        { value: 'newClient', label: <WithKey keys="alt+K">{t`+ Клиент`}</WithKey> },
      ]}
    />
  )
}

function WithKey({ keys, children }: { keys: string; children: ReactNode }) {
  return (
    <span className="row" style={{ justifyContent: 'center' }}>
      {children} <Key keys={keys} />
    </span>
  )
}

/** Which state of the scenario will ask for a registered client. */
function useDemandingState(serviceTypeId: string | null, scenarioId: string | null): string | undefined {
  const answer = useFormAnswer(serviceTypeId, scenarioId)
  const scenario = useScenarios().find(each => each.id === (scenarioId ?? answer?.scenarioId))
  return scenario?.states.find(state => state.fields.some(rule => rule.field === 'client' && rule.required))?.name
}
