import { describe, expect, test } from 'vitest'
import { aWorld } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { aScenario, aState } from '../builders.ts'
import { createScenario, type Scenario } from '../contract.ts'
import { compareSettings } from '../versions/rules.ts'
import { exportScenario, importScenario, readScenarioSchema } from './contract.ts'

describe('a scenario as a document', async () => {
  const world = await aWorld()
  const boss = world.as('administrator')

  async function aDocument() {
    const first = aState({ name: 'Первое', required: ['client'], checklistBlocks: true })
    const second = aState({ name: 'Второе', fromStates: [first.id], leaveRoles: ['head'] })
    const { won: _, lost: __, ...body } = aScenario([first, second])
    const checklist = [{ id: newId(), text: 'Позвонить', stateIds: [first.id, second.id] }]
    const known = await boss.ok(createScenario, { body: { ...body, checklist } })
    const document = await world.as('salesperson').ok(exportScenario, { params: { id: known.id } })
    return { known, document }
  }
  /** With the places of states instead of their ids. */
  const placed = ({ states, checklist }: Pick<Scenario, 'states' | 'checklist'>) => {
    const place = (id: string) => `state ${states.findIndex(state => state.id === id)}`
    return {
      states: states.map(state => ({
        ...state,
        id: place(state.id),
        fromStates: state.fromStates?.map(place) ?? null,
      })),
      checklist: checklist.map(item => ({ ...item, id: 'item', stateIds: item.stateIds.map(place) })),
    }
  }

  test('comes in as another scenario with the same rules, as often as one likes', async () => {
    const { known, document } = await aDocument()
    for (const name of [undefined, 'Другое имя']) {
      const body = { id: newId(), document, ...(name ? { name } : {}) }
      const made = await boss.ok(importScenario, { body })
      expect(made).toMatchObject({ name: name ?? known.name, publishedVersion: 1 })
      expect(made.states.some(state => known.states.some(each => each.id === state.id))).toBe(false)
      expect(compareSettings(placed(known), placed(made))).toEqual([])
      expect(await boss.ok(importScenario, { body })).toEqual(made)
    }
  })

  test('that is no such document is refused with everything that is wrong', async () => {
    const { document } = await aDocument()
    const wrong = {
      ...document,
      format: 'other',
      states: document.states.map(state => ({ ...state, probability: 101, unknown: 1 })),
    }
    const { status, problem } = await boss.call(importScenario, { body: { id: newId(), document: wrong } })
    const paths = problem.data.errors.map((each: { path: string }) => each.path)
    expect(status).toBe(422)
    expect(paths).toEqual(expect.arrayContaining(['document.format', 'document.states[0].probability']))
    const lacking = { ...document, states: document.states.slice(0, 2) }
    const refused = await boss.call(importScenario, { body: { id: newId(), document: lacking } })
    expect(refused.problem.code).toBe('scenario.outcomes_missing')
  })

  test('has a published schema, and is taken in by those who may edit scenarios', async () => {
    const schema = await world.as('salesperson').ok(readScenarioSchema)
    expect(schema).toMatchObject({ type: 'object', required: ['format', 'version', 'name', 'states'] })
    const { document } = await aDocument()
    const body = { id: newId(), document }
    expect((await world.as(null).call(importScenario, { body })).status).toBe(401)
    expect((await world.as('salesperson').call(importScenario, { body })).status).toBe(403)
    expect((await boss.call(exportScenario, { params: { id: newId() } })).status).toBe(404)
  })
})
