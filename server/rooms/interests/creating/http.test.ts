import { describe, expect, test } from 'vitest'
import { aWorld } from '../../../app/testing.ts'
import { aClient } from '../../clients/builders.ts'
import { createClient } from '../../clients/contract.ts'
import { directories } from '../../company/contract.ts'
import { listScenarios } from '../../scenarios/contract.ts'
import { anInterest } from '../builders.ts'
import { createInterest, getInterest, moveInterest } from '../contract.ts'

describe('registering an Interest', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')
  const { items: types } = await me.ok(directories.service_type.list)
  const serviceTypeId = types[0]?.id ?? ''
  const { items: scenarios } = await me.ok(listScenarios)

  test('a prospect suffices, and everything else has a default', async () => {
    const interest = await me.ok(createInterest, { body: anInterest({ serviceTypeId }) })
    expect(interest).toMatchObject({ version: 1, scenarioId: scenarios[0]?.id, open: true, clientId: null })
    expect(interest.number).toMatch(/^И-\d{6}$/)
    expect(interest.expectedCloseDate).not.toBeNull()
    expect(await me.ok(getInterest, { params: { id: interest.id } })).toEqual(interest)
    const target = scenarios[0]?.states[1]?.id
    const moved = await me.ok(moveInterest, { params: { id: interest.id }, body: { stateId: target, version: 1 } })
    expect(moved).toMatchObject({ version: 2, stateId: target })
  })

  test('a client', async () => {
    const client = await me.ok(createClient, { body: aClient() })
    const interest = await me.ok(createInterest, { body: anInterest({ serviceTypeId, clientId: client.id }) })
    expect(interest.client?.name).toBe(client.name)
  })
})
