import { expect, test } from 'vitest'
import { textOf } from '../candidates/rules.ts'
import { readQuestion } from '../rules.ts'
import { familiarityOf, isAnswered, rank, rankReadings } from './rules.ts'

const record = (
  id: string,
  name: string,
  more: { responsibleId?: string; archived?: boolean; email?: string } = {},
) => ({
  type: 'client' as const,
  id,
  clientId: id,
  responsibleId: more.responsibleId ?? null,
  archived: more.archived ?? false,
  clientName: name,
  name,
  second: null,
  phones: null,
  emails: more.email ? [{ raw: more.email }] : null,
  sites: null,
  addresses: null,
  messengers: null,
  contractors: null,
  merged: null,
})
const order = (q: string, records: ReturnType<typeof record>[], recent: string[] = []) =>
  rank(readQuestion(q).terms, records, familiarityOf('me', recent)).map(each => each.record.id)

test('between equals goes first what was dealt with last, then what is one’s own, then the order of the index', () => {
  const records = [
    record('a', 'Иванов'),
    record('mine', 'Иванов', { responsibleId: 'me' }),
    record('older', 'Иванов'),
    record('newest', 'Иванов'),
  ]
  expect(order('иванов', records, ['newest', 'older'])).toEqual(['newest', 'older', 'mine', 'a'])
})

test('of strangers who fit alike goes first who is called in the order typed', () => {
  const records = [record('other', 'Евдокимов Борис Романович'), record('meant', 'Евдокимов Роман Борисович')]
  expect(order('евдок роман борис', records)).toEqual(['meant', 'other'])
  expect(order('роман борис евдок', records)).toEqual(['meant', 'other'])
  expect(order('евдок роман борис', records, ['other'])).toEqual(['other', 'meant'])
})

test('a better match stands above what is familiar, and what is archived below everything', () => {
  const records = [
    record('part', 'Каиванов'),
    record('start', 'Ивановский'),
    record('whole', 'Иванов', { archived: true }),
  ]
  expect(order('иванов', records, ['whole', 'part'])).toEqual(['start', 'part', 'whole'])
})

test('a question is answered by whoever holds all of it at the beginning of words', () => {
  const answered = (q: string, ...records: ReturnType<typeof record>[]) => {
    const { terms } = readQuestion(q)
    return isAnswered(terms, rank(terms, records, familiarityOf('me', [])))
  }
  expect(answered('иван', record('a', 'Иванов'))).toBe(true)
  expect(answered('ванов', record('a', 'Иванов'))).toBe(false)
  expect(answered('ivanov', record('a', 'Гвоздь', { email: 'ivanov@x.ru' }))).toBe(false)
  expect(answered('ivanov@x', record('a', 'Гвоздь', { email: 'ivanov@x.ru' }))).toBe(true)
})

test('a record is told by the likeliest reading that it holds wholly, of equally likely ones by the one that fits best', () => {
  const reading = (text: string, cost: number) => ({ terms: readQuestion(text).terms, cost, kind: 'typo' as const })
  const readings = [reading('иванов', 2), reading('иванова', 2), reading('ивановна', 3)]
  const found = rankReadings(
    readings,
    [record('whole', 'Иванова'), record('other', 'Анна Ивановна'), record('first', 'Иванов'), record('none', 'Петров')],
    familiarityOf('me', []),
  )
  expect(found.map(each => [each.record.id, each.reading.terms.map(textOf).join(' ')])).toEqual([
    ['whole', 'иванова'],
    ['first', 'иванов'],
    ['other', 'иванов'],
  ])
})
