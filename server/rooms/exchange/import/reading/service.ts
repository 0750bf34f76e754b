import { type CsvForm, guessSeparator, readCsv } from '../../../../platform/spreadsheets/csv-reading.ts'
import { guessEncoding } from '../../../../platform/spreadsheets/encoding.ts'
import { UnreadableTable } from '../../../../platform/spreadsheets/unreadable.ts'
import { openXlsx } from '../../../../platform/spreadsheets/xlsx-reading.ts'
import type { FileSource } from '../../../../platform/spreadsheets/zip-reading.ts'
import type { ImportLayout } from '../contract.ts'

/** Enough to guess how a text is written and how it is divided. */
const SAMPLE = 256 * 1024

export type TableForm = Omit<ImportLayout, 'headerFrom' | 'headerRows'>

/** A file that is known well enough to be read from its beginning, as often as needed. */
export interface OpenTable {
  form: TableForm
  rows(): AsyncGenerator<string[]>
}

/** Recognises a file by what is in it; its name says nothing. */
export async function openTable(source: FileSource, asked: Partial<ImportLayout>): Promise<OpenTable> {
  const sample = await readSample(source)
  if (sample.length === 0) throw new UnreadableTable('empty')
  if (startsWith(sample, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw new UnreadableTable(sample.includes('EncryptedPackage', 0, 'utf16le') ? 'locked' : 'old_excel')
  }
  if (startsWith(sample, [0x50, 0x4b, 3, 4])) return openBook(source, asked)
  if (isBinary(sample)) throw new UnreadableTable('unknown_format')
  return openCsv(source, sample, asked)
}

async function openBook(source: FileSource, asked: Partial<ImportLayout>): Promise<OpenTable> {
  const { sheets, rows } = await openXlsx(source)
  const sheet = sheets.find(each => each === asked.sheet) ?? (await firstFilled(sheets, rows))
  return { form: { format: 'xlsx', encoding: null, separator: null, sheet, sheets }, rows: () => rows(sheet) }
}

/** A book often begins with a sheet that is empty. */
async function firstFilled(
  sheets: readonly string[],
  rows: (sheet: string) => AsyncGenerator<string[]>,
): Promise<string> {
  for (const sheet of sheets.slice(0, 10)) for await (const row of rows(sheet)) if (row.some(Boolean)) return sheet
  return sheets[0] ?? ''
}

async function openCsv(source: FileSource, sample: Buffer, asked: Partial<ImportLayout>): Promise<OpenTable> {
  const encoding = asked.encoding ?? guessEncoding(sample)
  const text = new TextDecoder(encoding).decode(sample)
  const separator = asked.separator ?? guessSeparator(text)
  const form: CsvForm = { encoding, separator, quotes: true }
  // A quote that is never closed would swallow the rest of the file: then quotes are signs like any other.
  const quotes = await isReadable(source, form)
  return {
    form: { format: 'csv', encoding, separator, sheet: null, sheets: [] },
    rows: () => readCsv(source.read(0), { ...form, quotes }),
  }
}

async function isReadable(source: FileSource, form: CsvForm): Promise<boolean> {
  try {
    for await (const _ of readCsv(source.read(0), form)) continue
    return true
  } catch (error) {
    if (error instanceof UnreadableTable && error.code === 'broken') return false
    throw error
  }
}

async function readSample(source: FileSource): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of source.read(0)) {
    pieces.push(piece)
    length += piece.length
    if (length >= SAMPLE) break
  }
  return Buffer.concat(pieces).subarray(0, SAMPLE)
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte)
}

/** PDF, pictures and other archives; a text in UTF-16 holds zeros too, but never control signs. */
function isBinary(sample: Uint8Array): boolean {
  if (startsWith(sample, [0x25, 0x50, 0x44, 0x46]) || startsWith(sample, [0x50, 0x4b])) return true
  const control = sample.subarray(0, 4096).filter(byte => byte < 9 && byte !== 0 && byte !== 4).length
  return control > 8
}
