import { useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Scenario, ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useKeys } from '../../ui/keys.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { cardId } from './board-card.tsx'
import { BoardColumn, type Carried, OutcomeLane } from './board-column.tsx'
import { BoardStrip } from './board-strip.tsx'
import styles from './board.module.css'
import { useListBelow } from './list-below.ts'
import { MoveDialog } from './move-dialog.tsx'
import { useMoveInterest } from './move-interest.tsx'
import { RepairPanel } from './repair-panel.tsx'
import { isForbidden, missingFor } from './states-bar.tsx'
import { type BoardFilter, type Card, useBoard } from './use-board.ts'

type BoardProps = {
  scenario: Scenario
  filter: BoardFilter
  shared: boolean
  /** Shown instead of cards while there are none at all. */
  empty: React.ReactNode
  onOpenList: (stateId: string) => void
}

/** My sales as a board: see what stands where, move it on by drag or by keyboard. */
export function Board({ scenario, filter, shared, empty, onOpenList }: BoardProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const board = useBoard(filter)
  const { move } = useMoveInterest()
  const [activeId, setActiveId] = useState<string>()
  const [carried, setCarried] = useState<Carried>()
  const [repair, setRepair] = useState<{ card: Card; state: ScenarioState }>()
  const [moving, setMoving] = useState<Card>()
  const [said, setSaid] = useState('')
  const place = useRef<HTMLDivElement>(null)
  const columns = useRef<HTMLDivElement>(null)
  const columnOf = (stateId: string) => board.columns.find(column => column.stateId === stateId)
  const ordinary = scenario.states.filter(state => state.kind === 'ordinary')
  const outcomes = scenario.states.filter(state => state.kind !== 'ordinary')
  const shownColumns = ordinary.map(state => columnOf(state.id)?.items ?? [])
  useListBelow(
    ordinary.flatMap(state => {
      const column = columnOf(state.id)
      if (!column) return []
      const more = column.nextCursor ? () => void board.more(column) : undefined
      return { name: state.name, ids: column.items.map(each => each.id), count: column.count, more }
    }),
  )
  const at = findPlace(shownColumns, activeId)
  const active = at && shownColumns[at.column]?.[at.row]
  const first = shownColumns.flat()[0]?.id
  const tabStop = active ? activeId : first

  // Focus follows the card that the keys chose or carried away.
  const wanted = useRef<{ id: string; instead?: Element }>(undefined)

  async function go(card: Card, state: ScenarioState): Promise<void> {
    setCarried(undefined)
    if (card.stateId === state.id) return
    const missing = missingFor(card, state.id)
    if (isForbidden(missing)) {
      const why = missing.find(each => isForbidden([each]))?.message ?? ''
      setSaid(why)
      toast({ message: why })
      return
    }
    if (missing.length > 0) {
      setRepair({ card, state })
      return
    }
    if (document.activeElement?.id === cardId(card.id)) {
      wanted.current = { id: card.id, instead: document.activeElement }
    }
    board.foresee(card, state.id)
    setSaid(t`${card.subject}: ${state.name}`)
    const outcome = await move(card, state)
    if ('missing' in outcome) setRepair({ card, state })
    board.refresh()
  }

  useEffect(() => {
    if (!wanted.current) return
    const card = place.current?.querySelector<HTMLElement>(`[data-card="${wanted.current.id}"]`)
    if (card && card !== wanted.current.instead) {
      wanted.current = undefined
      card.focus()
    }
  })
  const focus = (card: Card | undefined) => {
    if (!card) return
    wanted.current = { id: card.id }
    setActiveId(card.id)
  }
  const step = (columns: number, rows: number) => {
    if (carried) return carry(columns)
    if (!at) return focus(shownColumns.flat()[0])
    if (rows !== 0) return focus(shownColumns[at.column]?.[at.row + rows])
    for (let column = at.column + columns; shownColumns[column]; column += columns) {
      const cards = shownColumns[column]
      if (cards?.length) return focus(cards[Math.min(at.row, cards.length - 1)])
    }
  }
  const carry = (by: number) => {
    if (!carried) return
    const all = [...ordinary, ...outcomes]
    const from = all.findIndex(state => state.id === carried.over)
    const state = all[Math.max(0, Math.min(all.length - 1, from + by))]
    if (!state) return
    setCarried({ card: carried.card, over: state.id })
    const missing = missingFor(carried.card, state.id)
    const lacks = missing.length
    if (isForbidden(missing)) setSaid(t`Над «${state.name}», переход закрыт`)
    else setSaid(lacks > 0 ? t`Над «${state.name}», спросим полей: ${lacks}` : t`Над «${state.name}»`)
  }
  const neighbour = (by: number) => {
    if (!active) return
    const state = ordinary[ordinary.findIndex(each => each.id === active.stateId) + by]
    if (state) void go(active, state)
  }
  const lift = () => {
    if (carried) {
      const state = scenario.states.find(each => each.id === carried.over)
      if (state) void go(carried.card, state)
    } else if (active) {
      setCarried({ card: active, over: active.stateId })
      setSaid(t`Поднято: ${active.subject}. Стрелки несут, пробел опускает, Esc возвращает`)
    }
  }

  useKeys([
    { keys: 'ArrowLeft', does: t`Колонка слева`, run: () => step(-1, 0) },
    { keys: 'ArrowRight', does: t`Колонка справа`, run: () => step(1, 0) },
    { keys: 'ArrowUp', does: t`Карточка выше`, run: () => step(0, -1) },
    { keys: 'ArrowDown', does: t`Карточка ниже`, run: () => step(0, 1) },
    { keys: 'Home', does: t`Первая в колонке`, run: () => at && focus(shownColumns[at.column]?.[0]) },
    { keys: 'End', does: t`Последняя в колонке`, run: () => at && focus(shownColumns[at.column]?.at(-1)) },
    {
      keys: 'Enter',
      does: t`Открыть`,
      run: () => active && void navigate({ to: '.', search: before => ({ ...before, interest: active.id }) }),
    },
    { keys: 'Space', does: t`Поднять и опустить карточку`, run: lift },
    { keys: 'alt+ArrowLeft', does: t`В предыдущее состояние`, run: () => neighbour(-1) },
    { keys: 'alt+ArrowRight', does: t`В следующее состояние`, run: () => neighbour(1) },
    { keys: 'M', does: t`Перенести в…`, run: () => active && setMoving(active) },
    ...(carried ? [{ keys: 'Escape', does: t`Вернуть карточку`, run: () => setCarried(undefined) }] : []),
  ])

  if (board.error && board.columns.length === 0) {
    return <ErrorState title={t`Доска не загрузилась`} error={board.error} onRetry={() => void board.refetch()} />
  }
  if (board.isPending) return <LoadingBars rows={12} />
  const isEmpty = board.columns.every(column => column.count === 0)
  return (
    <div
      className={styles.board}
      data-empty={isEmpty || undefined}
      ref={place}
      onKeyDown={event => spaceMoves(event, lift)}
    >
      {isEmpty && <div className={styles.empty}>{empty}</div>}
      <div role="status" aria-live="assertive" className="vh">
        {said}
      </div>
      <BoardStrip
        states={[...ordinary, ...outcomes]}
        columns={columns}
        countOf={stateId => columnOf(stateId)?.count}
        onOpenList={onOpenList}
      />
      <div className={styles.columns} ref={columns}>
        {ordinary.map((state, index) => {
          const column = columnOf(state.id)
          if (!column) return null
          return (
            <BoardColumn
              key={state.id}
              state={state}
              column={column}
              colour={`var(--s${state.color || Math.min(5, index + 1)})`}
              carried={carried}
              activeId={tabStop}
              shared={shared}
              onDrop={(card, target) => void go(card, target)}
              onFocusCard={setActiveId}
              onDrag={card => setCarried(card && { card, over: undefined })}
              onMore={() => void board.more(column)}
            />
          )
        })}
      </div>
      {outcomes.map(state => {
        const column = columnOf(state.id)
        if (!column) return null
        return (
          <OutcomeLane
            key={state.id}
            state={state}
            column={column}
            carried={carried}
            onDrop={(card, target) => void go(card, target)}
            onOpen={() => onOpenList(state.id)}
          />
        )
      })}
      {moving && (
        <MoveDialog
          card={moving}
          states={scenario.states}
          onClose={() => setMoving(undefined)}
          onChoose={state => {
            setMoving(undefined)
            void go(moving, state)
          }}
        />
      )}
      {repair && (
        <Dialog opened onClose={() => setRepair(undefined)} title={repair.card.subject} size={680}>
          <RepairPanel
            id={repair.card.id}
            target={repair.state}
            onDone={() => {
              setRepair(undefined)
              board.refresh()
            }}
            onCancel={() => setRepair(undefined)}
          />
        </Dialog>
      )}
    </div>
  )
}

/** On a link the browser scrolls at the space bar; here it lifts the card. */
function spaceMoves(event: React.KeyboardEvent, lift: () => void): void {
  if (event.code !== 'Space' || !(event.target as Element).hasAttribute('data-card')) return
  event.preventDefault()
  lift()
}

function findPlace(columns: readonly Card[][], id: string | undefined): { column: number; row: number } | undefined {
  if (!id) return undefined
  for (const [column, cards] of columns.entries()) {
    const row = cards.findIndex(card => card.id === id)
    if (row >= 0) return { column, row }
  }
  return undefined
}
