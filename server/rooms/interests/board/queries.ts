import { notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { page } from '../../../platform/http/cursor.ts'
import { refuse } from '../../../platform/problems.ts'
import { weighted } from '../../../platform/pure/money.ts'
import type { Caller } from '../../../platform/scope.ts'
import { readScenarios } from '../../scenarios/queries.ts'
import { listName, type Paging, readPage } from '../listing/queries.ts'
import { Presenter } from '../queries.ts'
import { type BoardRow, type BoardSum, type PlacedCard, selectBoard } from './storage.ts'

interface BoardFilter {
  scenarioId: string
  responsibleId?: string | undefined
  serviceTypeId?: string | undefined
  q?: string | undefined
}

/** My sales: for each state of a scenario the count, the sums and the first cards; never beyond the scope. */
export async function readBoard(db: Queryable, caller: Caller, query: BoardFilter & { limit: number }) {
  const rows = await selectBoard(db, caller.scope, query.scenarioId, query, query.limit)
  const revision = rows[0]?.revision ?? refuse(notFound)
  const scenarios = await readScenarios(db, [{ id: query.scenarioId, revision }])
  const presenter = new Presenter(caller, scenarios)
  const probabilities = new Map(scenarios.get(query.scenarioId)?.states.map(each => [each.id, each.probability]))
  const columns = Map.groupBy(rows, row => row.columnId)
  return {
    columns: Array.from(columns, ([stateId, cards]) => {
      const sums: BoardSum[] = JSON.parse(cards[0]?.sums ?? '[]')
      const money = sums.flatMap(({ currency, amount }) => (amount === null ? [] : [{ amount, currency }]))
      const { items, nextCursor } = page(listName({ stateId }, 'board'), cards.filter(isCard), query.limit, row => [
        row.place,
        row.id,
      ])
      return {
        stateId,
        count: sums.reduce((all, each) => all + each.count, 0),
        sums: money,
        weighted: money.map(each => weighted(each, probabilities.get(stateId) ?? 0)),
        items: items.map(row => presenter.card(row)),
        nextCursor,
      }
    }),
    moves: presenter.asked,
  }
}

/** More cards of one state, in the order of the board. */
export async function readBoardColumn(
  db: Queryable,
  caller: Caller,
  query: BoardFilter & Paging & { stateId: string },
) {
  const { items, nextCursor, presenter } = await readPage(db, caller, query, 'board')
  return { items: items.map(row => presenter.card(row)), nextCursor, moves: presenter.asked }
}

function isCard(row: BoardRow): row is BoardRow & PlacedCard {
  return row.id !== null
}
