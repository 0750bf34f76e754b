import { ActionIcon, Button, MultiSelect, TextInput, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { listDepartments } from '../../../server/rooms/access/contract.ts'
import { conflict } from '../../../server/platform/contract.ts'
import {
  changeScenario,
  getScenario,
  type RuleField,
  ruleField,
  ruleFieldNames,
  type Scenario,
  type ScenarioState,
  stateInUse,
  targetRefused,
} from '../../../server/rooms/scenarios/contract.ts'
import { getScenarioDraft, type ScenarioDraft } from '../../../server/rooms/scenarios/drafts/contract.ts'
import { formErrors, isProblem } from '../../lib/problem-error.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { useSettle } from '../../rooms/access/use-edit.tsx'
import { useServiceTypes } from '../../rooms/company/directories.ts'
import { ChecklistTable, checklistOf } from '../../rooms/scenarios/checklist-table.tsx'
import { DryRun } from '../../rooms/interests/dry-run.tsx'
import { StatesTable } from '../../rooms/scenarios/states-table.tsx'
import { contentOf, countChanges, useDraft } from '../../rooms/scenarios/use-draft.ts'
import { Versions } from '../../rooms/scenarios/versions.tsx'
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
  // Read when the editor opens; from then on the editor itself is the newest.
  const draft = useQuery({ ...queryOf(getScenarioDraft, { params: { id } }), gcTime: 0, staleTime: Infinity })
  const error = query.error ?? draft.error
  // What was read stays: an editor with unsaved work is not taken away by a refresh that failed.
  if (error && !(query.data && draft.data)) {
    return (
      <ErrorState
        title={<Trans>Сценарий не открылся</Trans>}
        error={error}
        onRetry={() => {
          void query.refetch()
          void draft.refetch()
        }}
      />
    )
  }
  if (!query.data || !draft.data) return <LoadingBars />
  return <Editor key={id} latest={query.data} begun={draft.data.draft} />
}

