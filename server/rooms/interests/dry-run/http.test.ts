import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, departments, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { aClient } from '../../clients/builders.ts'
import { createClient } from '../../clients/contract.ts'
import { directories } from '../../company/contract.ts'
import { aScenario, aState, aTrigger } from '../../scenarios/builders.ts'
import { changeScenario, createScenario, getScenario } from '../../scenarios/contract.ts'
import type { TriggerCondition } from '../../scenarios/triggers/contract.ts'
import { holds } from '../../scenarios/triggers/rules.ts'
import { anInterest } from '../builders.ts'
import { changeInterest, createInterest, getInterest, type Interest } from '../contract.ts'
import { dryRunScenario } from './contract.ts'

describe('a dry run', async () => {
  const world = await aWorld()
  const me = world.as('salesperson')
  const boss = world.as('administrator')
  const [first, second, third] = [aState({ name: 'Первое' }), aState({ name: 'Второе' }), aState({ name: 'Третье' })]
  const { won, lost, ...scenario } = aScenario([first, second, third])
  let interests: Interest[] = []

  beforeAll(async () => {
    const serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
    await boss.ok(createScenario, { body: scenario })
    const client = await me.ok(createClient, { body: aClient() })
    const make = (more: object) =>
      me.ok(createInterest, { body: anInterest({ serviceTypeId, scenarioId: scenario.id, ...more }) })
    interests = [
      await make({}),
      await make({ content: undefined }),
      await make({ content: undefined, clientId: client.id }),
      await make({ stateId: second.id, content: undefined }),
      await make({ stateId: third.id, content: undefined }),
      await make({ stateId: won.id, content: undefined }),
    ]
  })
  const content = [{ field: 'content' as const, required: true, readOnly: false }]
  const dryRun = (states: object[], who = boss) =>
    who.call(dryRunScenario, { params: { id: scenario.id }, body: { states, checklist: [] } })

  test('names each new rule with those whom it would stop, and writes nothing', async () => {
    const strict = { ...second, fields: content }
    const { body } = await dryRun([first, strict, third, won, lost])
    expect(body).toMatchObject({
      interests: 5,
      rules: [{ stateId: second.id, field: 'content', rule: 'required', blocked: 2, standing: 1 }],
      removed: [],
    })
    const ids = body.rules[0]?.examples.map((each: { id: string }) => each.id)
    expect(new Set(ids)).toEqual(new Set([interests[1]?.id, interests[2]?.id, interests[3]?.id]))
    expect(await boss.ok(getScenario, { params: { id: scenario.id } })).toMatchObject({ version: 1 })
  })

  test('tells what publishing then does: who is free is free, who is stopped is stopped', async () => {
    const clientNeeded = [{ field: 'client' as const, required: true, readOnly: false }]
    const states = [first, { ...second, fields: clientNeeded }, { ...third, fromStates: [second.id] }, won, lost]
    const { body } = await dryRun(states)
    const before = await Promise.all(interests.map(each => me.ok(getInterest, { params: { id: each.id } })))
    await boss.ok(changeScenario, { params: { id: scenario.id }, body: { version: 1, states } })
    const after = await Promise.all(interests.map(each => me.ok(getInterest, { params: { id: each.id } })))
    const order = states.map(state => state.id)
    for (const { stateId, field, blocked, standing } of body.rules) {
      const lacks = (all: Interest[]) =>
        all.filter(each => {
          const isAhead = each.open && order.indexOf(each.stateId) < order.indexOf(stateId)
          return isAhead && each.moves.some(to => to.stateId === stateId && to.missing.some(one => one.field === field))
        }).length
      const stands = (all: Interest[]) =>
        all.filter(each => each.open && each.stateId === stateId && each.missing.some(one => one.field === field))
          .length
      expect([stateId, field, blocked, standing]).toEqual([
        stateId,
        field,
        lacks(after) - lacks(before),
        stands(after) - stands(before),
      ])
    }
    expect(body.rules.map((each: { rule: string }) => each.rule)).toEqual(['required', 'from'])
    await boss.ok(changeScenario, {
      params: { id: scenario.id },
      body: { version: 2, states: [first, second, third, won, lost] },
    })
  })

  test('a trigger that forbids is foreseen by its conditions, each as it holds for one Interest', async () => {
    const all = await Promise.all(interests.map(each => me.ok(getInterest, { params: { id: each.id } })))
    const rich = await me.ok(changeInterest, {
      params: { id: all[0]?.id ?? '' },
      body: {
        version: all[0]?.version ?? 0,
        expectedRevenue: { amount: '500', currency: 'RUB' },
        tags: ['опт'],
        expectedCloseDate: '2026-12-31',
      },
    })
    const conditions: TriggerCondition[] = [
      { is: 'in', field: 'responsible', values: [people.salesperson.id, people.head.id] },
      { is: 'in', field: 'department', values: [departments.sales.id] },
      { is: 'in', field: 'serviceType', values: [rich.serviceTypeId] },
      { is: 'in', field: 'channel', values: [(await me.ok(directories.channel.list)).items[0]?.id ?? ''] },
      { is: 'tagged', values: ['опт', 'розница'] },
      { is: 'between', field: 'expectedRevenue', from: '500', to: null, currency: 'RUB' },
      { is: 'between', field: 'expectedRevenue', from: '500.01', to: null, currency: 'RUB' },
      { is: 'between', field: 'expectedRevenue', from: null, to: '500', currency: 'EUR' },
      { is: 'empty', field: 'client' },
      { is: 'filled', field: 'content' },
      { is: 'empty', field: 'expectedCloseDate' },
      { is: 'filled', field: 'contact' },
    ]
    const lists = [...conditions.map(each => [each]), [conditions[4], conditions[8]] as TriggerCondition[]]
    for (const list of lists) {
      const guard = aTrigger({ conditions: list, action: { does: 'forbid', message: 'Нельзя' } })
      const { body } = await dryRun([first, { ...second, triggers: [guard] }, third, won, lost])
      const now = await Promise.all(interests.map(each => me.ok(getInterest, { params: { id: each.id } })))
      const expected = now.filter(
        each =>
          each.stateId === first.id &&
          holds(guard, { ...each, responsibleId: each.responsible?.id ?? null, departmentId: departments.sales.id }),
      )
      const rules = body.rules.map((each: { rule: string; message: string; blocked: number }) => [
        each.rule,
        each.message,
        each.blocked,
      ])
      expect([list, rules]).toEqual([list, expected.length === 0 ? [] : [['trigger', 'Нельзя', expected.length]]])
    }
  })

  test('a removed state comes with the Interests that would need a target', async () => {
    const { body } = await dryRun([first, third, won, lost])
    expect(body.removed).toEqual([{ stateId: second.id, name: second.name, interests: 1 }])
  })

  test('is for those who may edit scenarios; wrong settings are refused as they are when published', async () => {
    expect((await dryRun([first, won, lost], world.as(null))).status).toBe(401)
    expect((await dryRun([first, won, lost], me)).status).toBe(403)
    expect((await dryRun([first, won])).problem.code).toBe('scenario.outcomes_missing')
    const unknown = { params: { id: newId() }, body: { states: [first, won, lost], checklist: [] } }
    expect((await boss.call(dryRunScenario, unknown)).status).toBe(404)
  })
})
