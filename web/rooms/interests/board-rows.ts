import { useEffect, useEffectEvent, useRef } from 'react'
import type { Beside } from '../../../server/rooms/interests/placing/contract.ts'
import type { Stretch } from './stretches.ts'
import type { Card } from './use-board.ts'

/** So many rows before the end of what is known the next page is asked for; of a first page fewer. */
const AHEAD = { first: 10, later: 40 }

export type Row = { key: string; card?: Card; gap?: Stretch<Card>; place?: number }

/** The cards that are known, with a row wherever some in between are not. */
export function rowsOf(stretches: readonly Stretch<Card>[]): Row[] {
  const rows: Row[] = []
  let isCounted = true
  for (const [at, stretch] of stretches.entries()) {
    if (stretch.state === 'unread' && at < stretches.length - 1) {
      rows.push({ key: `gap ${stretch.until}`, gap: stretch })
      isCounted = false
    }
    for (const card of stretch.items)
      rows.push({ key: card.id, card, ...(isCounted ? { place: rows.length + 1 } : {}) })
  }
  return rows
}

/** What has to be read for these rows: what changed since, and what follows soon. */
export function dueIn(stretches: readonly Stretch<Card>[], first: number, last: number): Stretch<Card>[] {
  let row = 0
  return stretches.filter((stretch, at) => {
    const from = row
    const isEnd = at === stretches.length - 1
    row += stretch.state === 'unread' && !isEnd ? 1 : stretch.items.length
    if (stretch.state === 'unread') return isEnd && last >= from - (from < 2 * AHEAD.later ? AHEAD.first : AHEAD.later)
    return stretch.state === 'old' && from <= last && row >= first
  })
}

/** Keeps the chosen card in view: when it is chosen, and when it is put elsewhere while somebody sees it. */
export function useShownCard(
  virtual: { range: { startIndex: number; endIndex: number } | null; scrollToIndex: (index: number) => void },
  id: string | undefined,
  at: number,
): void {
  const before = useRef<{ id: string | undefined; at: number }>(undefined)
  const show = useEffectEvent(() => {
    const was = before.current
    before.current = { id, at }
    if (at < 0) return
    const { startIndex = 0, endIndex = 0 } = virtual.range ?? {}
    const wasSeen = was !== undefined && was.at >= startIndex && was.at <= endIndex
    if (was?.id !== id || was?.at === -1 || wasSeen) virtual.scrollToIndex(at)
  })
  useEffect(() => show(), [id, at])
}

/** Beside which card a drop between two rows puts another one; nothing where it stands there already. */
export function besideAt(rows: readonly Row[], slot: number, id: string): Beside | undefined {
  const [above, below] = [rows[slot - 1]?.card, rows[slot]?.card]
  if (above?.id === id || below?.id === id) return undefined
  if (above) return { id: above.id, side: 'after' }
  return below && { id: below.id, side: 'before' }
}
