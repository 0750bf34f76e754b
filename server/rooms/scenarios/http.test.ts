import { describe, expect, test } from 'vitest'
import { aWorld, departments } from '../../app/testing.ts'
import { newId } from '../../platform/pure/ids.ts'
import { directories } from '../company/contract.ts'
import { aScenario, aState } from './builders.ts'
import {
  archiveScenario,
  changeScenario,
  createScenario,
  getScenario,
  listScenarios,
  restoreScenario,
} from './contract.ts'

describe('scenarios', async () => {
  const world = await aWorld()
  const boss = world.as('administrator')
  const create = async (ordinary = [aState({ name: 'Первое' }), aState({ name: 'Второе' })]) => {
    const { won, lost, ...body } = aScenario(ordinary)
    return { ordinary, won, lost, scenario: await boss.ok(createScenario, { body }), params: { id: body.id }, body }
  }

  test('a company starts with «Продажа» first, in board order with the outcomes last', async () => {
    const { items } = await world.as('salesperson').ok(listScenarios)
    expect(items.map(each => each.name)).toEqual(['Продажа', 'Разовая продажа', 'Сервисное обращение'])
    for (const { states } of items) {
      expect(states.map(each => each.order)).toEqual(states.map((_, i) => i))
      expect(states.slice(-2).map(each => each.kind)).toEqual(['won', 'lost'])
    }
    expect(items[1]?.states.map(each => each.probability)).toEqual([10, 30, 70, 90, 100, 0])
    expect(items[0]?.can).toMatchObject({ edit: false })
    const types = await boss.ok(directories.service_type.list)
    const service = types.items.find(each => each.name === 'Сервисное обслуживание')?.id
    expect(items.map(each => each.serviceTypeIds)).toEqual([[], [], [service]])
  })

  test('saving publishes at once as a new version, and ids of states survive', async () => {
    const { ordinary, won, lost, params } = await create()
    const [first, second] = ordinary
    const states = [{ ...second, name: 'Теперь первое', probability: 5 }, first, won, lost]
    const changed = await boss.ok(changeScenario, { params, body: { version: 1, states } })
    expect(changed).toMatchObject({ version: 2, publishedVersion: 2 })
    expect(changed.states.map(each => each.id)).toEqual([second?.id, first?.id, won.id, lost.id])
    expect(await boss.ok(getScenario, { params })).toEqual(changed)
    const versions = await world.db.q
      .selectFrom('scenario_state_setting')
      .select(['version', 'name'])
      .where('state_id', '=', second?.id ?? '')
      .orderBy('version')
      .execute()
    expect(versions.map(each => each.name)).toEqual(['Второе', 'Теперь первое'])
    const same = await boss.ok(changeScenario, { params, body: { version: 2, states } })
    expect(same.publishedVersion).toBe(2)
  })

  test('outcomes stand last wherever they are given, and both must be there beside an ordinary state', async () => {
    const { ordinary, won, lost, params } = await create()
    const mixed = await boss.ok(changeScenario, { params, body: { version: 1, states: [lost, won, ...ordinary] } })
    expect(mixed.states.map(each => each.kind)).toEqual(['ordinary', 'ordinary', 'won', 'lost'])
    for (const states of [[won, lost], ordinary, [...ordinary, won], [...ordinary, lost]]) {
      const { status, problem } = await boss.call(changeScenario, { params, body: { version: 2, states } })
      expect([status, problem.code]).toEqual([422, 'scenario.outcomes_missing'])
    }
  })

  test('the kind of a state stays, and a state of another scenario is not taken', async () => {
    const { ordinary, won, lost, params } = await create()
    const other = await create()
    const turned = [ordinary[0], { ...ordinary[1], kind: 'won' }, won, lost]
    const kind = await boss.call(changeScenario, { params, body: { version: 1, states: turned } })
    expect(kind.problem.data.errors).toMatchObject([{ path: 'states[1].kind', code: 'fixed' }])
    const states = [...ordinary, other.ordinary[0], won, lost]
    const foreign = await boss.call(changeScenario, { params, body: { version: 1, states } })
    expect(foreign.problem.data.errors).toMatchObject([{ path: 'states' }])
    const twice = [ordinary[0], ordinary[0], won, lost]
    const repeated = await boss.call(changeScenario, { params, body: { version: 1, states: twice } })
    expect(repeated.problem.data.errors).toMatchObject([{ path: 'states[1].id', code: 'repeated' }])
    expect((await boss.ok(getScenario, { params })).version).toBe(1)
  })

  test('a copy has the rules and conditions of its source and states of its own', async () => {
    const service = (await boss.ok(directories.service_type.list)).items[0]?.id ?? ''
    const { scenario, params } = await create([aState({ required: ['client'], expectedDays: 3 })])
    const body = { version: 1, serviceTypeIds: [service], departmentIds: [departments.sales.id] }
    await boss.ok(changeScenario, { params, body })
    const copy = await boss.ok(createScenario, { body: { id: newId(), name: 'Копия', copyOf: scenario.id } })
    expect(copy).toMatchObject({ serviceTypeIds: [service], departmentIds: [departments.sales.id] })
    const plain = (states: typeof copy.states) => states.map(({ id: _, ...rest }) => rest)
    expect(plain(copy.states)).toEqual(plain(scenario.states))
    expect(copy.states.map(each => each.id)).not.toContain(scenario.states[0]?.id)
  })

  test('an id in capital letters is the same id, inside of the document as well', async () => {
    const first = aState({ name: 'Первое' })
    const second = aState({ name: 'Второе', fromStates: [first.id.toUpperCase()] })
    const { won: _, lost: __, ...body } = aScenario([first, second])
    const item = { id: newId(), text: 'Позвонить', stateIds: [first.id] }
    const loud = JSON.stringify({ ...body, checklist: [item] }).replace(/[0-9a-f-]{36}/g, each => each.toUpperCase())
    const made = await boss.ok(createScenario, { body: JSON.parse(loud) })
    expect(made.id).toBe(body.id)
    expect(made.states.map(each => each.id)).toEqual(body.states.map(each => each.id))
    expect(made.states[1]?.fromStates).toEqual([first.id])
    expect(made.checklist).toEqual([item])
    expect(await boss.ok(getScenario, { params: { id: body.id.toUpperCase() } })).toEqual(made)
  })

  test('conditions name what exists, each fault at its place', async () => {
    const { params } = await create()
    const body = { version: 1, serviceTypeIds: [newId()], departmentIds: [departments.sales.id, newId()] }
    const { problem } = await boss.call(changeScenario, { params, body })
    expect(problem.data.errors.map((each: { path: string }) => each.path)).toEqual([
      'departmentIds[1]',
      'serviceTypeIds[0]',
    ])
  })

  test('the order is the administrator’s', async () => {
    const { params } = await create()
    await boss.ok(changeScenario, { params, body: { version: 1, order: 0 } })
    const { items } = await boss.ok(listScenarios)
    expect(items[0]?.id).toBe(params.id)
    expect(items.map(each => each.order)).toEqual(items.map((_, i) => i))
    await boss.ok(changeScenario, { params, body: { version: 2, order: 99 } })
    expect((await boss.ok(listScenarios)).items.at(-1)?.id).toBe(params.id)
  })

  test('two who edit different parts merge; the same part is a conflict', async () => {
    const { ordinary, won, lost, params } = await create()
    await boss.ok(changeScenario, { params, body: { version: 1, name: 'Первый' } })
    const states = [ordinary[0], won, lost]
    await boss.ok(changeScenario, { params, body: { version: 1, states } })
    const { status, problem } = await boss.call(changeScenario, { params, body: { version: 1, name: 'Второй' } })
    expect([status, problem.code]).toEqual([409, 'conflict'])
    expect(problem.data.fields).toMatchObject([{ field: 'name', mine: 'Второй', theirs: 'Первый' }])
  })

  test('an archived one is out of the list, and the last one stays', async () => {
    const { params } = await create()
    await boss.ok(archiveScenario, { params })
    const ids = async (query = {}) => (await boss.ok(listScenarios, { query })).items.map(each => each.id)
    expect(await ids()).not.toContain(params.id)
    expect(await ids({ archived: true })).toContain(params.id)
    const others = await ids()
    for (const id of others.slice(1)) await boss.ok(archiveScenario, { params: { id } })
    const last = await boss.call(archiveScenario, { params: { id: others[0] ?? '' } })
    expect([last.status, last.problem.code]).toEqual([409, 'scenario.last'])
    for (const id of others.slice(1)) await boss.ok(restoreScenario, { params: { id } })
  })

  test('the same request again is the same scenario', async () => {
    const { body, scenario } = await create()
    const again = await boss.call(createScenario, { body })
    expect(again).toMatchObject({ status: 200, body: scenario })
    const other = await boss.call(createScenario, { body: { ...body, name: 'Другой' } })
    expect([other.status, other.problem.code]).toEqual([422, 'operation.reused'])
  })

  test('strangers get 401, salespeople read but get 403 for a change before its body is looked at, unknown ids 404', async () => {
    const { params, body } = await create()
    const unknown = { id: newId() }
    const calls = (who: 'salesperson' | 'administrator' | null, at: { id: string }) => {
      const caller = world.as(who)
      return Promise.all([
        caller.call(changeScenario, { params: at, body: { version: 1, name: 'Новое имя' } }),
        caller.call(archiveScenario, { params: at }),
        caller.call(restoreScenario, { params: at }),
      ])
    }
    for (const answer of await calls(null, params)) expect(answer.status).toBe(401)
    for (const answer of await calls('salesperson', params)) expect(answer.status).toBe(403)
    for (const answer of await calls('administrator', unknown)) expect(answer.status).toBe(404)
    const me = world.as('salesperson')
    expect((await me.call(createScenario, { body: { ...body, nonsense: 1 } })).status).toBe(403)
    expect((await me.call(getScenario, { params })).status).toBe(200)
    expect((await me.call(getScenario, { params: unknown })).status).toBe(404)
    expect((await world.as(null).call(listScenarios)).status).toBe(401)
    expect((await world.as(null).call(getScenario, { params })).status).toBe(401)
  })
})
