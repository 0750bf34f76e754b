import { useState } from 'react'

/** The row on which one stands: the same record wherever it moves; when it has gone, the one at its place. */
export function useActiveRow(rows: readonly { id: string }[]): [active: number, setActive: (index: number) => void] {
  const [place, setPlace] = useState<{ id: string | undefined; index: number }>({ id: undefined, index: -1 })
  const found = place.id === undefined ? -1 : rows.findIndex(row => row.id === place.id)
  const active = found >= 0 ? found : Math.min(place.index, rows.length - 1)
  return [active, index => setPlace({ id: rows[index]?.id, index })]
}
