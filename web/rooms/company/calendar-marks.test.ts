import { describe, expect, it } from 'vitest'
import { noMarks } from '../../../server/platform/pure/calendar-layers.ts'
import { calendarBelow, calendarWith, dayKindOf, pressDay, sameMarks, shippedMarks } from './calendar-marks.ts'

const year = 2026

describe('pressing a day of the calendar', () => {
  it('goes from working to day off to shortened and back, and says nothing that is so anyway', () => {
    const below = calendarBelow('company', year, [])
    const kinds = []
    let marks = noMarks
    for (let press = 0; press < 3; press++) {
      const now = dayKindOf('2026-03-03', calendarWith('company', year, [], marks))
      marks = pressDay(marks, '2026-03-03', now, below)
      kinds.push(dayKindOf('2026-03-03', calendarWith('company', year, [], marks)))
    }
    expect(kinds).toEqual(['day_off', 'shortened', 'working'])
    expect(marks).toEqual(noMarks)
  })

  it('makes a holiday a working day of the company', () => {
    const below = calendarBelow('company', year, [])
    const shortened = pressDay(noMarks, '2026-05-11', 'day_off', below)
    expect(pressDay(shortened, '2026-05-11', 'shortened', below)).toEqual({ ...noMarks, workingDays: ['05-11'] })
  })

  it('changes the shipped year of the country', () => {
    const marks = shippedMarks('country', year)
    const changed = pressDay(marks, '2026-01-09', 'day_off', calendarBelow('country', year, []))
    expect(dayKindOf('2026-01-09', calendarWith('country', year, [], changed))).toBe('shortened')
    expect(sameMarks(marks, changed)).toBe(false)
    expect(sameMarks(marks, { ...marks, daysOff: marks.daysOff.toReversed() })).toBe(true)
  })

  it('of a region stands on the country and not on the company', () => {
    const version = 1
    const stored = [
      { year, layer: 'country' as const, regionId: null, version, marks: { ...noMarks, daysOff: ['03-03'] } },
      { year, layer: 'company' as const, regionId: null, version, marks: { ...noMarks, daysOff: ['03-04'] } },
    ]
    const below = calendarBelow('region', year, stored)
    expect(['2026-03-03', '2026-03-04'].map(date => dayKindOf(date, below))).toEqual(['day_off', 'working'])
  })
})
