import { Button, TextInput } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import {
  archiveScenario,
  changeScenario,
  createScenario,
  restoreScenario,
  type Scenario,
} from '../../../server/rooms/scenarios/contract.ts'
import { exportScenario, importScenario } from '../../../server/rooms/scenarios/transfer/contract.ts'
import { address } from '../../lib/api.ts'
import { useWrite } from '../../lib/queries.ts'
import { scenariosQuery } from '../../rooms/scenarios/scenarios.ts'
import { Tag } from '../../ui/atoms.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FilePick } from '../../ui/file-pick.tsx'
import { OrderButtons, useReorder } from '../../ui/order-buttons.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { StepsGlyph } from '../../ui/steps-glyph.tsx'
import { toastError } from '../../ui/toast.tsx'
import styles from './scenarios.module.css'

/** Scenarios in the order in which they are offered: the first that fits is taken. */
export default function ScenariosSettings() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const query = useQuery(scenariosQuery)
  const [copying, setCopying] = useState<Scenario>()
  const options = { onError: (error: unknown) => toastError(error) }
  const change = useWrite(changeScenario)
  const reorder = useReorder(query.refetch)
  const archive = useWrite(archiveScenario, options)
  const restore = useWrite(restoreScenario, options)
  const load = useWrite(importScenario, {
    onSuccess: made => navigate({ to: '/settings/scenarios/$id', params: { id: made.id } }),
    onError: error => toastError(error),
  })
  const take = (file: File) => {
    file
      .text()
      .then(text => load.mutate({ body: { id: newId(), document: JSON.parse(text) } }))
      .catch((error: unknown) => toastError(error, t`В файле нет сценария`))
  }
  const all = query.data?.items ?? []
  const active = all.filter(each => !each.archivedAt)
  const move = (scenario: Scenario, by: -1 | 1) => {
    const at = active.indexOf(scenario)
    void reorder(scenario, at, at + by, (version, order) =>
      change.mutateAsync({ params: { id: scenario.id }, body: { version, order } }),
    )
  }
  if (query.error) {
    return <ErrorState title={t`Сценарии не загрузились`} error={query.error} onRetry={() => void query.refetch()} />
  }
  if (query.isPending) return <LoadingBars />
  return (
    <div className={styles.page}>
      <header className="row wrap">
        <h2>
          <Trans>Сценарии продаж</Trans>
        </h2>
        <span className="t3">{active.length}</span>
        <span className="grow" />
        <FilePick accept="application/json" onPick={take}>
          {props => (
            <Button {...props} loading={load.isPending}>
              <Trans>Загрузить из файла</Trans>
            </Button>
          )}
        </FilePick>
        <Button
          variant="filled"
          leftSection={<IconPlus size={16} stroke={1.7} aria-hidden />}
          disabled={!active[0]}
          onClick={() => setCopying(active[0])}
        >
          <Trans>Сценарий</Trans>
        </Button>
      </header>
      <p className="t2">
        <Trans>При регистрации берется первый сценарий, который подходит по условиям.</Trans>
      </p>
      <ul>
        {all.map(scenario => {
          const at = active.indexOf(scenario)
          const steps = scenario.states.filter(state => state.kind === 'ordinary').length
          return (
            <li key={scenario.id} className={styles.row}>
              <Link to="/settings/scenarios/$id" params={{ id: scenario.id }} className="m hit">
                {scenario.name}
              </Link>
              <span className="row t2">
                <StepsGlyph step={steps} steps={steps} />
                <Plural value={steps} one="# состояние" few="# состояния" many="# состояний" other="# состояния" />
              </span>
              {scenario.archivedAt && (
                <Tag look="outline">
                  <Trans>в архиве</Trans>
                </Tag>
              )}
              <span className="grow" />
              <span className="row wrap" style={{ gap: 4 }}>
                <Button
                  component="a"
                  href={address(exportScenario.path, { params: { id: scenario.id } })}
                  download={`${scenario.name}.json`}
                  variant="subtle"
                  size="compact-xs"
                >
                  <Trans>Выгрузить</Trans>
                </Button>
                {!scenario.archivedAt && (
                  <>
                    <OrderButtons
                      name={scenario.name}
                      first={at === 0}
                      last={at === active.length - 1}
                      onMove={by => move(scenario, by)}
                    />
                    <Button variant="subtle" size="compact-xs" onClick={() => setCopying(scenario)}>
                      <Trans>Копировать</Trans>
                    </Button>
                  </>
                )}
                {scenario.can['archive'] !== false && (
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    onClick={() => (scenario.archivedAt ? restore : archive).mutate({ params: { id: scenario.id } })}
                  >
                    {scenario.archivedAt ? <Trans>Вернуть</Trans> : <Trans>В архив</Trans>}
                  </Button>
                )}
              </span>
            </li>
          )
        })}
      </ul>
      {copying && (
        <CopyDialog
          from={copying}
          onClose={() => setCopying(undefined)}
          onDone={id => void navigate({ to: '/settings/scenarios/$id', params: { id } })}
        />
      )}
    </div>
  )
}

type CopyDialogProps = { from: Scenario; onClose: () => void; onDone: (id: string) => void }

/** A new scenario begins as a copy: states and rules are changed afterwards. */
function CopyDialog({ from, onClose, onDone }: CopyDialogProps) {
  const { t } = useLingui()
  const [id] = useState(newId)
  const [name, setName] = useState(t`${from.name} (копия)`)
  const create = useWrite(createScenario, { onSuccess: made => onDone(made.id), onError: error => toastError(error) })
  return (
    <Dialog opened onClose={onClose} title={t`Новый сценарий по образцу «${from.name}»`}>
      <form
        className="col"
        style={{ gap: 12 }}
        onSubmit={event => {
          event.preventDefault()
          create.mutate({ body: { id, name: name.trim(), copyOf: from.id } })
        }}
      >
        <TextInput
          label={t`Название`}
          data-autofocus
          required
          maxLength={120}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit" variant="filled" loading={create.isPending} disabled={!name.trim()}>
            <Trans>Создать сценарий</Trans>
          </Button>
          <Button variant="subtle" onClick={onClose}>
            <Trans>Отмена</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
