import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { z } from 'zod'
import {
  type BoardCard,
  type BoardOrder,
  readBoard,
  readBoardColumn,
} from '../../../server/rooms/interests/board/contract.ts'
import type { Beside } from '../../../server/rooms/interests/placing/contract.ts'
import type { Moves } from '../../../server/rooms/interests/contract.ts'
import { notFound } from '../../../server/platform/contract.ts'
import { call } from '../../lib/api.ts'
import { isProblem } from '../../lib/problem-error.ts'
import { keyOf } from '../../lib/queries.ts'
import type { MoreFilter } from './sales-filter.ts'
import { filled, gapOf, put, reaching, renewed, type Stretch, without } from './stretches.ts'

/** A card with what each other state would ask of it. */
export type Card = Omit<BoardCard, 'moves'> & { moves: Moves }
export type Column = Omit<z.infer<typeof readBoard.result>['columns'][number], 'items' | 'nextCursor'> & {
  /** The cards that are known, in order. */
  items: readonly Card[]
  stretches: readonly Stretch<Card>[]
  /** The card that was moved here last and has to be shown. */
  kept?: string | undefined
}
export type BoardFilter = MoreFilter & {
  scenarioId: string
  responsibleId?: string | undefined
  serviceTypeId?: string | undefined
  q?: string | undefined
  steps?: string | undefined
  order?: BoardOrder | undefined
}

const FIRST = 20
const PAGE = 60
/** As much as the server gives at once. */
const MOST = 200

/** The board as read, its columns going on page by page while they are scrolled. */
export function useBoard(filter: BoardFilter | undefined) {
  const client = useQueryClient()
  const asked = filter ?? { scenarioId: '' }
  const query = { ...asked, limit: FIRST }
  const queryKey = keyOf(readBoard, { query })
  const board = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const { columns, moves } = await call(readBoard, { query }, { signal })
      const before = client.getQueryData<Column[]>(queryKey)
      return Promise.all(
        columns.map(({ items, nextCursor, ...head }) => {
          const page = { items: withMoves(items, moves), nextCursor }
          return renewedColumn(
            asked,
            before?.find(each => each.stateId === head.stateId),
            head,
            page,
            signal,
          )
        }),
      )
    },
    enabled: filter !== undefined,
    placeholderData: keepPreviousData,
  })
  const reading = useRef(new Set<string>())

  function change(work: (columns: Column[]) => Column[]): void {
    client.setQueryData<Column[]>(queryKey, before => before && work(before))
  }

  /** Reads a part of a column that is not known, or was read before something changed. */
  async function read({ stateId }: Column, stretch: Stretch<Card>): Promise<void> {
    const name = `${stateId} ${stretch.after} ${stretch.until}`
    if (reading.current.has(name)) return
    reading.current.add(name)
    try {
      // Of what lies between, as much as can be had.
      const isBetween = stretch.state === 'unread' && stretch.until !== null
      const limit = isBetween ? MOST : Math.min(MOST, Math.max(PAGE, stretch.items.length + FIRST))
      const page = await readStretch(asked, stateId, stretch, limit)
      change(columns =>
        columns.map(each =>
          each.stateId === stateId ? withStretches(each, filled(each.stretches, stretch, page)) : each,
        ),
      )
    } catch {
      // What is shown stays; the next change, or the next look, asks again.
    } finally {
      reading.current.delete(name)
    }
  }

  return {
    ...board,
    columns: board.data ?? [],
    /** The columns as they stand by now: the page learns of a change some turns later, and keys come in between. */
    now: () => client.getQueryData<Column[]>(queryKey) ?? board.data ?? [],
    read,
    /** Shows a move, or a place in the order by hand, before it is answered; heads are counted on. */
    async foresee(card: Card, stateId: string, beside?: Beside): Promise<void> {
      // An answer on its way knows nothing of the move; the first one in this order is what the move is shown in.
      if (client.getQueryData(queryKey)) await client.cancelQueries({ queryKey })
      else await board.refetch({ cancelRefetch: false })
      change(columns =>
        columns.map(column => {
          const rest = without(column.stretches, [card])
          const isHere = column.stateId === stateId
          if (column.stateId === card.stateId && !isHere) {
            return { ...withStretches(column, rest), count: column.count - 1, kept: undefined }
          }
          if (!isHere) return column
          const isSame = card.stateId === stateId
          const moved = isSame ? card : { ...card, stateId, moves: [] }
          const others = column.items.filter(each => each.id !== card.id)
          const before = nextAfter(others, moved, filter?.order, beside)?.id
          const count = isSame ? column.count : column.count + 1
          return { ...withStretches(column, put(rest, moved, before)), count, kept: card.id }
        }),
      )
    },
    /** A card that was moved is shown wherever it stands until another one is chosen. */
    release(id: string): void {
      if (!board.data?.some(each => each.kept && each.kept !== id)) return
      change(columns => columns.map(each => (each.kept && each.kept !== id ? { ...each, kept: undefined } : each)))
    },
    refresh: () => void client.invalidateQueries({ queryKey }),
  }
}

