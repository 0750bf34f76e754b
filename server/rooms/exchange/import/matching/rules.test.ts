import { expect, test } from 'vitest'
import type { ImportValues } from '../contract.ts'
import { planWaves, sharedOf } from './rules.ts'

const aRow = (n: number, values: Partial<ImportValues>): ImportValues & { n: number } => ({
  n,
  kind: 'organisation',
  name: `Клиент ${n}`,
  publicName: null,
  inn: null,
  kpp: null,
  ogrn: null,
  phones: [],
  emails: [],
  sites: [],
  addresses: [],
  messengers: [],
  relationType: 'customer',
  responsible: null,
  comment: null,
  contact: null,
  ...values,
})
const wavesOf = (...rows: Partial<ImportValues>[]) =>
  planWaves(
    rows.map((row, n) => aRow(n, row)),
    sharedOf,
  ).map(wave => wave.map(row => row.n))

test('rows that share a name, a number, a phone or a mail are written one after the other', () => {
  expect(wavesOf({ name: 'Ромашка' }, { name: 'ООО «Ромашка»' }, {})).toEqual([[0, 2], [1]])
  expect(wavesOf({ inn: '7707083893' }, { inn: '7707083893' })).toEqual([[0], [1]])
  expect(wavesOf({ phones: ['8 495 123-45-67'] }, { phones: ['+7 (495) 1234567'] })).toEqual([[0], [1]])
  expect(wavesOf({ emails: ['a@b.ru'] }, { emails: ['A@B.ru'] })).toEqual([[0], [1]])
})

test('rows of one name with two INNs are two companies and do not wait for each other, but one without an INN does', () => {
  const [one, other] = [
    { name: 'Ромашка', inn: '7707083893' },
    { name: 'Ромашка', inn: '7728168971' },
  ]
  const bare = { name: 'Ромашка' }
  expect(wavesOf(one, other)).toEqual([[0, 1]])
  expect(wavesOf(one, other, bare)).toEqual([[0, 1], [2]])
  expect(wavesOf(bare, one, other)).toEqual([[0], [1, 2]])
  expect(wavesOf(bare, one, bare)).toEqual([[0], [1], [2]])
})

test('a switchboard number does not make a wave of every row', () => {
  expect(wavesOf(...Array.from({ length: 20 }, () => ({ phones: ['8 495 123-45-67'] })))).toHaveLength(5)
})
