import { TextInput } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { getInterest, type InterestRow } from '../../../server/rooms/interests/contract.ts'
import { queryOf } from '../../lib/queries.ts'
import { CellEditor } from '../../ui/cell-editor.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import type { EditsOn } from '../../ui/grid-columns.ts'
import { MoneyInput } from '../../ui/money-input.tsx'
import { usePeople } from '../access/people.ts'
import { useServiceTypes } from '../company/directories.ts'
import { useChangeInterest } from './interest-fields.tsx'

type CellProps = { row: InterestRow; onDone: (on: EditsOn) => void }

/** Makes the editor of a column for the rows that may be edited. */
export const editBy =
  (Cell: (props: CellProps) => ReactNode) =>
  (row: InterestRow): ((onDone: CellProps['onDone']) => ReactNode) | undefined =>
    row.can['edit'] ? onDone => <Cell row={row} onDone={onDone} /> : undefined

/** Saves a cell by the card's own way. */
function useChangeRow(row: InterestRow) {
  const change = useChangeInterest(row, useQuery(queryOf(getInterest, { params: { id: row.id } })).data)
  return (label: string, wanted: Parameters<typeof change>[0]) => change(wanted, label)
}

export function SubjectCell({ row, onDone }: CellProps) {
  const { t } = useLingui()
  const change = useChangeRow(row)
  return (
    <CellEditor
      value={row.subject}
      onDone={onDone}
      onSave={subject => change(t`Тема`, { subject: subject.trim() || null })}
      edit={({ id, value, onChange }) => (
        <TextInput
          id={id}
          aria-label={t`Тема`}
          maxLength={300}
          value={value}
          onChange={event => onChange(event.currentTarget.value)}
        />
      )}
    />
  )
}

export function RevenueCell({ row, onDone }: CellProps) {
  const { t } = useLingui()
  const change = useChangeRow(row)
  return (
    <CellEditor
      value={row.expectedRevenue}
      same={(a, b) => a?.amount === b?.amount}
      onDone={onDone}
      onSave={money => change(t`Ожидаемая выручка`, { expectedRevenue: money })}
      edit={({ id, value, onChange }) => (
        <MoneyInput id={id} aria-label={t`Ожидаемая выручка`} value={value} onChange={onChange} />
      )}
    />
  )
}

export function DateCell({ row, onDone }: CellProps) {
  const { t } = useLingui()
  const change = useChangeRow(row)
  return (
    <CellEditor
      value={row.expectedCloseDate}
      onDone={onDone}
      onSave={date =>
        change(
          t`Ожидаемая дата продажи`,
          date ? { expectedCloseDate: date, closeDateMode: 'manual' } : { closeDateMode: 'auto' },
        )
      }
      edit={({ id, value, onChange }) => (
        <DateField
          id={id}
          aria-label={t`Ожидаемая дата продажи`}
          value={value}
          onChange={date => onChange(date ? String(date).slice(0, 10) : null)}
        />
      )}
    />
  )
}

export function ServiceTypeCell({ row, onDone }: CellProps) {
  const { t } = useLingui()
  const types = useServiceTypes()
  const change = useChangeRow(row)
  return (
    <CellEditor
      value={row.serviceTypeId}
      onDone={onDone}
      onSave={serviceTypeId => change(t`Тип услуги`, { serviceTypeId })}
      edit={({ id, value, commit }) => (
        <EntitySelect
          id={id}
          aria-label={t`Тип услуги`}
          entities={types}
          value={value}
          onChange={next => next && commit(next)}
          allowDeselect={false}
          defaultDropdownOpened
        />
      )}
    />
  )
}

export function ResponsibleCell({ row, onDone }: CellProps) {
  const { t } = useLingui()
  const people = usePeople()
  const change = useChangeRow(row)
  const before = row.responsible?.id ?? null
  return (
    <CellEditor
      value={before}
      onDone={onDone}
      onSave={responsibleId => change(t`Ответственный`, { responsibleId })}
      edit={({ id, value, commit }) => (
        <EntitySelect
          id={id}
          aria-label={t`Ответственный`}
          entities={people}
          value={value}
          onChange={commit}
          allowDeselect={false}
          defaultDropdownOpened
          comboboxProps={{ width: 240, position: 'bottom-end' }}
        />
      )}
    />
  )
}
