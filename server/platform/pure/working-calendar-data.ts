/** What differs from Monday–Friday in one year; days as `MM-DD`. */
export interface CalendarYear {
  /** Days off besides Saturdays and Sundays: holidays and days moved by the yearly government decree. */
  daysOff: readonly string[]
  /** Saturdays and Sundays on which people work. */
  workingWeekends: readonly string[]
  /** Working days shorter by an hour. */
  shortened: readonly string[]
  /** Published, but not checked against the decree itself. */
  provisional: boolean
}

/** Non-working holidays of article 112 of the Labour Code: the same every year. */
export const fixedHolidays: readonly string[] = [
  '01-01',
  '01-02',
  '01-03',
  '01-04',
  '01-05',
  '01-06',
  '01-07',
  '01-08',
  '02-23',
  '03-08',
  '05-01',
  '05-09',
  '06-12',
  '11-04',
]

const year = (
  moved: readonly string[],
  workingWeekends: readonly string[],
  shortened: readonly string[],
  provisional = false,
): CalendarYear => ({ daysOff: [...fixedHolidays, ...moved], workingWeekends, shortened, provisional })

/** The production calendar of Russia for a five-day week. */
export const russianCalendar: ReadonlyMap<number, CalendarYear> = new Map([
  [
    2024,
    year(
      ['04-29', '04-30', '05-10', '12-30', '12-31'],
      ['04-27', '11-02', '12-28'],
      ['02-22', '03-07', '05-08', '06-11', '11-02'],
    ),
  ],
  [2025, year(['05-02', '05-08', '06-13', '11-03', '12-31'], ['11-01'], ['03-07', '04-30', '06-11', '11-01'])],
  [2026, year(['01-09', '03-09', '05-11', '12-31'], [], ['04-30', '05-08', '06-11', '11-03'])],
  [
    2027,
    year(['02-22', '05-03', '05-10', '06-14', '11-05', '12-31'], ['02-20'], ['02-20', '04-30', '06-11', '11-03'], true),
  ],
])
