import { describe, expect, test } from 'vitest'
import { aWorld } from '../../../app/testing.ts'
import { aClient } from '../builders.ts'
import { changeClient, createClient, getClient } from '../contract.ts'

describe('the region of a client', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')

  test('is told by its numbers until somebody chooses one, and again when the choice is taken back', async () => {
    const { id } = await me.ok(createClient, {
      body: aClient({ inn: undefined, kpp: undefined, ogrn: undefined, phones: ['8 (3812) 24-00-00'], contacts: [] }),
    })
    const told = async () => {
      const { region, whereabouts } = await me.ok(getClient, { params: { id } })
      return [region, whereabouts]
    }
    expect(await told()).toEqual([null, { region: '55', timeZone: 'Asia/Omsk' }])
    await me.ok(changeClient, { params: { id }, body: { version: 1, region: '25' } })
    expect(await told()).toEqual(['25', { region: '25', timeZone: 'Asia/Vladivostok' }])
    await me.ok(changeClient, { params: { id }, body: { version: 2, region: null } })
    expect(await told()).toEqual([null, { region: '55', timeZone: 'Asia/Omsk' }])
    expect((await me.call(changeClient, { params: { id }, body: { version: 3, region: '00' } })).status).toBe(422)
  })
})
