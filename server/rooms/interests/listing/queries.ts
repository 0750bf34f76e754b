import { notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { decodeCursor, page } from '../../../platform/http/cursor.ts'
import { refuse } from '../../../platform/problems.ts'
import { sumMoney, weighted } from '../../../platform/pure/money.ts'
import type { Caller } from '../../../platform/scope.ts'
import { resolveMerged } from '../../clients/merging/redirects/queries.ts'
import { readScenarios } from '../../scenarios/queries.ts'
import { Presenter } from '../queries.ts'
import type { RowRecord } from '../tables.ts'
import { type AskedFilter, clockOf, meaningOf } from '../filters/queries.ts'
import type { Filter } from '../filters/storage.ts'
import type { InterestSort } from './sorting/contract.ts'
import { orderOf } from './sorting/rules.ts'
import { selectRows } from './sorting/storage.ts'
import { selectSums } from './sums/storage.ts'
import {
  findOpenByNumber,
  isPartyVisible,
  type NumberedInterest,
  type Party,
  type PartyRow,
  selectOfParty,
} from './storage.ts'

export interface Paging {
  limit: number
  cursor?: string | undefined
}

/** Interests in scope, newest first unless another order is asked for. */
export async function listInterests(
  db: Queryable,
  caller: Caller,
  query: AskedFilter & Paging & { sort?: InterestSort | undefined },
) {
  const { limit, cursor, sort = '-created', ...asked } = query
  const filter = await meaningOf(db, caller, asked)
  const list = listName(filter, sort === '-created' ? 'recent' : sort)
  const rows = await selectRows(db, caller.scope.interests, filter, {
    limit,
    after: afterOf(list, cursor),
    clock: clockOf(caller),
    order: orderOf(sort),
  })
  const { items, nextCursor } = page(list, rows, limit, row => [row.place, row.id])
  const presenter = await presenterOf(db, caller, items)
  return { items: items.map(row => presenter.row(row)), nextCursor }
}

/** A cursor belongs to the list that made it: the same order of the same state. */
export function listName(filter: Pick<Filter, 'stateId'>, order: string): string {
  return `interests ${order} ${filter.stateId ?? ''}`
}

function afterOf(list: string, cursor: string | undefined): readonly [string, string] | undefined {
  if (cursor === undefined) return undefined
  const [place, id] = decodeCursor(list, cursor, 2)
  return [String(place), String(id)]
}

export async function presenterOf(db: Queryable, caller: Caller, rows: readonly RowRecord[]): Promise<Presenter> {
  const refs = rows.map(row => ({ id: row.scenarioId, revision: row.scenarioRevision }))
  return new Presenter(caller, await readScenarios(db, refs))
}

/** The count stops here: nobody counts on. */
const COUNTED = 10_000

/** Count, sums and sums weighted by probability of a filter, never beyond the scope. */
export async function summariseInterests(db: Queryable, caller: Caller, asked: AskedFilter) {
  const sums = await selectSums(db, caller.scope.interests, await meaningOf(db, caller, asked), clockOf(caller))
  const count = sums.reduce((all, each) => all + each.count, 0)
  const parts = sums.flatMap(({ currency, amount, probability }) =>
    amount === null ? [] : [{ money: { amount, currency }, probability }],
  )
  return {
    count: Math.min(count, COUNTED),
    more: count > COUNTED,
    sums: sumMoney(parts.map(each => each.money)),
    weighted: sumMoney(parts.map(each => weighted(each.money, each.probability))),
  }
}

/**
 * All Interests of a client or a prospect that the caller may see, and of the unfinished ones of others so much that
 * nobody registers the same thing twice: number, service type, state, date and responsible.
 */
export async function listPartyInterests(
  db: Queryable,
  caller: Caller,
  asked: { kind: Party; id: string },
  query: Paging & { open?: boolean | undefined },
) {
  const party = { kind: asked.kind, id: await resolveMerged(db, asked.kind, asked.id) }
  if (!(await isPartyVisible(db, party.kind, party.id, caller.scope.clients))) refuse(notFound)
  const list = `interests of ${party.id}`
  const after = afterOf(list, query.cursor)
  const rows = await selectOfParty(db, party, caller.scope.interests, {
    open: query.open,
    limit: query.limit,
    readerId: caller.actor.userId,
    after,
  })
  const { items, nextCursor } = page(list, rows, query.limit, row => [row.place, row.id])
  const presenter = await presenterOf(db, caller, items)
  return { items: items.map(row => (row.visible ? presenter.row(row) : reduced(row))), nextCursor }
}

/** One of the unfinished Interests of a visible party that were told without being shown; nothing of any other. */
export async function getReducedInterest(
  db: Queryable,
  caller: Caller,
  { number, partyId }: { number: string; partyId: string },
): Promise<NumberedInterest> {
  const found = await findOpenByNumber(db, number, partyId)
  if (!found) return refuse(notFound)
  const party = found.clientId === partyId ? 'client' : 'prospect'
  if (!(await isPartyVisible(db, party, partyId, caller.scope.clients))) refuse(notFound)
  return found
}

function reduced(row: PartyRow) {
  const { number, serviceTypeId, stateId, createdAt, responsibleId, responsibleName } = row
  return {
    number,
    serviceTypeId,
    stateId,
    createdAt,
    responsible: responsibleId && responsibleName ? { id: responsibleId, name: responsibleName } : null,
    walled: true as const,
  }
}
