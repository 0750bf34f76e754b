import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Missing, StepFilter } from '../../../server/rooms/interests/contract.ts'
import type { Beside } from '../../../server/rooms/interests/placing/contract.ts'
import type { Scenario, ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useKeys } from '../../ui/keys.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { BoardColumn, OutcomeLane } from './board-column.tsx'
import type { Carried } from './board-drop.ts'
import { BoardStrip } from './board-strip.tsx'
import styles from './board.module.css'
import { useListBelow } from './list-below.ts'
import { useMarks } from './marks.tsx'
import { MoveDialog } from './move-dialog.tsx'
import { useMoveInterest } from './move-interest.tsx'
import { asksOnEntry } from './plan-needed.ts'
import { RepairPanel } from './repair-panel.tsx'
import { isForbidden, missingFor } from './states-bar.tsx'
import { gapBetween, standsBeside } from './stretches.ts'
import { type BoardFilter, type Card, nextAfter, unreadEnd, useBoard } from './use-board.ts'
import { useCardFocus } from './use-card-focus.ts'
import { usePlace } from './use-place.ts'

type BoardProps = {
  scenario: Scenario
  filter: BoardFilter
  shared: boolean
  /** Shown instead of cards while there are none at all. */
  empty: React.ReactNode
  onOpenList: (stateId: string) => void
  onSteps: (step: StepFilter) => void
}

