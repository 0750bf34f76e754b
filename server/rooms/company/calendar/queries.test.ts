import { describe, expect, it } from 'vitest'
import { aWorld } from '../../../app/testing.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { isWorkingDay } from '../../../platform/pure/working-time.ts'
import { getCompany } from '../queries.ts'
import { putCalendarYear } from './contract.ts'
import { readCalendar } from './queries.ts'

describe('the calendar in force', async () => {
  const world = await aWorld()
  const boss = world.as('administrator')
  const nobody = {} as Queryable
  const put = (version: number, day: string) => {
    const marks = { daysOff: [day], workingDays: [], shortened: [] }
    return boss.call(putCalendarYear, { params: { year: 2026 }, body: { layer: 'company', version, marks } })
  }

  it('is read once for each of its revisions and then costs no question', async () => {
    const { calendarRevision } = await getCompany(world.db)
    const first = await readCalendar(world.db, calendarRevision)
    expect(await readCalendar(nobody, calendarRevision)).toBe(first)
    await put(0, '03-03')
    const { calendarRevision: renewed } = await getCompany(world.db)
    expect(renewed).not.toBe(calendarRevision)
    expect(isWorkingDay('2026-03-03', await readCalendar(world.db, renewed))).toBe(false)
    expect(await readCalendar(nobody, calendarRevision)).toBe(first)
  })

  it('is answered as it is now to whoever comes with a revision that nobody remembers', async () => {
    const calendar = await readCalendar(world.db, '00000000-0000-4000-8000-000000000000')
    expect(isWorkingDay('2026-03-03', calendar)).toBe(false)
  })

  it('is changed by one of those who saw the same version, and the others are told', async () => {
    const answers = await Promise.all(['03-10', '03-11', '03-12'].map(day => put(1, day)))
    expect(answers.map(each => each.status).toSorted()).toEqual([200, 409, 409])
    const fresh = await Promise.all(
      ['03-10', '03-11'].map(day =>
        boss.call(putCalendarYear, {
          params: { year: 2024 },
          body: { layer: 'company', version: 0, marks: { daysOff: [day], workingDays: [], shortened: [] } },
        }),
      ),
    )
    expect(fresh.map(each => each.status).toSorted()).toEqual([200, 409])
  })
})
