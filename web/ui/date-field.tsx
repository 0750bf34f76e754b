import { useLingui } from '@lingui/react/macro'
import { DateInput, type DateInputProps } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import { useState } from 'react'
import { readDate } from '../lib/date-typing.ts'
import { useFormats } from '../lib/formats.ts'

type DateFieldProps = Omit<DateInputProps, 'valueFormat' | 'dateParser' | 'locale'>

/** A date typed as `25.11` or picked; the value is `YYYY-MM-DD`. */
export function DateField(props: DateFieldProps) {
  const { t } = useLingui()
  const { language } = useFormats()
  const [open, setOpen] = useState(false)
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
      // Esc closes the calendar first, and only then what it stands in.
      data-own-escape={open || undefined}
      popoverProps={{ withinPortal: true, onOpen: () => setOpen(true), onClose: () => setOpen(false) }}
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