/** My sales as a board: see what stands where, move it on by drag or by keyboard. */
export function Board({ scenario, filter, shared, empty, onOpenList, onSteps }: BoardProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const board = useBoard(filter)
  const place = usePlace(board)
  const byHand = filter.order === 'byHand'
  const { move } = useMoveInterest()
  const { toggleStar } = useMarks()
  const [activeId, setActiveId] = useState<string>()
  const [taken, setCarried] = useState<Carried>()
  const [repair, setRepair] = useState<{ card: Card; state: ScenarioState }>()
  const [moving, setMoving] = useState<Card>()
  const [said, setSaid] = useState('')
  const frame = useRef<HTMLDivElement>(null)
  const columns = useRef<HTMLDivElement>(null)
  const columnOf = (stateId: string) => board.columns.find(column => column.stateId === stateId)
  const ordinary = scenario.states.filter(state => state.kind === 'ordinary')
  const outcomes = scenario.states.filter(state => state.kind !== 'ordinary')
  const shownColumns = ordinary.map(state => columnOf(state.id)?.items ?? [])
  useListBelow(
    ordinary.flatMap(state => {
      const column = columnOf(state.id)
      if (!column) return []
      const end = unreadEnd(column)
      const more = end && (() => void board.read(column, end))
      return { name: state.name, ids: idsOf(column.items), count: column.count, more }
    }),
  )
  // What other states would ask of it may have been read meanwhile.
  const carried = taken && { ...taken, card: shownColumns.flat().find(each => each.id === taken.card.id) ?? taken.card }
  const at = findPlace(shownColumns, activeId)
  const active = at && shownColumns[at.column]?.[at.row]
  const first = shownColumns.flat()[0]?.id
  const tabStop = active ? activeId : first

  const giveFocus = useCardFocus(frame)
  const choose = (id: string) => {
    setActiveId(id)
    board.release(id)
  }

  async function go(card: Card, state: ScenarioState, beside?: Beside): Promise<void> {
    setCarried(undefined)
    if (card.stateId === state.id) {
      if (beside) void putBeside(card, beside)
      return
    }
    const missing = missingFor(card, state.id)
    if (isForbidden(missing)) {
      const why = missing.find(each => isForbidden([each]))?.message ?? ''
      setSaid(why)
      toast({ message: why })
      return
    }
    if (missing.length > 0 || asksOnEntry(card, state)) return ask(card, state, missing)
    const back = beside && standsBeside(columnOf(card.stateId)?.stretches ?? [], card.id)
    await show(card, state, beside)
    const outcome = await move({ ...card, beside: back }, state, beside ? { beside } : {})
    if ('missing' in outcome) ask(card, state, outcome.missing)
    board.refresh()
  }

  function ask(card: Card, state: ScenarioState, missing: readonly Missing[]): void {
    const { name } = state
    const lacks = missing.map(each => each.message).join('; ')
    setSaid(lacks && t`Перед «${name}» спросим: ${lacks}`)
    setRepair({ card, state })
  }

  /** A card where it goes to, before the answer or just after it. */
  async function show(card: Card, state: ScenarioState, beside?: Beside): Promise<void> {
    const words = told(card.subject, card, state, beside)
    await board.foresee(card, state.id, beside)
    setActiveId(card.id)
    setSaid(words)
  }

  /** «Поставка: Переговоры, 3 из 12»: where a card is about to go. */
  function told(name: string, card: Card, state: ScenarioState, beside?: Beside): string {
    const column = board.now().find(each => each.stateId === state.id)
    const where = `${name}: ${state.name}`
    if (!column || state.kind !== 'ordinary') return where
    const items = column.items.filter(each => each.id !== card.id)
    const before = nextAfter(items, { ...card, stateId: state.id }, filter.order, beside)
    const count = card.stateId === state.id ? column.count : column.count + 1
    const shown = items.length
    if (!before && unreadEnd(column)) return t`${where}, ниже первых ${shown} из ${count}`
    const at = before ? items.indexOf(before) + 1 : shown + 1
    return t`${where}, ${at} из ${count}`
  }

  async function putBeside(card: Card, beside: Beside): Promise<void> {
    const state = scenario.states.find(each => each.id === card.stateId)
    if (!state) return
    const words = told(card.subject, card, state, beside)
    setActiveId(card.id)
    await place(card, beside, told(card.number, card, state, beside))
    setSaid(words)
  }
  /** By so many cards within its column: what lies between is one write. */
  function shift(card: Card | undefined, by: number): void {
    const cards = board.now().find(column => column.stateId === card?.stateId)?.items ?? []
    const at = cards.findIndex(each => each.id === card?.id)
    const other = at < 0 ? undefined : cards[Math.max(0, Math.min(cards.length - 1, at + by))]
    if (card?.can['move'] && other && other.id !== card.id) {
      void putBeside(card, { id: other.id, side: by < 0 ? 'before' : 'after' })
    }
  }

  const drag = useEffectEvent((card: Card | undefined) => setCarried(card && { card, over: undefined }))
  useEffect(
    () =>
      monitorForElements({
        onDragStart: ({ source }) => drag(source.data['card'] as Card),
        onDrop: () => drag(undefined),
      }),
    [],
  )

  const focus = (card: Card | undefined) => {
    if (!card) return
    giveFocus(card.id)
    choose(card.id)
  }
  const step = (columns: number, rows: number) => {
    if (carried) return carry(columns)
    if (!at) return focus(shownColumns.flat()[0])
    if (rows !== 0) {
      const [from, to] = [active, shownColumns[at.column]?.[at.row + rows]]
      const column = from && columnOf(from.stateId)
      if (column && to && gapBetween(column.stretches, from.id, to.id))
        setSaid(t`Между ними есть непоказанные карточки`)
      return focus(to)
    }
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
    sayOver(carried.card, state)
  }
  function sayOver(card: Card, state: ScenarioState): void {
    const missing = missingFor(card, state.id)
    const lacks = missing.length
    if (isForbidden(missing)) setSaid(t`Над «${state.name}», переход закрыт`)
    else setSaid(lacks > 0 ? t`Над «${state.name}», спросим полей: ${lacks}` : t`Над «${state.name}»`)
  }
  // What the state asks may become known while the card is over it.
  const asked = carried?.over ? missingFor(carried.card, carried.over).length : 0
  const sayAsked = useEffectEvent(() => {
    const state = scenario.states.find(each => each.id === carried?.over)
    if (carried && state && asked > 0) sayOver(carried.card, state)
  })
  useEffect(() => sayAsked(), [asked])
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
    ...(byHand
      ? [
          { keys: 'alt+ArrowUp', does: t`Карточку выше`, run: () => shift(active, -1) },
          { keys: 'alt+ArrowDown', does: t`Карточку ниже`, run: () => shift(active, 1) },
        ]
      : []),
    { keys: 'S', does: t`Пометка`, run: () => active && toggleStar(active) },
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
      ref={frame}
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
              activeId={activeId}
              tabStop={tabStop}
              shared={shared}
              byHand={byHand}
              onDrop={(card, target, beside) => void go(card, target, beside)}
              onFocusCard={choose}
              onMove={setMoving}
              onRead={stretch => void board.read(column, stretch)}
              steps={filter.steps?.split(',') ?? []}
              onSteps={onSteps}
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
          onShift={
            byHand
              ? by => {
                  setMoving(undefined)
                  shift(moving, by)
                }
              : undefined
          }
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
              const { card, state } = repair
              setRepair(undefined)
              giveFocus(card.id)
              void show(card, state).then(board.refresh)
            }}
            onCancel={() => setRepair(undefined)}
          />
        </Dialog>
      )}
    </div>
  )
}

/** Of the same cards the same list: they may be thousands. */
const known = new WeakMap<readonly Card[], string[]>()
function idsOf(items: readonly Card[]): string[] {
  const ids = known.get(items) ?? items.map(each => each.id)
  known.set(items, ids)
  return ids
}

/** On a link the browser scrolls at the space bar; here it lifts the card. */
function spaceMoves(event: React.KeyboardEvent, lift: () => void): void {
  if (event.code !== 'Space' || !(event.target as Element).hasAttribute('data-card')) return
  event.preventDefault()
  lift()
}

function findPlace(
  columns: readonly (readonly Card[])[],
  id: string | undefined,
): { column: number; row: number } | undefined {
  if (!id) return undefined
  for (const [column, cards] of columns.entries()) {
    const row = cards.findIndex(card => card.id === id)
    if (row >= 0) return { column, row }
  }
  return undefined
}
