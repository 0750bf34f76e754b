import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarLayers, type DayMarks, isDayOfYear, marksOf, mergeCalendar, noMarks } from './calendar-layers.ts'
import { russianCalendar } from './working-calendar-data.ts'
import { addDays, addWorkingDays, isShortenedDay, isWorkingDay, workingDaysBetween } from './working-time.ts'

const marks = (more: Partial<DayMarks>): DayMarks => ({ ...noMarks, ...more })
const daysOf = (year: number) => {
  const first = `${year}-01-01`
  const count = isDayOfYear(year, '02-29') ? 366 : 365
  return Array.from({ length: count }, (_, n) => addDays(first, n))
}

const someYear = fc.integer({ min: 2023, max: 2030 })
/** Each day is said once, as storage demands. */
const someMarks = fc
  .record({
    days: fc.uniqueArray(fc.constantFrom(...daysOf(2027).map(date => date.slice(5))), { maxLength: 80 }),
    kinds: fc.array(fc.constantFrom('daysOff', 'workingDays', 'shortened'), { minLength: 80, maxLength: 80 }),
    provisional: fc.boolean(),
  })
  .map(({ days, kinds, provisional }) => {
    const of = (kind: string) => days.filter((_, n) => kinds[n] === kind)
    return { daysOff: of('daysOff'), workingDays: of('workingDays'), shortened: of('shortened'), provisional }
  })
const someCalendar = fc
  .array(fc.record({ layer: fc.constantFrom(...calendarLayers), year: someYear, marks: fc.option(someMarks) }), {
    maxLength: 6,
  })
  .map(years => mergeCalendar(years))
const someDate = someYear.chain(year => fc.constantFrom(...daysOf(year)))

describe('the layers of a calendar', () => {
  it('leave the shipped years as they are when nothing is said', () => {
    expect(mergeCalendar([])).toEqual(russianCalendar)
    expect(mergeCalendar([{ layer: 'country', year: 2026, marks: null }])).toEqual(russianCalendar)
  })

  it('let the country replace a year whole', () => {
    const calendar = mergeCalendar([{ layer: 'country', year: 2026, marks: marks({ daysOff: ['03-02'] }) }])
    expect(['2026-01-01', '2026-03-02', '2026-01-03'].map(day => isWorkingDay(day, calendar))).toEqual([
      true,
      false,
      false,
    ])
    expect(calendar.get(2025)).toBe(russianCalendar.get(2025))
  })

  it('let a region and then the company change single days, whatever the order in which they are given', () => {
    const calendar = mergeCalendar([
      { layer: 'company', year: 2026, marks: marks({ workingDays: ['08-30'], shortened: ['10-12'] }) },
      { layer: 'region', year: 2026, marks: marks({ daysOff: ['08-31', '10-12'] }) },
    ])
    expect(isWorkingDay('2026-08-31', calendar)).toBe(false)
    expect(isWorkingDay('2026-08-30', calendar)).toBe(true)
    expect([isWorkingDay('2026-10-12', calendar), isShortenedDay('2026-10-12', calendar)]).toEqual([true, true])
    expect(isWorkingDay('2026-01-01', calendar)).toBe(false)
  })

  it('make a holiday a whole working day and a shortened day a whole one', () => {
    const calendar = mergeCalendar([
      { layer: 'company', year: 2026, marks: marks({ workingDays: ['05-11', '04-30'], daysOff: ['05-08'] }) },
    ])
    expect(isWorkingDay('2026-05-11', calendar)).toBe(true)
    expect(isShortenedDay('2026-04-30', calendar)).toBe(false)
    expect([isWorkingDay('2026-05-08', calendar), isShortenedDay('2026-05-08', calendar)]).toEqual([false, false])
  })

  it('put a year that nobody knows on the fixed holidays and keep it provisional', () => {
    const calendar = mergeCalendar([{ layer: 'company', year: 2040, marks: marks({ daysOff: ['02-06'] }) }])
    expect(calendar.get(2040)?.provisional).toBe(true)
    expect(['2040-02-06', '2040-02-23', '2040-02-24'].map(day => isWorkingDay(day, calendar))).toEqual([
      false,
      false,
      true,
    ])
  })

  it('say a shipped year as marks without a loss', () => {
    for (const [year, shipped] of russianCalendar) {
      const again = mergeCalendar([{ layer: 'country', year, marks: marksOf(year, shipped) }])
      for (const date of daysOf(year)) {
        expect([date, isWorkingDay(date, again), isShortenedDay(date, again)]).toEqual([
          date,
          isWorkingDay(date),
          isShortenedDay(date),
        ])
      }
      expect(again.get(year)?.provisional).toBe(shipped.provisional)
    }
  })

  it('make every day what the highest layer that names it says', () => {
    fc.assert(
      fc.property(someYear, someMarks, someMarks, (year, region, company) => {
        const calendar = mergeCalendar([
          { layer: 'region', year, marks: region },
          { layer: 'company', year, marks: company },
        ])
        const says = (each: DayMarks, day: string) =>
          [...each.daysOff, ...each.workingDays, ...each.shortened].includes(day)
        for (const date of daysOf(year)) {
          const day = date.slice(5)
          const said = [company, region].find(each => says(each, day))
          if (said === undefined) continue
          expect([date, isWorkingDay(date, calendar)]).toEqual([date, !said.daysOff.includes(day)])
          expect([date, isShortenedDay(date, calendar)]).toEqual([date, said.shortened.includes(day)])
        }
      }),
    )
  })
})

describe('working days under any calendar', () => {
  it('that were added are counted', () => {
    fc.assert(
      fc.property(someCalendar, someDate, fc.integer({ min: -60, max: 60 }), (calendar, from, days) => {
        const to = addWorkingDays(from, days, calendar).date
        const counted = workingDaysBetween(from, to, calendar)
        // Backwards the day arrived at is not among those passed, the day left is.
        const passed = days < 0 ? days + 1 - Number(isWorkingDay(from, calendar)) : days
        expect(counted === 0 ? 0 : counted).toBe(passed === 0 ? 0 : passed)
      }),
    )
  })

  it('that were counted lead back to a working day', () => {
    fc.assert(
      fc.property(someCalendar, someDate, fc.integer({ min: 0, max: 200 }), (calendar, from, apart) => {
        const to = addDays(from, apart)
        fc.pre(isWorkingDay(to, calendar))
        const days = workingDaysBetween(from, to, calendar)
        expect(addWorkingDays(from, days, calendar).date).toBe(days === 0 ? from : to)
      }),
    )
  })
})