/** What is edited is a draft until «Опубликовать»; publishing makes a new version at once. */
function Editor({ latest, begun }: { latest: Scenario; begun: ScenarioDraft | null }) {
  const [scenario, setScenario] = useState(latest)
  const { t } = useLingui()
  const { language } = useFormats()
  const client = useQueryClient()
  const types = useServiceTypes()
  const departments = useQuery(queryOf(listDepartments, { query: {} })).data?.items ?? []
  const draft = useDraft(scenario, begun)
  /** What is on its way to be published, and whether it has arrived. */
  const sent = useRef('')
  const isTaken = useRef(false)
  const { name, states, checklist, serviceTypeIds, departmentIds } = draft.content
  const [targets, setTargets] = useState<Record<string, string>>({})
  const write = useWrite(changeScenario, {
    refresh: ['board', 'interests', 'registration'],
    onSuccess: answer => {
      client.setQueryData(queryOf(getScenario, { params: { id: scenario.id } }).queryKey, answer)
      setScenario(answer)
      isTaken.current = true
      draft.settle(contentOf(answer), sent.current)
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
  const remove = (state: ScenarioState) => {
    const left = states.filter(each => each.id !== state.id)
    draft.change({
      states: left.map(each => ({ ...each, fromStates: without(each.fromStates, state.id) })),
      checklist: checklistOf(checklist, left),
    })
  }
  const settle = useSettle({ names: [...types, ...departments] })
  const labels: Record<string, string> = {
    name: t`Название сценария`,
    serviceTypeIds: t`Предлагать для типов услуг`,
    departmentIds: t`Предлагать подразделениям`,
  }
  const edited = contentOf(draft.content)
  const before = contentOf(scenario)
  const fields = (Object.keys(edited) as (keyof typeof edited)[]).filter(
    field => JSON.stringify(edited[field]) !== JSON.stringify(before[field]),
  )
  const changed = fields.length > 0
  const publish = async () => {
    if (!changed || write.isPending) return
    sent.current = JSON.stringify(edited)
    isTaken.current = false
    const stays = new Set(edited.states.map(state => state.id))
    // A state that came back, or whose target went, needs none.
    const needed = Object.entries(targets).filter(([from, to]) => !stays.has(from) && stays.has(to))
    const change = {
      ...Object.fromEntries(fields.map(field => [field, edited[field]])),
      ...(fields.includes('states') ? { states: edited.states.map(({ order: _, ...state }) => state) } : {}),
      ...(needed.length > 0 ? { targets: Object.fromEntries(needed) } : {}),
    }
    const put = (version: number, wanted: typeof change) =>
      write.mutateAsync({ params: { id: scenario.id }, body: { version, ...wanted } })
    await draft.pause()
    await settle(scenario.version, change, put, field => labels[field] ?? t`Состояния и правила`).catch(() => {})
    if (!isTaken.current) draft.resume()
  }
  useKeys([
    { keys: 'mod+Enter', does: t`Опубликовать`, run: () => void publish() },
    { keys: 'Z', does: t`Отменить последнее изменение`, off: !draft.undo, run: () => draft.undo?.() },
    { keys: 'shift+Z', does: t`Вернуть отмененное`, off: !draft.redo, run: () => draft.redo?.() },
  ])
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
            onChange={event => draft.change({ name: event.currentTarget.value }, 'name')}
            style={{ maxWidth: 360 }}
          />
        </div>
        {changed && (
          <span className="s12 due" role="status">
            {draft.saved === 'failed' ? (
              <Trans>черновик не сохранен</Trans>
            ) : draft.saved === 'saving' ? (
              <Trans>черновик сохраняется…</Trans>
            ) : (
              <Trans>черновик, изменений: {countChanges(before, edited)}</Trans>
            )}
          </span>
        )}
        <Tooltip label={t`Отменить последнее изменение, Z`}>
          <ActionIcon
            size={30}
            aria-label={t`Отменить последнее изменение`}
            aria-keyshortcuts="Z"
            disabled={!draft.undo}
            onClick={draft.undo}
          >
            <IconArrowBackUp size={16} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t`Вернуть отмененное, Shift Z`}>
          <ActionIcon
            size={30}
            aria-label={t`Вернуть отмененное`}
            aria-keyshortcuts="Shift+Z"
            disabled={!draft.redo}
            onClick={draft.redo}
          >
            <IconArrowForwardUp size={16} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
        {changed && (
          <Button variant="subtle" onClick={() => draft.change(contentOf(scenario))}>
            <Trans>Отменить изменения</Trans>
          </Button>
        )}
        <Button
          variant="filled"
          disabled={!changed}
          loading={write.isPending}
          onClick={() => void publish()}
          rightSection={<Key keys="mod+Enter" />}
          aria-keyshortcuts="Control+Enter"
        >
          <Trans>Опубликовать</Trans>
        </Button>
      </header>
      {JSON.stringify(contentOf(latest)) !== JSON.stringify(before) && (
        <Note
          look="due"
          role="status"
          action={
            <Button
              size="compact-xs"
              onClick={() => {
                setScenario(latest)
                draft.change(contentOf(latest))
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
      {begun && begun.baseVersion < scenario.publishedVersion && draft.isChanged && (
        <Note look="due" role="status">
          <Trans>
            Черновик начат с версии {begun.baseVersion}, с тех пор опубликована версия {scenario.publishedVersion}.
          </Trans>
        </Note>
      )}
      {draft.taken && (
        <Note
          look="bad"
          role="alert"
          action={
            <Button size="compact-xs" onClick={() => location.reload()}>
              <Trans>Показать новое</Trans>
            </Button>
          }
        >
          {draft.taken.by ? (
            <Trans>
              Черновик тем временем изменил другой человек: {draft.taken.by}. Ваши изменения не сохраняются.
            </Trans>
          ) : (
            <Trans>Черновик тем временем изменил другой человек. Ваши изменения не сохраняются.</Trans>
          )}
        </Note>
      )}
      <FormErrorSummary errors={formErrors(write.error)} />
      <div className={styles.conditions}>
        <MultiSelect
          label={t`Предлагать для типов услуг`}
          placeholder={serviceTypeIds.length === 0 ? t`любых` : ''}
          data={types.map(each => ({ value: each.id, label: each.name }))}
          value={serviceTypeIds}
          onChange={ids => draft.change({ serviceTypeIds: ids })}
        />
        <MultiSelect
          label={t`Предлагать подразделениям`}
          placeholder={departmentIds.length === 0 ? t`всем` : ''}
          data={departments.map(each => ({ value: each.id, label: each.name }))}
          value={departmentIds}
          onChange={ids => draft.change({ departmentIds: ids })}
        />
      </div>
      <StatesTable
        states={states}
        onChange={(changed, key) => draft.change({ states: changed }, key)}
        onRemove={remove}
      />
      {forgotten.length > 0 && (
        <Note look="due" role="status">
          <div className="m">
            <Trans>Правило можно обойти, пропустив состояние:</Trans>
          </div>
          <ul>
            {forgotten.map(({ field, earlier, later }) => (
              <li key={field}>
                <Trans>
                  «{later}» не требует поля «{ruleFieldNames[field][language]}», хотя раньше его требует «{earlier}».
                </Trans>
              </li>
            ))}
          </ul>
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
        <ChecklistTable
          checklist={checklist}
          states={states}
          onChange={(changed, key) => draft.change({ checklist: changed }, key)}
        />
      </Section>
      <DryRun id={scenario.id} content={edited} />
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
      <Versions scenario={scenario} onTake={taken => draft.change(taken)} />
    </div>
  )
}

/** A way that led from one state only is open to all when that one is gone. */
function without(ids: string[] | null, gone: string): string[] | null {
  const left = ids?.filter(id => id !== gone) ?? []
  return ids === null || (ids.length > 0 && left.length === 0) ? null : left
}

interface Forgotten {
  field: RuleField
  earlier: string
  later: string
}

/** Fields that an earlier state demands and a later one lacks, but for a loss: skipping would get round the rule. */
function laterForgets(states: readonly ScenarioState[]): Forgotten[] {
  const demands = (state: ScenarioState, field: RuleField) =>
    state.fields.some(rule => rule.field === field && rule.required)
  return ruleField.options.flatMap(field => {
    const earlier = states.find(state => state.kind === 'ordinary' && demands(state, field))
    if (!earlier) return []
    const behind = states.slice(states.indexOf(earlier) + 1)
    const later = behind.find(state => state.kind !== 'lost' && !demands(state, field))
    return later ? [{ field, earlier: earlier.name, later: later.name }] : []
  })
}
