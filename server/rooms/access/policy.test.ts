import { describe, expect, it } from 'vitest'
import { NIL_ID } from '../../platform/pure/ids.ts'
import type { Actor, Role } from '../../platform/scope.ts'
import { decidePrincipals, decideReach, decideUserCan, type Standing } from './policy.ts'
import { SHIPPED } from './rules.ts'

const id = '01900000-0000-7000-8000-000000000001'
const other = '01900000-0000-7000-8000-000000000002'
const below = '01900000-0000-7000-8000-000000000003'
const person: Standing = { id, department: [other, id], below: [other, id, below] }

describe('whose records a level brings', () => {
  it('all is everything, none is nothing', () => {
    expect(decidePrincipals(person, 'all', true)).toBe(null)
    expect(decidePrincipals(person, 'none', true)).toEqual([])
  })

  it('own are the own records and, where the profile says so, those without a responsible', () => {
    expect(decidePrincipals(person, 'own', true)).toEqual([id, NIL_ID])
    expect(decidePrincipals(person, 'own', false)).toEqual([id])
  })

  it('the department is its people alone, and below brings those of the departments below it', () => {
    expect(decidePrincipals(person, 'department', true)).toEqual([id, NIL_ID, other])
    expect(decidePrincipals(person, 'below', true)).toEqual([id, NIL_ID, other, below])
  })

  it('of somebody without a department are the own records', () => {
    expect(decidePrincipals({ id, department: [], below: [] }, 'below', true)).toEqual([id, NIL_ID])
  })
})

describe('the reach of a profile', () => {
  const opened = { doors: [id], grants: [other], changeable: [], joined: false, queues: [] }

  it('never changes more than it sees', () => {
    const grounds = { ...SHIPPED.salesperson, edit: { clients: 'all', interests: 'none', activities: 'own' } as const }
    const { clients, interests } = decideReach(person, grounds, opened)
    expect(clients.changers).toEqual([id, NIL_ID])
    expect(interests.changers).toEqual([])
  })

  it('changes of what was opened that which was opened for change, or all of it where the profile says so', () => {
    const more = { ...opened, grants: [other, id], changeable: [other] }
    const changed = (grounds: typeof SHIPPED.salesperson) => decideReach(person, grounds, more).clients.changedGrants
    const readOnly = { ...SHIPPED.salesperson.edit, clients: 'none' } as const
    expect(changed(SHIPPED.salesperson)).toEqual([other])
    expect(changed({ ...SHIPPED.salesperson, editOpened: true })).toEqual([other, id])
    expect(changed({ ...SHIPPED.salesperson, edit: readOnly })).toEqual([])
  })

  it('that sees nothing of a kind sees nothing that was opened either', () => {
    const grounds = { ...SHIPPED.salesperson, see: { clients: 'none', interests: 'own', activities: 'own' } as const }
    expect(decideReach(person, grounds, opened).clients).toEqual({ principals: [], changers: [] })
  })
})

it('lets only administrators change, deactivate or let in a user', () => {
  const active = { deactivatedAt: null }
  const can = (role: Role, user: { deactivatedAt: Date | null }) =>
    decideUserCan({ rights: new Set<string>(SHIPPED[role].rights) } as unknown as Actor, user)
  expect(Object.values(can('administrator', active))).toContain(true)
  expect(Object.values(can('head', active))).not.toContain(true)
  expect(Object.values(can('salesperson', active))).not.toContain(true)
  expect(can('administrator', { deactivatedAt: new Date() })).toMatchObject({
    deactivate: false,
    reactivate: true,
    createSignInLink: false,
  })
})
