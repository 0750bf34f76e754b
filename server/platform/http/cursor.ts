import { createHash } from 'node:crypto'
import { brokenCursor } from '../contract.ts'
import { refuse } from '../problems.ts'

/** A place in an ordered list: the sort values of the last row. Opaque outside, checked on the way back. */
export function encodeCursor(list: string, values: readonly (string | number | null)[]): string {
  const body = JSON.stringify(values)
  return Buffer.from(`${checkOf(list, body)}${body}`).toString('base64url')
}

/** @throws broken_cursor when it was cut, altered or made by another list */
export function decodeCursor(list: string, cursor: string, length: number): (string | number | null)[] {
  const plain = Buffer.from(cursor, 'base64url').toString()
  const body = plain.slice(8)
  if (plain.slice(0, 8) !== checkOf(list, body)) refuse(brokenCursor)
  const values = JSON.parse(body) as (string | number | null)[]
  if (values.length !== length) refuse(brokenCursor)
  return values
}

function checkOf(list: string, body: string): string {
  return createHash('sha256').update(`${list}\n${body}`).digest('hex').slice(0, 8)
}

/** Cuts a list that was read with one row more than asked for. */
export function page<Row>(
  list: string,
  rows: readonly Row[],
  limit: number,
  place: (row: Row) => readonly (string | number | null)[],
): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(list, place(last)) : null }
}

/** Cuts a list that was read whole; without `limit` and `cursor` all of it is the page. */
export function pageOfWhole<Row extends { id: string }>(
  list: string,
  whole: { items: readonly Row[]; nextCursor: string | null },
  asked: { limit?: number; cursor?: string },
): { items: readonly Row[]; nextCursor: string | null } {
  const { limit, cursor } = asked
  if (limit === undefined && cursor === undefined) return whole
  const [id, place] = cursor === undefined ? [null, -1] : decodeCursor(list, cursor, 2)
  // The last row may be gone meanwhile; then its place says where to go on.
  const known = whole.items.findIndex(row => row.id === id)
  const from = (known < 0 ? Number(place) - (cursor === undefined ? 0 : 1) : known) + 1
  const rows = whole.items.slice(from).map((row, at) => ({ row, at: from + at }))
  const cut = page(list, rows, limit ?? rows.length, ({ row, at }) => [row.id, at])
  return { items: cut.items.map(({ row }) => row), nextCursor: cut.nextCursor }
}
