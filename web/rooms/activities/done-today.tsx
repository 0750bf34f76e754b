import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type Activity, listActivities } from '../../../server/rooms/activities/contract.ts'
import { today, useFormats } from '../../lib/formats.ts'
import { allItems, pagesOf } from '../../lib/queries.ts'
import { Section } from '../../ui/atoms.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import styles from './activities.module.css'
import { useActivityName } from './use-activities.tsx'
import type { DayFilter } from './use-my-day.ts'

type DoneTodayProps = { filter: DayFilter; onReopen: (activity: Activity) => void }

/** What was finished today, behind a fold; from here it comes back. */
export function DoneToday(props: DoneTodayProps) {
  return (
    <div className={styles.done}>
      <Section title={<Trans>Завершено сегодня</Trans>} folds="closed">
        <Done {...props} />
      </Section>
    </div>
  )
}

function Done({ filter, onReopen }: DoneTodayProps) {
  const format = useFormats()
  const nameOf = useActivityName()
  const query = useInfiniteQuery(pagesOf(listActivities, { query: filter }, 50))
  const all = allItems(query.data) as Activity[]
  const items = all.filter(each => each.closedAt !== null && format.dayOf(each.closedAt) === today())
  const isCut = query.hasNextPage && items.length === all.length
  if (query.error) {
    return (
      <ErrorState
        title={<Trans>Завершенные не загрузились</Trans>}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    )
  }
  if (query.isPending) return <LoadingBars rows={3} />
  if (items.length === 0) {
    return (
      <p className="t2">
        <Trans>Сегодня еще ничего не завершено.</Trans>
      </p>
    )
  }
  return (
    <>
      <ul>
        {items.map(activity => {
          const isDone = activity.outcome === 'done'
          const Icon = isDone ? IconCircleCheck : IconCircleX
          return (
            <li key={activity.id} className={styles.closed}>
              <Icon size={16} stroke={1.7} className={isDone ? 'good' : 't3'} aria-hidden />
              <div className="grow">
                <div className={isDone ? '' : styles.cancelled}>
                  {nameOf(activity)}
                  {activity.interest?.party && <span className="t2">, {activity.interest.party.name}</span>}
                </div>
                {activity.result && <div className={styles.result}>{activity.result}</div>}
              </div>
              {activity.closedAt && <span className="s12 t3">{format.time(activity.closedAt)}</span>}
              {activity.can['reopen'] && (
                <Button variant="subtle" size="compact-xs" onClick={() => onReopen(activity)}>
                  <Trans>Вернуть</Trans>
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {isCut && (
        <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          <Trans>Показать еще</Trans>
        </Button>
      )}
    </>
  )
}
