import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, TagsInput, Textarea, TextInput } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import type { z } from 'zod'
import type { checkSteps } from '../../../server/rooms/access/single-sign-on/contract.ts'
import { Note, SettingsRow } from '../../ui/atoms.tsx'

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
