import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import { type InterestRow, listInterests, readBoard } from '../../../server/rooms/interests/contract.ts'
import { call } from '../../lib/api.ts'
import { queryOf } from '../../lib/queries.ts'

export type Board = z.infer<typeof readBoard.result>
export type Column = Board['columns'][number]
export type BoardFilter = {
  scenarioId: string
  responsibleId?: string | undefined
  serviceTypeId?: string | undefined
  q?: string | undefined
}

const FIRST = 30
const PAGE = 60

/** The board as read, its columns going on page by page while they are scrolled. */
export function useBoard(filter: BoardFilter | undefined) {
  const client = useQueryClient()
  const options = queryOf(readBoard, { query: { ...(filter ?? { scenarioId: '' }), limit: FIRST } })
  const board = useQuery({ ...options, enabled: filter !== undefined, placeholderData: keepPreviousData })
  const [loading, setLoading] = useState<string>()

  function change(work: (columns: Column[]) => Column[]): void {
    client.setQueryData(options.queryKey, before => before && { columns: work(before.columns) })
  }

  return {
    ...board,
    columns: board.data?.columns ?? [],
    /** Reads the next page of one column. */
    async more(column: Column): Promise<void> {
      if (!column.nextCursor || loading || !filter) return
      setLoading(column.stateId)
      try {
        const { scenarioId: _, ...rest } = filter
        const page = await call(listInterests, {
          query: { ...rest, stateId: column.stateId, sort: 'board', limit: PAGE, cursor: column.nextCursor },
        })
        change(columns =>
          columns.map(each =>
            each.stateId === column.stateId
              ? { ...each, items: joined(each.items, page.items), nextCursor: page.nextCursor }
              : each,
          ),
        )
      } finally {
        setLoading(undefined)
      }
    },
    /** Shows a move before it is answered: the card on top of its new column, heads counted on. */
    foresee(card: InterestRow, stateId: string): void {
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
    refresh: () => void client.invalidateQueries({ queryKey: options.queryKey }),
  }
}

function joined(before: InterestRow[], next: InterestRow[]): InterestRow[] {
  const known = new Set(before.map(each => each.id))
  return [...before, ...next.filter(each => !known.has(each.id))]
}
