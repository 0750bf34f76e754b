import fc from 'fast-check'
import { type Zippable, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { encodeAs } from '../../rooms/exchange/import/builders.ts'
import { rearm } from '../pure/formulas.ts'
import { guessSeparator, readCsv } from './csv-reading.ts'
import { csvLine } from './csv-writing.ts'
import { type Encoding, guessEncoding } from './encoding.ts'
import { openXlsx } from './xlsx-reading.ts'
import { writeXlsx } from './xlsx-writing.ts'
import type { FileSource } from './zip-reading.ts'

/** A file in pieces of a few bytes, so that every border between two of them is tried. */
function sourceOf(bytes: Uint8Array, piece = 7_001): FileSource {
  return {
    size: bytes.length,
    async *read(from) {
      for (let at = from; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
    },
  }
}

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = []
  for await (const row of rows) gathered.push(row)
  return gathered
}

async function book(rows: readonly (readonly string[])[]): Promise<Buffer> {
  const from = async function* () {
    yield* rows
  }
  return Buffer.concat(await all(writeXlsx('Клиенты', from())))
}

const RUSSIAN = 'Наименование;ИНН;Телефон\r\nООО «Ёлка»;7707083893;8 (495) 123-45-67\r\nИванов Пётр;;+7 916 222-33-44'

describe('CSV', () => {
  test('of every encoding that offices use is recognised and read', async () => {
    for (const encoding of ['utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'ibm866'] as Encoding[]) {
      const text = encoding === 'ibm866' ? RUSSIAN.replace('«Ёлка»', '"Елка"') : RUSSIAN
      const bytes = encodeAs(text, encoding)
      expect(guessEncoding(bytes), encoding).toBe(encoding)
      const rows = await all(readCsv(sourceOf(bytes, 3).read(0), { encoding, separator: ';', quotes: true }))
      expect(rows[0], encoding).toEqual(['Наименование', 'ИНН', 'Телефон'])
      expect(rows[2]?.[2], encoding).toBe('+7 916 222-33-44')
    }
    expect(guessEncoding(encodeAs('ИВАНОВ;МОСКВА;ДОГОВОР\nПЕТРОВ;ТВЕРЬ;СЧЕТ', 'windows-1251'))).toBe('windows-1251')
    expect(guessEncoding(Buffer.from('Name;Phone\nAcme;1'))).toBe('utf-8')
  })

  test('is divided by the sign that gives every line as many cells', () => {
    expect(guessSeparator('a,b;c,d\n1,2;3,4\n5;6')).toBe(';')
    expect(guessSeparator('name,phone,"Moscow; Tver"\nx,1,"a; b; c"')).toBe(',')
    expect(guessSeparator('a\tb\tc\n1\t2\t3')).toBe('\t')
    expect(guessSeparator('a|b\n1|2')).toBe('|')
    expect(guessSeparator('одна колонка\nзначение')).toBe(';')
  })

  test('keeps quotes that are none, line breaks in cells, and lines of another length', async () => {
    const bytes = Buffer.from('a;b\nООО "Ромашка" и Ко;1\n"две\nстроки";"и ""кавычки"""\nодна\n1;2;3')
    expect(await all(readCsv(sourceOf(bytes).read(0), { encoding: 'utf-8', separator: ';', quotes: true }))).toEqual([
      ['a', 'b'],
      ['ООО "Ромашка" и Ко', '1'],
      ['две\nстроки', 'и "кавычки"'],
      ['одна'],
      ['1', '2', '3'],
    ])
  })

  const cell = fc.string({
    unit: fc.constantFrom('"', ';', '\n', '\r\n', ',', 'я', 'A', ' ', "'", '7', '\t'),
    maxLength: 8,
  })

  test('that was written is read as it was', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        async rows => {
          const bytes = Buffer.from(rows.map(csvLine).join(''))
          const read = await all(
            readCsv(sourceOf(bytes, 5).read(0), { encoding: 'utf-8', separator: ';', quotes: true }),
          )
          expect(read.map(row => row.map(rearm))).toEqual(rows)
        },
      ),
    )
  })
})

