import { guessEncoding } from '../../../../platform/spreadsheets/encoding.ts'
import {
  type CsvForm,
  guessSeparator,
  readCsv,
  UnreadableTable,
} from '../../../../platform/spreadsheets/csv-reading.ts'
import type { ImportLayout } from '../contract.ts'

/** Enough to guess how a text is written and how it is divided. */
const SAMPLE = 256 * 1024

export type Source = () => AsyncIterable<Uint8Array>
export type TableForm = Omit<ImportLayout, 'headerFrom' | 'headerRows'>

/** A file that is known well enough to be read from its beginning, as often as needed. */
export interface OpenTable {
  form: TableForm
  rows(): AsyncGenerator<string[]>
}

/** A file that is no table. */
export class UnreadableFile extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/** Recognises a file by what is in it; its name says nothing. */
export async function openTable(source: Source, asked: Partial<ImportLayout>): Promise<OpenTable> {
  const sample = await readSample(source)
  if (sample.length === 0) throw new UnreadableFile('empty')
  if (startsWith(sample, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw new UnreadableFile(sample.includes('EncryptedPackage', 0, 'utf16le') ? 'locked' : 'old_excel')
  }
  if (isBinary(sample)) throw new UnreadableFile('unknown_format')
  return openCsv(source, sample, asked)
}

async function openCsv(source: Source, sample: Buffer, asked: Partial<ImportLayout>): Promise<OpenTable> {
  const encoding = asked.encoding ?? guessEncoding(sample)
  const text = new TextDecoder(encoding).decode(sample)
  const separator = asked.separator ?? guessSeparator(text)
  const form: CsvForm = { encoding, separator, quotes: true }
  // A quote that is never closed would swallow the rest of the file: then quotes are signs like any other.
  const quotes = await isReadable(source, form)
  return {
    form: { format: 'csv', encoding, separator, sheet: null, sheets: [] },
    rows: () => readCsv(source(), { ...form, quotes }),
  }
}

async function isReadable(source: Source, form: CsvForm): Promise<boolean> {
  try {
    for await (const _ of readCsv(source(), form)) continue
    return true
  } catch (error) {
    if (error instanceof UnreadableTable && error.code === 'broken') return false
    throw error
  }
}

async function readSample(source: Source): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of source()) {
    pieces.push(piece)
    length += piece.length
    if (length >= SAMPLE) break
  }
  return Buffer.concat(pieces).subarray(0, SAMPLE)
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte)
}

/** PDF, pictures and archives; a text in UTF-16 holds zeros too, but never control signs. */
function isBinary(sample: Uint8Array): boolean {
  if (startsWith(sample, [0x25, 0x50, 0x44, 0x46]) || startsWith(sample, [0x50, 0x4b])) return true
  const control = sample.subarray(0, 4096).filter(byte => byte < 9 && byte !== 0 && byte !== 4).length
  return control > 8
}
