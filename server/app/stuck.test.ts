import { beforeAll, describe, expect, test } from 'vitest'
import { contactDay, readIdleClock } from '../platform/pure/idle-clock.ts'
import { newId } from '../platform/pure/ids.ts'
import { addDays, localDateOf, type WorkingCalendar } from '../platform/pure/working-time.ts'
import { completeActivity, listActivities, planActivity } from '../rooms/activities/contract.ts'
import { putCalendarYear, readCalendar } from '../rooms/company/calendar/contract.ts'
import { changeCompany, directories, readCompany } from '../rooms/company/contract.ts'
import { readBoard } from '../rooms/interests/board/contract.ts'
import { anInterest } from '../rooms/interests/builders.ts'
import {
  createInterest,
  getInterest,
  type Interest,
  listInterests,
  moveInterest,
  type PlanInput,
} from '../rooms/interests/contract.ts'
import { countTerms } from '../rooms/interests/terms/actions.ts'
import { aScenario, aState } from '../rooms/scenarios/builders.ts'
import { changeScenario, createScenario, getScenario } from '../rooms/scenarios/contract.ts'
import { aWorld } from './testing.ts'

describe('what is stuck', async () => {
  const world = await aWorld()
  const boss = world.as('administrator')
  const states = [aState({ expectedDays: 0 }), aState({ expectedDays: 3 }), aState({ expectedDays: null })]
  const { won: _, lost, ...scenario } = aScenario(states)
  let serviceTypeId = ''
  const ids: string[] = []

  beforeAll(async () => {
    serviceTypeId = (await boss.ok(directories.service_type.list)).items[0]?.id ?? ''
    await boss.ok(createScenario, { body: scenario })
    for (let n = 0; n < 24; n++) {
      const plan = plans[n % plans.length]
      const stateId = states[n % 3]?.id
      const { id } = await boss.ok(createInterest, {
        body: anInterest({
          serviceTypeId,
          scenarioId: scenario.id,
          ...(stateId ? { stateId } : {}),
          ...(plan ? { plan: plan() } : {}),
        }),
      })
      // As if it had come in earlier, late at night, when the day of the company is another than that of UTC.
      await world.db.pool.query(
        `update interest set state_entered_at = state_entered_at - $2 * interval '23 hours' where id = $1`,
        [id, n],
      )
      ids.push(id)
    }
    await countTerms(world.platform)
  })

  const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const plans: (undefined | (() => PlanInput))[] = [
    undefined,
    () => ({ kind: 'task', dueAt: soon(2) }),
    () => ({ kind: 'interaction', dueAt: soon(2) }),
    () => ({ kind: 'interaction', dueAt: soon(-1) }),
    () => ({ kind: 'interaction', dueDay: soon(0).slice(0, 10) }),
    () => ({ kind: 'interaction' }),
    () => ({ kind: 'interaction', dueAt: soon(-0.01) }),
  ]

  /** What the pure clock says of each of them now. */
  async function expectAsTheClockSays(): Promise<number> {
    const { timeZone } = await boss.ok(readCompany)
    const { years } = await boss.ok(readCalendar)
    const calendar: WorkingCalendar = new Map(years.map(each => [each.year, each]))
    const { states: published } = await boss.ok(getScenario, { params: { id: scenario.id } })
    const today = localDateOf(new Date(), timeZone)
    const stuck = new Map<string, string[]>(published.map(each => [each.id, []]))
    for (const id of ids) {
      const { stateEnteredAt, nextStep, stateId, open, stuckFrom } = await boss.ok(getInterest, { params: { id } })
      const entered = localDateOf(stateEnteredAt, timeZone)
      const term = published.find(each => each.id === stateId)?.expectedDays ?? null
      const contact = contactDay(nextStep, timeZone)
      const isStuck = open && readIdleClock({ entered, today, contact }, term, calendar).standing === 'stuck'
      expect([id, stuckFrom !== null && stuckFrom <= today]).toEqual([id, isStuck])
      if (isStuck) stuck.get(stateId)?.push(id)
    }
    const all = [...stuck.values()].flat()
    const { items } = await boss.ok(listInterests, { query: { steps: 'stuck', scenarioId: scenario.id, limit: 200 } })
    expect(items.map(each => each.id).sort()).toEqual(all.sort())
    const board = await boss.ok(readBoard, { query: { scenarioId: scenario.id } })
    for (const { stateId, stuck: count } of board.columns) expect(count).toBe(stuck.get(stateId)?.length)
    const narrowed = await boss.ok(readBoard, { query: { scenarioId: scenario.id, steps: 'stuck', limit: 50 } })
    expect(narrowed.columns.flatMap(each => each.items.map(card => card.id)).sort()).toEqual(all)
    return all.length
  }

  test('is what the clock says of each Interest, in the list, on the board and in its badges', async () => {
    expect(await expectAsTheClockSays()).toBeGreaterThan(4)
  })

  test('follows each move, each closing and each contact at once', async () => {
    const stuckOnes = async () =>
      (await boss.ok(listInterests, { query: { steps: 'stuck', scenarioId: scenario.id, limit: 200 } })).items
    const [first, second, third] = await stuckOnes()
    const read = (id = '') => boss.ok(getInterest, { params: { id } })
    const moved: Interest = await read(first?.id)
    const target = states.find(each => each.id !== moved.stateId && each.expectedDays !== 0)
    await boss.ok(moveInterest, {
      params: { id: moved.id },
      body: { stateId: target?.id, version: moved.version },
    })
    const closed = await read(second?.id)
    const lossReasonId = (await boss.ok(directories.loss_reason.list)).items[0]?.id
    await boss.ok(moveInterest, {
      params: { id: closed.id },
      body: { stateId: lost.id, version: closed.version, lossReasonId },
    })
    const left = await expectAsTheClockSays()
    expect((await stuckOnes()).map(each => each.id)).not.toContain(moved.id)
    const [task] = (await boss.ok(listActivities, { query: { interestId: third?.id } })).items
    if (task) await boss.ok(completeActivity, { params: { id: task.id }, body: {} })
    await boss.ok(planActivity, {
      body: { id: newId(), kind: 'interaction', interestId: third?.id, dueAt: soon(3) },
    })
    expect(await expectAsTheClockSays()).toBe(left - 1)
  })

  test('is counted anew when the term of a state changes, when the calendar does, and when the zone does', async () => {
    const days = async () => (await world.db.pool.query('select late_from from interest order by id')).rows
    const before = await days()
    const shown = await boss.ok(getScenario, { params: { id: scenario.id } })
    const longer = shown.states.map(each => ({
      ...each,
      expectedDays: each.expectedDays === null ? (each.kind === 'ordinary' ? 1 : null) : each.expectedDays + 4,
    }))
    const body = { version: shown.version, states: longer.map(({ order: _, ...each }) => each) }
    await boss.ok(changeScenario, { params: { id: scenario.id }, body })
    await countTerms(world.platform)
    expect(await days()).not.toEqual(before)
    await expectAsTheClockSays()

    const year = new Date().getUTCFullYear()
    const daysOff = Array.from({ length: 20 }, (_, n) => addDays(soon(0).slice(0, 10), -n))
    const marks = {
      daysOff: daysOff.filter(each => each.startsWith(String(year))).map(each => each.slice(5)),
      workingDays: [],
      shortened: [],
    }
    await boss.ok(putCalendarYear, { params: { year }, body: { layer: 'company', version: 0, marks } })
    await countTerms(world.platform)
    await expectAsTheClockSays()

    const { version } = await boss.ok(readCompany)
    await boss.ok(changeCompany, { body: { version, timeZone: 'Pacific/Auckland' } })
    await countTerms(world.platform)
    await expectAsTheClockSays()
  })

  test('is counted once a day at least, and otherwise only when something changed', async () => {
    await world.db.pool.query(`update interest set late_from = '2000-01-01' where late_from is not null`)
    const wrong = async () =>
      (await world.db.pool.query(`select count(*)::int as n from interest where late_from = '2000-01-01'`)).rows[0].n
    const all = await wrong()
    await countTerms(world.platform)
    expect(await wrong()).toBe(all)
    const tomorrow = { ...world.platform, now: () => new Date(Date.now() + 86_400_000) }
    await countTerms(tomorrow)
    expect(await wrong()).toBe(0)
  })
})
