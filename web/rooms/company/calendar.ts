import { useQuery } from '@tanstack/react-query'
import { type CalendarAnswer, readCalendar } from '../../../server/rooms/company/calendar/contract.ts'
import { russianCalendar } from '../../../server/platform/pure/working-calendar-data.ts'
import type { WorkingCalendar } from '../../../server/platform/pure/working-time.ts'
import { queryOf } from '../../lib/queries.ts'

const STALE = 5 * 60_000

/** One function for all readers, so that all of them get the same map and count its days once. */
const asCalendar = ({ years }: CalendarAnswer): WorkingCalendar => new Map(years.map(each => [each.year, each]))

const calendarQuery = { ...queryOf(readCalendar, {}), staleTime: STALE, select: asCalendar }

/** The calendar by which the company counts; the shipped one until it is there. */
export function useWorkingCalendar(): WorkingCalendar {
  return useQuery(calendarQuery).data ?? russianCalendar
}
