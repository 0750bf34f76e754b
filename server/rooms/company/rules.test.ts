import { expect, it } from 'vitest'
import { canBeEmpty, SHIPPED } from './rules.ts'

it('keeps at least one service type, because nothing can be registered without one', () => {
  expect(canBeEmpty('service_type')).toBe(false)
  expect(canBeEmpty('channel')).toBe(true)
})

it('ships every directory with names that differ', () => {
  for (const names of Object.values(SHIPPED)) expect(new Set(names).size).toBe(names.length)
})
