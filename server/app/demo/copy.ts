import { finished } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

export type Cell = string | number | boolean | null

const ROOM = 64 * 1024

/** Memory of parcels that were sent: new memory is dear to get, and dear to take away again. */
export class Spare {
  #buffers: Buffer<ArrayBuffer>[] = []

  /** At least so large; what is in it is of no use. */
  take(size: number): Buffer<ArrayBuffer> {
    const fitting = this.#buffers.filter(each => each.length >= size)
    const smallest = fitting.reduce<Buffer<ArrayBuffer> | undefined>(
      (best, each) => (best && best.length <= each.length ? best : each),
      undefined,
    )
    if (!smallest) return Buffer.allocUnsafeSlow(size)
    this.#buffers = this.#buffers.filter(each => each !== smallest)
    return smallest
  }

  giveBack(memory: ArrayBuffer): void {
    this.#buffers.push(Buffer.from(memory))
  }
}

/** Rows of one table on their way into COPY; names are constants of the loader. */
export class CopyTable {
  readonly name: string
  readonly #columns: string
  #bytes = Buffer.allocUnsafeSlow(ROOM)
  #length = 0
  #rows = 0

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
    line += '\n'
    // Into bytes at once: lines that are kept as texts outlive the nursery, and collecting them is dear.
    const most = this.#length + line.length * 3
    if (most > this.#bytes.length) this.#grow(most)
    this.#length += this.#bytes.write(line, this.#length)
    this.#rows++
  }

  #grow(most: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(most, this.#bytes.length * 2))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }

  /** The rows gathered so far, ready to be sent; the table begins anew, in spare memory where there is some. */
  take(spare: Spare): Parcel | null {
    if (this.#rows === 0) return null
    const bytes = this.#bytes.subarray(0, this.#length)
    const parcel = { table: this.name, columns: this.#columns, rows: this.#rows, bytes }
    this.#bytes = spare.take(this.#bytes.length)
    this.#length = 0
    this.#rows = 0
    return parcel
  }
}

/** Rows of one table as COPY reads them. */
export interface Parcel {
  table: string
  columns: string
  rows: number
  bytes: Uint8Array
}

/** @param isFrozen as vacuum would leave the rows; only into a table that this transaction has emptied */
export async function sendParcel(client: pg.Client, parcel: Parcel, isFrozen = false): Promise<void> {
  const { table, columns, bytes } = parcel
  const stream = client.query(copyFrom(`copy ${table} (${columns}) from stdin${isFrozen ? ' with (freeze)' : ''}`))
  stream.end(bytes)
  await finished(stream)
}

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
