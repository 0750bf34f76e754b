import { Button, MultiSelect, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { listDepartments } from '../../../server/rooms/access/contract.ts'
import { conflict } from '../../../server/platform/contract.ts'
import {
  changeScenario,
  getScenario,
  type Scenario,
  type ScenarioState,
  stateInUse,
  targetRefused,
} from '../../../server/rooms/scenarios/contract.ts'
import { formErrors, isProblem } from '../../lib/problem-error.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { useSettle } from '../../rooms/access/use-edit.tsx'
import { useServiceTypes } from '../../rooms/company/directories.ts'
import { ChecklistTable, checklistOf } from '../../rooms/scenarios/checklist-table.tsx'
import { StatesTable } from '../../rooms/scenarios/states-table.tsx'
import { Note, Section } from '../../ui/atoms.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { FormErrorSummary } from '../../ui/form-error-summary.tsx'
import { Key, useKeys } from '../../ui/keys.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { StateName } from '../../ui/steps-glyph.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import styles from './scenario.module.css'

const route = getRouteApi('/signed-in/settings/scenarios/$id')

export default function ScenarioSettings() {
  const { id } = route.useParams()
  const query = useQuery(queryOf(getScenario, { params: { id } }))
  if (query.isPending) return <LoadingBars />
  if (query.error) {
    return (
      <ErrorState
        title={<Trans>Сценарий не открылся</Trans>}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    )
  }
  return <Editor key={id} latest={query.data} />
}

/** What is edited is a copy until «Опубликовать»; publishing makes a new version at once. */
function Editor({ latest }: { latest: Scenario }) {
  const [scenario, setScenario] = useState(latest)
  const { t } = useLingui()
  const client = useQueryClient()
  const types = useServiceTypes()
  const departments = useQuery(queryOf(listDepartments, { query: {} })).data?.items ?? []
  const [name, setName] = useState(scenario.name)
  const [states, setStates] = useState<ScenarioState[]>(scenario.states)
  const [checklist, setChecklist] = useState(scenario.checklist)
  const [serviceTypeIds, setServiceTypeIds] = useState(scenario.serviceTypeIds)
  const [departmentIds, setDepartmentIds] = useState(scenario.departmentIds)
  const [targets, setTargets] = useState<Record<string, string>>({})
  const write = useWrite(changeScenario, {
    refresh: ['board', 'interests', 'registration'],
    onSuccess: answer => {
      client.setQueryData(queryOf(getScenario, { params: { id: scenario.id } }).queryKey, answer)
      setScenario(answer)
      setStates(answer.states)
      setChecklist(answer.checklist)
      setTargets({})
      toast({ message: <Trans>Сценарий опубликован</Trans> })
    },
    onError: error => {
      const shown = isProblem(error, stateInUse) || isProblem(error, targetRefused)
      if (!shown && !isProblem(error, conflict) && Object.keys(formErrors(error)).length === 0) toastError(error)
    },
  })
  const lacking = isProblem(write.error, targetRefused) ? write.error.data.interests : []
  const inUse = isProblem(write.error, stateInUse) ? write.error.data.states : []
  const reset = (to: Scenario) => {
    setName(to.name)
    setServiceTypeIds(to.serviceTypeIds)
    setDepartmentIds(to.departmentIds)
    setStates(to.states)
    setChecklist(to.checklist)
  }
  const remove = (state: ScenarioState) => {
    const left = states.filter(each => each.id !== state.id)
    setStates(left.map(each => ({ ...each, fromStates: without(each.fromStates, state.id) })))
    setChecklist(checklistOf(checklist, left))
  }
  const settle = useSettle({ names: [...types, ...departments] })
  const labels: Record<string, string> = {
    name: t`Название сценария`,
    serviceTypeIds: t`Предлагать для типов услуг`,
    departmentIds: t`Предлагать подразделениям`,
  }
  const edited = { name: name.trim(), states, checklist, serviceTypeIds, departmentIds }
  const before = pick(scenario)
  const fields = (Object.keys(edited) as (keyof typeof edited)[]).filter(
    field => JSON.stringify(edited[field]) !== JSON.stringify(before[field]),
  )
  const changed = fields.length > 0
  const publish = () => {
    if (!changed || write.isPending) return
    const change = {
      ...Object.fromEntries(fields.map(field => [field, edited[field]])),
      ...(fields.includes('states') ? { states: states.map(({ order: _, ...state }) => state) } : {}),
      ...(Object.keys(targets).length > 0 ? { targets } : {}),
    }
    const put = (version: number, wanted: typeof change) =>
      write.mutateAsync({ params: { id: scenario.id }, body: { version, ...wanted } })
    settle(scenario.version, change, put, field => labels[field] ?? t`Состояния и правила`).catch(() => {})
  }
  useKeys([{ keys: 'mod+Enter', does: t`Опубликовать`, run: publish }])
  const forgotten = laterForgets(states)
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div className="grow">
          <div className="s12 t3">
            <Link to="/settings/scenarios">
              <Trans>Сценарии продаж</Trans>
            </Link>{' '}
            / <Trans>версия {scenario.publishedVersion}</Trans>
          </div>
          <TextInput
            aria-label={t`Название сценария`}
            value={name}
            maxLength={120}
            onChange={event => setName(event.currentTarget.value)}
            style={{ maxWidth: 360 }}
          />
        </div>
        {changed && (
          <span className="s12 due" role="status">
            <Trans>есть изменения</Trans>
          </span>
        )}
        {changed && (
          <Button variant="subtle" onClick={() => reset(scenario)}>
            <Trans>Отменить изменения</Trans>
          </Button>
        )}
        <Button
          variant="filled"
          disabled={!changed}
          loading={write.isPending}
          onClick={publish}
          rightSection={<Key keys="mod+Enter" />}
          aria-keyshortcuts="Control+Enter"
        >
          <Trans>Опубликовать</Trans>
        </Button>
      </header>
      {latest.version !== scenario.version && (
        <Note
          look="due"
          role="status"
          action={
            <Button
              size="compact-xs"
              onClick={() => {
                setScenario(latest)
                reset(latest)
              }}
            >
              <Trans>Показать новое</Trans>
            </Button>
          }
        >
          <Trans>
            Сценарий тем временем опубликовал другой человек. Ваши изменения на месте, но их придется повторить.
          </Trans>
        </Note>
      )}
      <FormErrorSummary errors={formErrors(write.error)} />
      <div className={styles.conditions}>
        <MultiSelect
          label={t`Предлагать для типов услуг`}
          placeholder={serviceTypeIds.length === 0 ? t`любых` : ''}
          data={types.map(each => ({ value: each.id, label: each.name }))}
          value={serviceTypeIds}
          onChange={setServiceTypeIds}
        />
        <MultiSelect
          label={t`Предлагать подразделениям`}
          placeholder={departmentIds.length === 0 ? t`всем` : ''}
          data={departments.map(each => ({ value: each.id, label: each.name }))}
          value={departmentIds}
          onChange={setDepartmentIds}
        />
      </div>
      <StatesTable states={states} onChange={setStates} onRemove={remove} />
      {forgotten && (
        <Note look="due" role="status">
          <Trans>
            «{forgotten.later}» не требует клиента, хотя раньше его требует «{forgotten.earlier}»: правило можно обойти,
            пропустив состояние.
          </Trans>
        </Note>
      )}
      {lacking.length > 0 && (
        <Note look="bad" role="alert">
          <div className="m">
            <Trans>Эти Интересы не могут перейти в указанное состояние:</Trans>
          </div>
          <ul>
            {lacking.map(each => (
              <li key={each.id}>
                <Link to="/interests/$id" params={{ id: each.id }}>
                  {each.number}
                </Link>{' '}
                {each.missing.map(item => item.message).join('; ')}
              </li>
            ))}
          </ul>
        </Note>
      )}
      {inUse.length > 0 && (
        <Note look="bad" role="alert">
          <div className="m">
            <Trans>В убранных состояниях есть Интересы. Куда их перенести?</Trans>
          </div>
          {inUse.map(each => (
            <div key={each.id} className="row" style={{ marginTop: 6 }}>
              <span className="grow">
                <Trans>
                  {each.name}, Интересов: {each.interests}
                </Trans>
              </span>
              <EntitySelect
                aria-label={t`Куда перенести из «${each.name}»`}
                entities={states}
                value={targets[each.id] ?? null}
                onChange={target => setTargets(target ? { ...targets, [each.id]: target } : targets)}
              />
            </div>
          ))}
        </Note>
      )}
      <Section title={<Trans>Чек-лист</Trans>} count={checklist.length}>
        <ChecklistTable checklist={checklist} states={states} onChange={setChecklist} />
      </Section>
      <Section title={<Trans>Так увидит менеджер</Trans>}>
        <ol className={styles.preview}>
          {states.map((state, index) => (
            <li key={state.id}>
              <StateName
                name={state.name}
                kind={state.kind}
                step={index + 1}
                steps={states.filter(each => each.kind === 'ordinary').length}
              />
            </li>
          ))}
        </ol>
      </Section>
    </div>
  )
}

function pick(scenario: Scenario) {
  const { name, states, checklist, serviceTypeIds, departmentIds } = scenario
  return { name, states, checklist, serviceTypeIds, departmentIds }
}

/** A way that led from one state only is open to all when that one is gone. */
function without(ids: string[] | null, gone: string): string[] | null {
  const left = ids?.filter(id => id !== gone) ?? []
  return ids === null || (ids.length > 0 && left.length === 0) ? null : left
}

/** A later state that lacks the client which an earlier one demands: skipping would get round the rule. */
function laterForgets(states: readonly ScenarioState[]): { earlier: string; later: string } | undefined {
  const demands = (state: ScenarioState) => state.fields.some(rule => rule.field === 'client' && rule.required)
  const earlier = states.find(state => state.kind === 'ordinary' && demands(state))
  if (!earlier) return undefined
  const later = states.slice(states.indexOf(earlier) + 1).find(state => state.kind !== 'lost' && !demands(state))
  return later && { earlier: earlier.name, later: later.name }
}
