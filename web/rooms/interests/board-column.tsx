import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element'
import { Trans, useLingui } from '@lingui/react/macro'
import { Tooltip } from '@mantine/core'
import {
  IconAlertCircleFilled,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconEdit,
  IconHourglassHigh,
  IconLock,
} from '@tabler/icons-react'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { Unseen, useLimits } from '../access/limits.tsx'
import type { Missing, StepFilter } from '../../../server/rooms/interests/contract.ts'
import type { ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { BoardCard } from './board-card.tsx'
import { type Carried, fateOf, type OnDrop, useDropTarget } from './board-drop.ts'
import { dueIn, rowsOf, useShownCard } from './board-rows.ts'
import styles from './board.module.css'
import type { Stretch } from './stretches.ts'
import { useBadgeCount } from './urgency.tsx'
import type { Card, Column } from './use-board.ts'

type ColumnProps = {
  state: ScenarioState
  column: Column
  /** What is dragged or lifted by keyboard; every column says at once what would happen. */
  carried: Carried
  onDrop: OnDrop
}

type BoardColumnProps = ColumnProps & {
  colour: string
  /** The card that was chosen or moved last. */
  activeId: string | undefined
  /** The card that has the one tab stop of the board. */
  tabStop: string | undefined
  shared: boolean
  /** The order is that by hand: a card is dropped between two others. */
  byHand: boolean
  onFocusCard: (id: string) => void
  /** Its menu was opened with a finger. */
  onMove: (card: Card) => void
  onRead: (stretch: Stretch<Card>) => void
  /** Which next steps are looked at. */
  steps: readonly string[]
  onSteps: (step: StepFilter) => void
}

const GAP = 8
const CARD = 84

/** One state: head with count and sum, cards page by page. */
export function BoardColumn(props: BoardColumnProps) {
  'use no memo' // the virtualizer is read while rendering
  const {
    state,
    column,
    carried,
    colour,
    activeId,
    tabStop,
    shared,
    byHand,
    onDrop,
    onFocusCard,
    onMove,
    onRead,
    steps,
    onSteps,
  } = props
  const { t } = useLingui()
  const format = useFormats()
  const [byWeight, setByWeight] = useState(false)
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const fate = fateOf(carried, state)
  const rows = useMemo(() => rowsOf(column.stretches), [column.stretches])
  const rowOf = (id: string | undefined) => (id ? rows.findIndex(row => row.card?.id === id) : -1)
  const activeAt = rowOf(activeId)
  const tabStopAt = rowOf(tabStop)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: index => rows[index]?.key ?? index,
    estimateSize: () => CARD + GAP,
    // A page that is scrolled fast is drawn before its rows are made.
    overscan: 12,
    // What the keyboard is at stays on the page, however far one scrolls.
    rangeExtractor: range => {
      const near = defaultRangeExtractor(range)
      return tabStopAt < 0 || near.includes(tabStopAt) ? near : [...near, tabStopAt].sort((a, b) => a - b)
    },
  })
  const shown = virtual.getVirtualItems()
  const first = virtual.range?.startIndex ?? 0
  const last = virtual.range?.endIndex ?? 0
  const read = useEffectEvent(onRead)
  useEffect(() => {
    for (const stretch of dueIn(column.stretches, first, last)) read(stretch)
  }, [column.stretches, first, last])
  useEffect(() => {
    const element = scroller.current
    return element ? autoScrollForElements({ element }) : undefined
  }, [])
  useShownCard(virtual, activeId, activeAt)
  const { ref, over, slot } = useDropTarget(state, onDrop, {
    rows,
    slotAt: clientY => {
      if (!byHand || !list.current) return undefined
      const y = clientY - list.current.getBoundingClientRect().top
      const row = virtual.getVirtualItemForOffset(Math.max(0, y))
      return row && (y > row.start + row.size / 2 ? row.index + 1 : row.index)
    },
  })
  const slotRow = slot === undefined ? undefined : shown.find(row => row.index === Math.min(slot, rows.length - 1))

  const revenue = useLimits()('revenue')
  const sums = byWeight ? column.weighted : column.sums
  const money = sums.map(format.money).join(', ') || '—'
  return (
    <section
      ref={ref}
      className={styles.column}
      aria-label={state.name}
      data-over={over || carried?.over === state.id || undefined}
      data-fate={fate?.kind}
      style={{ '--c': colour } as React.CSSProperties}
    >
      <header className={styles.head}>
        <h2>
          <span className="el">{state.name}</span> <span className={styles.count}>{format.number(column.count)}</span>
        </h2>
        <div className={styles.figures}>
          {revenue.hidden ? (
            <Unseen field="revenue" />
          ) : (
            <button
              type="button"
              className={`plain ${styles.sums}`}
              onClick={() => setByWeight(!byWeight)}
              title={money}
            >
              <span className="vh">{byWeight ? t`Оценка:` : t`Ожидаемая выручка:`} </span>
              {sums.length > 0 ? sums.map(format.shortMoney).join(', ') : '—'}
              {byWeight && (
                <span className="t3">
                  {' '}
                  <Trans>оценка</Trans>
                </span>
              )}
            </button>
          )}
          <Badges column={column} steps={steps} onSteps={onSteps} />
        </div>
      </header>
      {fate?.kind === 'asks' && <Asks missing={fate.missing} />}
      {fate?.kind === 'closed' && <Closed missing={fate.missing} />}
      <div className={styles.scroller} ref={scroller}>
        <div
          className={styles.list}
          role="list"
          ref={list}
          style={{ height: virtual.getTotalSize() }}
          onClick={({ target }) => {
            const id = target instanceof Element && target.closest<HTMLElement>('[data-move]')?.dataset['move']
            const card = id && column.items.find(each => each.id === id)
            if (card) onMove(card)
          }}
          onFocus={({ target }) => target.dataset['card'] && onFocusCard(target.dataset['card'])}
        >
          {slotRow && (
            <div
              className={styles.slot}
              style={{ transform: `translateY(${slot === slotRow.index ? slotRow.start : slotRow.end}px)` }}
            />
          )}
          {shown.map(row => {
            const { card, gap, place } = rows[row.index] ?? {}
            return (
              <div
                key={row.key}
                role="listitem"
                aria-posinset={place}
                aria-setsize={place && column.count}
                data-index={row.index}
                ref={virtual.measureElement}
                className={styles.place}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                {gap && (
                  <button type="button" className={`plain ${styles.gap}`} onClick={() => onRead(gap)}>
                    <Trans>Показать карточки между этими</Trans>
                  </button>
                )}
                {card && (
                  <BoardCard
                    card={card}
                    active={card.id === tabStop}
                    lifted={carried?.card.id === card.id}
                    demanded={state.planningRule !== 'nothing'}
                    shared={shared}
                  />
                )}
              </div>
            )
          })}
        </div>
        {column.count === 0 && !carried && (
          <p className={styles.none}>
            <Trans>Пусто</Trans>
          </p>
        )}
      </div>
    </section>
  )
}

