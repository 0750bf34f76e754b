import { z } from 'zod'
import { endpoint, id } from '../../../platform/contract.ts'
import { calendarLayers } from '../../../platform/pure/calendar-layers.ts'

const year = z.number().int().min(2000).max(2100)
const yearInPath = z.object({ year: z.coerce.number().pipe(year) })
/** `MM-DD`; that there is such a day in the year is asked together with everything else. */
const days = z.array(z.string().max(10)).max(366)

const calendarYear = z.object({
  year,
  daysOff: z.array(z.string()),
  workingWeekends: z.array(z.string()),
  shortened: z.array(z.string()),
  provisional: z.boolean(),
})
/** The calendar by which dates are counted. A year that is not in it goes by Saturdays, Sundays and the fixed holidays. */
export const readCalendar = endpoint({
  method: 'GET',
  path: '/api/v1/calendar',
  summary: 'The working calendar in force: shipped years, what was changed in them, the region, our own days',
  query: z.object({ from: z.coerce.number().pipe(year).optional(), to: z.coerce.number().pipe(year).optional() }),
  result: z.object({ regionId: id.nullable(), years: z.array(calendarYear) }),
})
export type CalendarAnswer = z.infer<typeof readCalendar.result>

const marks = z.object({
  daysOff: days,
  workingDays: days,
  shortened: days,
  provisional: z.boolean().default(false),
})
const storedYear = z.object({
  year,
  layer: z.enum(calendarLayers),
  regionId: id.nullable(),
  /** 0: nobody has changed it yet. */
  version: z.number().int().min(0),
  /** Days as `MM-DD`. Null: as shipped; a region and the company are shipped without days of their own. */
  marks: marks.nullable(),
})
export type StoredYear = z.infer<typeof storedYear>

const administered = { right: 'settings.administer' } as const
export const readCalendarYear = endpoint({
  method: 'GET',
  path: '/api/v1/calendar/years/:year',
  summary: 'What was changed in a year, layer by layer; a layer that is not named is as shipped',
  access: administered,
  params: yearInPath,
  result: z.object({ year, layers: z.array(storedYear) }),
})
export const putCalendarYear = endpoint({
  method: 'PUT',
  path: '/api/v1/calendar/years/:year',
  summary:
    'Say which days of a year are worked: for the country (the whole year), a region or the company (single days)',
  access: administered,
  params: yearInPath,
  body: z.strictObject({
    layer: z.enum(calendarLayers),
    regionId: id.nullish(),
    version: z.number().int().min(0),
    /** Absent: as shipped. */
    marks: marks.strict().nullish(),
  }),
  result: storedYear,
})
export const importCalendarYear = endpoint({
  method: 'POST',
  path: '/api/v1/calendar/import',
  summary: 'Replace a year of the country by the text of a calendar file: xmlcalendar (XML) or lists of dates (JSON)',
  access: administered,
  body: z.strictObject({ text: z.string().min(1).max(200_000) }),
  result: storedYear.extend({ previous: marks.nullable() }),
})
