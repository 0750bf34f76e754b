import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { listTriggerRuns, type TriggerRun } from '../../../server/rooms/automation/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { allItems, gridOf, pagesOf } from '../../lib/queries.ts'
import { JournalFilters } from '../../rooms/automation/journal-filters.tsx'
import { isRetryable, useRetryRun } from '../../rooms/automation/retry-run.ts'
import { RunSheet } from '../../rooms/automation/run-sheet.tsx'
import { RunState } from '../../rooms/automation/run-status.tsx'
import { useRunWords } from '../../rooms/automation/run-words.ts'
import { useScenarios } from '../../rooms/scenarios/scenarios.ts'
import { useTriggerWords } from '../../rooms/scenarios/trigger-words.ts'
import { AdminList } from '../../ui/admin-list.tsx'
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx'
import { useKeys } from '../../ui/keys.tsx'
import { EmptyState } from '../../ui/states.tsx'

const route = getRouteApi('/signed-in/settings/trigger-journal')
/** What ends without changing an Interest is not told live: it is looked for, sooner where something is due now. */
const LOOK_AGAIN_MS = 15_000
const LOOK_SOON_MS = 2_000

/** What triggers did, and what they could not do. */
export default function TriggerJournal() {
  const { t } = useLingui()
  const filter = route.useSearch({
    select: ({ scenarioId, triggerId, interestId, status }) => ({ scenarioId, triggerId, interestId, status }),
  })
  const navigate = route.useNavigate()
  const query = useInfiniteQuery({
    ...pagesOf(listTriggerRuns, { query: filter }, 50),
    refetchInterval: ({ state }) => (isAnyDue(allItems(state.data)) ? LOOK_SOON_MS : LOOK_AGAIN_MS),
  })
  const grid = gridOf<TriggerRun>(query)
  const columns = useColumns()
  const words = useRunWords()
  const triggers = useTriggerWords(useScenarios().flatMap(each => each.states))
  const [activeId, setActiveId] = useState<string>()
  const [openId, setOpenId] = useState<string>()
  const { retry } = useRetryRun()
  const active = grid.rows.find(each => each.id === activeId)
  const open = grid.rows.find(each => each.id === openId)
  const isFiltered = Object.values(filter).some(each => each !== undefined)
  useKeys([
    {
      keys: 'R',
      does: t`Повторить срабатывание`,
      off: !active || !isRetryable(active),
      run: () => active && retry(active),
    },
  ])
  return (
    <AdminList title={t`Журнал триггеров`}>
      <JournalFilters
        filter={filter}
        onChange={part => void navigate({ search: before => ({ ...before, ...part }), replace: true })}
      />
      <DataGrid
        label={t`Журнал триггеров`}
        columns={columns}
        {...grid}
        errorTitle={t`Журнал не загрузился`}
        empty={
          isFiltered ? (
            <EmptyState title={t`Ничего не нашлось`}>
              <Trans>Измените отбор.</Trans>
            </EmptyState>
          ) : (
            <EmptyState title={t`Триггеры еще не срабатывали`}>
              <Trans>
                Триггеры задают в <Link to="/settings/scenarios">сценариях</Link>, в правилах состояния.
              </Trans>
            </EmptyState>
          )
        }
        currentId={openId}
        onOpen={row => setOpenId(row.id)}
        onActive={setActiveId}
        card={run => (
          <>
            <div className="m">{triggers.whole(run.trigger)}</div>
            <div className="row s12">
              <span className="el grow">
                {run.interest.number} {run.interest.subject}
              </span>
              <When run={run} />
            </div>
            <RunState run={run} whole />
            <div className="s12 t2">{words.cause(run)}</div>
          </>
        )}
      />
      {open && <RunSheet run={open} onClose={() => setOpenId(undefined)} />}
    </AdminList>
  )
}

function isAnyDue(runs: readonly TriggerRun[]): boolean {
  const now = new Date()
  return runs.some(({ status, dueAt }) => status === 'waiting' && dueAt !== null && new Date(dueAt) <= now)
}

function When({ run }: { run: TriggerRun }) {
  const format = useFormats()
  return <span className="t2 nw">{format.dateTime(run.ranAt ?? run.createdAt)}</span>
}

/** When it is tried next, or the button that tries it. */
function Next({ run }: { run: TriggerRun }) {
  const { next } = useRunWords()
  const { retry, isPending } = useRetryRun()
  if (!isRetryable(run)) return <span className="t2 nw">{next(run)}</span>
  return (
    <Button size="compact-xs" tabIndex={-1} loading={isPending} onClick={() => retry(run)}>
      <Trans>Повторить</Trans>
    </Button>
  )
}

function useColumns(): GridColumn<TriggerRun>[] {
  const { t } = useLingui()
  const words = useRunWords()
  const triggers = useTriggerWords(useScenarios().flatMap(each => each.states))
  return [
    { id: 'when', header: t`Когда`, width: 116, cell: run => <When run={run} /> },
    {
      id: 'trigger',
      header: t`Триггер`,
      width: 'free',
      min: 240,
      cell: run => {
        const said = triggers.whole(run.trigger)
        return (
          <span className="el" title={said}>
            {said}
          </span>
        )
      },
    },
    {
      id: 'interest',
      header: t`Интерес`,
      width: 190,
      cell: ({ interest }) => (
        <Link to="/interests/$id" params={{ id: interest.id }} className="el" title={interest.subject}>
          {interest.number} {interest.subject}
        </Link>
      ),
    },
    {
      id: 'cause',
      header: t`Причина`,
      width: 160,
      aside: 1,
      cell: run => {
        const said = words.cause(run)
        return (
          <span className="el t2" title={said}>
            {said}
          </span>
        )
      },
    },
    { id: 'result', header: t`Чем кончилось`, width: 250, cell: run => <RunState run={run} /> },
    {
      id: 'next',
      header: t`Дальше`,
      width: 140,
      aside: 2,
      cell: run => <Next run={run} />,
    },
  ]
}
