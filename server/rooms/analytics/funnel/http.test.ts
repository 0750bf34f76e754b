import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, departments, type Name, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { directories } from '../../company/contract.ts'
import { anInterest } from '../../interests/builders.ts'
import { changeInterest, changeInterestScenario, createInterest, moveInterest } from '../../interests/contract.ts'
import { aScenario, aState } from '../../scenarios/builders.ts'
import { changeScenario, createScenario } from '../../scenarios/contract.ts'
import { listFunnelInterests, readFunnel } from '../contract.ts'

/** Each test has a scenario of its own, with three states before the outcomes. */
describe('the funnel', async () => {
  let clock = new Date('2026-08-10T09:00:00Z')
  const world = await aWorld({ now: () => clock })
  const boss = world.as('administrator')
  const month = { from: '2026-08', to: '2026-08' }
  let serviceTypeId = ''
  let reasons: string[] = []

  beforeAll(async () => {
    serviceTypeId = (await boss.ok(directories.service_type.list)).items[0]?.id ?? ''
    reasons = (await boss.ok(directories.loss_reason.list)).items.map(each => each.id)
  })

  const at = (time: string) => {
    clock = new Date(time)
  }
  async function aFunnel() {
    const states = ['Первое', 'Второе', 'Третье'].map((name, n) => aState({ name, probability: 20 * (n + 1) }))
    const { won, lost, ...body } = aScenario(states)
    const made = await boss.ok(createScenario, { body })
    const ids = states.map(each => each.id) as [string, string, string]
    return { id: body.id, version: made.version, body, ids, won: won.id, lost: lost.id }
  }
  type Made = Awaited<ReturnType<typeof aFunnel>>
  const created = (
    funnel: Made,
    { stateId, owner = 'salesperson', revenue }: { stateId?: string; owner?: Name; revenue?: [string, string] } = {},
  ) =>
    boss.ok(createInterest, {
      body: anInterest({
        serviceTypeId,
        scenarioId: funnel.id,
        responsibleId: people[owner].id,
        ...(stateId ? { stateId } : {}),
        ...(stateId === funnel.lost ? { lossReasonId: reasons[0] } : {}),
        ...(revenue ? { expectedRevenue: { amount: revenue[0], currency: revenue[1] } } : {}),
      }),
    })
  async function moved(interest: { id: string; version: number }, ...stateIds: string[]) {
    let { version } = interest
    for (const stateId of stateIds) {
      const seen = await boss.call(moveInterest, { params: { id: interest.id }, body: { stateId, version } })
      // Only a lost state asks for a reason.
      const again = seen.status === 422
      version = (
        again
          ? await boss.ok(moveInterest, {
              params: { id: interest.id },
              body: { stateId, version, lossReasonId: reasons[0] },
            })
          : seen.body
      ).version
    }
    return { id: interest.id, version }
  }
  const funnelOf = (funnel: Made, who: Name = 'administrator', query: object = month) =>
    world.as(who).ok(readFunnel, { query: { scenarioId: funnel.id, ...query } })
  const listed = async (funnel: Made, cell: object, who: Name = 'administrator', query: object = month) =>
    (await world.as(who).ok(listFunnelInterests, { query: { scenarioId: funnel.id, ...query, ...cell } })).items.map(
      each => each.id,
    )
  const reached = (shown: Awaited<ReturnType<typeof funnelOf>>) => [
    ...shown.states.map(each => each.reached.count),
    shown.won.count,
  ]

  test('counts by where Interests stand, and who stands further has passed what lies before', async () => {
    const funnel = await aFunnel()
    const [, second, third] = funnel.ids
    await created(funnel)
    await moved(await created(funnel), second)
    const skipped = await moved(await created(funnel), third)
    const won = await moved(await created(funnel), second, funnel.won)
    const shown = await funnelOf(funnel)
    expect(reached(shown)).toEqual([4, 3, 2, 1])
    expect(shown.states.map(each => each.conversion)).toEqual([75, 66.7, 50])
    expect(shown.states.map(each => each.standing.count)).toEqual([1, 1, 1])
    expect(await listed(funnel, { cell: 'reached', stateId: third })).toEqual([won.id, skipped.id])
    expect(await listed(funnel, { cell: 'standing', stateId: third })).toEqual([skipped.id])
    expect(await listed(funnel, { cell: 'won' })).toEqual([won.id])
  })

  test('of whoever moved back only what lies before its place is passed', async () => {
    const funnel = await aFunnel()
    const [first, second, third] = funnel.ids
    await moved(await created(funnel), third, first, second)
    expect(reached(await funnelOf(funnel))).toEqual([1, 1, 0, 0])
    await moved(await created(funnel, { stateId: third }), first)
    expect(reached(await funnelOf(funnel))).toEqual([2, 1, 0, 0])
  })

  test('what was lost keeps the place from which it was, with its reason', async () => {
    const funnel = await aFunnel()
    const [first, second] = funnel.ids
    const lost = await moved(await created(funnel, { revenue: ['300.00', 'RUB'] }), second, funnel.lost)
    const atOnce = await created(funnel, { stateId: funnel.lost })
    const shown = await funnelOf(funnel)
    expect(reached(shown)).toEqual([2, 1, 0, 0])
    expect(shown.states.map(each => each.lost.count)).toEqual([1, 1, 0])
    expect(shown).toMatchObject({ conversion: 0, lost: { count: 2, sums: [{ amount: '300.00', currency: 'RUB' }] } })
    expect(shown.lossReasons.map(({ stateId, reasonId, count }) => [stateId, reasonId, count])).toEqual([
      [first, reasons[0], 1],
      [second, reasons[0], 1],
    ])
    const cell = { cell: 'lost', stateId: second, lossReasonId: reasons[0] }
    expect(await listed(funnel, cell)).toEqual([lost.id])
    expect(await listed(funnel, { ...cell, lossReasonId: 'none' })).toEqual([])
    expect((await listed(funnel, { cell: 'lost' })).sort()).toEqual([lost.id, atOnce.id].sort())
  })

  test('a closing that was taken back in the period is none; one taken back later stays in its own', async () => {
    const funnel = await aFunnel()
    const [, second] = funnel.ids
    await moved(await created(funnel), second, funnel.lost, second)
    await moved(await created(funnel), second, funnel.won, second, funnel.lost)
    const later = await moved(await created(funnel), funnel.won)
    const shown = await funnelOf(funnel)
    expect(reached(shown)).toEqual([3, 3, 1, 1])
    expect(shown).toMatchObject({ won: { count: 1 }, lost: { count: 1 }, conversion: 50 })
    expect(shown.lossReasons).toHaveLength(1)
    at('2026-09-02T09:00:00Z')
    await moved(later, second)
    expect(reached(await funnelOf(funnel))).toEqual([3, 3, 1, 1])
    expect(await listed(funnel, { cell: 'won' })).toEqual([later.id])
    const next = await funnelOf(funnel, 'administrator', { from: '2026-09', to: '2026-09' })
    expect(reached(next)).toEqual([1, 1, 0, 0])
    expect(next.won.count).toBe(0)
    at('2026-08-10T09:00:00Z')
  })

  test('an Interest of an earlier period has passed what it passed before, and is told apart', async () => {
    const funnel = await aFunnel()
    const [, second, third] = funnel.ids
    at('2026-07-20T09:00:00Z')
    const old = await moved(await created(funnel), second)
    await created(funnel)
    at('2026-08-12T09:00:00Z')
    await moved(old, third)
    await created(funnel)
    const shown = await funnelOf(funnel)
    expect(reached(shown)).toEqual([2, 1, 1, 0])
    expect(shown.states.map(each => each.earlier)).toEqual([1, 1, 0])
    expect(shown.states[1]?.averageDays).toBe(23)
    expect(reached(await funnelOf(funnel, 'administrator', { from: '2026-07', to: '2026-08' }))).toEqual([3, 1, 1, 0])
    at('2026-08-10T09:00:00Z')
  })

  test('months begin and end where the company is', async () => {
    const funnel = await aFunnel()
    at('2026-07-31T19:30:00Z')
    const interest = await created(funnel)
    at('2026-08-10T09:00:00Z')
    expect(reached(await funnelOf(funnel))).toEqual([1, 0, 0, 0])
    expect(await listed(funnel, { cell: 'reached', stateId: funnel.ids[0] })).toEqual([interest.id])
    expect(reached(await funnelOf(funnel, 'administrator', { from: '2026-07', to: '2026-07' }))).toEqual([0, 0, 0, 0])
  })

  test('shows what is in scope, narrowed to a person or a department', async () => {
    const funnel = await aFunnel()
    for (const owner of ['head', 'salesperson', 'colleague', 'stranger'] as const) await created(funnel, { owner })
    const count = async (who: Name, query: object = {}) =>
      (await funnelOf(funnel, who, { ...month, ...query })).states[0]?.reached.count
    expect(await count('administrator')).toBe(4)
    expect(await count('head')).toBe(3)
    expect(await count('salesperson')).toBe(1)
    expect(await count('head', { responsibleId: people.salesperson.id })).toBe(1)
    expect(await count('salesperson', { responsibleId: people.colleague.id })).toBe(0)
    expect(await count('administrator', { departmentId: departments.service.id })).toBe(1)
    expect(await count('head', { departmentId: departments.service.id })).toBe(0)
    const cell = { cell: 'reached', stateId: funnel.ids[0] }
    expect(await listed(funnel, cell, 'head')).toHaveLength(3)
    expect(await listed(funnel, { ...cell, responsibleId: people.colleague.id }, 'salesperson')).toEqual([])
  })

  test('an Interest that is handed over or worth something else counts with what it is now', async () => {
    const funnel = await aFunnel()
    const [, second] = funnel.ids
    const interest = await moved(await created(funnel, { revenue: ['100.00', 'RUB'] }), second)
    const sums = async (who: Name) => (await funnelOf(funnel, who)).states.map(each => each.reached.sums)
    expect(await sums('colleague')).toEqual([[], [], []])
    await boss.ok(changeInterest, {
      params: { id: interest.id },
      body: {
        version: interest.version,
        responsibleId: people.colleague.id,
        expectedRevenue: { amount: '70', currency: 'USD' },
      },
    })
    const now = [{ amount: '70.00', currency: 'USD' }]
    expect(await sums('colleague')).toEqual([now, now, []])
    expect(await sums('salesperson')).toEqual([[], [], []])
    const shown = await funnelOf(funnel)
    expect(shown.states[1]?.standing).toEqual({ count: 1, sums: now, weighted: [{ amount: '28.00', currency: 'USD' }] })
  })

  test('sums are those of each currency', async () => {
    const funnel = await aFunnel()
    await created(funnel, { revenue: ['100.00', 'RUB'] })
    await created(funnel, { revenue: ['50.50', 'RUB'] })
    await created(funnel, { revenue: ['7.00', 'EUR'] })
    expect((await funnelOf(funnel)).states[0]?.reached.sums).toEqual([
      { amount: '7.00', currency: 'EUR' },
      { amount: '150.50', currency: 'RUB' },
    ])
  })

  test('whoever leaves for another scenario is in the funnel of that one', async () => {
    const [from, to] = [await aFunnel(), await aFunnel()]
    const interest = await moved(await created(from), from.ids[1])
    await boss.ok(changeInterestScenario, {
      params: { id: interest.id },
      body: { scenarioId: to.id, stateId: to.ids[1], version: interest.version },
    })
    expect(reached(await funnelOf(from))).toEqual([0, 0, 0, 0])
    expect(reached(await funnelOf(to))).toEqual([1, 1, 0, 0])
    expect(await listed(from, { cell: 'reached', stateId: from.ids[0] })).toEqual([])
  })

  test('a state that was taken away counts as the one before it', async () => {
    const funnel = await aFunnel()
    const [first, second, third] = funnel.ids
    const stood = await moved(await created(funnel), second)
    const lost = await moved(await created(funnel), second, funnel.lost)
    const states = funnel.body.states.filter(each => each.id !== second)
    await boss.ok(changeScenario, {
      params: { id: funnel.id },
      body: { version: funnel.version, states, targets: { [second]: third } },
    })
    const shown = await funnelOf(funnel)
    expect(shown.states.map(each => each.stateId)).toEqual([first, third])
    expect(reached(shown)).toEqual([2, 1, 0])
    expect(shown.states[0]?.lost.count).toBe(1)
    expect(await listed(funnel, { cell: 'standing', stateId: third })).toEqual([stood.id])
    expect(await listed(funnel, { cell: 'lost', stateId: first })).toEqual([lost.id])
  })

  test('a list is given page by page', async () => {
    const funnel = await aFunnel()
    const made: string[] = []
    for (let n = 0; n < 5; n++) made.push((await created(funnel)).id)
    const found: string[] = []
    let cursor: string | undefined
    do {
      const page: { items: { id: string }[]; nextCursor: string | null } = await boss.ok(listFunnelInterests, {
        query: { scenarioId: funnel.id, ...month, cell: 'reached', stateId: funnel.ids[0], limit: 2, cursor },
      })
      found.push(...page.items.map(each => each.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(found).toHaveLength(5)
    expect([...found].sort()).toEqual([...made].sort())
  })

  test('asks who it is, and names what is wrong', async () => {
    const query = { scenarioId: newId(), ...month }
    expect((await world.as(null).call(readFunnel, { query })).status).toBe(401)
    expect((await boss.call(readFunnel, { query })).status).toBe(404)
    const errors = async (wrong: object) =>
      (await boss.call(readFunnel, { query: { ...query, ...wrong } })).problem.data.errors.map((each: any) => [
        each.path,
        each.code,
      ])
    expect(await errors({ from: '2026-09' })).toEqual([['to', 'wrong_period']])
    expect((await errors({ from: '2025-13', scenarioId: 'x' })).map(([path]: string[]) => path).sort()).toEqual([
      'from',
      'scenarioId',
    ])
  })
})
