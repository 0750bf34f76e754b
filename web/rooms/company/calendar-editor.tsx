import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { CalendarLayer, DayMarks } from '../../../server/platform/pure/calendar-layers.ts'
import { putCalendarYear, type StoredYear } from '../../../server/rooms/company/calendar/contract.ts'
import { useWrite } from '../../lib/queries.ts'
import { SettingsRow } from '../../ui/atoms.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { calendarBelow, calendarWith, isMarked, pressDay, sameMarks, shippedMarks } from './calendar-marks.ts'
import { CalendarYear } from './calendar-year.tsx'
import styles from './calendar.module.css'

type CalendarEditorProps = { year: number; regionId: string | null; layers: readonly StoredYear[] }
/** What is typed and not saved yet, and what it was begun on. */
type Draft = { marks: DayMarks; version: number; begun: DayMarks }

/** The days of one layer in one year; what is not saved yet waits while another year is looked at. */
export function CalendarEditor({ year, regionId, layers }: CalendarEditorProps) {
  const { t } = useLingui()
  const [chosen, setLayer] = useState<CalendarLayer>('company')
  const layer = chosen === 'region' && regionId === null ? 'company' : chosen
  const place = { layer, regionId: layer === 'region' ? regionId : null }
  const key = `${layer} ${place.regionId} ${year}`
  const [drafts, setDrafts] = useState<Record<string, Draft | undefined>>({})
  const write = useWrite(putCalendarYear)

  // Days of other regions do not count for this company.
  const stored = layers.filter(each => each.regionId === null || each.regionId === regionId)
  const row = stored.find(each => each.layer === layer)
  const shipped = shippedMarks(layer, year)
  const saved = row?.marks ?? shipped
  const draft = drafts[key]
  const marks = draft?.marks ?? saved
  const changed = draft !== undefined && !sameMarks(draft.marks, saved)
  const below = calendarBelow(layer, year, stored)

  const type = (next: DayMarks) =>
    setDrafts({
      ...drafts,
      [key]: { marks: next, version: draft?.version ?? row?.version ?? 0, begun: draft?.begun ?? saved },
    })
  const forget = () => setDrafts({ ...drafts, [key]: undefined })

  function put(version: number, next: DayMarks | null): Promise<StoredYear> {
    const body = { ...place, version, marks: next && plain(next) }
    return write.mutateAsync({ params: { year }, body })
  }
  function save(version: number, next: DayMarks | null): void {
    const before = row?.marks ?? null
    put(version, next).then(kept => {
      forget()
      toast({ message: t`Календарь на ${year} год изменен`, undo: () => put(kept.version, before) })
    }, toastError)
  }

  const isUnsaved = Object.values(drafts).some(each => each && !sameMarks(each.marks, each.begun))
  return (
    <>
      <LeaveGuard when={isUnsaved} title={t`Дни не сохранены`}>
        <Trans>Отмеченные дни пропадут, если уйти с этой страницы.</Trans>
      </LeaveGuard>
      <SettingsRow
        label={t`Чьи дни менять`}
        hint={layer === 'country' ? t`Год страны целиком` : t`Отдельные дни, которые отличаются от календаря страны`}
      >
        <SegmentedControl
          aria-label={t`Чьи дни менять`}
          value={layer}
          onChange={value => setLayer(value as CalendarLayer)}
          data={[
            { value: 'company', label: t`Компания` },
            { value: 'region', label: t`Регион`, disabled: regionId === null },
            { value: 'country', label: t`Россия` },
          ]}
        />
      </SettingsRow>
      <Legend own={layer !== 'country'} />
      <CalendarYear
        year={year}
        calendar={calendarWith(layer, year, stored, marks)}
        isOwn={date => layer !== 'country' && isMarked(marks, date)}
        onPress={(date, now) => type(pressDay(marks, date, now, below))}
      />
      {layer === 'country' && (
        <Checkbox
          label={t`Календарь предварительный, еще может измениться`}
          checked={marks.provisional}
          onChange={event => type({ ...marks, provisional: event.currentTarget.checked })}
        />
      )}
      <div className={`row wrap ${styles.actions}`}>
        <Button
          variant="filled"
          disabled={!changed}
          loading={write.isPending}
          onClick={() => draft && save(draft.version, sameMarks(draft.marks, shipped) ? null : draft.marks)}
        >
          <Trans>Сохранить дни</Trans>
        </Button>
        <Button variant="default" disabled={!changed} onClick={forget}>
          <Trans>Отменить изменения</Trans>
        </Button>
        <Button variant="subtle" disabled={!row?.marks} onClick={() => row && save(row.version, null)}>
          <Trans>Вернуть как поставлено</Trans>
        </Button>
      </div>
    </>
  )
}

function plain({ daysOff, workingDays, shortened, provisional }: DayMarks) {
  return { daysOff: [...daysOff], workingDays: [...workingDays], shortened: [...shortened], provisional }
}

function Legend({ own }: { own: boolean }) {
  return (
    <div className={styles.legend}>
      <span>
        <span className={styles.day} data-kind="working" aria-hidden>
          1
        </span>
        <Trans>рабочий</Trans>
      </span>
      <span>
        <span className={styles.day} data-kind="day_off" aria-hidden>
          1
        </span>
        <Trans>выходной</Trans>
      </span>
      <span>
        <span className={styles.day} data-kind="shortened" aria-hidden>
          1
        </span>
        <Trans>сокращенный на час</Trans>
      </span>
      {own && (
        <span>
          <span className={styles.day} data-kind="working" data-own aria-hidden>
            1
          </span>
          <Trans>изменен здесь</Trans>
        </span>
      )}
      <span className="t3">
        <Trans>Щелчок или Пробел меняет день, стрелки ходят по дням.</Trans>
      </span>
    </div>
  )
}
