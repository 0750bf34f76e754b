import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { decodeText, type Encoding } from './encoding.ts'
import { MOST_COLUMNS, UnreadableTable } from './unreadable.ts'

export const SEPARATORS = [';', ',', '\t', '|'] as const
export type Separator = (typeof SEPARATORS)[number]

/** A cell longer than this is no cell: a quote was never closed. */
const LONGEST_RECORD = 1_000_000

/** The sign that divides the lines of this text into the same number of cells. */
export function guessSeparator(text: string): Separator {
  const lines = linesOf(text).slice(0, 50)
  let best: Separator = ';'
  let bestScore = 0
  for (const separator of SEPARATORS) {
    const counts = lines.map(line => countOutsideQuotes(line, separator)).filter(count => count > 0)
    const usual = mostFrequent(counts)
    const agree = counts.filter(count => count === usual).length
    // Many cells in few lines say less than the same number of cells in all of them.
    const score = usual === 0 ? 0 : (agree / Math.max(1, lines.length)) * 10 + Math.min(usual, 5)
    if (score > bestScore) {
      best = separator
      bestScore = score
    }
  }
  return best
}

/** Lines of a text, those inside of quotes not cut; the last one may be incomplete. */
function linesOf(text: string): string[] {
  const lines: string[] = []
  let current = ''
  for (const line of text.split(/\r\n|\n|\r/)) {
    current = current === '' ? line : `${current}\n${line}`
    // A quote that is never closed must not swallow the rest.
    if ((current.split('"').length - 1) % 2 === 1 && current.length < 2_000) continue
    if (current.trim() !== '') lines.push(current)
    current = ''
  }
  return lines
}

function countOutsideQuotes(line: string, separator: string): number {
  return line.replace(/"(?:[^"]|"")*"/g, '').split(separator).length - 1
}

function mostFrequent(counts: readonly number[]): number {
  const seen = new Map<number, number>()
  for (const count of counts) seen.set(count, (seen.get(count) ?? 0) + 1)
  return [...seen].sort(([a, n], [b, m]) => m - n || b - a)[0]?.[0] ?? 0
}

/** What decides whether a quote begins a cell that may hold separators and line breaks. */
export interface CsvForm {
  encoding: Encoding
  separator: Separator
  quotes: boolean
}

/** Rows of a CSV file, one after the other; quotes that are no quotes stay part of the text. */
export async function* readCsv(pieces: AsyncIterable<Uint8Array>, form: CsvForm): AsyncGenerator<string[]> {
  const parser = parse({
    delimiter: form.separator,
    quote: form.quotes ? '"' : null,
    relax_quotes: true,
    relax_column_count: true,
    bom: true,
    max_record_size: LONGEST_RECORD,
    record_delimiter: ['\r\n', '\n', '\r'],
  })
  const source = Readable.from(decodeText(pieces, form.encoding), { objectMode: false })
  source.on('error', error => parser.destroy(error))
  source.pipe(parser)
  try {
    for await (const row of parser as AsyncIterable<string[]>) {
      if (row.length > MOST_COLUMNS) throw new UnreadableTable('too_many_columns')
      yield row
    }
  } catch (error) {
    throw isCsvError(error) ? new UnreadableTable('broken') : error
  } finally {
    source.destroy()
    parser.destroy()
  }
}

function isCsvError(error: unknown): boolean {
  return (
    typeof (error as { code?: unknown }).code === 'string' &&
    String((error as { code: string }).code).startsWith('CSV_')
  )
}
