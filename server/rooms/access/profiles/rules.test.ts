import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SHIPPED } from '../rules.ts'
import { FIELDS, type Grounds, grounds, KINDS, LEVELS, RIGHTS } from './contract.ts'
import { roleOfCopy, tidyGrounds, widestOf } from './rules.ts'

const level = fc.constantFrom(...LEVELS)
const reach = fc.record({ clients: level, interests: level, activities: level })
const anyGrounds: fc.Arbitrary<Grounds> = fc.record({
  see: reach,
  edit: reach,
  unowned: fc.boolean(),
  editOpened: fc.boolean(),
  rights: fc.subarray([...RIGHTS]),
  fields: fc.record(
    {
      phone: fc.constantFrom(...FIELDS.phone),
      email: fc.constantFrom(...FIELDS.email),
      requisites: fc.constantFrom(...FIELDS.requisites),
      revenue: fc.constantFrom(...FIELDS.revenue),
      responsible: fc.constantFrom(...FIELDS.responsible),
    },
    { requiredKeys: [] },
  ),
})

it('whatever is set, nothing is changed further than it is seen, and tidying it again changes nothing', () => {
  fc.assert(
    fc.property(anyGrounds, each => {
      const tidy = tidyGrounds(each)
      for (const kind of KINDS)
        expect(LEVELS.indexOf(tidy.edit[kind])).toBeLessThanOrEqual(LEVELS.indexOf(tidy.see[kind]))
      expect(tidyGrounds(tidy)).toEqual(tidy)
      expect(grounds.parse(tidy)).toEqual(tidy)
      expect(tidy.rights.toSorted()).toEqual([...new Set(each.rights)].toSorted())
    }),
  )
})

it('the widest level is that of the kind which is seen furthest', () => {
  expect(widestOf(SHIPPED.administrator)).toBe('all')
  expect(widestOf(SHIPPED.marketer)).toBe('all')
  expect(widestOf({ ...SHIPPED.head, see: { clients: 'own', interests: 'department', activities: 'none' } })).toBe(
    'department',
  )
})

it('a copy of the administrator is no administrator', () => {
  expect(roleOfCopy('administrator')).toBe('head')
  expect(roleOfCopy('observer')).toBe('observer')
})
