import type { Encoding } from '../../../platform/spreadsheets/encoding.ts'

/** The bytes of a text as a program of that encoding writes it. */
export function encodeAs(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8')
  if (encoding === 'utf-16le') return Buffer.from(`\ufeff${text}`, 'utf16le')
  if (encoding === 'utf-16be') return Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
  const bytes = new Map<string, number>()
  const decoder = new TextDecoder(encoding)
  for (let byte = 0; byte < 256; byte++) bytes.set(decoder.decode(Uint8Array.of(byte)), byte)
  return Buffer.from([...text].map(char => bytes.get(char) ?? 0x3f))
}

/** A CSV file of these rows. */
export function aCsv(
  rows: readonly (readonly string[])[],
  options: { encoding?: Encoding; separator?: string } = {},
): Buffer {
  const { encoding = 'windows-1251', separator = ';' } = options
  const cell = (text: string) => (/["\n;,\t|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return encodeAs(rows.map(row => row.map(cell).join(separator)).join('\r\n'), encoding)
}
