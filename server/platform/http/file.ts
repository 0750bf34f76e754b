import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { csvFile } from '../spreadsheets/csv-writing.ts'
import { writeXlsx } from '../spreadsheets/xlsx-writing.ts'

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Sends a table while it is written; the reader's pace is the writer's. */
export async function sendTable(
  reply: FastifyReply,
  file: { format: keyof typeof TYPES; name: string; sheet: string },
  lines: AsyncIterable<readonly string[]>,
): Promise<void> {
  const { format, name, sheet } = file
  const pieces: AsyncIterable<string | Uint8Array> = format === 'csv' ? csvFile(lines) : writeXlsx(sheet, lines)
  await reply
    .type(TYPES[format])
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .serializer(String)
    .send(Readable.from(pieces, { objectMode: false }))
}
