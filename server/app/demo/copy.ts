import { finished } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

export type Cell = string | number | boolean | null

/** Rows of one table on their way into COPY; names are constants of the loader. */
export class CopyTable {
  readonly name: string
  readonly #columns: string
  #lines: string[] = []
  written = 0

  constructor(name: string, columns: string) {
    this.name = name
    this.#columns = columns
  }

  add(...cells: readonly Cell[]): void {
    let line = ''
    for (let index = 0; index < cells.length; index++) {
      if (index > 0) line += '\t'
      line += encode(cells[index] ?? null)
    }
    this.#lines.push(line)
  }

  /** The rows gathered so far, ready to be sent; the table begins anew. */
  take(): Parcel | null {
    if (this.#lines.length === 0) return null
    const lines = this.#lines
    this.written += lines.length
    this.#lines = []
    return async client => {
      const stream = client.query(copyFrom(`copy ${this.name} (${this.#columns}) from stdin`))
      stream.end(`${lines.join('\n')}\n`)
      await finished(stream)
    }
  }
}

export type Parcel = (client: pg.Client) => Promise<void>

function encode(cell: Cell): string {
  if (cell === null) return '\\N'
  if (typeof cell === 'string') return /[\\\t\n\r]/.test(cell) ? cell.replace(/[\\\t\n\r]/g, escapeOf) : cell
  if (typeof cell === 'boolean') return cell ? 't' : 'f'
  return String(cell)
}

function escapeOf(char: string): string {
  return char === '\\' ? '\\\\' : char === '\t' ? '\\t' : char === '\n' ? '\\n' : '\\r'
}

/** PostgreSQL's notation of an array of texts. */
export function arrayCell(values: readonly string[]): string {
  return `{${values.map(value => `"${value.replace(/(["\\])/g, '\\$1')}"`).join(',')}}`
}
