import { columnsBefore, isAsMerged, type Kept, type MovedRow, same, type Touched } from '../rules.ts'

/** A live link of a contact to a client, as far as merging moves it. */
export interface LinkRow {
  id: string
  clientId: string
  contactId: string
  main: boolean
  ord: number
  position: string | null
  ended: boolean
  contactName: string
  contactVersion: number
}

/** Columns of a row that a change touched, as the merge remembers them. */
export function rowOf<T extends { id: string }>(kind: string, before: T, after: T, title?: string): MovedRow {
  const changed = (Object.keys(after) as (keyof T & string)[]).filter(column => !same(before[column], after[column]))
  const pick = (row: T) => Object.fromEntries(changed.map(column => [column, row[column]]))
  return { kind, id: before.id, ...(title === undefined ? {} : { title }), before: pick(before), after: pick(after) }
}

/** Something that stays as people have made it since. */
export function keep(
  code: Kept['code'],
  record: Kept['record'],
  more: { field?: string; before?: unknown; merged?: unknown; now?: unknown } = {},
): Kept {
  const { field = null, before = null, merged = null, now = null } = more
  return { code, record, field, before, merged, now }
}

/**
 * Which links go back and how they look then. One that leads elsewhere by now, or was made anew, stays there; one that was ended meanwhile
 * goes back as it is; both are named.
 */
export function decideLinksBack(
  rows: readonly MovedRow[],
  current: readonly LinkRow[],
  touched: Touched,
): { write: LinkRow[]; put: Record<string, unknown>[]; kept: Kept[] } {
  const now = new Map(current.map(link => [link.id, link]))
  const write: LinkRow[] = []
  const kept: Kept[] = []
  for (const row of rows) {
    const link = now.get(row.id)
    if (!link || row.after === null) continue
    const record = { kind: 'contact', id: link.contactId, title: link.contactName }
    const state = { ...link } as Record<string, unknown>
    const guard = ['clientId', 'contactId'].filter(column => column in (row.after ?? {}))
    // Whoever came to the winner once more of his own is meant to be there.
    const came = touched(link.contactId).get('clientId') ?? []
    const isAgain = guard.length > 0 && !link.ended && came.some(each => each.to === link.clientId)
    if (isAgain || !isAsMerged(row, state, guard)) {
      kept.push(
        keep('moved_on', record, {
          field: guard[0] ?? '',
          before: row.before?.[guard[0] ?? ''],
          now: state[guard[0] ?? ''],
        }),
      )
      continue
    }
    const next = { ...link, ...columnsBefore(row, state) } as LinkRow
    write.push(next)
    if (link.ended) kept.push(keep('ended', record))
    if ('position' in row.after && next.position === link.position && !same(row.after['position'], link.position))
      kept.push(keep('edited', record, { field: 'position', before: row.before?.['position'], now: link.position }))
  }
  const put = rows.flatMap(row => (row.after === null && row.before ? [row.before] : []))
  return { write, put, kept }
}
