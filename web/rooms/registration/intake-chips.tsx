import { ActionIcon, Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconTrash } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { type PartKind, partKind } from '../../../server/rooms/registration/intake/contract.ts'
import { Key } from '../../ui/keys.tsx'
import type { Chip } from './intake.ts'
import styles from './intake-chips.module.css'

export function useChipNames(): Record<PartKind, string> {
  const { t } = useLingui()
  return {
    fullName: t`ФИО`,
    position: t`Должность`,
    company: t`Компания`,
    inn: t`ИНН`,
    kpp: t`КПП`,
    ogrn: t`ОГРН`,
    phone: t`Телефон`,
    email: 'Email',
    site: t`Сайт`,
    address: t`Адрес`,
    need: t`Запрос`,
  }
}

/** The key by which the pieces are reached from anywhere in the form. */
export const CHIPS_KEY = 'alt+R'

export function focusChips(): void {
  document.querySelector<HTMLElement>('[data-chips] button')?.focus()
}

type IntakeChipsProps = { chips: readonly Chip[]; onChips: (chips: Chip[]) => void; onLeave: () => void }

/** What was recognised in the text: each piece can be corrected, called something else, or thrown away. */
export function IntakeChips({ chips, onChips, onLeave }: IntakeChipsProps) {
  const { t } = useLingui()
  const names = useChipNames()
  const [editing, setEditing] = useState<number>()
  const list = useRef<HTMLUListElement>(null)
  const wanted = useRef<number>(undefined)

  useEffect(() => {
    if (wanted.current === undefined) return
    const buttons = list.current?.querySelectorAll<HTMLElement>('[data-chip]') ?? []
    const target = buttons[Math.min(wanted.current, buttons.length - 1)]
    wanted.current = undefined
    if (target) target.focus()
    else onLeave()
  })

  function finish(at: number, chip: Chip | null | undefined): void {
    setEditing(undefined)
    wanted.current = at
    if (chip === undefined) return
    const value = chip?.value.trim() ?? ''
    onChips(chips.flatMap((each, index) => (index !== at ? [each] : chip && value ? [{ ...chip, value }] : [])))
  }

  function keysOf(at: number) {
    return (event: KeyboardEvent) => {
      const to = (index: number) => {
        event.preventDefault()
        list.current?.querySelectorAll<HTMLElement>('[data-chip]')[index]?.focus()
      }
      if (event.altKey || event.ctrlKey || event.metaKey) return
      if (event.key === 'Delete' || event.key === 'Backspace') {
        event.preventDefault()
        finish(at, null)
      } else if (event.key === 'ArrowRight' || event.key === 'ArrowDown') to(at + 1)
      else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') to(Math.max(0, at - 1))
      else if (event.key === 'Escape') {
        event.preventDefault()
        event.stopPropagation()
        onLeave()
      }
    }
  }

  if (chips.length === 0) return null
  return (
    <section aria-label={t`Разобрано`} className={styles.intake} data-chips>
      <div className={styles.head}>
        <span className="grow">
          <Trans>Разобрано, проверьте</Trans>
        </span>
        <span className="not-phone">
          <Key keys={CHIPS_KEY} /> <Trans>исправить</Trans>
        </span>
      </div>
      <ul ref={list} className={styles.chips}>
        {chips.map((chip, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a chip is known by its place
          <li key={at} data-wide={editing === at || undefined}>
            {editing === at ? (
              <ChipEditor chip={chip} onDone={done => finish(at, done)} />
            ) : (
              <button
                type="button"
                data-chip
                className={`plain ${styles.chip}`}
                onClick={() => setEditing(at)}
                onKeyDown={keysOf(at)}
              >
                <span className={styles.kind}>{names[chip.kind]}</span> <span className="el">{chip.value}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Undefined leaves everything as it was, null throws the piece away. */
function ChipEditor({ chip, onDone }: { chip: Chip; onDone: (chip: Chip | null | undefined) => void }) {
  const { t } = useLingui()
  const names = useChipNames()
  const [value, setValue] = useState(chip.value)
  const [kind, setKind] = useState(chip.kind)
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
      if (event.target instanceof HTMLButtonElement) return
      event.preventDefault()
      onDone({ kind, value })
    } else if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      onDone(undefined)
    }
  }
  const field = {
    'aria-label': t`Значение`,
    autoFocus: true,
    autoComplete: 'off',
    value,
    onChange: (event: { currentTarget: { value: string } }) => setValue(event.currentTarget.value),
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the fields inside
    <div className={styles.editor} onKeyDown={keys}>
      <NativeSelect
        aria-label={t`Что это`}
        value={kind}
        onChange={event => setKind(event.currentTarget.value as PartKind)}
        data={partKind.options.map(each => ({ value: each, label: names[each] }))}
      />
      {kind === 'need' ? (
        <Textarea {...field} autosize minRows={1} maxRows={6} className={styles.value} />
      ) : (
        <TextInput {...field} className={styles.value} />
      )}
      <Button onClick={() => onDone({ kind, value })}>
        <Trans>Готово</Trans>
      </Button>
      <ActionIcon aria-label={t`Убрать`} onClick={() => onDone(null)}>
        <IconTrash size={16} stroke={1.7} aria-hidden />
      </ActionIcon>
    </div>
  )
}