type Head = Omit<Column, 'items' | 'stretches' | 'kept'>
type CardPage = { items: Card[]; nextCursor: string | null }

/** A column after its first page was read again, with the card that has to be shown. */
async function renewedColumn(
  filter: BoardFilter,
  before: Column | undefined,
  head: Head,
  page: CardPage,
  signal: AbortSignal,
): Promise<Column> {
  const { stateId } = head
  const kept = before?.kept
  const stretches = renewed(before?.stretches ?? [], page)
  const column = withStretches({ ...head, kept, items: [], stretches }, stretches)
  if (!kept || page.nextCursor === null || page.items.some(each => each.id === kept)) return column
  const query = { ...filter, stateId, at: kept, limit: FIRST }
  const found = await call(readBoardColumn, { query }, { signal }).catch((error: unknown) => {
    if (isProblem(error, notFound)) return null
    throw error
  })
  if (!found) return { ...column, kept: undefined }
  const reached = reaching(stretches, { ...found, items: withMoves(found.items, found.moves) })
  const gap = gapOf(reached)
  if (!gap || gapOf(before?.stretches ?? [])) return withStretches(column, reached)
  // Most columns are not so long: then there is no gap at all.
  return withStretches(column, filled(reached, gap, await readStretch(filter, stateId, gap, MOST, signal)))
}

async function readStretch(
  filter: BoardFilter,
  stateId: string,
  { after, until }: Stretch<Card>,
  limit: number,
  signal?: AbortSignal,
): Promise<CardPage> {
  const query = { ...filter, stateId, limit, cursor: after ?? undefined, until: until ?? undefined }
  const { items, nextCursor, moves } = await call(readBoardColumn, { query }, signal ? { signal } : {})
  return { items: withMoves(items, moves), nextCursor }
}

function withStretches(column: Column, stretches: readonly Stretch<Card>[]): Column {
  return { ...column, stretches, items: stretches.flatMap(each => each.items) }
}

/** The part at the end of a column that is not read yet. */
export function unreadEnd({ stretches }: Column): Stretch<Card> | undefined {
  const last = stretches.at(-1)
  return last?.state === 'unread' ? last : undefined
}

/** Before which card another one stands: by the next step, what has none last, late ones first or last; or by hand. */
export function nextAfter(
  items: readonly Card[],
  card: Card,
  order: BoardOrder = 'overdueFirst',
  beside?: Beside,
  now = new Date(),
): Card | undefined {
  const neighbour = beside ? items.findIndex(each => each.id === beside.id) : -1
  if (beside && neighbour >= 0) return items[beside.side === 'before' ? neighbour : neighbour + 1]

  const keyOf = ({ nextStep, id, handKey }: Card) => {
    if (order === 'byHand') return handKey ?? id.replaceAll('-', '')
    const at = nextStep?.dueAt ?? '9999'
    const isLate = new Date(at) <= now
    return `${order === 'overdueLast' && isLate ? 1 : 0} ${at} ${id}`
  }
  return items.find(each => keyOf(each) > keyOf(card))
}

function withMoves(cards: readonly BoardCard[], moves: readonly Moves[]): Card[] {
  return cards.map(card => ({ ...card, moves: moves[card.moves] ?? [] }))
}