describe('XLSX', () => {
  test('that was written is read as it was', async () => {
    const text = fc.string({
      unit: fc.constantFrom('&', '<', '"', '=', 'я', '\n', ' ', "'", 'z', '😀'),
      minLength: 1,
      maxLength: 8,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(text, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 6 }),
        async rows => {
          const { sheets, rows: read } = await openXlsx(sourceOf(await book(rows), 501))
          expect(sheets).toEqual(['Клиенты'])
          expect(await all(read('Клиенты'))).toEqual(rows)
        },
      ),
      { numRuns: 30 },
    )
  })

  const sheet = (rows: string) => `<worksheet><sheetData>${rows}</sheetData></worksheet>`
  const parts = (rows: string, more: Record<string, string> = {}): Zippable => {
    const texts: Record<string, string> = {
      'xl/workbook.xml':
        '<workbook xmlns:r="x"><sheets><sheet name="Скрытый" sheetId="1" r:id="r1" state="hidden"/><sheet name="Лист" sheetId="2" r:id="r2"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="r1" Target="worksheets/hidden.xml"/><Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
      'xl/styles.xml':
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
      'xl/sharedStrings.xml':
        '<sst><si><t>Общая</t></si><si><r><t>из </t></r><r><t>частей</t></r><rPh><t>чтение</t></rPh></si></sst>',
      'xl/worksheets/sheet2.xml': sheet(rows),
      ...more,
    }
    return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)]))
  }
  const read = async (zip: Zippable) => {
    const { sheets, rows } = await openXlsx(sourceOf(zipSync(zip), 97))
    return { sheets, rows: await all(rows('Лист')) }
  }

  test('of other programs: shared and inline texts, phones as numbers, dates, gaps and formulas', async () => {
    const rows =
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>' +
      '<row r="2"><c r="A2"><v>7.9161234567E10</v></c><c r="B2" s="1"><v>45989</v></c><c t="str"><f>A1&amp;B1</f><v>итог</v></c><c t="e"><v>#N/A</v></c></row>' +
      '<x:row xmlns:x="y"><x:c t="inlineStr"><x:is><x:t>внутри</x:t></x:is></x:c><x:c t="b"><x:v>1</x:v></x:c></x:row>'
    expect(await read(parts(rows))).toEqual({
      sheets: ['Лист'],
      rows: [
        ['Общая', '', 'из частей'],
        ['79161234567', '28.11.2025', 'итог'],
        ['внутри', 'TRUE'],
      ],
    })
  })

  test('that is damaged, too tight, too wide or no book at all is refused with its reason', async () => {
    const whole = Buffer.from(zipSync(parts('<row><c><v>1</v></c></row>')))
    const refused = async (bytes: Uint8Array) => {
      const source = sourceOf(bytes)
      return openXlsx(source)
        .then(async ({ rows }) => all(rows('Лист')))
        .catch((error: { code?: unknown }) => error.code)
    }
    expect(await refused(whole.subarray(0, whole.length - 40))).toBe('broken')
    expect(await refused(Buffer.concat([whole.subarray(0, 200), whole.subarray(260)]))).toBe('broken')
    expect(await refused(zipSync({ 'a.txt': Buffer.from('x') }))).toBe('unknown_format')
    expect(await refused(zipSync(parts('<row><c><v>1</v></row>')))).toBe('broken')
    expect(await refused(zipSync(parts('<row><c r="ZZZ1"><v>1</v></c></row>')))).toBe('too_many_columns')
    const entity = {
      'xl/worksheets/sheet2.xml': `<!DOCTYPE x [<!ENTITY a "b">]>${sheet('<row><c><v>&a;</v></c></row>')}`,
    }
    expect(await refused(zipSync(parts('', entity)))).toBe('broken')
    const bomb = { 'xl/worksheets/sheet2.xml': sheet(' '.repeat(33 * 1024 * 1024)) }
    expect(await refused(zipSync(parts('', bomb)))).toBe('too_large')
  })
})
