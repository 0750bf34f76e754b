import { disarm } from '../pure/formulas.ts'

/** The mark by which table programs know UTF-8. */
const MARK = '\ufeff'
const PIECE = 65_536

/** The line of a CSV file as Russian table programs open it: separated by semicolons, formulas made text. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(';')}\r\n`
}

/** A whole CSV file, in pieces large enough to be sent. */
export async function* csvFile(rows: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  let waiting = MARK
  for await (const row of rows) {
    waiting += csvLine(row)
    if (waiting.length < PIECE) continue
    yield waiting
    waiting = ''
  }
  if (waiting !== '') yield waiting
}

function csvCell(text: string): string {
  const safe = disarm(text)
  return /[;"\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
