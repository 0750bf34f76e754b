import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ChecklistItem, Scenario, ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import type { Trigger } from '../../../server/rooms/scenarios/triggers/contract.ts'
import {
  getScenarioVersion,
  listScenarioVersions,
  type SettingChange,
} from '../../../server/rooms/scenarios/versions/contract.ts'
import { call } from '../../lib/api.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf } from '../../lib/queries.ts'
import { Section } from '../../ui/atoms.tsx'
import { toastError } from '../../ui/toast.tsx'
import { useStateWords } from './state-words.ts'
import { triggerChanges } from './trigger-editing.ts'
import { useTriggerWords } from './trigger-words.ts'
import type { Content } from './use-draft.ts'

type VersionsProps = { scenario: Scenario; onTake: (content: Pick<Content, 'states' | 'checklist'>) => void }

/** Who published what and when; an earlier version is taken back into the draft. */
export function Versions({ scenario, onTake }: VersionsProps) {
  const format = useFormats()
  const { data } = useQuery(queryOf(listScenarioVersions, { params: { id: scenario.id } }))
  const take = (version: number) => {
    call(getScenarioVersion, { params: { id: scenario.id, version }, query: {} })
      .then(({ states, checklist }) => onTake({ states, checklist }))
      .catch((error: unknown) => toastError(error))
  }
  return (
    <Section title={<Trans>Версии</Trans>} count={data?.items.length ?? ''} folds="closed">
      <ol className="col" style={{ gap: 12 }}>
        {data?.items.map(({ version, publishedAt, publishedBy, changes }) => (
          <li key={version}>
            <div className="row">
              <span className="m">
                <Trans>Версия {version}</Trans>
              </span>
              <span className="t2">
                {format.dateTime(publishedAt)}
                {publishedBy && `, ${publishedBy.name}`}
              </span>
              <span className="grow" />
              {version !== scenario.publishedVersion && (
                <Button size="compact-xs" variant="subtle" onClick={() => take(version)}>
                  <Trans>Взять в черновик</Trans>
                </Button>
              )}
            </div>
            <ul className="s12 t2">
              {changes.map(change => (
                <li key={`${change.id} ${change.what} ${change.field}`}>
                  <Change change={change} states={scenario.states} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </Section>
  )
}

function Change({ change, states }: { change: SettingChange; states: Scenario['states'] }) {
  const { t } = useLingui()
  const words = useStateWords()
  const fields: Record<string, string> = {
    name: t`название`,
    text: t`текст`,
    probability: t`вероятность`,
    color: t`цвет`,
    expectedDays: t`срок`,
    fields: t`правила полей`,
    fromStates: t`откуда приходят`,
    enterRoles: t`кто переводит сюда`,
    leaveRoles: t`кто переводит отсюда`,
    checklistBlocks: t`чек-лист обязателен`,
    confirmsLoss: t`потерю подтверждает руководитель`,
    queueRole: t`ролевая адресация`,
    planningRule: t`обязательно планировать`,
    autoCompleteRule: t`завершать автоматически`,
    asksPlan: t`планировать дела при изменении состояния`,
    asksResult: t`запрашивать результат завершения`,
    makesTask: t`личная задача при регистрации`,
    stateIds: t`состояния`,
  }
  const whole = { added: t`добавлено`, removed: t`убрано`, moved: t`переставлено`, changed: '' }
  type Values = ScenarioState & ChecklistItem
  /** Values with words of their own; all others are told as they are. */
  const shows: { [K in keyof Values]?: (value: Values[K]) => string } = {
    fields: rules =>
      rules
        .map(({ field, required }) => (required ? words.field(field) : t`${words.field(field)} (только просмотр)`))
        .join(', ') || '—',
    fromStates: fromStates => words.from({ fromStates }, states),
    enterRoles: words.who,
    leaveRoles: words.who,
    queueRole: words.queue,
    planningRule: rule => words.planning[rule],
    autoCompleteRule: rule => words.completing[rule],
    color: colour => (colour === 0 ? t`по порядку` : t`цвет ${colour}`),
    stateIds: ids => words.from({ fromStates: ids }, states),
  }
  const show = (value: unknown): string => {
    const own = shows[change.field as keyof Values] as ((of: unknown) => string) | undefined
    if (own) return own(value)
    if (value === null || value === undefined) return '—'
    if (value === true) return t`да`
    if (value === false) return t`нет`
    return String(value)
  }
  if (change.field === 'triggers') return <TriggersChange change={change} states={states} />
  if (change.field === null) return `${change.name}: ${whole[change.what]}`
  return `${change.name}: ${fields[change.field] ?? change.field}: ${show(change.from)} → ${show(change.to)}`
}

/** Triggers one by one: which came, which went, what each became. */
function TriggersChange({ change, states }: { change: SettingChange; states: Scenario['states'] }) {
  const { whole } = useTriggerWords(states)
  const { added, removed, changed } = triggerChanges(listed(change.from), listed(change.to))
  const { name } = change
  return (
    <ul>
      {added.map(each => (
        <li key={each.id}>
          <Trans>
            {name}: новый триггер: {whole(each)}
          </Trans>
        </li>
      ))}
      {removed.map(each => (
        <li key={each.id}>
          <Trans>
            {name}: убран триггер: {whole(each)}
          </Trans>
        </li>
      ))}
      {changed.map(({ from, to }) => (
        <li key={to.id}>
          <Trans>
            {name}: триггер был: {whole(from)}; стал: {whole(to)}
          </Trans>
        </li>
      ))}
      {added.length + removed.length + changed.length === 0 && (
        <li>
          <Trans>{name}: другой порядок триггеров</Trans>
        </li>
      )}
    </ul>
  )
}

const listed = (value: unknown) => (Array.isArray(value) ? (value as Trigger[]) : [])
