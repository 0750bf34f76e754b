import { Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconCircleCheck } from '@tabler/icons-react'
import { Unseen, useLimits } from '../access/limits.tsx'
import type { Money } from '../../../server/platform/pure/money.ts'
import type { Scenario } from '../../../server/rooms/scenarios/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { CellLink } from './cell-link.tsx'
import styles from './funnel.module.css'
import type { Funnel } from './use-funnel.ts'

type FunnelTableProps = { scenario: Scenario; now: Funnel; before: Funnel | undefined; than: string }

/** The funnel: a bar for each state, and its numbers beside it; whoever hears the table misses nothing. */
export function FunnelTable({ scenario, now, before, than }: FunnelTableProps) {
  const { t } = useLingui()
  const format = useFormats()
  const most = Math.max(1, ...now.states.map(each => each.reached.count), now.won.count)
  const hasEarlier = now.states.some(each => each.earlier > 0)
  const won = scenario.states.find(each => each.kind === 'won')
  return (
    <table className={styles.table}>
      <caption>
        <Trans>По состояниям</Trans>
        <small>
          <Trans>Интересы, с которыми в периоде что-то произошло: как далеко они продвинулись к его концу</Trans>
          {hasEarlier && (
            <>
              {'. '}
              <span className={styles.key} aria-hidden />
              <Trans>дошли сюда еще до начала периода</Trans>
            </>
          )}
        </small>
      </caption>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Состояние</Trans>
          </th>
          <th scope="col" className={styles.bars}>
            <Trans>Дошли</Trans>
          </th>
          <th scope="col" className={styles.medium}>
            {than}
          </th>
          <th scope="col" className="not-phone">
            <Trans>Сумма</Trans>
          </th>
          <th scope="col">
            <Trans>Прошли дальше</Trans>
          </th>
          <th scope="col" className={styles.medium}>
            <Trans>Остались здесь</Trans>
          </th>
          <th scope="col" className={styles.wide}>
            <Trans>Оценка</Trans>
          </th>
          <th scope="col" className={styles.medium}>
            <Trans>Потеряны</Trans>
          </th>
          <th scope="col" className="not-phone">
            <Trans>Дней в состоянии</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {now.states.map((each, place) => {
          const state = scenario.states.find(one => one.id === each.stateId)
          const { stateId, reached, earlier, standing, lost, conversion, averageDays } = each
          const old = before?.states.find(one => one.stateId === stateId)
          return (
            <tr key={stateId}>
              <th scope="row" title={state?.name}>
                {state?.name}
              </th>
              <td className={styles.bars}>
                <div className={styles.bar} style={{ ['--bar' as string]: colour(state?.color, place) }}>
                  <div className={styles.track} aria-hidden>
                    <i style={{ width: share(reached.count - earlier, most) }} />
                    {earlier > 0 && <i data-earlier style={{ width: share(earlier, most) }} />}
                  </div>
                  <CellLink cell={{ cell: 'reached', stateId }} count={reached.count}>
                    {format.number(reached.count)}
                  </CellLink>
                </div>
                <div className={`phone-only s12 t3 ${styles.phoneSum}`}>
                  <Sums sums={reached.sums} />
                </div>
              </td>
              <td className={`${styles.medium} t3`}>{old ? format.number(old.reached.count) : ''}</td>
              <td className="not-phone">
                <Sums sums={reached.sums} />
              </td>
              <td>{format.percent(conversion)}</td>
              <td className={styles.medium}>
                <CellLink cell={{ cell: 'standing', stateId }} count={standing.count}>
                  {format.number(standing.count)}
                </CellLink>
              </td>
              <td className={styles.wide}>
                <Sums sums={standing.weighted} />
              </td>
              <td className={styles.medium}>
                <CellLink cell={{ cell: 'lost', stateId }} count={lost.count}>
                  {format.number(lost.count)}
                </CellLink>
              </td>
              <td className="not-phone">{averageDays === null ? '—' : format.number(averageDays)}</td>
            </tr>
          )
        })}
        <tr>
          <th scope="row">
            <span className={styles.outcome}>
              <IconCircleCheck size={16} stroke={1.7} className="good" aria-hidden />
              {won?.name ?? t`Успешно`}
            </span>
          </th>
          <td className={styles.bars}>
            <div className={styles.bar} style={{ ['--bar' as string]: 'var(--good-fill)' }}>
              <div className={styles.track} aria-hidden>
                <i style={{ width: share(now.won.count, most) }} />
              </div>
              <CellLink cell={{ cell: 'won' }} count={now.won.count}>
                {format.number(now.won.count)}
              </CellLink>
            </div>
            <div className={`phone-only s12 t3 ${styles.phoneSum}`}>
              <Sums sums={now.won.sums} />
            </div>
          </td>
          <td className={`${styles.medium} t3`}>{before ? format.number(before.won.count) : ''}</td>
          <td className="not-phone">
            <Sums sums={now.won.sums} />
          </td>
          <td />
          <td className={styles.medium} />
          <td className={styles.wide} />
          <td className={styles.medium} />
          <td className="not-phone" />
        </tr>
      </tbody>
    </table>
  )
}

/** Short sums, one a currency; the exact ones on hover. */
function Sums({ sums }: { sums: readonly Money[] }) {
  const format = useFormats()
  const { hidden } = useLimits()('revenue')
  if (hidden) return <Unseen field="revenue" />
  if (sums.length === 0) return '—'
  return (
    <Tooltip label={sums.map(format.money).join(', ')}>
      <span>{sums.map(format.shortMoney).join(', ')}</span>
    </Tooltip>
  )
}

function share(part: number, whole: number): string {
  return `${(Math.max(0, part) / whole) * 100}%`
}

function colour(chosen: number | undefined, place: number): string {
  return `var(--s${chosen || Math.min(5, place + 1)})`
}
