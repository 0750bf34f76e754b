import { describe, expect, it } from 'vitest'
import { readCalendarFile } from './calendar-files.ts'
import { marksOf } from './pure/calendar-layers.ts'
import { russianCalendar } from './pure/working-calendar-data.ts'

const xml = (days: string, head = 'year="2028" lang="ru" country="ru"') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<calendar ${head}><holidays><holiday id="1" title="Новый год"/></holidays><days>${days}</days></calendar>`
const codes = async (text: string) => {
  const found = await readCalendarFile(text)
  return 'faults' in found ? found.faults.map(each => each.code) : []
}

describe('a file of a production calendar', () => {
  it('is read from XML: days off, shortened days and working weekends', async () => {
    const text = `\uFEFF${xml('<day d="01.01" t="1" h="1"/><day d="01.03" t="1"/><day d="02.22" t="2"/><day d="02.26" t="3" f="01.05"/>')}`
    expect(await readCalendarFile(text)).toEqual({
      year: 2028,
      marks: { daysOff: ['01-03'], workingDays: ['02-26'], shortened: ['02-22'], provisional: false },
    })
  })

  it('is read from lists of dates', async () => {
    const text = JSON.stringify({ holidays: ['2028-01-03'], preholidays: ['2028-02-22'], workdays: ['2028-02-26'] })
    expect(await readCalendarFile(text)).toEqual({
      year: 2028,
      marks: { daysOff: ['01-03'], workingDays: ['02-26'], shortened: ['02-22'], provisional: false },
    })
  })

  it('that lists every day off has working weekends where one is missing', async () => {
    const days = Array.from({ length: 366 }, (_, n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10))
    const shipped = russianCalendar.get(2024)
    const isOff = (date: string) =>
      new Date(date).getUTCDay() % 6 === 0
        ? !shipped?.workingWeekends.includes(date.slice(5))
        : shipped?.daysOff.includes(date.slice(5))
    const preholidays = shipped?.shortened.map(day => `2024-${day}`)
    const found = await readCalendarFile(JSON.stringify({ holidays: days.filter(isOff), preholidays }))
    const { daysOff, ...rest } = marksOf(2024, shipped)
    expect(found).toEqual({ year: 2024, marks: { ...rest, daysOff: daysOff.toSorted() } })
  })

  it('is refused with everything that is wrong at once', async () => {
    const days =
      '<day d="13.01" t="1"/><day d="02.30" t="1"/><day d="03.03" t="7"/><day d="05.05" t="1"/><day d="05.05" t="2"/>'
    expect(await codes(xml(days))).toEqual(['unknown_kind', 'wrong_date', 'wrong_date', 'said_twice'])
    expect(await codes(xml('<day d="01.01" t="9"/>', 'year="28"'))).toEqual(['wrong_year', 'unknown_kind'])
    const lists = { holidays: ['2028-01-03', '2029-01-03', '3.1.2028', 5], nowork: [], workdays: 'no' }
    expect(await codes(JSON.stringify(lists))).toEqual([
      'other_year',
      'wrong_date',
      'wrong_date',
      'unknown_list',
      'unknown_list',
    ])
  })

  it('is no calendar without days, without a calendar, with a DOCTYPE, or when broken', async () => {
    expect(await codes(xml(''))).toEqual(['empty_file'])
    expect(await codes('{}')).toEqual(['empty_file'])
    for (const text of ['<html></html>', 'дни', '[]', 'null', '5', '{"__proto__": 1}x']) {
      expect(await codes(text)).toEqual(['unknown_file'])
    }
    const bomb = `<!DOCTYPE calendar [<!ENTITY a "b">]>${xml('<day d="01.03" t="1"/>').replace(/<\?.*\?>/, '')}`
    expect(await codes(bomb)).toEqual(['broken_file'])
    expect(await codes('<calendar year="2028"><days>')).toEqual(['broken_file'])
    expect(await codes('<calendar year="2028"><day d="&a;" t="1"/></calendar>')).toEqual(['broken_file'])
  })
})
