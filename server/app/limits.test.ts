import { beforeAll, expect, it } from 'vitest'
import type { Endpoint } from '../platform/contract.ts'
import type { Gate } from '../platform/http/server.ts'
import { newId } from '../platform/pure/ids.ts'
import { type ApiScope, apiScope } from '../rooms/access/api-keys/contract.ts'
import { scopeOf } from '../rooms/access/api-keys/rules.ts'
import { readMe, signOut } from '../rooms/access/contract.ts'
import { createApiKey } from '../rooms/access/api-keys/contract.ts'
import { shippedId } from '../rooms/access/profiles/builders.ts'
import { beginSecondFactor, confirmSecondFactor, readSecondFactor } from '../rooms/access/second-factor/contract.ts'
import { changeSignInRules, readSignInRules } from '../rooms/access/sign-in-rules/contract.ts'
import { routesOf } from './rooms.ts'
import { aWorld, type World } from './testing.ts'

/** What narrows somebody holds at every door of the product, also at one that is made tomorrow. */
let world: World
let closed: Endpoint[]
const gate: Gate = { identify: async () => null, holds: () => true, obstacle: () => undefined, problems: [] }
const params = new Proxy({}, { get: () => newId() })

beforeAll(async () => {
  world = await aWorld()
  closed = routesOf(world.platform, gate)
    .map(route => route.endpoint)
    .filter(each => each.access !== 'public')
})

it('whoever must have a second factor and has none reaches nothing but its set-up', async () => {
  const { version } = await world.as('administrator').ok(readSignInRules)
  const rules = { passwordLength: 8, secondFactorProfiles: [shippedId('salesperson')] }
  await world.as('administrator').ok(changeSignInRules, { body: { ...rules, version } })
  const reachable: Endpoint[] = [readMe, signOut, readSecondFactor, beginSecondFactor, confirmSecondFactor]
  const others = closed.filter(each => !reachable.includes(each))
  expect(others.length).toBeGreaterThan(150)
  for (const endpoint of others) {
    const { status, problem } = await world.as('salesperson').call(endpoint, { params, body: {} })
    expect([status, problem.code], `${endpoint.method} ${endpoint.path}`).toEqual([403, 'second_factor.due'])
  }
  expect((await world.as('salesperson').call(beginSecondFactor)).status).toBe(200)
})

it('a key reaches what belongs to its scopes and nothing else, though its user may do everything', async () => {
  const narrow: ApiScope[][] = [['read'], apiScope.options.filter(scope => scope !== 'read')]
  for (const scopes of narrow) {
    const body = { id: newId(), name: scopes.join(), scopes }
    const { secret } = await world.as('administrator').ok(createApiKey, { body })
    const headers = { authorization: `Bearer ${secret}` }
    const outside = closed.filter(each => !scopes.includes(scopeOf(each) as ApiScope))
    expect(outside.length).toBeGreaterThan(60)
    for (const endpoint of outside) {
      const { status, problem } = await world.as(null).call(endpoint, { params, body: {}, headers })
      const name = `${endpoint.method} ${endpoint.path}`
      expect([status, problem.code, problem.data.missing], name).toEqual([
        403,
        'api_key.scope_missing',
        scopeOf(endpoint),
      ])
    }
  }
})
