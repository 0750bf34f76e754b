import type { Database } from '../../../../platform/db/database.ts'
import type { Platform } from '../../../../platform/platform.ts'
import type { Caller } from '../../../../platform/scope.ts'
import { UnreadableTable } from '../../../../platform/spreadsheets/unreadable.ts'
import { perform } from '../../../../platform/work.ts'
import { noteChange } from '../actions.ts'
import type { ImportLayout } from '../contract.ts'
import { guessColumns, headerKey } from '../mapping/rules.ts'
import { deleteRows, insertRows } from '../rows/storage.ts'
import { findImport, findImportForUpdate, findTemplate, type ImportPatch, updateImport } from '../storage.ts'
import type { StoredImport } from '../tables.ts'
import { readChunks } from '../upload/storage.ts'
import { cleanRow, findHeader, type Head, HEAD_ROWS, isTotal, joinHeader } from './rules.ts'
import { openTable } from './service.ts'

const MOST_ROWS = 1_000_000
const BATCH = 1_000
/** Rows from which the columns are guessed. */
const LOOKED_AT = 200

/** Reads the file into rows and guesses its columns. Begins anew when it was broken off. */
export async function readFile(
  platform: Platform,
  caller: Caller,
  stored: StoredImport,
  stopping: AbortSignal,
): Promise<void> {
  let patch: ImportPatch
  try {
    patch = await readRows(platform.db, stored, stopping)
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error
    patch = { status: 'failed', failure: error.code }
  }
  await perform(platform, caller, { verb: 'import.read' }, async work => {
    const now = await findImportForUpdate(work.tx, stored.id)
    if (now?.pass !== stored.pass || now.status !== 'reading') return
    await updateImport(work.tx, stored.id, { position: 0, ...patch }, work.now)
    noteChange(work, now, 'changed')
  })
}

async function readRows(db: Database, stored: StoredImport, stopping: AbortSignal): Promise<ImportPatch> {
  const asked = stored.layout
  const table = await openTable({ size: stored.size, read: from => readChunks(db, stored.id, from) }, asked)
  await deleteRows(db, stored.id)
  const keeper = new RowKeeper(db, stored)
  const top: string[][] = []
  let head: Head | null = null
  let place = 0
  for await (const cells of table.rows()) {
    stopping.throwIfAborted()
    const row = cleanRow(cells)
    if (head === null) {
      top.push(row)
      if (top.length === HEAD_ROWS) head = await begin(top)
    } else if (place >= head.headerFrom + head.headerRows) await keeper.add(row)
    place++
  }
  head ??= await begin(top)
  await keeper.flush()
  if (keeper.count === 0) throw new UnreadableTable('empty')

  async function begin(rows: readonly string[][]): Promise<Head> {
    const found = findHeader(rows)
    const decided = {
      headerFrom: asked.headerFrom ?? found.headerFrom,
      headerRows: asked.headerRows ?? found.headerRows,
    }
    for (const row of rows.slice(decided.headerFrom + decided.headerRows)) await keeper.add(row)
    return decided
  }

  const names = head.headerRows === 0 ? [] : joinHeader(top, head)
  const header = Array.from({ length: Math.max(names.length, keeper.width) }, (_, at) => names[at] ?? '')
  const columns = (await findTemplate(db, headerKey(header))) ?? guessColumns(header, keeper.first)
  const layout: ImportLayout = { ...table.form, ...head }
  return { status: 'mapping', layout, header, columns, rowCount: keeper.count, counts: {}, findings: {} }
}

/** Writes rows in batches; blank ones are no rows. */
class RowKeeper {
  readonly first: string[][] = []
  count = 0
  width = 0
  readonly #db: Database
  readonly #stored: StoredImport
  #waiting: string[][] = []

  constructor(db: Database, stored: StoredImport) {
    this.#db = db
    this.#stored = stored
  }

  async add(row: string[]): Promise<void> {
    if (row.length === 0 || isTotal(row)) return
    this.count++
    if (this.count > MOST_ROWS) throw new UnreadableTable('too_many_rows')
    this.width = Math.max(this.width, row.length)
    if (this.first.length < LOOKED_AT) this.first.push(row)
    this.#waiting.push(row)
    if (this.#waiting.length >= BATCH) await this.flush()
  }

  async flush(): Promise<void> {
    const rows = this.#waiting.splice(0)
    if (rows.length > 0) await insertRows(this.#db, this.#stored.id, this.count - rows.length + 1, rows)
    const now = await findImport(this.#db, this.#stored.id)
    if (now?.pass !== this.#stored.pass) throw new Error('the import is read elsewhere by now')
    await updateImport(this.#db, this.#stored.id, { position: this.count }, new Date())
  }
}
