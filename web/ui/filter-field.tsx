import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useKeys } from './keys.tsx'

type FilterFieldProps = {
  label: string
  width: number
  value: string | undefined
  /** Told a moment after the last letter; undefined for blanks. */
  onChange: (text: string | undefined) => void
}

/** A filter by text in the toolbar of a list; `F` goes there. */
export function FilterField({ label, width, value, onChange }: FilterFieldProps) {
  const { t } = useLingui()
  const [text, setText] = useState(value ?? '')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => setText(value ?? ''), [value])
  const ask = useDebouncedCallback((typed: string) => onChange(typed.trim() || undefined), 200)
  useKeys([{ keys: 'F', does: t`Фильтр по тексту`, run: () => field.current?.focus() }])
  return (
    <TextInput
      ref={field}
      aria-label={label}
      placeholder={label}
      w={width}
      leftSection={<IconSearch size={14} stroke={1.7} aria-hidden />}
      value={text}
      onChange={event => {
        setText(event.currentTarget.value)
        ask(event.currentTarget.value)
      }}
    />
  )
}
