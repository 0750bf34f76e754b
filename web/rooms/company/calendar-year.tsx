import { useLingui } from '@lingui/react/macro'
import { type KeyboardEvent, useRef, useState } from 'react'
import { addDays, type WorkingCalendar } from '../../../server/platform/pure/working-time.ts'
import { useFormats } from '../../lib/formats.ts'
import { type DayKind, dayKindOf } from './calendar-marks.ts'
import styles from './calendar.module.css'

type CalendarYearProps = {
  year: number
  calendar: WorkingCalendar
  /** Days that this layer says itself. */
  isOwn: (date: string) => boolean
  onPress: (date: string, now: DayKind) => void
}

/** Twelve months of days; arrows walk through the year, Space and a click change the kind of a day. */
export function CalendarYear({ year, calendar, isOwn, onPress }: CalendarYearProps) {
  const { t } = useLingui()
  const frame = useRef<HTMLDivElement>(null)
  const [reached, setReached] = useState(`${year}-01-01`)
  // The year may have been changed since: its own first day then takes part in Tab.
  const active = reached.startsWith(String(year)) ? reached : `${year}-01-01`

  function walk(event: KeyboardEvent): void {
    const to = dayAt(active, event.code)
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    event.stopPropagation()
    if (!to.startsWith(String(year))) return
    setReached(to)
    frame.current?.querySelector<HTMLElement>(`[data-date="${to}"]`)?.focus()
  }

  return (
    <div ref={frame} className={styles.year} role="group" aria-label={t`Дни ${year} года`} onKeyDown={walk}>
      {Array.from({ length: 12 }, (_, month) => (
        <Month
          key={month}
          first={`${year}-${String(month + 1).padStart(2, '0')}-01`}
          {...{ calendar, isOwn, onPress, active }}
          onReach={setReached}
        />
      ))}
    </div>
  )
}

/** Where a key leads to from a day. */
function dayAt(date: string, code: string): string | undefined {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }
  const step = steps[code]
  if (step !== undefined) return addDays(date, step)
  if (code === 'Home') return `${date.slice(0, 8)}01`
  if (code === 'End') return addDays(monthAfter(date, 1), -1)
  if (code === 'PageUp') return monthAfter(date, -1)
  if (code === 'PageDown') return monthAfter(date, 1)
  return undefined
}

/** The first day of the month so many months later. */
function monthAfter(date: string, months: number): string {
  const [year = 0, month = 1] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10)
}

type MonthProps = Omit<CalendarYearProps, 'year'> & {
  first: string
  active: string
  onReach: (date: string) => void
}

function Month({ first, calendar, isOwn, onPress, active, onReach }: MonthProps) {
  const { t } = useLingui()
  const format = useFormats()
  const words: Record<DayKind, string> = {
    working: t`рабочий`,
    day_off: t`выходной`,
    shortened: t`сокращенный`,
  }
  const monday = addDays(first, -((new Date(first).getUTCDay() + 6) % 7))
  const month = first.slice(0, 7)
  const weeks = Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_, n) => addDays(monday, week * 7 + n)),
  )
  return (
    <table className={styles.month}>
      <caption>{format.month(first)}</caption>
      <thead>
        <tr>
          {(weeks[0] ?? []).map(date => (
            <th key={date} scope="col">
              {format.weekday(date)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks
          .filter(week => week.some(date => date.startsWith(month)))
          .map(week => (
            <tr key={week[0]}>
              {week.map(date => {
                if (!date.startsWith(month)) return <td key={date} />
                const kind = dayKindOf(date, calendar)
                const own = isOwn(date)
                const name = `${format.dayOfYear(date)}, ${words[kind]}`
                return (
                  <td key={date}>
                    <button
                      type="button"
                      className={styles.day}
                      data-date={date}
                      data-kind={kind}
                      data-own={own || undefined}
                      aria-label={own ? t`${name}, изменен здесь` : name}
                      title={words[kind]}
                      tabIndex={date === active ? 0 : -1}
                      onFocus={() => onReach(date)}
                      onClick={() => onPress(date, kind)}
                    >
                      {Number(date.slice(8))}
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
      </tbody>
    </table>
  )
}
