import { cellDate, isDateFormat } from './xlsx-dates.ts'
import { TextPool } from './text-pool.ts'
import { MOST_COLUMNS, UnreadableTable } from './unreadable.ts'
import { visitXml, walkXml } from './xml-reading.ts'
import { type FileSource, listEntries, unpack, type ZipEntry } from './zip-reading.ts'

/** A book that is open: its sheets, and the rows of one of them from its beginning, as often as needed. */
export interface OpenBook {
  sheets: string[]
  rows(sheet: string): AsyncGenerator<string[]>
}

/** Opens an XLSX file; only the directory of the archive and the list of sheets are read. */
export async function openXlsx(source: FileSource): Promise<OpenBook> {
  const entries = await listEntries(source)
  const workbook = entries.get('xl/workbook.xml')
  if (!workbook) throw new UnreadableTable(entries.has('EncryptedPackage') ? 'locked' : 'unknown_format')
  const { sheets, epoch1904 } = await readWorkbook(source, workbook)
  const targets = await readTargets(source, entries.get('xl/_rels/workbook.xml.rels'))
  return {
    sheets: sheets.map(sheet => sheet.name),
    async *rows(name) {
      const sheet = sheets.find(each => each.name === name) ?? sheets[0]
      const target = targets.get(sheet?.relation ?? '') ?? 'worksheets/sheet1.xml'
      const entry = entries.get(target.startsWith('/') ? target.slice(1) : `xl/${target}`)
      if (!entry) throw new UnreadableTable('broken')
      const texts = await readTexts(source, entries.get('xl/sharedStrings.xml'))
      const dates = await readDateStyles(source, entries.get('xl/styles.xml'))
      yield* readSheet(source, entry, { texts, dates, epoch1904 })
    },
  }
}

interface Sheet {
  name: string
  relation: string
}

async function readWorkbook(source: FileSource, entry: ZipEntry): Promise<{ sheets: Sheet[]; epoch1904: boolean }> {
  const shown: Sheet[] = []
  const hidden: Sheet[] = []
  let epoch1904 = false
  await visitXml(unpack(source, entry), {
    open(name, attributes) {
      if (name === 'workbookPr') epoch1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '')
      if (name !== 'sheet') return
      const relation =
        Object.entries(attributes).find(([key]) => /(?:^|:)id$/.test(key) && key !== 'sheetId')?.[1] ?? ''
      const isShown = (attributes['state'] ?? 'visible') === 'visible'
      ;(isShown ? shown : hidden).push({ name: attributes['name'] ?? '', relation })
    },
  })
  if (shown.length + hidden.length === 0) throw new UnreadableTable('broken')
  return { sheets: shown.length > 0 ? shown : hidden, epoch1904 }
}

async function readTargets(source: FileSource, entry: ZipEntry | undefined): Promise<Map<string, string>> {
  const targets = new Map<string, string>()
  if (!entry) return targets
  await visitXml(unpack(source, entry), {
    open(name, { Id, Target }) {
      if (name === 'Relationship' && Id && Target) targets.set(Id, Target)
    },
  })
  return targets
}

async function readTexts(source: FileSource, entry: ZipEntry | undefined): Promise<TextPool> {
  const pool = new TextPool()
  if (!entry) return pool
  let parts: string[] = []
  let isText = false
  let isReading = false
  await visitXml(unpack(source, entry), {
    open(name) {
      if (name === 'si') parts = []
      else if (name === 't') isText = true
      // How a Japanese name is read out is no part of it.
      else if (name === 'rPh') isReading = true
    },
    text(text) {
      if (isText && !isReading) parts.push(text)
    },
    close(name) {
      if (name === 'si') pool.add(parts.join(''))
      else if (name === 't') isText = false
      else if (name === 'rPh') isReading = false
    },
  })
  return pool
}

/** Which styles of cells show a number as a date. */
async function readDateStyles(source: FileSource, entry: ZipEntry | undefined): Promise<Set<number>> {
  const dates = new Set<number>()
  if (!entry) return dates
  const formats = new Map<number, string>()
  let isCells = false
  let style = 0
  await visitXml(unpack(source, entry), {
    open(name, attributes) {
      if (name === 'numFmt') formats.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '')
      else if (name === 'cellXfs') isCells = true
      else if (name === 'xf' && isCells) {
        const id = Number(attributes['numFmtId'])
        if (isDateFormat(id, formats.get(id))) dates.add(style)
        style++
      }
    },
    close(name) {
      if (name === 'cellXfs') isCells = false
    },
  })
  return dates
}

interface Ground {
  texts: TextPool
  dates: ReadonlySet<number>
  epoch1904: boolean
}

async function* readSheet(source: FileSource, entry: ZipEntry, ground: Ground): AsyncGenerator<string[]> {
  const reader = new SheetReader(ground)
  for await (const _ of walkXml(unpack(source, entry), reader)) yield* reader.done.splice(0)
}

/** Turns the tags of a sheet into rows of texts. */
class SheetReader {
  readonly done: string[][] = []
  readonly #ground: Ground
  #row: string[] = []
  #column = -1
  #type = ''
  #style = 0
  #value: string[] = []
  #takes = false

  constructor(ground: Ground) {
    this.#ground = ground
  }

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'row') {
      this.#row = []
      this.#column = -1
    } else if (name === 'c') {
      this.#column = attributes['r'] ? columnOf(attributes['r']) : this.#column + 1
      this.#type = attributes['t'] ?? 'n'
      this.#style = Number(attributes['s'] ?? 0)
      this.#value = []
    } else if (name === 'v' || name === 't') this.#takes = true
  }

  text(text: string): void {
    if (this.#takes) this.#value.push(text)
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#takes = false
    else if (name === 'c') this.#put()
    else if (name === 'row') this.done.push(Array.from(this.#row, cell => cell ?? ''))
  }

  #put(): void {
    const text = this.#textOf(this.#value.join(''))
    if (text === '') return
    if (this.#column >= MOST_COLUMNS) throw new UnreadableTable('too_many_columns')
    this.#row[this.#column] = text
  }

  #textOf(value: string): string {
    const { texts, dates, epoch1904 } = this.#ground
    switch (this.#type) {
      case 's':
        return texts.get(Number(value))
      case 'str':
      case 'inlineStr':
      case 'd':
        return value
      case 'b':
        return value === '1' ? 'TRUE' : 'FALSE'
      case 'e':
        return ''
      default:
        if (value === '') return ''
        return dates.has(this.#style) ? cellDate(Number(value), epoch1904) : plainNumber(value)
    }
  }
}

/** `AB12` → 27 */
function columnOf(reference: string): number {
  let column = 0
  for (const char of reference) {
    const digit = char.charCodeAt(0) - 64
    if (digit < 1 || digit > 26) break
    column = column * 26 + digit
  }
  return column - 1
}

/** A number as a person would have typed it: `7.9161234567E10` is a phone. */
function plainNumber(value: string): string {
  if (!/[eE.]/.test(value)) return value
  const number = Number(value)
  if (Number.isSafeInteger(number)) return String(number)
  return Number.isFinite(number) ? String(Number(number.toPrecision(15))) : value
}
