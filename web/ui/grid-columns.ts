import type { ReactNode } from 'react'

export type GridColumn<T> = {
  id: string
  /** Its name in the head, and the name of its values for screen readers. */
  header: string
  /** What the head says instead where it is narrow. */
  short?: string
  cell: (row: T) => ReactNode
  /** Pixels; `free` takes what is left and never less than `min`. */
  width: number | 'free'
  min?: number
  align?: 'end'
  /** On a narrow window the column with the highest number steps aside first; without one it always stays. */
  aside?: number
  /** Key by which the server sorts; the head becomes a button. */
  sort?: string
  /** The cell is edited in place by what this draws; undefined for a row in which it may not be. */
  edit?: (row: T) => ((onDone: (on: EditsOn) => void) => ReactNode) | undefined
}

/** Where the person goes after a cell: stays in the list, to the next cell or the one before, elsewhere on the page. */
export type EditsOn = 'stay' | 'next' | 'previous' | 'away'

const minOf = (column: GridColumn<never>) => (column.width === 'free' ? (column.min ?? 280) : column.width)

/** The columns that fit, in their order: those with a number step aside, the highest first. */
export function fittingColumns<T>(columns: readonly GridColumn<T>[], width: number, taken = 0): GridColumn<T>[] {
  const shown = [...columns]
  const total = () => taken + shown.reduce((sum, column) => sum + minOf(column as GridColumn<never>), 0)
  while (total() > width) {
    const aside = shown.reduce<GridColumn<T> | undefined>(
      (last, column) => ((column.aside ?? 0) > (last?.aside ?? 0) ? column : last),
      undefined,
    )
    if (!aside) break
    shown.splice(shown.indexOf(aside), 1)
  }
  return shown
}

/** Where even those that stay do not fit, the free column gives way: what stands at the right is never cut. */
export function gridTemplate(columns: readonly GridColumn<never>[], selectable: boolean): string {
  const fixed = columns.reduce((sum, { width }) => sum + (width === 'free' ? 0 : width), selectable ? 36 : 0)
  const tracks = columns.map(column =>
    column.width === 'free' ? `minmax(min(${minOf(column)}px, 100% - ${fixed}px), 1fr)` : `${column.width}px`,
  )
  return [...(selectable ? ['36px'] : []), ...tracks].join(' ')
}
