import { describe, expect, it } from 'vitest'
import type { Gate } from '../platform/http/server.ts'
import type { Platform } from '../platform/platform.ts'
import { apiScope } from '../rooms/access/api-keys/contract.ts'
import { knownPlaces, scopeOf } from '../rooms/access/api-keys/rules.ts'
import { RIGHTS } from '../rooms/access/profiles/contract.ts'
import { routesOf } from './rooms.ts'

const gate: Gate = { identify: async () => null, holds: () => false, obstacle: () => undefined, problems: [] }
const endpoints = routesOf({} as Platform, gate).map(route => route.endpoint)

it('every right that an operation asks for is declared', () => {
  const asked = endpoints.flatMap(({ access, method, path }) =>
    typeof access === 'object' ? [[access.right, `${method} ${path}`] as const] : [],
  )
  expect(asked.length).toBeGreaterThan(10)
  const declared = new Set<string>(RIGHTS)
  expect(asked.filter(([right]) => !declared.has(right))).toEqual([])
})

describe('the scopes of keys', () => {
  const closed = endpoints.filter(({ access }) => access !== 'public')
  const named = (list: typeof closed) => list.map(({ method, path }) => `${method} ${path}`)

  it('hold every operation that is not open to strangers: a new one is placed in api-keys/rules.ts first', () => {
    expect(closed.length).toBeGreaterThan(150)
    expect(named(closed.filter(each => scopeOf(each) === undefined))).toEqual([])
  })

  it('are all of some use, and name nothing that is gone', () => {
    expect(new Set(closed.map(scopeOf))).toEqual(new Set(apiScope.options))
    const { resources, operations } = knownPlaces()
    const present = new Set(closed.map(({ path }) => path.split('/')[3]))
    expect(resources.filter(resource => !present.has(resource))).toEqual([])
    expect(operations.filter(operation => !named(closed).includes(operation))).toEqual([])
  })

  it('put every write that asks for the right to administer users or settings into administration', () => {
    const administering = closed.filter(
      ({ access, method }) =>
        method !== 'GET' &&
        typeof access === 'object' &&
        ['users.administer', 'settings.administer'].includes(access.right),
    )
    expect(named(administering.filter(each => scopeOf(each) !== 'administration'))).toEqual([])
  })
})
