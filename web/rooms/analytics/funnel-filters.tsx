import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core'
import { MonthPickerInput } from '@mantine/dates'
import { useLingui } from '@lingui/react/macro'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listDepartments } from '../../../server/rooms/access/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf } from '../../lib/queries.ts'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { useMe } from '../access/me.ts'
import { usePeople } from '../access/people.ts'
import styles from './funnel.module.css'
import { beside, isPeriod, kindOf, type Period, type PeriodKind, periodAt } from './period.ts'
import { usePeriodName } from './use-funnel.ts'

type PeriodPickerProps = { period: Period; own: boolean; onChange: (period: Period, own: boolean) => void }

/** Month, quarter and year one after the other, or any months from and to. */
export function PeriodPicker({ period, own, onChange }: PeriodPickerProps) {
  const { t } = useLingui()
  const { language } = useFormats()
  const name = usePeriodName()
  const kind: PeriodKind = own ? 'own' : kindOf(period)
  const choose = (next: PeriodKind) => {
    if (next === 'own') onChange(period, true)
    else onChange(periodAt(next, period.to), false)
  }
  return (
    <>
      <SegmentedControl
        aria-label={t`Период`}
        value={kind}
        onChange={value => choose(value as PeriodKind)}
        data={[
          { value: 'month', label: t`Месяц` },
          { value: 'quarter', label: t`Квартал` },
          { value: 'year', label: t`Год` },
          { value: 'own', label: t`Свой` },
        ]}
      />
      {kind === 'own' ? (
        <MonthRange period={period} language={language} onChange={next => onChange(next, true)} />
      ) : (
        <div className="row" style={{ gap: 2 }}>
          <Tooltip label={t`Предыдущий период, ←`}>
            <ActionIcon
              aria-label={t`Предыдущий период`}
              aria-keyshortcuts="ArrowLeft"
              onClick={() => onChange(beside(period, -1), false)}
            >
              <IconChevronLeft size={16} stroke={1.7} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <span className={`${styles.period} m`} role="status">
            {name(period)}
          </span>
          <Tooltip label={t`Следующий период, →`}>
            <ActionIcon
              aria-label={t`Следующий период`}
              aria-keyshortcuts="ArrowRight"
              onClick={() => onChange(beside(period, 1), false)}
            >
              <IconChevronRight size={16} stroke={1.7} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </div>
      )}
    </>
  )
}

type MonthRangeProps = { period: Period; language: string; onChange: (period: Period) => void }

function MonthRange({ period, language, onChange }: MonthRangeProps) {
  const { t } = useLingui()
  // The first of two clicks is no period yet.
  const [chosen, setChosen] = useState<[string | null, string | null]>([`${period.from}-01`, `${period.to}-01`])
  const [open, setOpen] = useState(false)
  return (
    <MonthPickerInput
      type="range"
      aria-label={t`С какого месяца по какой`}
      w={250}
      locale={language === 'ru' ? 'ru' : 'en-gb'}
      valueFormat="MMM YYYY"
      allowSingleDateInRange
      data-own-escape={open || undefined}
      popoverProps={{ withinPortal: true, onOpen: () => setOpen(true), onClose: () => setOpen(false) }}
      ariaLabels={{ previousYear: t`Предыдущий год`, nextYear: t`Следующий год`, yearLevelControl: t`Выбрать год` }}
      value={chosen}
      onChange={next => {
        setChosen(next)
        const [from, to] = next
        if (!from || !to) return
        const wanted = { from: from.slice(0, 7), to: to.slice(0, 7) }
        if (isPeriod(wanted)) onChange(wanted)
      }}
    />
  )
}

type WhosePickerProps = {
  responsibleId: string | undefined
  departmentId: string | undefined
  onChange: (whose: { responsibleId?: string; departmentId?: string }) => void
}

/** Everybody in sight, a department, or one person. */
export function WhosePicker({ responsibleId, departmentId, onChange }: WhosePickerProps) {
  const { t } = useLingui()
  const me = useMe()
  const people = usePeople()
  const departments = useQuery(queryOf(listDepartments, { query: {} })).data?.items ?? []
  const salesperson = me.user.role === 'salesperson'
  const everybody = { id: 'all', name: salesperson ? t`Мои и без ответственного` : t`Все, кого я вижу` }
  const mine = { id: me.user.id, name: t`Я` }
  const others = people.filter(each => each.id !== me.user.id).map(({ id, name }) => ({ id, name }))
  const parts = departments.map(({ id, name }) => ({ id, name, hint: t`подразделение` }))
  return (
    <EntitySelect
      aria-label={t`Ответственный`}
      w={224}
      allowDeselect={false}
      entities={salesperson ? [everybody, mine] : [everybody, mine, ...parts, ...others]}
      value={responsibleId ?? departmentId ?? 'all'}
      onChange={id => {
        if (!id || id === 'all') onChange({})
        else onChange(parts.some(each => each.id === id) ? { departmentId: id } : { responsibleId: id })
      }}
    />
  )
}
