import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element'
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { Trans, useLingui } from '@lingui/react/macro'
import { Tooltip } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconEdit, IconLock } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Missing } from '../../../server/rooms/interests/contract.ts'
import type { ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { BoardCard } from './board-card.tsx'
import styles from './board.module.css'
import { isForbidden, missingFor } from './states-bar.tsx'
import type { Card, Column } from './use-board.ts'

export type Carried = { card: Card; over: string | undefined } | undefined

type ColumnProps = {
  state: ScenarioState
  column: Column
  /** What is dragged or lifted by keyboard; every column says at once what would happen. */
  carried: Carried
  onDrop: (card: Card, state: ScenarioState) => void
}

type BoardColumnProps = ColumnProps & {
  colour: string
  activeId: string | undefined
  shared: boolean
  onFocusCard: (id: string) => void
  onDrag: (card: Card | undefined) => void
  onMore: () => void
}

const GAP = 8
const CARD = 66

/** One state: head with count and sum, cards page by page. */
export function BoardColumn(props: BoardColumnProps) {
  'use no memo' // the virtualizer is read while rendering
  const { state, column, carried, colour, activeId, shared, onDrop, onFocusCard, onDrag, onMore } = props
  const format = useFormats()
  const [byWeight, setByWeight] = useState(false)
  const scroller = useRef<HTMLDivElement>(null)
  const { ref, over } = useDropTarget(state, onDrop)
  const fate = fateOf(carried, state)
  const items = column.items
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    getItemKey: index => items[index]?.id ?? index,
    estimateSize: () => CARD + GAP,
    overscan: 6,
  })
  const rows = virtual.getVirtualItems()
  const last = rows.at(-1)?.index ?? 0
  const more = useEffectEvent(onMore)
  useEffect(() => {
    if (column.nextCursor && last >= items.length - 10) more()
  }, [column.nextCursor, items.length, last])
  useEffect(() => {
    const element = scroller.current
    return element ? autoScrollForElements({ element }) : undefined
  }, [])
  // The card that has the keyboard must be on the page.
  const activeAt = activeId ? items.findIndex(item => item.id === activeId) : -1
  useEffect(() => {
    if (activeAt >= 0) virtual.scrollToIndex(activeAt)
  }, [activeAt, virtual])

  const sums = byWeight ? column.weighted : column.sums
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
        <button
          type="button"
          className={`plain ${styles.sums}`}
          onClick={() => setByWeight(!byWeight)}
          title={sums.map(format.money).join(', ')}
        >
          {sums.length > 0 ? sums.map(format.shortMoney).join(', ') : '—'}
          {byWeight && (
            <span className="t3">
              {' '}
              <Trans>оценка</Trans>
            </span>
          )}
        </button>
      </header>
      {fate?.kind === 'asks' && <Asks missing={fate.missing} />}
      {fate?.kind === 'closed' && <Closed missing={fate.missing} />}
      <div className={styles.scroller} ref={scroller}>
        <div className={styles.list} role="list" style={{ height: virtual.getTotalSize() }}>
          {rows.map(row => {
            const card = items[row.index]
            if (!card) return null
            return (
              <div
                key={row.key}
                role="listitem"
                data-index={row.index}
                ref={virtual.measureElement}
                className={styles.place}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <BoardCard
                  card={card}
                  active={card.id === activeId}
                  lifted={carried?.card.id === card.id}
                  shared={shared}
                  onFocus={() => onFocusCard(card.id)}
                  onDrag={onDrag}
                />
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
          <li key={item.rule}>{item.message}</li>
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

type Fate = { kind: 'free' | 'source' } | { kind: 'asks' | 'closed'; missing: Missing[] } | undefined

/** What dropping here would do. */
function fateOf(carried: Carried, state: ScenarioState): Fate {
  if (!carried) return undefined
  if (carried.card.stateId === state.id) return { kind: 'source' }
  const missing = missingFor(carried.card, state.id)
  const closing = missing.filter(each => isForbidden([each]))
  if (closing.length > 0) return { kind: 'closed', missing: closing }
  return missing.length > 0 ? { kind: 'asks', missing } : { kind: 'free' }
}

function useDropTarget(state: ScenarioState, onDrop: ColumnProps['onDrop']) {
  const ref = useRef<HTMLElement>(null)
  const [over, setOver] = useState(false)
  const drop = useEffectEvent((card: Card) => onDrop(card, state))
  useEffect(() => {
    const element = ref.current
    if (!element) return
    return dropTargetForElements({
      element,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false)
        drop(source.data['card'] as Card)
      },
    })
  }, [])
  return { ref, over }
}
