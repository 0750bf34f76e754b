import { expect, test } from 'vitest'
import { CopyTable, Spare } from './copy.ts'

const textOf = (parcel: { bytes: Uint8Array } | null) => Buffer.from(parcel?.bytes ?? []).toString('utf8')

test('a parcel in memory that was used before holds its own rows and nothing else', () => {
  const table = new CopyTable('client', 'id, name')
  const spare = new Spare()
  table.add(1, 'Ромашка '.repeat(20_000))
  const first = table.take(spare)
  const memory = first?.bytes.buffer as ArrayBuffer
  spare.giveBack(memory)
  table.add(2, 'Василек')
  table.take(spare)
  table.add(3, 'Лютик')
  table.add(4, null)
  const third = table.take(spare)
  expect(third?.bytes.buffer).toBe(memory)
  expect(textOf(third)).toBe('3\tЛютик\n4\t\\N\n')
})

test('memory that is too small is not taken', () => {
  const spare = new Spare()
  spare.giveBack(new ArrayBuffer(10))
  expect(spare.take(11).length).toBe(11)
  expect(spare.take(9).length).toBe(10)
})
