import { expect, test } from 'vitest'
import { readTime } from './time-typing.ts'

test('a time is read as people type it', () => {
  expect(['15', '1530', '15:30', '9.05', ' 9-30 ', '0'].map(readTime)).toEqual([
    '15:00',
    '15:30',
    '15:30',
    '09:05',
    '09:30',
    '00:00',
  ])
})

test('what is no time stays what was typed', () => {
  expect(['', '25', '12:60', 'утром', '15:30:10'].map(readTime)).toEqual([null, null, null, null, null])
})
