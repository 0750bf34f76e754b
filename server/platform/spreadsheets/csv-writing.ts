import { disarm } from '../pure/formulas.ts'

/** The mark by which table programs know UTF-8. */
export const CSV_MARK = '\ufeff'

/** The line of a CSV file as Russian table programs open it: separated by semicolons, formulas made text. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(';')}\r\n`
}

function csvCell(text: string): string {
  const safe = disarm(text)
  return /[;"\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