/** How many are late, have no step, are stuck; a click shows those only, or all again. */
function Badges({ column, steps, onSteps }: Pick<BoardColumnProps, 'column' | 'steps' | 'onSteps'>) {
  const { t } = useLingui()
  const countOf = useBadgeCount()
  const badges = [
    { step: 'overdue', count: column.overdue, icon: IconAlertCircleFilled, label: t`Просрочено` },
    { step: 'none', count: column.withoutStep, icon: IconCircleDashed, label: t`Без шага` },
    { step: 'stuck', count: column.stuck, icon: IconHourglassHigh, label: t`Зависло` },
  ] as const
  return (
    <div className={styles.badges}>
      {badges
        .filter(({ step, count }) => count > 0 || steps.includes(step))
        .map(({ step, count, icon: Icon, label }) => (
          <button
            key={step}
            type="button"
            className={`plain ${styles.badge}`}
            data-tone={step}
            aria-pressed={steps.includes(step)}
            aria-label={`${label}: ${countOf(count)}`}
            title={label}
            onClick={() => onSteps(step)}
          >
            <Icon size={14} stroke={1.7} aria-hidden />
            {countOf(count)}
          </button>
        ))}
    </div>
  )
}

/** «Отпустите: спросим 2 поля», with the list. */
function Asks({ missing }: { missing: Missing[] }) {
  return (
    <div className={styles.asks}>
      <div className="m">
        <Trans>Отпустите: спросим поля, {missing.length}</Trans>
      </div>
      <ul>
        {missing.map(item => (
          <li key={item.field}>{item.message}</li>
        ))}
      </ul>
    </div>
  )
}

/** The rules by which the way is closed: dropped here, the card goes back. */
function Closed({ missing }: { missing: Missing[] }) {
  return (
    <div className={styles.closed}>
      <IconLock size={14} stroke={1.7} aria-hidden />
      <ul>
        {missing.map(item => (
          <li key={`${item.rule} ${item.message}`}>{item.message}</li>
        ))}
      </ul>
    </div>
  )
}

type LaneProps = ColumnProps & { onOpen: () => void }

/** An outcome: a narrow lane that widens while something is carried; a click shows its list. */
export function OutcomeLane({ state, column, carried, onDrop, onOpen }: LaneProps) {
  const { t } = useLingui()
  const format = useFormats()
  const { ref, over } = useDropTarget(state, onDrop)
  const Icon = state.kind === 'won' ? IconCircleCheck : IconCircleX
  const count = format.number(column.count)
  const sum = column.sums.map(format.shortMoney).join(', ')
  const fate = fateOf(carried, state)
  return (
    <section
      ref={ref}
      className={styles.lane}
      data-wide={carried ? true : undefined}
      data-over={over || carried?.over === state.id || undefined}
      data-fate={fate?.kind}
      aria-label={state.name}
    >
      <Tooltip label={t`${state.name}: открыть список`} position="left">
        <button type="button" className={`plain ${styles.laneButton}`} onClick={onOpen}>
          {carried && fate?.kind === 'closed' ? (
            <IconLock size={16} stroke={1.7} aria-hidden />
          ) : carried && fate?.kind === 'asks' ? (
            <IconEdit size={16} stroke={1.7} aria-hidden />
          ) : (
            <Icon size={18} stroke={1.7} aria-hidden className={state.kind === 'won' ? 'good' : 't2'} />
          )}
          <span className={styles.laneText}>
            {state.name} <b>{count}</b>
            {sum && ` · ${sum}`}
          </span>
        </button>
      </Tooltip>
    </section>
  )
}
