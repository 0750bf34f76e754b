import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ruleFieldNames, type Scenario } from '../../../server/rooms/scenarios/contract.ts'
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
  const { language } = useFormats()
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
    stateIds: t`состояния`,
  }
  const whole = { added: t`добавлено`, removed: t`убрано`, moved: t`переставлено`, changed: '' }
  const name = (id: unknown) => states.find(state => state.id === id)?.name ?? String(id)
  const show = (value: unknown): string => {
    if (value === null || value === undefined) return '—'
    if (value === true) return t`да`
    if (value === false) return t`нет`
    if (!Array.isArray(value)) return String(value)
    if (value.length === 0) return '—'
    return value
      .map(each => {
        if (typeof each === 'string') return name(each)
        const { field, required } = each as { field: keyof typeof ruleFieldNames; required: boolean }
        const { [language]: label } = ruleFieldNames[field]
        return required ? label : t`${label} (только просмотр)`
      })
      .join(', ')
  }
  if (change.field === null) return `${change.name}: ${whole[change.what]}`
  return `${change.name}: ${fields[change.field] ?? change.field}: ${show(change.from)} → ${show(change.to)}`
}
