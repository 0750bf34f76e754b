import { rearm } from '../../../../platform/pure/formulas.ts'
import { countHeaderWords, fieldOfHeader } from '../mapping/rules.ts'

/** Rows that are looked at to find the header: titles and blank rows stand above it. */
export const HEAD_ROWS = 30

export interface Head {
  headerFrom: number
  headerRows: number
}

/** Where the header stands: a table of a person or of 1C begins with its title, and the header may take two rows. */
export function findHeader(rows: readonly (readonly string[])[]): Head {
  const head = rows.slice(0, HEAD_ROWS)
  const width = Math.max(1, ...head.map(row => row.length))
  let best = -1
  let bestScore = 0
  for (const [at, row] of head.entries()) {
    const filled = filledOf(row)
    const words = countHeaderWords(row)
    const score = words * 3 + filled.length / width - row.filter(isLikeData).length * 2
    if (words > 0 && (filled.length > 1 || width === 1) && score > bestScore) {
      best = at
      bestScore = score
    }
  }
  if (best < 0) return { headerFrom: firstFilled(head), headerRows: 0 }
  const row = head[best] ?? []
  if (isSecond(row, head[best + 1])) return { headerFrom: best, headerRows: 2 }
  if (best > 0 && isSecond(head[best - 1] ?? [], row)) return { headerFrom: best - 1, headerRows: 2 }
  return { headerFrom: best, headerRows: 1 }
}

/** A second row of a header stands under the blanks of the first, and holds words and no data. */
function isSecond(first: readonly string[], second: readonly string[] | undefined): boolean {
  if (!second || filledOf(first).length < 2) return false
  const filled = filledOf(second)
  if (filled.length < 2 || second.some(isLikeData) || first.some(isLikeData)) return false
  const underBlanks = second.filter((cell, at) => cell.trim() !== '' && (first[at] ?? '').trim() === '').length
  return (
    underBlanks > 0 &&
    filled.every(cell => fieldOfHeader(cell) !== undefined || cell.length < 20) &&
    countHeaderWords(second) > 0
  )
}

/** Names of the columns; a group over several of them is put before: «Контакт / Телефон». */
export function joinHeader(rows: readonly (readonly string[])[], { headerFrom, headerRows }: Head): string[] {
  const width = Math.max(0, ...rows.map(row => row.length))
  const lines = rows.slice(headerFrom, headerFrom + headerRows)
  const names: string[] = []
  let groups: string[] = lines.map(() => '')
  for (let at = 0; at < width; at++) {
    const cells = lines.map(line => (line[at] ?? '').replace(/\s+/g, ' ').trim())
    const own = cells.findLastIndex(cell => cell !== '')
    groups = cells.map((cell, level) => {
      if (cell !== '') return cell
      // A group reaches over the blanks at its right as long as something stands below them.
      return level < own && at > 0 ? (groups[level] ?? '') : ''
    })
    const path = groups.slice(0, own + 1).filter(each => each !== '')
    names.push(path.filter((each, level) => each !== path[level - 1]).join(' / '))
  }
  return names
}

function filledOf(row: readonly string[]): string[] {
  return row.filter(cell => cell.trim() !== '')
}

function firstFilled(rows: readonly (readonly string[])[]): number {
  return Math.max(
    0,
    rows.findIndex(row => filledOf(row).length > 0),
  )
}

function isLikeData(cell: string): boolean {
  return cell.includes('@') || cell.replace(/\D/g, '').length >= 6
}

/** No text may hold them; a tab and a line break it may. */
const CONTROL = /(?![\t\n\r])[\p{Cc}\ufeff]/gu
/** A cell that is longer than any field may be is told as a fault when it is used; the file keeps this much of it. */
const LONGEST_CELL = 20_000

/** A row as it is kept: without signs that no text may hold and without empty cells at its end. */
export function cleanRow(cells: readonly string[]): string[] {
  const clean = cells.map(cell => rearm(cell.replace(CONTROL, '').toWellFormed().trim()).slice(0, LONGEST_CELL))
  return clean.slice(0, clean.findLastIndex(cell => cell !== '') + 1)
}

/** «Итого: 25» at the end of a report is no client. */
export function isTotal(row: readonly string[]): boolean {
  const filled = filledOf(row)
  return filled.length <= 3 && /^(?:итого|всего|total)\b|^(?:итого|всего)(?:\s|:|$)/i.test(filled[0] ?? '')
}
