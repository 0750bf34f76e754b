import { describe, expect, it } from 'vitest'
import { NIL_ID } from '../../platform/pure/ids.ts'
import { decidePrincipals, decideUserCan } from './policy.ts'

const id = '01900000-0000-7000-8000-000000000001'
const other = '01900000-0000-7000-8000-000000000002'

describe('the scope', () => {
  it('of an administrator is everything', () => {
    expect(decidePrincipals({ id, role: 'administrator' }, null)).toBe(null)
  })

  it('of a salesperson is the own records and those without a responsible, whoever else is in the department', () => {
    expect(decidePrincipals({ id, role: 'salesperson' }, [id, other])).toEqual([id, NIL_ID])
  })

  it('of a head is the own department and below, and those without a responsible', () => {
    expect(decidePrincipals({ id, role: 'head' }, [other, id])).toEqual([id, NIL_ID, other])
  })

  it('of a head without a department is that of a salesperson', () => {
    expect(decidePrincipals({ id, role: 'head' }, [])).toEqual([id, NIL_ID])
  })
})

it('lets only administrators change, deactivate or let in a user', () => {
  const active = { deactivatedAt: null }
  expect(Object.values(decideUserCan('administrator', active))).toContain(true)
  expect(Object.values(decideUserCan('head', active))).not.toContain(true)
  expect(Object.values(decideUserCan('salesperson', active))).not.toContain(true)
  expect(decideUserCan('administrator', { deactivatedAt: new Date() })).toMatchObject({
    deactivate: false,
    reactivate: true,
    createSignInLink: false,
  })
})
