import { CloseButton } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { IconSearch } from '@tabler/icons-react'
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from 'react'
import styles from './registration.module.css'

export type TypingField = HTMLInputElement | HTMLTextAreaElement

type SearchFieldProps = {
  field: RefObject<TypingField | null>
  text: string
  onText: (text: string) => void
  onKeys: (event: KeyboardEvent<TypingField>) => void
  listId: string
  expanded: boolean
  activeId: string | undefined
}

/** Longer than a line of the field shows. */
const LONGEST_LINE = 120

/** One line that becomes a small page when a letter is pasted or typed into it; the caret stays where it was. */
export function SearchField({ field, text, onText, onKeys, listId, expanded, activeId }: SearchFieldProps) {
  const { t } = useLingui()
  const page = text.includes('\n') || text.length > LONGEST_LINE
  const caret = useRef<number>(undefined)

  useLayoutEffect(() => {
    const at = caret.current
    if (at === undefined) return
    caret.current = undefined
    field.current?.focus({ preventScroll: true })
    field.current?.setSelectionRange(at, at)
  })

  function insert(target: TypingField, piece: string): void {
    const [from, to] = [target.selectionStart ?? text.length, target.selectionEnd ?? text.length]
    caret.current = from + piece.length
    onText(text.slice(0, from) + piece + text.slice(to))
  }

  // A one-line field would swallow the ends of the lines.
  function paste(event: ClipboardEvent<TypingField>): void {
    const pasted = event.clipboardData.getData('text/plain').replace(/\r\n?/g, '\n')
    if (!pasted.includes('\n') && pasted.length + text.length <= LONGEST_LINE) return
    event.preventDefault()
    insert(event.currentTarget, text === '' ? pasted.trim() : pasted)
  }

  function keys(event: KeyboardEvent<TypingField>): void {
    if (event.key === 'Enter' && event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault()
      insert(event.currentTarget, '\n')
      return
    }
    onKeys(event)
  }

  const common = {
    'data-autofocus': true,
    value: text,
    onChange: (event: { currentTarget: TypingField }) => {
      const { value, selectionStart } = event.currentTarget
      const becomesPage = value.includes('\n') || value.length > LONGEST_LINE
      if (becomesPage !== page) caret.current = selectionStart ?? value.length
      onText(value)
    },
    onKeyDown: keys,
    onPaste: paste,
    'aria-label': t`Клиент, контакт, телефон, ИНН, почта или номер Интереса`,
    'aria-autocomplete': 'list' as const,
    'aria-activedescendant': activeId,
    autoComplete: 'off',
    autoCorrect: 'off',
    spellCheck: false,
  }
  return (
    <div className={styles.search} data-page={page || undefined}>
      <IconSearch size={20} stroke={1.5} aria-hidden />
      {page ? (
        <textarea ref={field as RefObject<HTMLTextAreaElement>} {...common} aria-controls={listId} rows={4} />
      ) : (
        <input
          ref={field as RefObject<HTMLInputElement>}
          {...common}
          role="combobox"
          aria-controls={listId}
          aria-expanded={expanded}
          placeholder={t`Имя, телефон, ИНН, почта или письмо целиком`}
        />
      )}
      {text && (
        <CloseButton
          aria-label={t`Очистить поиск`}
          onClick={() => {
            caret.current = 0
            onText('')
          }}
          tabIndex={-1}
        />
      )}
    </div>
  )
}
