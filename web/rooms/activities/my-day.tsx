import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Activity, DayGroup } from '../../../server/rooms/activities/contract.ts'
import { today, useFormats } from '../../lib/formats.ts'
import { useKeys } from '../../ui/keys.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { useActiveRow } from '../../ui/use-active-row.ts'
import { useListBelow } from '../interests/list-below.ts'
import styles from './activities.module.css'
import { ActivityRow, rowId } from './activity-row.tsx'
import { dayOf } from './change.ts'
import { DelegateDialog } from './delegate-dialog.tsx'
import { DoneToday } from './done-today.tsx'
import { type DayFilter, type DayPart, useMyDay } from './use-my-day.ts'
import { useRows } from './use-rows.tsx'

type MyDayProps = {
  filter: DayFilter
  /** What is said where there is nothing. */
  empty: ReactNode
  /** Opens the card of an Interest. */
  onOpen: (interestId: string) => void
}

/** The day by groups; everything by keyboard, and each row put off by dragging it to another group. */
export function MyDay({ filter, empty, onOpen }: MyDayProps) {
  const { t } = useLingui()
  const { parts, day } = useMyDay(filter)
  const rows = useRows()
  const absent = day.data?.absent ?? []
  const items = [...parts.flatMap(part => part.items), ...absent.flatMap(each => each.items)]
  const [active, setActive] = useActiveRow(items)
  const current = items[Math.max(active, 0)]
  const here = useRef(false)
  const seen = items.flatMap(({ interest }) => (interest && !interest.walled ? [interest.id] : []))
  useListBelow([{ ids: [...new Set(seen)] }])

  const focus = (index: number) => {
    const target = items[Math.min(Math.max(index, 0), items.length - 1)]
    if (target) document.getElementById(rowId(target.id))?.focus()
  }
  // Who does things one after the other stays in the list: the next row takes the focus of the one that has gone.
  const keep = useEffectEvent(() => {
    if (here.current && document.activeElement === document.body && items.length > 0) focus(active)
  })
  const ids = items.map(each => each.id).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows are the dependency
  useEffect(() => keep(), [ids])

  const on = (run: (activity: Activity) => void) => () => current && run(current)
  const click = (part: string) => (activity: Activity) => {
    document.getElementById(rowId(activity.id))?.querySelector<HTMLElement>(part)?.click()
  }
  const off = current === undefined
  useKeys([
    {
      keys: 'ArrowDown',
      does: t`Следующее дело`,
      off,
      run: () => focus(here.current ? active + 1 : Math.max(active, 0)),
    },
    { keys: 'ArrowUp', does: t`Предыдущее дело`, off, run: () => focus(active - 1) },
    { keys: 'Home', off, run: () => focus(0) },
    { keys: 'End', off, run: () => focus(items.length - 1) },
    { keys: 'Space', does: t`Завершить`, off, run: on(rows.tick) },
    { keys: 'Enter', off, run: on(rows.tick) },
    { keys: 'E', does: t`Изменить`, off, run: on(rows.edit) },
    { keys: 'R', does: t`Отложить`, off, run: on(click('[data-put-off]')) },
    { keys: 'D', does: t`Поручить`, off, run: on(rows.give) },
    {
      keys: 'O',
      does: t`Открыть Интерес`,
      off: !current?.interest || current.interest.walled,
      run: on(({ interest }) => interest && onOpen(interest.id)),
    },
  ])

  if (day.error && !day.data) {
    return (
      <ErrorState title={<Trans>Дела не загрузились</Trans>} error={day.error} onRetry={() => void day.refetch()} />
    )
  }
  if (!day.data) return <LoadingBars rows={10} />
  return (
    <div
      className={styles.day}
      data-empty={items.length === 0 || undefined}
      onFocus={() => {
        here.current = true
      }}
      onBlur={event => {
        // Left for another place; a row that goes away does not leave.
        if (event.relatedTarget !== null) here.current = event.currentTarget.contains(event.relatedTarget)
      }}
    >
      {items.length === 0 && empty}
      {parts.map(part => (
        <Group key={part.group} part={part} onDrop={(activity, group) => rows.move(activity, group)}>
          {part.items.map(activity => (
            <ActivityRow
              key={activity.id}
              activity={activity}
              rows={rows}
              active={activity.id === current?.id}
              onFocus={() => setActive(items.indexOf(activity))}
            />
          ))}
        </Group>
      ))}
      {absent.map(({ user, until, count, items: theirs }) => (
        <AbsentGroup key={user.id} name={user.name} until={until} count={count}>
          {theirs.map(activity => (
            <ActivityRow
              key={activity.id}
              activity={activity}
              rows={rows}
              active={activity.id === current?.id}
              onFocus={() => setActive(items.indexOf(activity))}
            />
          ))}
        </AbsentGroup>
      ))}
      <DoneToday filter={filter} onReopen={activity => void rows.reopen(activity)} />
      {rows.given && <DelegateDialog activity={rows.given} onClose={() => rows.give(undefined)} />}
    </div>
  )
}

type AbsentGroupProps = { name: string; until: string; count: number; children: ReactNode }

/** What waits of somebody for whom I stand in: done here, and that person's all the same. */
function AbsentGroup({ name, until, count, children }: AbsentGroupProps) {
  const { t } = useLingui()
  const format = useFormats()
  return (
    <section className={styles.group} aria-label={t`За: ${name}`}>
      <h2 className={styles.groupHead}>
        <Trans>За: {name}</Trans>
        <span className={styles.count}>{count}</span>
        <span className="s12 t3">{t`вернется ${format.dateTime(until)}`}</span>
      </h2>
      {count === 0 ? (
        <p className="s12 t3">
          <Trans>Срочных и новых дел нет.</Trans>
        </p>
      ) : (
        <ul>{children}</ul>
      )}
    </section>
  )
}

type GroupProps = { part: DayPart; onDrop: (activity: Activity, group: DayGroup) => void; children: ReactNode }

/** One group with its count; an empty one is a place to drop. */
function Group({ part, onDrop, children }: GroupProps) {
  const { t } = useLingui()
  const { group, count, items, more, loading } = part
  const place = useRef<HTMLElement>(null)
  const [over, setOver] = useState(false)
  const drop = useEffectEvent(onDrop)
  const names: Record<DayGroup, string> = {
    overdue: t`Просрочено`,
    today: t`Сегодня`,
    tomorrow: t`Завтра`,
    week: t`На этой неделе`,
    later: t`Позже`,
    none: t`Без даты`,
  }
  useEffect(() => {
    const element = place.current
    if (!element) return
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => 'activity' in source.data && dayOf(group, today()) !== undefined,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false)
        const activity = source.data['activity'] as Activity
        if (!items.some(each => each.id === activity.id)) drop(activity, group)
      },
    })
  }, [group, items])
  const name = names[group]
  return (
    <section
      ref={place}
      className={styles.group}
      data-group={group}
      data-over={over || undefined}
      data-empty={items.length === 0 || undefined}
      data-closed={dayOf(group, today()) === undefined || undefined}
      aria-label={name}
    >
      <h2 className={styles.groupHead}>
        {name}
        <span className={styles.count}>{count}</span>
      </h2>
      <ul>{children}</ul>
      {more && (
        <Button variant="subtle" loading={loading} onClick={more} className={styles.more}>
          <Trans>Показать еще</Trans>
        </Button>
      )}
    </section>
  )
}
