import type { Texts } from '../../../platform/contract.ts'
import { type DayMarks, isDayOfYear } from '../../../platform/pure/calendar-layers.ts'

/** Everything that is wrong with the days of a year, each at its place. */
export function decideMarks(year: number, marks: DayMarks): { path: string; code: string; texts: Texts }[] {
  const known = new Set<string>()
  return (['daysOff', 'workingDays', 'shortened'] as const).flatMap(list =>
    marks[list].flatMap((day, at) => {
      const path = `marks.${list}[${at}]`
      if (!isDayOfYear(year, day)) return [{ path, code: 'no_such_day', texts: noSuchDay(year, day) }]
      if (known.has(day)) return [{ path, code: 'said_twice', texts: saidTwice(day) }]
      known.add(day)
      return []
    }),
  )
}

const noSuchDay = (year: number, day: string): Texts => ({
  ru: `В ${year} году нет дня «${day}»; нужен месяц и день, например 05-09`,
  en: `There is no day “${day}” in ${year}; a month and a day are needed, such as 05-09`,
})
const saidTwice = (day: string): Texts => ({ ru: `День назван дважды: ${day}`, en: `The day is named twice: ${day}` })

/** Days in order; a layer of single days that says nothing is the same as none. */
export function normaliseMarks(layer: string, marks: DayMarks | null): DayMarks | null {
  if (marks === null) return null
  const { daysOff, workingDays, shortened, provisional } = marks
  const isEmpty = daysOff.length + workingDays.length + shortened.length === 0 && !provisional
  if (layer !== 'country' && isEmpty) return null
  return {
    daysOff: daysOff.toSorted(),
    workingDays: workingDays.toSorted(),
    shortened: shortened.toSorted(),
    provisional,
  }
}
