import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import { type BoardCard, type Moves, readBoard, readBoardColumn } from '../../../server/rooms/interests/contract.ts'
import { call } from '../../lib/api.ts'
import { keyOf } from '../../lib/queries.ts'

/** A card with what each other state would ask of it. */
export type Card = Omit<BoardCard, 'moves'> & { moves: Moves }
export type Column = Omit<z.infer<typeof readBoard.result>['columns'][number], 'items'> & { items: Card[] }
export type BoardFilter = {
  scenarioId: string
  responsibleId?: string | undefined
  serviceTypeId?: string | undefined
  q?: string | undefined
}

const FIRST = 20
const PAGE = 60

/** The board as read, its columns going on page by page while they are scrolled. */
export function useBoard(filter: BoardFilter | undefined) {
  const client = useQueryClient()
  const query = { ...(filter ?? { scenarioId: '' }), limit: FIRST }
  const board = useQuery({
    queryKey: keyOf(readBoard, { query }),
    queryFn: async ({ signal }) => {
      const { columns, moves } = await call(readBoard, { query }, { signal })
      return columns.map(column => ({ ...column, items: withMoves(column.items, moves) }))
    },
    enabled: filter !== undefined,
    placeholderData: keepPreviousData,
  })
  const [loading, setLoading] = useState<string>()

  function change(work: (columns: Column[]) => Column[]): void {
    client.setQueryData<Column[]>(keyOf(readBoard, { query }), before => before && work(before))
  }

  return {
    ...board,
    columns: board.data ?? [],
    /** Reads the next page of one column. */
    async more(column: Column): Promise<void> {
      if (!column.nextCursor || loading || !filter) return
      setLoading(column.stateId)
      try {
        const page = await call(readBoardColumn, {
          query: { ...filter, stateId: column.stateId, limit: PAGE, cursor: column.nextCursor },
        })
        change(columns =>
          columns.map(each =>
            each.stateId === column.stateId
              ? { ...each, items: joined(each.items, withMoves(page.items, page.moves)), nextCursor: page.nextCursor }
              : each,
          ),
        )
      } finally {
        setLoading(undefined)
      }
    },
    /** Shows a move before it is answered: the card on top of its new column, heads counted on. */
    foresee(card: Card, stateId: string): void {
      change(columns =>
        columns.map(column => {
          if (column.stateId === card.stateId) {
            return { ...column, count: column.count - 1, items: column.items.filter(each => each.id !== card.id) }
          }
          if (column.stateId === stateId) {
            return { ...column, count: column.count + 1, items: [{ ...card, stateId, moves: [] }, ...column.items] }
          }
          return column
        }),
      )
    },
    refresh: () => void client.invalidateQueries({ queryKey: keyOf(readBoard, { query }) }),
  }
}

function withMoves(cards: readonly BoardCard[], moves: readonly Moves[]): Card[] {
  return cards.map(card => ({ ...card, moves: moves[card.moves] ?? [] }))
}

function joined(before: Card[], next: Card[]): Card[] {
  const known = new Set(before.map(each => each.id))
  return [...before, ...next.filter(each => !known.has(each.id))]
}
