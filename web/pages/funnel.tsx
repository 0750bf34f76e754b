import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Scenario } from '../../server/rooms/scenarios/contract.ts'
import { today } from '../lib/formats.ts'
import { FunnelInterests } from '../rooms/analytics/funnel-interests.tsx'
import { PeriodPicker, WhosePicker } from '../rooms/analytics/funnel-filters.tsx'
import { FunnelPlates } from '../rooms/analytics/funnel-plates.tsx'
import { FunnelTable } from '../rooms/analytics/funnel-table.tsx'
import styles from '../rooms/analytics/funnel.module.css'
import { LossReasons } from '../rooms/analytics/loss-reasons.tsx'
import { beside, isPeriod, kindOf, periodAt } from '../rooms/analytics/period.ts'
import { type Cell, type FunnelFilter, useFunnel, usePeriodName } from '../rooms/analytics/use-funnel.ts'
import { useLossReasons } from '../rooms/company/directories.ts'
import { useMySettings } from '../rooms/fields/settings.ts'
import { useScenarios } from '../rooms/scenarios/scenarios.ts'
import { EntitySelect } from '../ui/entity-select.tsx'
import { useKeys } from '../ui/keys.tsx'
import { Page } from '../ui/page.tsx'
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.tsx'

const route = getRouteApi('/signed-in/reports/funnel')
const NO_CELL = { cell: undefined, stateId: undefined, lossReasonId: undefined }

/** Воронка: how far Interests came in a period; the filter and the number that is open live in the address. */
export default function FunnelPage() {
  const { t } = useLingui()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const settings = useMySettings()
  const scenarios = useScenarios()
  const active = scenarios.filter(each => !each.archivedAt)
  const wanted = search.scenarioId ?? settings.boardScenarioId
  const scenario = scenarios.find(each => each.id === wanted) ?? active[0]
  const asked = { from: search.from ?? '', to: search.to ?? '' }
  const period = search.from && search.to && isPeriod(asked) ? asked : periodAt('month', today().slice(0, 7))
  const own = search.own === true || kindOf(period) === 'own'
  const { responsibleId, departmentId, cell, stateId, lossReasonId } = search
  type Search = typeof search
  const set = (change: Partial<Search>) => void navigate({ search: before => ({ ...before, ...change }) })
  const step = (by: -1 | 1) => set(beside(period, by))
  useKeys(
    cell
      ? [{ keys: 'Escape', does: t`К воронке`, run: () => set(NO_CELL) }]
      : [
          { keys: 'ArrowLeft', does: t`Предыдущий период`, run: () => step(-1) },
          { keys: 'ArrowRight', does: t`Следующий период`, run: () => step(1) },
        ],
  )
  const filter: FunnelFilter | undefined = scenario && {
    scenarioId: scenario.id,
    ...period,
    responsibleId,
    departmentId,
  }
  const number = cell && { cell, stateId, lossReasonId }
  return (
    <Page
      title={t`Воронка`}
      {...(number && scenario ? { heading: <Path scenario={scenario} number={number} /> } : {})}
      scroll={!number}
      toolbar={
        <>
          <EntitySelect
            aria-label={t`Сценарий`}
            w={190}
            allowDeselect={false}
            entities={scenarios.filter(each => !each.archivedAt || each.id === scenario?.id)}
            value={scenario?.id ?? null}
            onChange={id => id && set({ scenarioId: id, ...NO_CELL })}
          />
          <PeriodPicker
            key={own ? 'own' : 'whole'}
            period={period}
            own={own}
            onChange={(next, isOwn) => set({ ...next, own: isOwn || undefined })}
          />
          <WhosePicker
            responsibleId={responsibleId}
            departmentId={departmentId}
            onChange={whose => set({ responsibleId: undefined, departmentId: undefined, ...whose })}
          />
        </>
      }
    >
      {!filter && <LoadingBars rows={8} />}
      {filter && number && <FunnelInterests filter={{ ...filter, ...number }} currentId={search.interest} />}
      {filter && scenario && !number && <Report scenario={scenario} filter={filter} />}
    </Page>
  )
}

function Report({ scenario, filter }: { scenario: Scenario; filter: FunnelFilter }) {
  const { t } = useLingui()
  const navigate = route.useNavigate()
  const name = usePeriodName()
  const { now, before } = useFunnel(filter)
  if (now.error) {
    return <ErrorState title={t`Воронка не посчиталась`} error={now.error} onRetry={() => void now.refetch()} />
  }
  if (!now.data) return <LoadingBars rows={8} />
  const past = beside(filter, -1)
  // Of months of one's own choice the name is long, and each of them can be counted back.
  const than = kindOf(past) === 'own' ? t`столько же до этого` : name(past)
  if (now.data.states[0]?.reached.count === 0) {
    return (
      <div className={styles.page}>
        <EmptyState
          title={<Trans>В этом периоде Интересы не двигались</Trans>}
          action={
            <Button onClick={() => void navigate({ search: search => ({ ...search, ...past }) })}>
              <Trans>Показать: {name(past)}</Trans>
            </Button>
          }
        >
          <Trans>Воронка считает тех, кто обратился, перешел дальше или завершился в выбранные месяцы.</Trans>
        </EmptyState>
      </div>
    )
  }
  return (
    <div className={styles.page} data-waits={now.isPlaceholderData || undefined}>
      <FunnelPlates now={now.data} before={before} than={than} />
      <FunnelTable scenario={scenario} now={now.data} before={before} than={than} />
      <LossReasons scenario={scenario} funnel={now.data} />
    </div>
  )
}

/** «Воронка / Дошли до: Переговоры» */
function Path({ scenario, number: { cell, stateId, lossReasonId } }: { scenario: Scenario; number: Cell }) {
  const { t } = useLingui()
  const reasons = useLossReasons()
  const state = scenario.states.find(each => each.id === stateId)?.name ?? ''
  const reason = lossReasonId === 'none' ? t`Причина не указана` : reasons.find(each => each.id === lossReasonId)?.name
  const named = {
    reached: t`Дошли до: ${state}`,
    standing: t`Остались здесь: ${state}`,
    won: t`Успешно`,
    lost: state ? t`Потеряны: ${state}` : t`Потеряно`,
  }[cell]
  return (
    <>
      <Link from="/reports/funnel" to="." search={before => ({ ...before, ...NO_CELL })} aria-keyshortcuts="Escape">
        <Trans>Воронка</Trans>
      </Link>
      <span className="t3"> / </span>
      <span className="el">{[named, reason].filter(Boolean).join(', ')}</span>
    </>
  )
}
