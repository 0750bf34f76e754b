import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCsv } from '../../../platform/spreadsheets/csv-reading.ts'
import { csvFile } from '../../../platform/spreadsheets/csv-writing.ts'
import { makeInn10 } from '../../../platform/pure/requisites.ts'
import type { Client } from '../../clients/contract.ts'
import { guessColumns } from '../import/mapping/rules.ts'
import { cleanRow } from '../import/reading/rules.ts'
import { readRow } from '../import/rows/rules.ts'
import { clientHeader, clientLines } from './rules.ts'

const phones = fc.subarray(['8 (495) 123-45-67, доб. 12', '+7 916 222-33-44', '8-800-555-35-35', '+998 90 123-45-67'])
const emails = fc.subarray(['info@romashka.ru', 'Anna.Kim@example.com', 'ответ@почта.рф'])
const text = fc
  .string({
    unit: fc.constantFrom('Р', 'о', 'м', '"', ';', ',', '=', '-', '1', ' ', '«', '»', "'"),
    minLength: 1,
    maxLength: 12,
  })
  .map(each => `Ро${each.replace(/\s+/g, ' ').trim()}`)
const line = fc.oneof(text, fc.constantFrom('=1+1', '+cmd', '-дефис', '@знак', "'кавычка"))
const raws = (list: string[]) => list.map(raw => ({ raw }))

const client = fc.record({
  kind: fc.constantFrom('organisation' as const),
  name: line,
  publicName: fc.option(text.map(each => `Б${each}`)),
  inn: fc.option(fc.noShrink(fc.integer().map(() => makeInn10(Math.random)))),
  kpp: fc.constantFrom(null, '773601001', '012345678'),
  ogrn: fc.constantFrom(null, '1027700132195'),
  phones: phones.map(raws),
  emails: emails.map(raws),
  sites: fc.subarray(['romashka.ru', 'https://shop.romashka.ru/a']),
  addresses: fc.subarray(['г. Москва, ул. Ленина, 5; стр. 2', 'Тверь']),
  messengers: fc.subarray(['@romashka', 't.me/anna']),
  relationType: fc.constantFrom('customer' as const, 'supplier' as const, 'partner' as const, 'competitor' as const),
  responsible: fc.constantFrom(null, { id: 'a', name: 'Анна Ким' }),
  comment: fc.option(fc.array(line, { minLength: 1, maxLength: 3 }).map(lines => lines.join('\n'))),
  contacts: fc.array(
    fc.record({
      fullName: fc.constantFrom('Иванов Иван', 'Kim Anna', '=Петров'),
      position: fc.option(fc.constantFrom('Директор', '+1')),
      phones: phones.map(raws),
      emails: emails.map(raws),
      messengers: fc.subarray(['@ivan']),
      archived: fc.constant(false),
    }),
    { maxLength: 2 },
  ),
})

test('what is exported and imported again is the same, in both languages and whatever the cells hold', async () => {
  await fc.assert(
    fc.asyncProperty(client, fc.constantFrom('ru' as const, 'en' as const), async (record, language) => {
      const written = [clientHeader(language), ...clientLines(record as unknown as Client, language)]
      const lines = async function* () {
        yield* written
      }
      let file = ''
      for await (const piece of csvFile(lines())) file += piece
      const pieces = async function* () {
        yield Buffer.from(file)
      }
      const rows: string[][] = []
      const form = { encoding: 'utf-8' as const, separator: ';' as const, quotes: true }
      for await (const row of readCsv(pieces(), form)) rows.push(cleanRow(row))
      const [header = [], ...body] = rows
      const columns = guessColumns(header, body)
      expect(columns).not.toContain(null)
      const person = (name: string) => (name === 'Анна Ким' ? { id: 'a', name } : null)
      const read = body.map(row => readRow(row, columns, header, person).values)
      const { contacts, ...own } = record
      const texts = (list: { raw: string }[]) => list.map(each => each.raw)
      const expected = { ...own, phones: texts(own.phones), emails: texts(own.emails) }
      expect(read.map(each => each && { ...each, contact: undefined })).toEqual(
        body.map(() => ({ ...expected, contact: undefined })),
      )
      expect(read.flatMap(each => each?.contact ?? [])).toEqual(
        contacts.map(({ archived: _, ...contact }) => ({
          ...contact,
          phones: texts(contact.phones),
          emails: texts(contact.emails),
        })),
      )
    }),
    { numRuns: 200 },
  )
})
