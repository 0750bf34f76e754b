import type { KeyboardEvent } from 'react'

/** Arrows walk the matrix as in a sheet. */
export function moveInMatrix(event: KeyboardEvent<HTMLElement>): void {
  const target = event.target as HTMLElement
  if (!target.hasAttribute('data-matrix') || !event.code.startsWith('Arrow')) return
  const cell = target.closest('td')
  const row = cell?.closest('tr')
  if (!cell || !row) return
  const at = [...row.children].indexOf(cell)
  const next =
    event.code === 'ArrowLeft'
      ? cell.previousElementSibling
      : event.code === 'ArrowRight'
        ? cell.nextElementSibling
        : (event.code === 'ArrowUp' ? row.previousElementSibling : row.nextElementSibling)?.children[at]
  const control = next?.querySelector<HTMLElement>('[data-matrix]')
  if (!control) return
  event.preventDefault()
  control.focus()
}
