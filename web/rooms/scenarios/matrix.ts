import { type FocusEvent, type KeyboardEvent, useState } from 'react'

/**
 * A table of controls that is walked like a sheet: one stop of Tab for all of it, arrows from cell to cell. A cell takes
 * part by `cell(row, column)` on its control; in a text the arrows first walk through the text.
 */
export function useMatrix(rows: readonly string[], columns: readonly string[]) {
  const [reached, setReached] = useState('')
  const [row = '', column = ''] = reached.split(' ')
  const active = rows.includes(row) && columns.includes(column) ? reached : `${rows[0]} ${columns[0]}`
  return {
    cell: (ofRow: string, ofColumn: string) => {
      const key = `${ofRow} ${ofColumn}`
      return { 'data-matrix': key, tabIndex: key === active ? 0 : -1 }
    },
    body: {
      onFocus: (event: FocusEvent<HTMLElement>) => {
        const key = event.target.dataset['matrix']
        if (key) setReached(key)
      },
      onKeyDownCapture: walk,
    },
  }
}

/** To a cell that was just drawn, or moved. */
export function focusCell(row: string, column: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-matrix="${row} ${column}"]`)?.focus())
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const target = event.target as HTMLElement
  if (!target.hasAttribute('data-matrix') || !event.code.startsWith('Arrow')) return
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  // An open list has the arrows for itself, and so has a text that is not at its end.
  if (target.getAttribute('aria-expanded') === 'true' || staysInText(target, event.code)) return
  const cell = target.closest('td, th')
  const control = cell && nextControl(cell, event.code)
  event.preventDefault()
  event.stopPropagation()
  if (!control) return
  control.focus()
  if (control instanceof HTMLInputElement && isText(control)) control.select()
}

function nextControl(cell: Element, code: string): HTMLElement | undefined {
  const at = [...(cell.parentElement?.children ?? [])].indexOf(cell)
  const step = (from: Element): Element | null | undefined => {
    if (code === 'ArrowLeft') return from.previousElementSibling
    if (code === 'ArrowRight') return from.nextElementSibling
    const row = from.parentElement
    return (code === 'ArrowUp' ? row?.previousElementSibling : row?.nextElementSibling)?.children[at]
  }
  for (let next = step(cell); next; next = step(next)) {
    const control = next.querySelector<HTMLElement>('[data-matrix]:not(:disabled)')
    // A narrow page does not show every column.
    if (control?.checkVisibility()) return control
  }
  return undefined
}

const isText = (input: HTMLInputElement) => !/^(checkbox|radio|button)$/.test(input.type) && !input.readOnly

function staysInText(target: HTMLElement, code: string): boolean {
  if (!(target instanceof HTMLInputElement) || !isText(target)) return false
  const { selectionStart: start, selectionEnd: end, value } = target
  if (start === 0 && end === value.length) return false
  if (code === 'ArrowLeft') return start !== 0 || end !== 0
  return code === 'ArrowRight' && (start !== value.length || end !== value.length)
}
