import { expect, it } from 'vitest'
import { RIGHTS } from './profiles/contract.ts'
import { holdsNamed, narrower, rightsOf, SHIPPED } from './rules.ts'

const actor = (role: keyof typeof SHIPPED) => ({ rights: new Set<string>(SHIPPED[role].rights) })
const held = (role: keyof typeof SHIPPED) => RIGHTS.filter(right => rightsOf(actor(role))[right])

it('gives an administrator every right and an observer none', () => {
  expect(held('administrator')).toEqual([...RIGHTS])
  expect(held('observer')).toEqual([])
})

it('gives nobody but an administrator a right to administer, save scenarios to a head', () => {
  for (const role of ['head', 'salesperson', 'marketer', 'observer'] as const) {
    const administers = held(role).filter(right => right.endsWith('.administer') || right === 'audit.read')
    expect(administers).toEqual(role === 'head' ? ['scenarios.administer'] : [])
  }
})

it('lets a salesperson register, open and merge what is their own, and take nothing out of the base', () => {
  expect(held('salesperson')).toContain('clients.merge')
  expect(held('salesperson')).not.toContain('clients.export')
})

it('gives nobody a right that nobody declared', () => {
  const all = { rights: new Set<string>([...RIGHTS, 'everything', 'toString']) }
  expect(holdsNamed(all, 'everything')).toBe(false)
  expect(holdsNamed(all, 'toString')).toBe(false)
})

it('lets no shipped profile change more than it sees', () => {
  for (const { see, edit } of Object.values(SHIPPED)) {
    for (const kind of ['clients', 'interests', 'activities'] as const) {
      expect(narrower(see[kind], edit[kind])).toBe(edit[kind])
    }
  }
})
