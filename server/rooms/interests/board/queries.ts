import { notFound, type QueryOf } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { decodeCursor, encodeCursor, page } from '../../../platform/http/cursor.ts'
import { refuse } from '../../../platform/problems.ts'
import { weighted } from '../../../platform/pure/money.ts'
import type { Caller } from '../../../platform/scope.ts'
import { readScenarios } from '../../scenarios/queries.ts'
import { clockOf, meaningOf } from '../filters/queries.ts'
import { Presenter } from '../queries.ts'
import type { BoardOrder, readBoard as boardContract, readBoardColumn as columnContract } from './contract.ts'
import {
  AFTER,
  BEFORE,
  type BoardAsked,
  type BoardRow,
  type BoardSum,
  type Place,
  findPlace,
  type PlacedCard,
  selectBoard,
  selectColumn,
} from './storage.ts'

type Asked = Omit<QueryOf<typeof boardContract>, 'limit'>

async function askedOf(db: Queryable, caller: Caller, { scenarioId, order, ...asked }: Asked): Promise<BoardAsked> {
  // What is said of unfinished ones narrows those columns, and lets the others stand.
  const { open: _, ...filter } = await meaningOf(db, caller, asked)
  return { scenarioId, order, filter, readerId: caller.actor.userId, ...clockOf(caller) }
}

/** My sales: for each state of a scenario the count, the sums and the first cards; never beyond the scope. */
export async function readBoard(db: Queryable, caller: Caller, { limit, ...asked }: QueryOf<typeof boardContract>) {
  const rows = await selectBoard(db, caller.scope.interests, await askedOf(db, caller, asked), limit)
  const revision = rows[0]?.revision ?? refuse(notFound)
  const scenarios = await readScenarios(db, [{ id: asked.scenarioId, revision }])
  const presenter = new Presenter(caller, scenarios)
  const probabilities = new Map(scenarios.get(asked.scenarioId)?.states.map(each => [each.id, each.probability]))
  const columns = Map.groupBy(rows, row => row.columnId)
  return {
    columns: Array.from(columns, ([stateId, cards]) => {
      const sums: BoardSum[] = JSON.parse(cards[0]?.sums ?? '[]')
      const money = sums.flatMap(({ currency, amount }) => (amount === null ? [] : [{ amount, currency }]))
      const { items, nextCursor } = page(listName(stateId, asked.order), cards.filter(isCard), limit, placeAfter)
      return {
        stateId,
        count: sums.reduce((all, each) => all + each.count, 0),
        sums: money,
        weighted: money.map(each => weighted(each, probabilities.get(stateId) ?? 0)),
        overdue: cards[0]?.overdue ?? 0,
        today: cards[0]?.today ?? 0,
        withoutStep: cards[0]?.without ?? 0,
        stuck: cards[0]?.stuck ?? 0,
        items: items.map(row => cardOf(presenter, row, asked.order)),
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
  { limit, cursor, until, at, stateId, ...asked }: QueryOf<typeof columnContract>,
) {
  const list = listName(stateId, asked.order)
  const column = { ...(await askedOf(db, caller, asked)), stateId }
  const after = at === undefined ? decodePlace(list, cursor) : await findPlace(db, column, at)
  const rows =
    after === null
      ? []
      : await selectColumn(db, caller.scope.interests, column, { limit, after, until: decodePlace(list, until) })
  if (at !== undefined && rows[0]?.id !== at) refuse(notFound)
  const { items, nextCursor } = page(list, rows, limit, placeAfter)
  const [first] = items
  const refs = items.slice(0, 1).map(({ scenarioId: id, revision }) => ({ id, revision }))
  const presenter = new Presenter(caller, await readScenarios(db, refs))
  return {
    items: items.map(row => cardOf(presenter, row, asked.order)),
    nextCursor,
    cursor: first ? encodeCursor(list, placeBefore(first)) : null,
    moves: presenter.asked,
  }
}

/** In the order by hand a card tells where it stands. */
function cardOf(presenter: Presenter, row: PlacedCard, order: BoardOrder) {
  return { ...presenter.card(row), ...(order === 'byHand' ? { handKey: row.place } : {}) }
}

const placeAfter = ({ rank, place, id }: PlacedCard): Place => [rank, place, id, AFTER]
const placeBefore = ({ rank, place, id }: PlacedCard): Place => [rank, place, id, BEFORE]

/** A cursor belongs to the column that made it, in its order. */
function listName(stateId: string, order: BoardOrder): string {
  return `board ${order} ${stateId}`
}

function decodePlace(list: string, cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined
  const [rank, place, id, side] = decodeCursor(list, cursor, 4)
  return [Number(rank), String(place), String(id), side === BEFORE ? BEFORE : AFTER]
}

function isCard(row: BoardRow): row is BoardRow & PlacedCard {
  return row.id !== null
}
