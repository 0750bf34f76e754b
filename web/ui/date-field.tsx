import { useLingui } from '@lingui/react/macro'
import { DateInput, type DateInputProps } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import { useFormats } from '../lib/formats.ts'

type DateFieldProps = Omit<DateInputProps, 'valueFormat' | 'dateParser' | 'locale'>

/** `25.11`, `25.11.26`, `25/11/2026` → `2026-11-25`; without a year the next such day. */
export function readDate(text: string, now: Date = new Date()): string | null {
  const found = /^\s*(\d{1,2})[.,/\-\s]+(\d{1,2})(?:[.,/\-\s]+(\d{2}|\d{4}))?\s*\.?$/.exec(text)
  if (!found) return null
  const day = Number(found[1])
  const month = Number(found[2])
  const given = found[3] === undefined ? undefined : Number(found[3].length === 2 ? `20${found[3]}` : found[3])
  const of = (year: number) => new Date(Date.UTC(year, month - 1, day))
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())
  const year = given ?? (of(now.getFullYear()).getTime() < today ? now.getFullYear() + 1 : now.getFullYear())
  const date = of(year)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null
}

/** A date typed as `25.11` or picked; the value is `YYYY-MM-DD`. */
export function DateField(props: DateFieldProps) {
  const { t } = useLingui()
  const { language } = useFormats()
  return (
    <DateInput
      valueFormat="DD.MM.YYYY"
      placeholder={t`дд.мм.гггг`}
      dateParser={text => readDate(text) ?? (null as never)}
      locale={language === 'ru' ? 'ru' : 'en-gb'}
      firstDayOfWeek={1}
      clearable
      clearButtonProps={{ 'aria-label': t`Очистить дату` }}
      rightSection={<IconCalendar size={16} stroke={1.7} aria-hidden />}
      rightSectionPointerEvents="none"
      popoverProps={{ withinPortal: true }}
      ariaLabels={{
        previousMonth: t`Предыдущий месяц`,
        nextMonth: t`Следующий месяц`,
        previousYear: t`Предыдущий год`,
        nextYear: t`Следующий год`,
        previousDecade: t`Предыдущие десять лет`,
        nextDecade: t`Следующие десять лет`,
        monthLevelControl: t`Выбрать месяц`,
        yearLevelControl: t`Выбрать год`,
      }}
      {...props}
    />
  )
}
