import { useLingui } from '@lingui/react/macro'
import { type OptionsFilter, Select, type SelectProps } from '@mantine/core'
import { useState } from 'react'

export type Entity = { id: string; name: string; hint?: string; archivedAt?: string | null }

type EntitySelectProps = Omit<SelectProps, 'data' | 'value' | 'defaultValue' | 'onChange' | 'filter'> & {
  entities: readonly Entity[]
  value?: string | null
  defaultValue?: string | null
  onChange?: (id: string | null) => void
}

const fold = (text: string) => text.toLowerCase().replaceAll('ё', 'е')

/** Every typed word somewhere in the name, in any order; ё = е. */
const byWords: OptionsFilter = ({ options, search }) => {
  const words = fold(search).split(/\s+/).filter(Boolean)
  return options.filter(option => 'label' in option && words.every(word => fold(option.label).includes(word)))
}

/** One of a directory, by its id; an archived one is offered only while it is the value. */
export function EntitySelect({ entities, value, onChange, onFocus, comboboxProps, ...rest }: EntitySelectProps) {
  const { t } = useLingui()
  // Options that nobody has come near are not drawn: a form of five selects would wait for all of theirs.
  const [near, setNear] = useState(false)
  const kept = value ?? rest.defaultValue
  const data = entities
    .filter(each => !each.archivedAt || each.id === kept)
    .map(each => ({ value: each.id, label: each.archivedAt ? t`${each.name} (в архиве)` : each.name, hint: each.hint }))
  return (
    <Select
      searchable
      nothingFoundMessage={t`Ничего не нашлось`}
      clearButtonProps={{ 'aria-label': t`Очистить` }}
      maxDropdownHeight={320}
      {...rest}
      {...(value === undefined ? {} : { value })}
      data={data}
      filter={byWords}
      comboboxProps={{ keepMounted: near, ...comboboxProps }}
      onFocus={event => {
        setNear(true)
        // What is typed takes the place of what stands there, however the focus came.
        event.currentTarget.select()
        onFocus?.(event)
      }}
      onChange={id => onChange?.(id)}
      renderOption={({ option }) => (
        <div className="col" style={{ gap: 0 }}>
          <span>{option.label}</span>
          {(option as { hint?: string }).hint && <span className="s12 t3">{(option as { hint?: string }).hint}</span>}
        </div>
      )}
    />
  )
}
