import { describe, expect, it } from 'vitest'
import { formatTyped } from './phone-typing.ts'

describe('a phone while it is typed', () => {
  it.each([
    ['89161234567', '+7 916 123-45-67'],
    ['+7 916 123-45-67', '+7 916 123-45-67'],
    ['+79161234567', '+7 916 123-45-67'],
    ['9161234567', '+7 916 123-45-67'],
    ['8 (343) 555-70-10', '+7 343 555-70-10'],
    ['+7 9', '+7 9'],
    ['8916', '+7 916'],
  ])('%s takes the Russian shape', (typed, shown) => expect(formatTyped(typed)).toBe(shown))

  it.each(['+375 29 123-45-67', '+44 20 7946 0958', '555-70-10', '8', 'доб. 118', '+7 912 555-44-90 доб. 118', ''])(
    '%j stays as typed',
    typed => expect(formatTyped(typed)).toBe(typed),
  )
})
