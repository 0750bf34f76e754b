import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inKeyOrder } from './key-order.ts'

test('equal values are equal texts, whatever the order of their properties', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const turned = JSON.parse(JSON.stringify(value), (_, each) =>
        each && typeof each === 'object' && !Array.isArray(each)
          ? Object.fromEntries(Object.entries(each).reverse())
          : each,
      )
      expect(JSON.stringify(inKeyOrder(turned))).toBe(JSON.stringify(inKeyOrder(value)))
      expect(inKeyOrder(value)).toEqual(value)
    }),
  )
})
