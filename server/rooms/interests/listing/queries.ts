import { notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { decodeCursor, page } from '../../../platform/http/cursor.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import { resolveMerged } from '../../clients/merging/redirects/queries.ts'
import { readScenarios } from '../../scenarios/queries.ts'
import { Presenter } from '../queries.ts'
import type { RowRecord } from '../tables.ts'
import {
  type Filter,
  findOpenByNumber,
  isPartyVisible,
  type NumberedInterest,
  type Order,
  type Party,
  type PartyRow,
  selectOfParty,
  selectRows,
  selectSums,
} from './storage.ts'

export interface Paging {
  limit: number
  cursor?: string | undefined
}

/** Interests in scope, newest first. */
export async function listInterests(db: Queryable, caller: Caller, query: Filter & Paging) {
  const { items, nextCursor, presenter } = await readPage(db, caller, query, 'recent')
  return { items: items.map(row => presenter.row(row)), nextCursor }
}

/** One page in the order of the list or of the board, and what turns its rows into their API form. */
export async function readPage(db: Queryable, caller: Caller, query: Filter & Paging, order: Order) {
  const { limit, cursor, ...asked } = query
  const filter = await meaning(db, asked)
  const list = listName(filter, order)
  const rows = await selectRows(db, caller.scope, filter, { order, limit, after: afterOf(list, cursor) })
  const { items, nextCursor } = page(list, rows, limit, row => [row.place, row.id])
  return { items, nextCursor, presenter: await presenterOf(db, caller, items) }
}

/** A filter by a merged record means the one into which it was merged. */
async function meaning(db: Queryable, filter: Filter): Promise<Filter> {
  const { clientId, prospectId } = filter
  return {
    ...filter,
    ...(clientId ? { clientId: await resolveMerged(db, 'client', clientId) } : {}),
    ...(prospectId ? { prospectId: await resolveMerged(db, 'prospect', prospectId) } : {}),
  }
}

/** A cursor belongs to the list that made it: the same order of the same state. */
export function listName(filter: Pick<Filter, 'stateId'>, order: Order): string {
  return `interests ${order} ${filter.stateId ?? ''}`
}

function afterOf(list: string, cursor: string | undefined): readonly [string, string] | undefined {
  if (cursor === undefined) return undefined
  const [place, id] = decodeCursor(list, cursor, 2)
  return [String(place), String(id)]
}

async function presenterOf(db: Queryable, caller: Caller, rows: readonly RowRecord[]): Promise<Presenter> {
  const refs = rows.map(row => ({ id: row.scenarioId, revision: row.scenarioRevision }))
  return new Presenter(caller, await readScenarios(db, refs))
}

/** The count stops here: nobody counts on. */
const COUNTED = 10_000

/** Count and sums of a filter, never beyond the scope. */
export async function summariseInterests(db: Queryable, caller: Caller, asked: Filter) {
  const filter = await meaning(db, asked)
  const sums = await selectSums(db, caller.scope, filter)
  const count = sums.reduce((all, each) => all + each.count, 0)
  return {
    count: Math.min(count, COUNTED),
    more: count > COUNTED,
    sums: sums.flatMap(({ currency, amount }) => (amount === null ? [] : [{ amount, currency }])),
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
  if (!(await isPartyVisible(db, party.kind, party.id, caller.scope))) refuse(notFound)
  const list = `interests of ${party.id}`
  const after = afterOf(list, query.cursor)
  const rows = await selectOfParty(db, party, caller.scope, { open: query.open, limit: query.limit, after })
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
  if (!(await isPartyVisible(db, party, partyId, caller.scope))) refuse(notFound)
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
