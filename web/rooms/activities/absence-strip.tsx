import { Trans, useLingui } from '@lingui/react/macro'
import { ActionIcon } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addDays, localDateOf } from '../../../server/platform/pure/working-time.ts'
import { type Absence, listAbsences } from '../../../server/rooms/access/absences/contract.ts'
import { today, useFormats } from '../../lib/formats.ts'
import { queryOf } from '../../lib/queries.ts'
import { useAbsenceWords } from '../access/absence-words.ts'
import { useMe } from '../access/me.ts'
import styles from './absences.module.css'

const DAYS = 28

/** Who is away when: a row a person, by department, four weeks at once. */
export function AbsenceStrip({ onOpen }: { onOpen: (id: string) => void }) {
  const { t } = useLingui()
  const format = useFormats()
  const { company } = useMe()
  const [from, setFrom] = useState(() => addDays(today(), -3))
  const to = addDays(from, DAYS - 1)
  const absences = useQuery(queryOf(listAbsences, { query: { from, to, limit: 200 } })).data?.items ?? []
  const shown = absences.filter(each => each.status !== 'cancelled')
  const days = Array.from({ length: DAYS }, (_, n) => addDays(from, n))
  const groups = Map.groupBy(shown, each => each.department?.name ?? t`Без подразделения`)
  const span = ({ fromDay, toDay, startsAt, endsAt }: Absence): [number, number] => {
    // Days are those of the company, also where times were given.
    const first = fromDay ?? localDateOf(startsAt, company.timeZone)
    const last = toDay ?? localDateOf(new Date(new Date(endsAt).getTime() - 1).toISOString(), company.timeZone)
    const [begin, end] = [days.findIndex(day => day >= first), days.findLastIndex(day => day <= last)]
    return [begin + 1, end + 2]
  }
  return (
    <section className={styles.strip} aria-label={t`Календарь отсутствий`}>
      <div className={styles.head}>
        <ActionIcon aria-label={t`Раньше`} onClick={() => setFrom(addDays(from, -DAYS / 2))}>
          <IconChevronLeft size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
        <span className="t2 nw">
          {format.date(from)}–{format.date(to)}
        </span>
        <ActionIcon aria-label={t`Позже`} onClick={() => setFrom(addDays(from, DAYS / 2))}>
          <IconChevronRight size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
      </div>
      <div className={styles.days} aria-hidden>
        {days.map(day => (
          <span key={day} data-today={day === today() || undefined} data-off={isWeekend(day) || undefined}>
            {Number(day.slice(8))}
          </span>
        ))}
      </div>
      {shown.length === 0 && (
        <p className="t3">
          <Trans>В эти дни никто не отсутствует.</Trans>
        </p>
      )}
      {[...groups].map(([department, rows]) => (
        <div key={department} className={styles.group}>
          <h3>{department}</h3>
          <ul>
            {[...Map.groupBy(rows, each => each.user.id).values()].map(ofPerson => (
              <li key={ofPerson[0]?.user.id} className={styles.person}>
                <span className="el" title={ofPerson[0]?.user.name}>
                  {ofPerson[0]?.user.name}
                </span>
                <div className={styles.line}>
                  {ofPerson.map(each => {
                    const [begin, end] = span(each)
                    return <Bar key={each.id} absence={each} begin={begin} end={end} onOpen={onOpen} />
                  })}
                </div>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

type BarProps = { absence: Absence; begin: number; end: number; onOpen: (id: string) => void }

function Bar({ absence, begin, end, onOpen }: BarProps) {
  const words = useAbsenceWords()
  const { kinds, period, names } = words
  const who = names(absence.substitutes.map(each => each.user))
  const label = [absence.user.name, kinds[absence.kind], period(absence), who].filter(Boolean).join(', ')
  return (
    <button
      type="button"
      className={styles.bar}
      data-kind={absence.kind}
      style={{ gridColumn: `${Math.max(begin, 1)} / ${Math.min(Math.max(end, begin + 1), DAYS + 1)}` }}
      aria-label={label}
      title={label}
      onClick={() => onOpen(absence.id)}
    >
      <span className="el">{kinds[absence.kind]}</span>
    </button>
  )
}

function isWeekend(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6
}
