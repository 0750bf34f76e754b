import { useState } from 'react'
import type { EditsOn, GridColumn } from './grid-columns.ts'

type Editing = { rowId: string; columnId: string }

type Grid<T> = {
  rows: readonly T[]
  columns: readonly GridColumn<T>[]
  active: number
  /** Makes a row the current one, and gives the focus to the list. */
  goTo: (index: number) => void
}

/** Which cell is being edited in place: F2 begins, Tab goes on to the next one, also into the next row. */
export function useCellEditing<T extends { id: string }>({ rows, columns, active, goTo }: Grid<T>) {
  const [editing, setEditing] = useState<Editing>()
  const editable = (row: T) => columns.filter(column => column.edit?.(row) !== undefined)

  function begin(index: number, column: GridColumn<T> | undefined): void {
    const row = rows[index]
    if (!row || !column) return setEditing(undefined)
    goTo(index)
    setEditing({ rowId: row.id, columnId: column.id })
  }

  function finish(row: T, column: GridColumn<T>, on: EditsOn): void {
    // The person may be in another cell already: an answer that came late closes its own cell only.
    setEditing(now => (now?.rowId === row.id && now.columnId === column.id ? undefined : now))
    if (on === 'away') return
    const index = rows.findIndex(each => each.id === row.id)
    if (on === 'stay') return goTo(index)
    const cells = editable(row)
    const next = cells[cells.findIndex(each => each.id === column.id) + (on === 'next' ? 1 : -1)]
    if (next) return begin(index, next)
    const beside = index + (on === 'next' ? 1 : -1)
    const neighbour = rows[beside]
    const others = neighbour ? editable(neighbour) : []
    const first = on === 'next' ? others[0] : others.at(-1)
    if (first) begin(beside, first)
    else goTo(index)
  }

  const first = rows[active] && editable(rows[active])[0]
  return {
    edit: columns.some(column => column.edit) ? () => begin(active, first) : undefined,
    /** The editor of a cell while it is being edited. */
    editorOf: (row: T, column: GridColumn<T>) =>
      editing?.rowId === row.id && editing.columnId === column.id
        ? column.edit?.(row)?.(on => finish(row, column, on))
        : undefined,
  }
}
