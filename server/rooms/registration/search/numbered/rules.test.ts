import { expect, test } from 'vitest'
import { holdersAmong } from './rules.ts'

const bearers = [
  { owner: 'ann', party: '1' },
  { owner: 'romashka', party: '1' },
  { owner: 'bob', party: '2' },
  { owner: 'far', party: null },
]
const names = [
  { owner: 'ann', party: '1', value: 'иванова анна' },
  { owner: 'romashka', party: '1', value: 'ромашка' },
  { owner: 'petr', party: '1', value: 'сидоров петр' },
  { owner: 'bob', party: '2', value: 'иванов борис' },
  { owner: 'anna of bob', party: '2', value: 'кузнецова анна' },
  { owner: 'far', party: null, value: 'далекий лев' },
]
const holdersOf = holdersAmong({ bearers, names })

test('who has the number and bears all words is found alone, in the order of those who have it', () => {
  expect(holdersOf(['анна'])).toEqual(['ann'])
  expect(holdersOf(['иванов'])).toEqual(['ann', 'bob'])
  expect(holdersOf(['лев', 'далек'])).toEqual(['far'])
})

test('words that only the party holds together with the number find who bears them, then who has it', () => {
  expect(holdersOf(['петр'])).toEqual(['petr', 'ann', 'romashka'])
  expect(holdersOf(['ромашка', 'петр'])).toEqual(['romashka', 'petr', 'ann'])
})

test('words of two parties find nobody, and neither does a word that nobody bears', () => {
  expect(holdersOf(['борис', 'петр'])).toEqual([])
  expect(holdersOf(['анна', 'григорий'])).toEqual([])
  expect(holdersAmong({ bearers: [], names: [] })(['анна'])).toEqual([])
})
