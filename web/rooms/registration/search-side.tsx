import { CloseButton } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconSearch, IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { listRivals, type SearchItem } from '../../../server/rooms/registration/contract.ts'
import { queryOf } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { Key } from '../../ui/keys.tsx'
import styles from './registration.module.css'
import { ResultRow } from './result-row.tsx'
import { useSearch } from './use-search.ts'

type SearchSideProps = {
  text: string
  onText: (text: string) => void
  onTake: (item: SearchItem) => void
  onOpenCard: (item: SearchItem) => void
  onProspect: () => void
  onClient: () => void
  field: RefObject<HTMLInputElement | null>
}

/** «Кто обратился»: one line over everything that is known, by keyboard alone. */
export function SearchSide({ text, onText, onTake, onOpenCard, onProspect, onClient, field }: SearchSideProps) {
  const { t } = useLingui()
  const listId = useId()
  const [at, setAt] = useState(0)
  const { items, fresh, searching, error } = useSearch(text, true)
  // Enter before the rows of this text are there is remembered, never given to rows of another text.
  const wanted = useRef<string | undefined>(undefined)
  const current = Math.min(at, Math.max(0, items.length - 1))

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new text begins at its first row
  useEffect(() => setAt(0), [text])

  useEffect(() => {
    if (!fresh || wanted.current !== text.trim()) return
    wanted.current = undefined
    const first = items.find(item => !item.walled)
    if (first) onTake(first)
  }, [fresh, items, onTake, text])

  const move = (by: number) => {
    const next = Math.min(Math.max(0, current + by), Math.max(0, items.length - 1))
    setAt(next)
    document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' })
  }

  function keys(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing) return
    const item = fresh ? items[current] : undefined
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      move(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      if (item && !item.walled) onTake(item)
      else if (!fresh && text.trim()) wanted.current = text.trim()
      else if (fresh && items.length === 0) onProspect()
    } else if (event.code === 'KeyO' && (event.ctrlKey || event.metaKey) && item && !item.walled) {
      event.preventDefault()
      onOpenCard(item)
    }
  }

  const typed = text.trim()
  return (
    <>
      <div className={styles.search}>
        <IconSearch size={20} stroke={1.5} aria-hidden />
        <input
          ref={field}
          data-autofocus
          value={text}
          onChange={event => {
            wanted.current = undefined
            onText(event.currentTarget.value)
          }}
          onKeyDown={keys}
          role="combobox"
          aria-label={t`Клиент, контакт, телефон, ИНН, почта или номер Интереса`}
          placeholder={t`Имя, телефон, ИНН, почта`}
          aria-expanded={items.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={items.length > 0 ? `${listId}-${current}` : undefined}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          maxLength={300}
        />
        {text && <CloseButton aria-label={t`Очистить поиск`} onClick={() => onText('')} tabIndex={-1} />}
      </div>
      <Rivals text={typed} />
      <div className={styles.found} role="status">
        {items.length > 0 && fresh && (
          <Plural
            value={items.length}
            one="Найдена # запись"
            few="Найдено # записи"
            many="Найдено # записей"
            other="Найдено # записи"
          />
        )}
        {items.length === 0 && fresh && <Trans>Никого не нашли по «{typed}»</Trans>}
        {!fresh && searching && items.length === 0 && <Trans>Ищем…</Trans>}
        {typed.length < 2 && <Trans>Ищет по имени, названию, ИНН, телефону, почте, сайту и номеру Интереса</Trans>}
      </div>
      {error !== null && !searching && (
        <Note look="bad" role="alert">
          <Trans>Поиск не отвечает. Введенное сохранится; запишите потенциального клиента, дубли проверим позже.</Trans>
        </Note>
      )}
      <div id={listId} role="listbox" aria-label={t`Найденные записи`} className={styles.results}>
        {items.map((item, index) => (
          <ResultRow
            key={`${item.type} ${item.id ?? item.title} ${item.contactId ?? ''} ${index}`}
            id={`${listId}-${index}`}
            item={item}
            current={index === current}
            onTake={() => fresh && onTake(item)}
            onPoint={() => setAt(index)}
          />
        ))}
      </div>
      {typed.length > 1 && (
        <div className={styles.fresh}>
          <button
            type="button"
            className={`plain ${styles.prospectButton}`}
            onClick={onProspect}
            aria-keyshortcuts="Alt+P"
          >
            <IconUserPlus size={16} stroke={1.7} aria-hidden />
            <span className="el">
              <Trans>Потенциальный клиент «{typed}»</Trans>
            </span>
            <Key keys="alt+P" />
          </button>
          <button type="button" className={`plain ${styles.clientButton}`} onClick={onClient} aria-keyshortcuts="Alt+K">
            <Trans>+ Клиент</Trans> <Key keys="alt+K" />
          </button>
        </div>
      )}
    </>
  )
}

/** Somebody is typing the same phone, mail or INN at this moment: better to talk first. */
function Rivals({ text }: { text: string }) {
  const rivals = useQuery({
    ...queryOf(listRivals, { query: { q: text } }),
    enabled: /\d{5}|@/.test(text.replace(/[\s()-]/g, '')),
    refetchInterval: 5_000,
    staleTime: 0,
  })
  const people = rivals.data?.people ?? []
  if (people.length === 0) return null
  const names = people.map(person => person.name).join(', ')
  return (
    <Note look="due" role="status">
      <Trans>Сейчас это же обращение записывает {names}</Trans>
    </Note>
  )
}
