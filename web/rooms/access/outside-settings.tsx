import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, TagsInput, Textarea, TextInput } from '@mantine/core'
import { type ReactNode, useId, useState } from 'react'
import type { z } from 'zod'
import { conflict } from '../../../server/platform/contract.ts'
import type { checkSteps } from '../../../server/rooms/access/single-sign-on/contract.ts'
import { formErrors, isProblem } from '../../lib/problem-error.ts'
import { Note, SettingsRow } from '../../ui/atoms.tsx'
import { toastError } from '../../ui/toast.tsx'

/** Settings that hold together and are saved by a button; what nobody has touched here follows what others save. */
export function useWhole<S extends object>(stored: S) {
  const [begun, setBegun] = useState(stored)
  const [typed, setTyped] = useState(stored)
  const [wrong, setWrong] = useState<Record<string, string>>({})
  if (begun !== stored) {
    setBegun(stored)
    if (same(typed, begun)) setTyped(stored)
  }
  return {
    typed,
    changed: !same(typed, stored),
    wrong: (field: keyof S & string) => wrong[`settings.${field}`] ?? wrong[field],
    put: (change: Partial<S>) => setTyped(before => ({ ...before, ...change })),
    undo: () => {
      setTyped(stored)
      setWrong({})
    },
    saved: () => setWrong({}),
    refused: (error: unknown) => {
      const errors = formErrors(error)
      setWrong(errors)
      if (Object.keys(errors).length === 0) toastError(error)
      // Somebody saved meanwhile: what is typed stays, and is saved over theirs only when it is asked for again.
      if (isProblem(error, conflict)) setBegun(stored)
    },
  }
}

const same = (one: object, other: object) => JSON.stringify(one) === JSON.stringify(other)

type RowProps = {
  label: string
  hint?: ReactNode
  error?: string | undefined
}

/** One line of text with its label at the left. */
export function TextRow({
  label,
  hint,
  error,
  value,
  onChange,
  placeholder,
}: RowProps & { value: string; onChange: (value: string) => void; placeholder?: string }) {
  const id = useId()
  return (
    <SettingsRow label={label} hint={hint} htmlFor={id}>
      <TextInput
        id={id}
        value={value}
        error={error}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        onChange={event => onChange(event.currentTarget.value)}
      />
    </SettingsRow>
  )
}

/** Several lines, such as a certificate. */
export function LinesRow({
  label,
  hint,
  error,
  value,
  onChange,
  placeholder,
}: RowProps & { value: string; onChange: (value: string) => void; placeholder?: string }) {
  const id = useId()
  return (
    <SettingsRow label={label} hint={hint} htmlFor={id}>
      <Textarea
        id={id}
        value={value}
        error={error}
        placeholder={placeholder}
        autosize
        minRows={2}
        maxRows={8}
        spellCheck={false}
        onChange={event => onChange(event.currentTarget.value)}
      />
    </SettingsRow>
  )
}

/** A short list of words: hosts, domains. */
export function WordsRow({
  label,
  hint,
  error,
  value,
  onChange,
  placeholder,
}: RowProps & { value: string[]; onChange: (value: string[]) => void; placeholder: string }) {
  const { t } = useLingui()
  const id = useId()
  return (
    <SettingsRow label={label} hint={hint} htmlFor={id}>
      <TagsInput
        id={id}
        value={value}
        error={error}
        placeholder={value.length === 0 ? placeholder : ''}
        clearable
        clearButtonProps={{ 'aria-label': t`Очистить` }}
        styles={{ inputField: { minWidth: 40 } }}
        acceptValueOnBlur
        splitChars={[',', ' ', ';']}
        onChange={words => onChange(words.map(each => each.trim().toLowerCase()).filter(Boolean))}
      />
    </SettingsRow>
  )
}

/** Something that is so or not. */
export function YesRow({
  label,
  words,
  hint,
  value,
  onChange,
}: RowProps & { words: string; value: boolean; onChange: (value: boolean) => void }) {
  return (
    <SettingsRow label={label} hint={hint}>
      <Checkbox label={words} checked={value} onChange={event => onChange(event.currentTarget.checked)} />
    </SettingsRow>
  )
}

/** The buttons below: what is typed is saved whole, or taken back. */
export function SaveBar({
  changed,
  pending,
  onUndo,
  children,
}: {
  changed: boolean
  pending: boolean
  onUndo: () => void
  children?: ReactNode
}) {
  return (
    <div className="row wrap" style={{ paddingBlock: 16 }}>
      <Button type="submit" variant="filled" disabled={!changed} loading={pending}>
        <Trans>Сохранить настройки</Trans>
      </Button>
      <Button variant="default" disabled={!changed} onClick={onUndo}>
        <Trans>Отменить изменения</Trans>
      </Button>
      {children}
    </div>
  )
}

/** What a check found, step by step. */
export function CheckSteps({ found }: { found: z.infer<typeof checkSteps> | undefined }) {
  return (
    <div role="status" className="col" style={{ maxWidth: 720, gap: 6 }}>
      {found?.steps.map(step => (
        <Note key={step.name} look={step.ok ? 'good' : 'bad'}>
          {step.detail}
        </Note>
      ))}
    </div>
  )
}
