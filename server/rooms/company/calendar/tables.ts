import type { CalendarLayer, DayMarks } from '../../../platform/pure/calendar-layers.ts'

/** What one layer says of a year. */
export interface YearRow {
  id: string
  layer: CalendarLayer
  regionId: string | null
  year: number
  marks: DayMarks | null
  version: number
}
