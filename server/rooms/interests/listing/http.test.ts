import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, type Name, people } from '../../../app/testing.ts'
import { minorOf, sumMoney, weighted } from '../../../platform/pure/money.ts'
import { aClient, aProspect } from '../../clients/builders.ts'
import { createClient, createProspect } from '../../clients/contract.ts'
import { directories } from '../../company/contract.ts'
import { listScenarios, type Scenario } from '../../scenarios/contract.ts'
import { anInterest } from '../builders.ts'
import {
  changeInterest,
  createInterest,
  type InterestRow,
  listClientInterests,
  listInterests,
  listProspectInterests,
  moveInterest,
  summariseInterests,
} from '../contract.ts'
import { readBoard, readBoardColumn } from '../board/contract.ts'

/** Every list, board and sum is compared with a look at each record, for each kind of scope. */
describe('reading Interests', async () => {
  const world = await aWorld()
  const boss = world.as('administrator')
  const readers: Name[] = ['administrator', 'head', 'salesperson', 'colleague', 'stranger']
  const all: InterestRow[] = []
  let types: string[] = []
  let scenarios: Scenario[] = []
  let clientId = ''
  let prospectId = ''

  beforeAll(async () => {
    types = (await boss.ok(directories.service_type.list)).items.map(each => each.id)
    scenarios = (await boss.ok(listScenarios)).items
    const lossReasonId = (await boss.ok(directories.loss_reason.list)).items[0]?.id
    clientId = (await boss.ok(createClient, { body: aClient({ name: 'ООО «Ёжик плюс»' }) })).id
    prospectId = (await boss.ok(createProspect, { body: aProspect() })).id
    const owners = ['head', 'salesperson', 'colleague', 'stranger', null] as const
    for (let i = 0; i < 30; i++) {
      const scenario = scenarios[i % 4 === 0 ? 2 : 0]
      const owner = owners[i % owners.length]
      let interest: InterestRow = await boss.ok(createInterest, {
        body: anInterest({
          serviceTypeId: types[i % types.length] ?? '',
          ...(scenario ? { scenarioId: scenario.id } : {}),
          ...(i % 3 === 0 ? { clientId } : i % 3 === 1 ? { prospectId } : {}),
          content: i % 2 ? 'Ремонт чиллера' : 'Поставка фанкойлов',
          expectedRevenue: { amount: `${i}00.5`, currency: i % 5 === 1 ? 'USD' : 'RUB' },
          responsibleId: people[owner ?? 'head'].id,
          ...(i % 4 === 2 ? {} : { plan: { kind: 'task', ...(i % 4 === 0 ? {} : { dueAt: dueOf(i) }) } }),
        }),
      })
      if (owner === null) {
        const body = { version: interest.version, responsibleId: null }
        interest = await boss.ok(changeInterest, { params: { id: interest.id }, body })
      }
      const target = scenario?.states[i % 4 === 3 ? scenario.states.length - 1 : i % 2]
      if (target && target.id !== interest.stateId && (target.kind === 'lost' || scenario === scenarios[0])) {
        const reason = target.kind === 'lost' ? { lossReasonId } : {}
        const body = { stateId: target.id, version: interest.version, ...reason }
        interest = await boss.ok(moveInterest, { params: { id: interest.id }, body })
      }
      all.push(interest)
    }
  })

  const filters = () => [
    {},
    { open: true },
    { open: false },
    { scenarioId: scenarios[0]?.id },
    { stateId: scenarios[0]?.states[1]?.id },
    { serviceTypeId: types[1] },
    { responsibleId: people.colleague.id },
    { clientId },
    { prospectId, open: true },
    { q: 'ЧИЛЛЕР' },
    { q: 'Ежик' },
    { scenarioId: scenarios[2]?.id, open: true, serviceTypeId: types[0] },
    { steps: 'overdue' },
    { steps: 'none,today', serviceTypeId: types[1] },
  ]
  type Filter = ReturnType<typeof filters>[number]

  function expected(who: Name, filter: Filter): InterestRow[] {
    const { open, q, responsibleId, steps, ...equal } = filter as Record<string, unknown>
    return all
      .filter(row => world.caller(who).scope.interests.covers(row.responsible?.id ?? null))
      .filter(row => open === undefined || row.open === open)
      .filter(row => steps === undefined || (row.open && String(steps).split(',').includes(standingOf(row))))
      .filter(row => responsibleId === undefined || row.responsible?.id === responsibleId)
      .filter(row => Object.entries(equal).every(([key, value]) => row[key as 'clientId'] === value))
      .filter(row => q === undefined || (q === 'ЧИЛЛЕР' ? row.subject === 'Ремонт чиллера' : row.clientId === clientId))
      .toReversed()
  }

  test.each(readers)('%s: every filter shows exactly what a look at each record in scope shows', async who => {
    for (const filter of filters()) {
      const { items } = await world.as(who).ok(listInterests, { query: { ...filter, limit: 200 } })
      expect(items.map(row => row.id)).toEqual(expected(who, filter).map(row => row.id))
    }
  })

  test.each(readers)('%s: pages continue each other, in the list and in a column of the board', async who => {
    const scenario = scenarios[0]
    const column = { scenarioId: scenario?.id, stateId: scenario?.states[1]?.id }
    const reading = {
      list: (query: object) => world.as(who).ok(listInterests, { query }),
      column: (query: object) => world.as(who).ok(readBoardColumn, { query: { ...column, ...query } }),
    }
    for (const read of [reading.list, reading.column]) {
      const whole = await read({ limit: 200 })
      const found: string[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const part = await read({ limit: 3, ...(cursor ? { cursor } : {}) })
        found.push(...part.items.map(row => row.id))
        cursor = part.nextCursor
      }
      expect(found).toEqual(whole.items.map(row => row.id))
    }
  })

  test.each(readers)('%s: sums and counts stay within the scope', async who => {
    for (const { clientId: _, prospectId: __, ...filter } of filters() as Record<string, unknown>[]) {
      const rows = expected(who, filter as Filter)
      const answer = await world.as(who).ok(summariseInterests, { query: filter })
      expect(answer).toMatchObject({ count: rows.length, more: false })
      expect(inOrder(answer.sums)).toEqual(inOrder(sumMoney(rows.flatMap(row => row.expectedRevenue ?? []))))
    }
  })

  test.each(readers)('%s: the board counts, sums and shows each state as a look at each record does', async who => {
    for (const filter of [{}, { responsibleId: people.colleague.id }, { serviceTypeId: types[0] }, { q: 'чиллер' }]) {
      for (const scenario of scenarios) {
        const query = { scenarioId: scenario.id, limit: 2, ...filter }
        const { columns } = await world.as(who).ok(readBoard, { query })
        expect(columns.map(each => each.stateId)).toEqual(scenario.states.map(each => each.id))
        for (const [i, column] of columns.entries()) {
          const rows = expected(who, {
            ...filter,
            stateId: column.stateId,
            ...('q' in filter ? { q: 'ЧИЛЛЕР' } : {}),
          } as Filter)
          const sums = sumMoney(rows.flatMap(row => row.expectedRevenue ?? []))
          expect(column.count).toBe(rows.length)
          expect(inOrder(column.sums)).toEqual(inOrder(sums))
          expect(inOrder(column.weighted)).toEqual(
            inOrder(sums.map(each => weighted(each, scenario.states[i]?.probability ?? 0))),
          )
          const cards = rows.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
          const isOpen = scenario.states[i]?.kind === 'ordinary'
          expect(column.items.map(row => row.id)).toEqual(isOpen ? cards.slice(0, 2).map(row => row.id) : [])
          expect(column.nextCursor === null).toBe(!isOpen || rows.length <= 2)
          const stand = (how: string) => (isOpen ? rows.filter(row => standingOf(row) === how).length : 0)
          expect([column.overdue, column.withoutStep]).toEqual([stand('overdue'), stand('none')])
        }
      }
    }
  })

  test.each(readers)('%s: late ones go to the end where that is asked for, page by page', async who => {
    const query = { scenarioId: scenarios[0]?.id, order: 'overdueLast' }
    const { columns } = await world.as(who).ok(readBoard, { query: { ...query, limit: 50 } })
    for (const { stateId, items } of columns.filter(each => each.items.length > 0)) {
      const cards = expected(who, { stateId }).toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
      const isLate = (row: InterestRow) => standingOf(row) === 'overdue'
      const ordered = [...cards.filter(row => !isLate(row)), ...cards.filter(isLate)].map(row => row.id)
      expect(items.map(row => row.id)).toEqual(ordered)
      const found: string[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = { ...query, stateId, limit: 2, ...(cursor ? { cursor } : {}) }
        const part = await world.as(who).ok(readBoardColumn, { query: page })
        found.push(...part.items.map(row => row.id))
        cursor = part.nextCursor
      }
      expect(found).toEqual(ordered)
    }
  })

  test('the tally is what a count of all Interests gives, however they were written', async () => {
    const tally = await world.db.pool.query(
      `select owner_key, scenario_id, state_id, open, currency, sum(n)::int as n, sum(amount)::numeric(18,2) as amount
         from interest_tally group by 1, 2, 3, 4, 5 having sum(n) <> 0 order by 1, 2, 3, 4, 5`,
    )
    const counted = await world.db.pool.query(
      `select owner_key, scenario_id, state_id, open, currency, count(*)::int as n,
              sum(coalesce(expected_revenue, 0))::numeric(18,2) as amount
         from interest group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`,
    )
    expect(tally.rows).toEqual(counted.rows)
  })

  test('a column goes on where the board ended', async () => {
    const scenarioId = scenarios[0]?.id ?? ''
    const { columns } = await boss.ok(readBoard, { query: { scenarioId, limit: 1 } })
    const column = columns.find(each => each.count > 2 && each.nextCursor)
    const query = { scenarioId, stateId: column?.stateId, limit: 200 }
    const whole = await boss.ok(readBoardColumn, { query })
    const rest = await boss.ok(readBoardColumn, { query: { ...query, cursor: column?.nextCursor } })
    expect(whole.items.length).toBe(column?.count)
    expect([...(column?.items ?? []), ...rest.items].map(row => row.id)).toEqual(whole.items.map(row => row.id))
  })

  test.each(['overdueFirst', 'overdueLast'])('a column is read between any two of its places: %s', async order => {
    const [scenario] = scenarios
    const column = { scenarioId: scenario?.id, stateId: scenario?.states[1]?.id, order }
    const read = async (query: object) => boss.ok(readBoardColumn, { query: { ...column, ...query } })
    const whole = (await read({ limit: 200 })).items.map(row => row.id)
    expect(whole.length).toBeGreaterThan(5)
    const before = await Promise.all(whole.map(async at => (await read({ at, limit: 1 })).cursor))
    for (const [from, at] of whole.entries()) {
      const page = await read({ at, limit: 200 })
      expect(page.items.map(row => row.id)).toEqual(whole.slice(from))
      for (const [to, until] of before.entries()) {
        const between = await read({ cursor: before[from], until, limit: 200 })
        expect(between.items.map(row => row.id)).toEqual(whole.slice(from, to))
        expect(between.nextCursor).toBeNull()
      }
    }
    const first = await read({ limit: 2 })
    const rest = await read({ cursor: first.nextCursor, until: before.at(-1), limit: 200 })
    expect(rest.items.map(row => row.id)).toEqual(whole.slice(2, -1))
  })

  test('a column begins with no Interest that stands elsewhere or is out of sight', async () => {
    const [scenario] = scenarios
    const [first, second] = scenario?.states ?? []
    const foreign = all.find(row => row.stateId === second?.id && row.responsible?.id === people.head.id)
    const query = { scenarioId: scenario?.id, stateId: second?.id, at: foreign?.id }
    expect((await boss.ok(readBoardColumn, { query })).items[0]?.id).toBe(foreign?.id)
    expect((await boss.call(readBoardColumn, { query: { ...query, stateId: first?.id } })).status).toBe(404)
    expect((await world.as('stranger').call(readBoardColumn, { query })).status).toBe(404)
    expect((await boss.call(readBoardColumn, { query: { ...query, at: clientId } })).status).toBe(404)
  })

  test('the unfinished Interests of a client are told to everybody who sees it, reduced where out of scope', async () => {
    await world.db.q
      .updateTable('client')
      .set({ responsible_id: people.stranger.id })
      .where('id', '=', clientId)
      .execute()
    const { items } = await world
      .as('stranger')
      .ok(listClientInterests, { params: { id: clientId }, query: { open: true } })
    const ofClient = all.filter(row => row.clientId === clientId && row.open).toReversed()
    expect(items.map(row => row.number)).toEqual(ofClient.map(row => row.number))
    const covers = world.caller('stranger').scope.interests
    for (const [i, item] of items.entries()) {
      if (covers.covers(ofClient[i]?.responsible?.id ?? null)) expect(item).toHaveProperty('id')
      else {
        expect(Object.keys(item).sort()).toEqual([
          'createdAt',
          'number',
          'responsible',
          'serviceTypeId',
          'stateId',
          'walled',
        ])
      }
    }
    const whole = await world.as('stranger').ok(listClientInterests, { params: { id: clientId } })
    const hidden = all.filter(
      row => row.clientId === clientId && !row.open && !covers.covers(row.responsible?.id ?? null),
    )
    expect(hidden.length).toBeGreaterThan(0)
    for (const row of hidden) expect(whole.items.map(each => each.number)).not.toContain(row.number)
    const other = await world.as('colleague').call(listClientInterests, { params: { id: clientId } })
    expect(other.status).toBe(404)
    // Whoever may see one of its Interests may see the prospect, and so how many there are.
    const prospects = await world
      .as('colleague')
      .ok(listProspectInterests, { params: { id: prospectId }, query: { open: true } })
    expect(prospects.items).toHaveLength(all.filter(row => row.prospectId === prospectId && row.open).length)
  })

  test('bad input is a clear refusal: a broken cursor, an unknown state, a wrong flag', async () => {
    expect((await boss.call(listInterests, { query: { cursor: 'x' } })).problem.code).toBe('broken_cursor')
    const { nextCursor } = await boss.ok(listInterests, { query: { limit: 1 } })
    const [scenario] = scenarios
    const query = { scenarioId: scenario?.id, stateId: scenario?.states[0]?.id, cursor: nextCursor }
    const other = await boss.call(readBoardColumn, { query })
    expect(other.problem.code).toBe('broken_cursor')
    expect((await boss.call(listInterests, { query: { open: '1' } })).status).toBe(422)
    expect((await boss.call(readBoard, { query: { scenarioId: clientId } })).status).toBe(404)
    expect((await boss.ok(listInterests, { query: { stateId: clientId } })).items).toEqual([])
    for (const q of ['%', '_', "'", '\\', 'И-0000']) await boss.ok(listInterests, { query: { q } })
    for (const endpoint of [listInterests, summariseInterests] as const) {
      expect((await world.as(null).call(endpoint)).status).toBe(401)
    }
  })
})

/** Days ago and ahead, none of them today. */
function dueOf(i: number): string {
  return new Date(Date.now() + (i % 4 === 1 ? -1 : 1) * (i + 2) * 86_400_000).toISOString()
}

/** By the next step, what has no time last, then by age. */
const placeOf = (row: InterestRow) => `${row.nextStep?.dueAt ?? '9999'} ${row.id}`

function standingOf({ nextStep }: InterestRow): string {
  if (!nextStep) return 'none'
  return nextStep.dueAt !== null && nextStep.dueAt < new Date().toISOString() ? 'overdue' : 'planned'
}

function inOrder<T extends { amount: string; currency: string }>(sums: readonly T[]): string[] {
  return sums.map(each => `${each.currency} ${minorOf(each.amount)}`).sort()
}
