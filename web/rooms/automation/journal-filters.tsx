import { Trans, useLingui } from '@lingui/react/macro'
import { Button, MultiSelect } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { runStatus } from '../../../server/rooms/automation/contract.ts'
import { getInterest } from '../../../server/rooms/interests/contract.ts'
import { queryOf } from '../../lib/queries.ts'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { useScenarios } from '../scenarios/scenarios.ts'
import { useTriggerWords } from '../scenarios/trigger-words.ts'
import styles from './journal.module.css'
import { useRunWords } from './run-words.ts'

export type JournalFilter = {
  scenarioId?: string | undefined
  triggerId?: string | undefined
  interestId?: string | undefined
  /** Several are joined by commas. */
  status?: string | undefined
}

type JournalFiltersProps = { filter: JournalFilter; onChange: (part: JournalFilter) => void }

/** Which runs are shown: of a scenario, of one of its triggers, how they stand, of one Interest. */
export function JournalFilters({ filter, onChange }: JournalFiltersProps) {
  const { t } = useLingui()
  const scenarios = useScenarios()
  const words = useTriggerWords(scenarios.flatMap(each => each.states))
  const { statuses } = useRunWords()
  const { scenarioId, triggerId, interestId, status } = filter
  const offered = scenarios
    .filter(each => scenarioId === undefined || each.id === scenarioId)
    .flatMap(({ name, states }) =>
      states.flatMap(state =>
        state.triggers.map(each => ({
          id: each.id,
          name: words.whole(each),
          hint: scenarioId === undefined ? `${name}, ${state.name}` : state.name,
        })),
      ),
    )
  // One that was taken out of its scenario has its runs all the same.
  const isGone = triggerId !== undefined && scenarios.length > 0 && !offered.some(each => each.id === triggerId)
  const entities = isGone ? [...offered, { id: triggerId, name: t`триггер, которого больше нет` }] : offered
  return (
    <div className={styles.filters} role="search" aria-label={t`Отбор`}>
      <EntitySelect
        aria-label={t`Сценарий`}
        placeholder={t`Все сценарии`}
        w={190}
        clearable
        entities={scenarios}
        value={scenarioId ?? null}
        onChange={id => onChange({ scenarioId: id ?? undefined, triggerId: undefined })}
      />
      <EntitySelect
        aria-label={t`Триггер`}
        placeholder={t`Все триггеры`}
        w={280}
        clearable
        comboboxProps={{ width: 420, position: 'bottom-start' }}
        entities={entities}
        value={triggerId ?? null}
        onChange={id => onChange({ triggerId: id ?? undefined })}
      />
      <MultiSelect
        aria-label={t`Чем кончилось`}
        placeholder={status === undefined ? t`Любой исход` : ''}
        miw={190}
        maw={420}
        clearable
        clearButtonProps={{ 'aria-label': t`Очистить` }}
        data={runStatus.options.map(value => ({ value, label: statuses[value] }))}
        value={status?.split(',') ?? []}
        onChange={values => onChange({ status: values.length > 0 ? values.join(',') : undefined })}
      />
      {interestId !== undefined && <OfInterest id={interestId} onClear={() => onChange({ interestId: undefined })} />}
    </div>
  )
}

function OfInterest({ id, onClear }: { id: string; onClear: () => void }) {
  const { t } = useLingui()
  const number = useQuery(queryOf(getInterest, { params: { id } })).data?.number ?? ''
  return (
    <Button
      aria-label={t`Не только Интерес ${number}`}
      rightSection={<IconX size={14} stroke={1.7} aria-hidden />}
      onClick={onClear}
    >
      <Trans>Интерес {number}</Trans>
    </Button>
  )
}
