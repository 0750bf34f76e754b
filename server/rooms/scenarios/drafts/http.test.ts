import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { aScenario, aTrigger } from '../builders.ts'
import { changeScenario, createScenario, getScenario, type Scenario } from '../contract.ts'
import { getScenarioVersion, listScenarioVersions } from '../versions/contract.ts'
import { dropScenarioDraft, getScenarioDraft, saveScenarioDraft } from './contract.ts'

describe('the draft of a scenario', async () => {
  const world = await aWorld()
  const boss = world.as('administrator')
  const head = world.as('head')
  let sale: Scenario

  beforeAll(async () => {
    const { won: _, lost: __, ...body } = aScenario()
    sale = await boss.ok(createScenario, { body })
  })
  const bodyOf = (version: number, name: string) => ({
    version,
    baseVersion: 1,
    name,
    departmentIds: [],
    serviceTypeIds: [],
    states: sale.states.map(({ order: _, ...state }) => state),
    checklist: [],
  })
  const params = () => ({ id: sale.id })

  test('lies on the server, complete or not, until it is published or thrown away', async () => {
    expect((await boss.ok(getScenarioDraft, { params: params() })).draft).toBeNull()
    const { draft } = await boss.ok(saveScenarioDraft, { params: params(), body: bodyOf(0, '') })
    expect(draft).toMatchObject({ version: 1, name: '', updatedBy: { id: people.administrator.id } })
    expect(await head.ok(getScenarioDraft, { params: params() })).toEqual({ draft })
    const dropped = await head.ok(dropScenarioDraft, { params: params() })
    expect(dropped.draft).toBeNull()
    await boss.ok(saveScenarioDraft, { params: params(), body: bodyOf(0, 'Черновик') })
    await boss.ok(changeScenario, { params: params(), body: { version: 1, name: 'Готово' } })
    expect((await boss.ok(getScenarioDraft, { params: params() })).draft).toBeNull()
  })

  test('keeps a trigger of which nothing is filled in yet; published it is not', async () => {
    const trigger = aTrigger({
      conditions: [
        { is: 'in', field: 'channel', values: [] },
        { is: 'between', field: 'expectedRevenue', from: null, to: null, currency: 'RUB' },
      ],
      action: { does: 'move', stateId: '' },
    })
    const body = bodyOf(0, sale.name)
    const states = body.states.map((state, at) => ({ ...state, triggers: at === 0 ? [trigger] : [] }))
    const { draft } = await boss.ok(saveScenarioDraft, { params: params(), body: { ...body, states } })
    expect(draft?.states[0]?.triggers).toEqual([trigger])
    const refused = await boss.call(changeScenario, { params: params(), body: { version: sale.version, states } })
    expect(refused.problem).toMatchObject({
      data: {
        errors: [
          { path: 'states[0].triggers[0].conditions[0].values' },
          { path: 'states[0].triggers[0].action.stateId' },
        ],
      },
    })
    await boss.ok(dropScenarioDraft, { params: params() })
  })

  test('of two who edit it at once the second is told of the first; a save that comes again is the same save', async () => {
    await boss.ok(saveScenarioDraft, { params: params(), body: bodyOf(0, 'Первый') })
    const again = await boss.ok(saveScenarioDraft, { params: params(), body: bodyOf(0, 'Первый') })
    expect(again.draft?.version).toBe(1)
    const late = await head.call(saveScenarioDraft, { params: params(), body: bodyOf(0, 'Второй') })
    expect(late).toMatchObject({
      status: 409,
      problem: { code: 'scenario.draft_changed', data: { version: 1, updatedBy: { id: people.administrator.id } } },
    })
    const next = await head.ok(saveScenarioDraft, { params: params(), body: bodyOf(1, 'Второй') })
    expect(next.draft).toMatchObject({ version: 2, name: 'Второй' })
  })

  test('another place of the scenario in the list leaves it alone, and so does who saw an older one', async () => {
    const { draft } = await boss.ok(getScenarioDraft, { params: params() })
    const version = draft?.version ?? 0
    const { version: seen } = await boss.ok(getScenario, { params: params() })
    await boss.ok(changeScenario, { params: params(), body: { version: seen, order: 0 } })
    expect((await boss.ok(getScenarioDraft, { params: params() })).draft).toEqual(draft)
    const late = await boss.call(dropScenarioDraft, { params: params(), query: { version: version - 1 } })
    expect([late.status, late.problem.code]).toEqual([409, 'scenario.draft_changed'])
    await boss.ok(dropScenarioDraft, { params: params(), query: { version } })
    await boss.ok(saveScenarioDraft, { params: params(), body: bodyOf(0, 'Снова') })
  })

  test('that somebody else has saved since is not lost by publishing unseen; one of mine, or any without a word, is', async () => {
    const dropped = () => boss.ok(dropScenarioDraft, { params: params() })
    await dropped()
    const { version: seen, name: before } = await boss.ok(getScenario, { params: params() })
    const publish = (name: string, version: number, draftVersion?: number) =>
      boss.call(changeScenario, { params: params(), body: { version, name, draftVersion } })
    await boss.ok(saveScenarioDraft, { params: params(), body: bodyOf(0, 'Мой') })
    await head.ok(saveScenarioDraft, { params: params(), body: bodyOf(1, 'Чужой') })
    for (const known of [0, 1]) {
      expect(await publish('Мой', seen, known)).toMatchObject({
        status: 409,
        problem: { code: 'scenario.draft_changed', data: { version: 2, updatedBy: { id: people.head.id } } },
      })
    }
    expect((await boss.ok(getScenario, { params: params() })).name).toBe(before)
    expect((await boss.ok(getScenarioDraft, { params: params() })).draft?.name).toBe('Чужой')
    expect((await publish('Мой', seen, -1)).status).toBe(422)
    expect((await publish('Мой', seen, 2)).status).toBe(200)
    expect((await boss.ok(getScenarioDraft, { params: params() })).draft).toBeNull()
    await head.ok(saveScenarioDraft, { params: params(), body: bodyOf(0, 'Чужой') })
    expect((await publish('Снова', seen + 1)).status).toBe(200)
    await boss.ok(saveScenarioDraft, { params: params(), body: bodyOf(0, 'Мой') })
    await boss.ok(saveScenarioDraft, { params: params(), body: bodyOf(1, 'Мой новый') })
    expect((await publish('И снова', seen + 2, 1)).status).toBe(200)
    expect((await boss.ok(getScenarioDraft, { params: params() })).draft).toBeNull()
    await boss.ok(saveScenarioDraft, { params: params(), body: bodyOf(0, 'Снова') })
  })

  test('is for those who may edit scenarios', async () => {
    for (const [who, status] of [
      [null, 401],
      ['salesperson', 403],
    ] as const) {
      const client = world.as(who)
      expect((await client.call(getScenarioDraft, { params: params() })).status).toBe(status)
      expect((await client.call(saveScenarioDraft, { params: params(), body: bodyOf(0, 'x') })).status).toBe(status)
      expect((await client.call(dropScenarioDraft, { params: params() })).status).toBe(status)
    }
    const unknown = { id: newId() }
    expect((await boss.call(getScenarioDraft, { params: unknown })).status).toBe(404)
    expect((await boss.call(saveScenarioDraft, { params: unknown, body: bodyOf(0, 'x') })).status).toBe(404)
  })

  test('versions tell who published what, and how one differs from another', async () => {
    const before = await boss.ok(getScenarioVersion, { params: { id: sale.id, version: 1 } })
    expect(before.states).toEqual(sale.states)
    const [first, ...rest] = sale.states.map(({ order: _, ...state }) => state)
    const states = [{ ...first, name: 'Новое имя', probability: 15 }, ...rest]
    const { version } = await boss.ok(getScenario, { params: params() })
    await boss.ok(changeScenario, { params: params(), body: { version, states } })
    const { items } = await world.as('salesperson').ok(listScenarioVersions, { params: params() })
    expect(items.map(each => each.version)).toEqual([2, 1])
    expect(items[0]).toMatchObject({
      publishedBy: { id: people.administrator.id },
      changes: [
        { what: 'changed', name: 'Новое имя', field: 'name', to: 'Новое имя' },
        { what: 'changed', field: 'probability', from: 50, to: 15 },
      ],
    })
    const back = await boss.ok(getScenarioVersion, { params: { id: sale.id, version: 1 }, query: { from: 2 } })
    expect(back.changes).toMatchObject([
      { field: 'name', from: 'Новое имя' },
      { field: 'probability', to: 50 },
    ])
    expect((await boss.call(getScenarioVersion, { params: { id: sale.id, version: 9 } })).status).toBe(404)
    expect((await boss.call(listScenarioVersions, { params: { id: newId() } })).status).toBe(404)
  })
})
