import { ActionIcon, Button, MultiSelect, TextInput, Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { listDepartments } from '../../../server/rooms/access/contract.ts'
import { getScenario, type Scenario, type ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { getScenarioDraft, type ScenarioDraft } from '../../../server/rooms/scenarios/drafts/contract.ts'
import { queryOf } from '../../lib/queries.ts'
import { useServiceTypes } from '../../rooms/company/directories.ts'
import { ChecklistTable } from '../../rooms/scenarios/checklist-table.tsx'
import { DryRun } from '../../rooms/interests/dry-run.tsx'
import { changeState, removeState } from '../../rooms/scenarios/editing.ts'
import { Forgotten, Overtaken, RemovedStates } from '../../rooms/scenarios/editor-notes.tsx'
import { StateDetails } from '../../rooms/scenarios/state-details.tsx'
import { StatesCards } from '../../rooms/scenarios/states-cards.tsx'
import { StatesPicture } from '../../rooms/scenarios/states-picture.tsx'
import { StatesTable } from '../../rooms/scenarios/states-table.tsx'
import { contentOf, countChanges, useDraft } from '../../rooms/scenarios/use-draft.ts'
import { usePublish } from '../../rooms/scenarios/use-publish.ts'
import { Versions } from '../../rooms/scenarios/versions.tsx'
import { Note, Section } from '../../ui/atoms.tsx'
import { FormErrorSummary } from '../../ui/form-error-summary.tsx'
import { type Hotkey, Key, useKeys } from '../../ui/keys.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { StateName } from '../../ui/steps-glyph.tsx'
import styles from './scenario.module.css'

const route = getRouteApi('/signed-in/settings/scenarios/$id')

export default function ScenarioSettings() {
  const { id } = route.useParams()
  const phone = useMediaQuery('(max-width: 640px)')
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
  // On a phone nothing is edited: what is in force is read, one card per state.
  if (phone) return <Reading scenario={query.data} hasDraft={draft.data.draft !== null} />
  return <Editor key={id} latest={query.data} begun={draft.data.draft} />
}

/** What is edited is a draft until «Опубликовать»; publishing makes a new version at once. */
function Editor({ latest, begun }: { latest: Scenario; begun: ScenarioDraft | null }) {
  const [scenario, setScenario] = useState(latest)
  const { t } = useLingui()
  const types = useServiceTypes()
  const departments = useQuery(queryOf(listDepartments, { query: {} })).data?.items ?? []
  const draft = useDraft(scenario, begun)
  const { name, states, checklist, serviceTypeIds, departmentIds } = draft.content
  const publishing = usePublish({
    scenario,
    draft,
    names: [...types, ...departments],
    onPublished: (answer, sent) => {
      setScenario(answer)
      draft.settle(contentOf(answer), sent)
    },
  })
  const { edited, before, isChanged, faults } = publishing
  const [chosen, setChosen] = useState<string>()
  const [opened, setOpened] = useState<{ id: string; part?: 'triggers' | undefined }>()
  const open = (id: string, part?: 'triggers') => {
    setChosen(id)
    setOpened({ id, part })
  }
  const detailed = states.find(state => state.id === opened?.id)
  const changeStates = (changed: ScenarioState[], key?: string) => draft.change({ states: changed }, key)
  const steps: Hotkey[] = [
    { keys: 'Z', does: t`Отменить последнее изменение`, off: !draft.undo, run: () => draft.undo?.() },
    { keys: 'shift+Z', does: t`Вернуть отмененное`, off: !draft.redo, run: () => draft.redo?.() },
  ]
  useKeys([{ keys: 'mod+Enter', does: t`Опубликовать`, run: () => void publishing.publish() }, ...steps])
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div className="grow">
          <Crumbs version={scenario.publishedVersion} />
          <TextInput
            id="name"
            aria-label={t`Название сценария`}
            value={name}
            maxLength={120}
            onChange={event => draft.change({ name: event.currentTarget.value }, 'name')}
            style={{ maxWidth: 360 }}
          />
        </div>
        {isChanged && (
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
        {isChanged && (
          <Button variant="subtle" onClick={() => draft.change(contentOf(scenario))}>
            <Trans>Отменить изменения</Trans>
          </Button>
        )}
        <Button
          variant="filled"
          disabled={!isChanged}
          loading={publishing.isPending}
          onClick={() => void publishing.publish()}
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
      <Overtaken publishing={publishing} />
      <FormErrorSummary
        errors={Object.fromEntries(faults.all.map(each => [each.path, each.message]))}
        idOf={path => faults.all.find(each => each.path === path)?.element ?? path}
        labelOf={path => {
          const name = faults.all.find(each => each.path === path)?.state
          if (name !== undefined) return t`Триггер состояния «${name}»`
          return path.startsWith('checklist') ? t`Чек-лист` : path.startsWith('states') ? t`Состояние` : undefined
        }}
      />
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
      <StatesPicture states={states} checklist={checklist} chosen={chosen} onChoose={setChosen} onOpen={open} />
      <StatesTable
        states={states}
        checklist={checklist}
        chosen={chosen}
        faults={faults.names}
        wrongTriggers={faults.triggers}
        paused={latest.pausedTriggers}
        onChange={changeStates}
        onChoose={setChosen}
        onOpen={open}
        onRemove={state => draft.change(removeState({ states, checklist }, state.id))}
      />
      <Forgotten states={states} />
      <RemovedStates publishing={publishing} states={states} />
      <Section title={<Trans>Чек-лист</Trans>} count={checklist.length}>
        <ChecklistTable
          checklist={checklist}
          states={states}
          faults={faults.items}
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
      {detailed && (
        <StateDetails
          state={detailed}
          states={states}
          checklist={checklist}
          published={latest}
          part={opened?.part}
          triggerFaults={faults.triggers}
          keys={steps}
          onChange={(part, key) => changeStates(changeState(states, detailed.id, part), key && `${key} ${detailed.id}`)}
          onChecklist={changed => draft.change({ checklist: changed })}
          onClose={() => setOpened(undefined)}
        />
      )}
    </div>
  )
}

function Crumbs({ version }: { version: number }) {
  return (
    <div className="s12 t3">
      <Link to="/settings/scenarios">
        <Trans>Сценарии продаж</Trans>
      </Link>{' '}
      / <Trans>версия {version}</Trans>
    </div>
  )
}

function Reading({ scenario, hasDraft }: { scenario: Scenario; hasDraft: boolean }) {
  return (
    <div className={styles.page}>
      <header>
        <Crumbs version={scenario.publishedVersion} />
        <h2 className={styles.title}>{scenario.name}</h2>
      </header>
      <p className="t2">
        {hasDraft ? (
          <Trans>Показан опубликованный сценарий. Черновик правят на широком экране.</Trans>
        ) : (
          <Trans>Правят сценарий на широком экране.</Trans>
        )}
      </p>
      <StatesCards states={scenario.states} checklist={scenario.checklist} />
    </div>
  )
}
