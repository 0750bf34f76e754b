import { useLingui } from '@lingui/react/macro'
import { Button, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { AuditGroup } from '../../../../server/rooms/access/audit/kinds/contract.ts'
import { DateField } from '../../../ui/date-field.tsx'
import { EntitySelect } from '../../../ui/entity-select.tsx'
import { FilterField } from '../../../ui/filter-field.tsx'
import { useEverybody } from '../people.ts'
import styles from './log.module.css'
import { useLogWords } from './words.ts'

export type LogFilter = {
  q?: string | undefined
  actorId?: string | undefined
  recordId?: string | undefined
  group?: AuditGroup | undefined
  /** Days of the viewer, both included. */
  from?: string | undefined
  to?: string | undefined
  address?: string | undefined
}

type Props = { filter: LogFilter; recordName: string | null; onChange: (part: LogFilter) => void }

/** Which rows are shown: by name, person, kind of event, days, address, one record. */
export function LogFilters({ filter, recordName, onChange }: Props) {
  const { t } = useLingui()
  const people = useEverybody()
  const { groups } = useLogWords()
  return (
    <div className={styles.filters} role="search" aria-label={t`Отбор`}>
      <FilterField label={t`Имя человека или записи`} width={220} value={filter.q} onChange={q => onChange({ q })} />
      <EntitySelect
        aria-label={t`Кто`}
        placeholder={t`Все люди`}
        w={180}
        clearable
        // Also those who do not work here any more.
        entities={people.map(({ id, name }) => ({ id, name }))}
        value={filter.actorId ?? null}
        onChange={id => onChange({ actorId: id ?? undefined })}
      />
      <EntitySelect
        aria-label={t`Вид событий`}
        placeholder={t`Все события`}
        w={190}
        clearable
        entities={groups}
        value={filter.group ?? null}
        onChange={id => onChange({ group: (id ?? undefined) as AuditGroup | undefined })}
      />
      <DateField
        aria-label={t`С какого дня`}
        placeholder={t`с дня`}
        w={126}
        {...(filter.to ? { maxDate: filter.to } : {})}
        value={filter.from ?? null}
        onChange={from => onChange({ from: from ?? undefined })}
      />
      <DateField
        aria-label={t`По какой день`}
        placeholder={t`по день`}
        w={126}
        {...(filter.from ? { minDate: filter.from } : {})}
        value={filter.to ?? null}
        onChange={to => onChange({ to: to ?? undefined })}
      />
      <AddressField value={filter.address} onChange={address => onChange({ address })} />
      {filter.recordId !== undefined && (
        <Button
          aria-label={t`Не только эта запись`}
          rightSection={<IconX size={14} stroke={1.7} aria-hidden />}
          onClick={() => onChange({ recordId: undefined })}
        >
          {recordName ?? t`Одна запись`}
        </Button>
      )}
    </div>
  )
}

/** The whole address from which somebody came. */
function AddressField({ value, onChange }: { value: string | undefined; onChange: (address?: string) => void }) {
  const { t } = useLingui()
  const [text, setText] = useState(value ?? '')
  useEffect(() => setText(value ?? ''), [value])
  const ask = useDebouncedCallback((typed: string) => onChange(typed.trim() || undefined), 300)
  return (
    <TextInput
      aria-label={t`Адрес в сети`}
      placeholder={t`Адрес в сети`}
      className={styles.address}
      w={130}
      maxLength={60}
      value={text}
      onChange={event => {
        setText(event.currentTarget.value)
        ask(event.currentTarget.value)
      }}
    />
  )
}
