import { expect, it } from 'vitest'
import { holdsNamed, rightsOf } from './rules.ts'

it('gives an administrator every right and a salesperson none', () => {
  expect(Object.values(rightsOf('administrator'))).not.toContain(false)
  expect(Object.values(rightsOf('salesperson'))).not.toContain(true)
})

it('lets a head set scenarios and overrule the check of contractors, and administer nothing else', () => {
  const held = Object.entries(rightsOf('head')).filter(([, value]) => value)
  expect(held.map(([right]) => right)).toEqual([
    'scenarios.administer',
    'contractor.override',
    'clients.import',
    'clients.export',
  ])
})

it('gives nobody a right that nobody declared', () => {
  expect(holdsNamed('administrator', 'everything')).toBe(false)
  expect(holdsNamed('administrator', 'toString')).toBe(false)
})
