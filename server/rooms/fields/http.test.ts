import { beforeAll, expect, it } from 'vitest'
import { aWorld, type World } from '../../app/testing.ts'
import { newId } from '../../platform/pure/ids.ts'
import { changeCompanySettings, changeMySettings, readCompanySettings, readMySettings } from './contract.ts'

let world: World
beforeAll(async () => {
  world = await aWorld()
})

it('is closed to strangers; what holds for everybody is changed by administrators only', async () => {
  for (const endpoint of [readMySettings, changeMySettings, readCompanySettings, changeCompanySettings]) {
    expect((await world.as(null).call(endpoint as typeof readMySettings, { body: {} })).status).toBe(401)
  }
  expect((await world.as('head').call(changeCompanySettings, { body: { nonsense: 1 } })).status).toBe(403)
})

it('keeps what a person chose for that person', async () => {
  const serviceType = newId()
  const body = { theme: 'dark', defaultServiceTypeId: serviceType, takeClientResponsible: false }
  await world.as('salesperson').ok(changeMySettings, { body })
  await world.as('salesperson').ok(changeMySettings, { body: { matchMode: 'exact' } })
  expect(await world.as('salesperson').ok(readMySettings)).toMatchObject({ ...body, matchMode: 'exact' })
  expect(await world.as('colleague').ok(readMySettings)).toMatchObject({ theme: 'auto', takeClientResponsible: true })
})

it('empties a choice by null', async () => {
  for (const choice of ['boardScenarioId', 'boardResponsibleId'] as const) {
    const chosen = newId()
    expect((await world.as('head').ok(changeMySettings, { body: { [choice]: chosen } }))[choice]).toBe(chosen)
    expect((await world.as('head').ok(changeMySettings, { body: { [choice]: null } }))[choice]).toBe(null)
  }
})

it('refuses unknown settings and values by name', async () => {
  const { problem, status } = await world
    .as('salesperson')
    .call(changeMySettings, { body: { theme: 'pink', colour: 'red' } })
  expect(status).toBe(422)
  expect(problem.data.errors.map((error: { path: string }) => error.path).sort()).toEqual(['colour', 'theme'])
})

it('shows everybody the form as the administrator set it', async () => {
  await world.as('administrator').ok(changeCompanySettings, { body: { formFields: ['sourceId', 'subject'] } })
  expect(await world.as('salesperson').ok(readCompanySettings)).toEqual({ formFields: ['sourceId', 'subject'] })
})

it('tells the other tabs of the person, and nobody else, what changed', async () => {
  const events = await world.db.q.selectFrom('event').selectAll().where('kind', '=', 'settings.changed').execute()
  const mine = events.filter(event => event.record_id === world.caller('salesperson').actor.userId)
  expect(mine.length).toBeGreaterThan(0)
  expect(mine.every(event => event.owners?.join() === event.record_id)).toBe(true)
})
