import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Fragment, type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { getClient } from '../../../server/rooms/clients/contract.ts'
import { listRivals, type SearchItem } from '../../../server/rooms/registration/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { Key } from '../../ui/keys.tsx'
import styles from './registration.module.css'
import { ResultRow } from './result-row.tsx'
import { RowContacts } from './row-contacts.tsx'
import rows from './row-contacts.module.css'
import type { Chip } from './intake.ts'
import { IntakeChips } from './intake-chips.tsx'
import { SearchField, type TypingField } from './search-field.tsx'
import { type IntakeReading, LONGEST_TEXT } from './use-intake.ts'
import { useSearch } from './use-search.ts'

type SearchSideProps = {
  text: string
  onText: (text: string) => void
  onTake: (item: SearchItem, contactId?: string) => void
  /** Goes on to what is needed; false where that is not on the screen. */
  onNext: () => boolean
  onOpenCard: (item: SearchItem) => void
  onProspect: () => void
  onClient: () => void
  field: RefObject<TypingField | null>
  reading: IntakeReading
  chips: Chip[]
  onChips: (chips: Chip[]) => void
}

/** «Кто обратился»: one line over everything that is known, by keyboard alone. */
export function SearchSide(props: SearchSideProps) {
  const { text, onText, onTake, onNext, onOpenCard, onProspect, onClient, field, reading, chips } = props
  const { t } = useLingui()
  const format = useFormats()
  const listId = useId()
  const [at, setAt] = useState(0)
  /** The people of the current row are asked for, as soon as it is there, and where one went among them. */
  const [asked, setAsked] = useState(false)
  const [personAt, setPersonAt] = useState<number>()
  const { letter } = reading
  const plain = useSearch(text, !letter)
  const { items, fresh, searching, error } = letter ? reading : plain
  // Enter before the rows of this text are there is remembered, never given to rows of another text.
  const wanted = useRef<string | undefined>(undefined)
  const current = Math.min(at, Math.max(0, items.length - 1))

  const item = fresh ? items[current] : undefined
  const clientId = item && !item.walled ? item.clientId : null
  const open = asked && clientId !== null
  const people = usePeopleOf(open ? clientId : null)
  // Until somebody moves, the one who matched is the one who asks.
  const person = personAt ?? Math.max(0, people?.findIndex(each => each.id === item?.contactId) ?? 0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new text begins at its first row
  useEffect(() => goTo(0), [text])

  useEffect(() => {
    if (!fresh || wanted.current !== text.trim()) return
    wanted.current = undefined
    // Whoever may only have been meant is looked at before it is taken.
    const sure = items.filter(each => each.slip === null)
    const first = sure.find(each => !each.walled) ?? sure[0]
    if (first) onTake(first)
  }, [fresh, items, onTake, text])

  function goTo(index: number): void {
    setAt(index)
    setAsked(false)
    setPersonAt(undefined)
  }

  function move(by: number): void {
    const [from, size] = open ? [person, people?.length ?? 0] : [current, items.length]
    const next = Math.min(Math.max(0, from + by), Math.max(0, size - 1))
    if (open) setPersonAt(next)
    else goTo(next)
    document.getElementById(open ? `${listId}-${current}-${next}` : `${listId}-${next}`)?.scrollIntoView({
      block: 'nearest',
    })
  }

  /** What a key does here; anything else is typing. */
  function actionOf(event: KeyboardEvent<TypingField>): (() => unknown) | undefined {
    const { selectionStart, value } = event.currentTarget
    // Inside a letter the arrows go through its lines.
    const inLetter = value.includes('\n') && selectionStart !== value.length
    const mod = event.ctrlKey || event.metaKey
    if (event.altKey) return undefined
    if (mod) return event.code === 'KeyO' && item && !item.walled ? () => onOpenCard(item) : undefined
    switch (event.key) {
      case 'ArrowDown':
        return inLetter ? undefined : () => move(1)
      case 'ArrowUp':
        return inLetter ? undefined : () => move(-1)
      case 'ArrowRight':
        return (clientId || !fresh) && !event.shiftKey && selectionStart === value.length
          ? () => setAsked(true)
          : undefined
      case 'ArrowLeft':
      case 'Escape':
        return open ? () => goTo(current) : undefined
      case 'Enter':
        return enter
      case 'Tab':
        return event.shiftKey ? undefined : onNext
      default:
        return undefined
    }
  }

  function enter(): void {
    if (item && open && people) onTake(item, people[person]?.id)
    else if (item && !open) onTake(item)
    else if (!fresh && text.trim()) wanted.current = text.trim()
    else if (fresh && items.length === 0) onProspect()
  }

  function keys(event: KeyboardEvent<TypingField>): void {
    if (event.nativeEvent.isComposing) return
    const act = actionOf(event)
    if (act && act() !== false) event.preventDefault()
  }

  const longest = format.number(LONGEST_TEXT)
  const typed = text.trim()
  const named = letter ? nameOf(chips) : typed
  const meant = fresh ? items[0]?.slip?.meant : undefined
  return (
    <>
      <SearchField
        field={field}
        text={text}
        onText={next => {
          wanted.current = undefined
          onText(next)
        }}
        onKeys={keys}
        listId={listId}
        expanded={items.length > 0}
        activeId={items.length > 0 ? `${listId}-${current}${people?.[person] ? `-${person}` : ''}` : undefined}
      />
      {reading.tooLong && (
        <Note look="due" role="alert">
          <Trans>
            Текст длиннее {longest} знаков не разбирается. Оставьте письмо без пересылки и вложенных ответов.
          </Trans>
        </Note>
      )}
      {letter && <IntakeChips chips={chips} onChips={props.onChips} onLeave={() => field.current?.focus()} />}
      <Rivals text={letter ? whoOf(chips) : typed} />
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
        {meant && <Trans> · исправлено: «{meant}»</Trans>}
        {items.length === 0 && fresh && !letter && <Trans>Никого не нашли по «{typed}»</Trans>}
        {items.length === 0 && fresh && letter && (
          <Trans>
            Никого с такими данными нет. Проверили клиентов, контрагентов, контакты и потенциальных клиентов.
          </Trans>
        )}
        {!fresh && searching && items.length === 0 && <Trans>Ищем…</Trans>}
        {typed.length < 2 && (
          <Trans>
            Ищет по имени, названию, ИНН, телефону, почте, сайту и номеру Интереса. Можно вставить подпись или письмо
            целиком.
          </Trans>
        )}
      </div>
      {error !== null && !searching && (
        <Note look="bad" role="alert">
          <Trans>Поиск не отвечает. Введенное сохранится; запишите потенциального клиента, дубли проверим позже.</Trans>
        </Note>
      )}
      <div id={listId} role="listbox" aria-label={t`Найденные записи`} className={styles.results}>
        {items.map((each, index) => (
          <Fragment key={`${each.type} ${each.id ?? each.title} ${each.contactId ?? ''} ${index}`}>
            <ResultRow
              id={`${listId}-${index}`}
              item={each}
              current={index === current && !people?.length}
              onTake={() => fresh && onTake(each)}
              onPoint={() => index !== current && goTo(index)}
            />
            {open && index === current && (
              <RowContacts
                id={`${listId}-${index}`}
                contacts={people}
                matched={each.contactId}
                at={person}
                onTake={contactId => onTake(each, contactId)}
                onPoint={setPersonAt}
              />
            )}
          </Fragment>
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
              {named ? <Trans>Потенциальный клиент «{named}»</Trans> : <Trans>Потенциальный клиент</Trans>}
            </span>
            <Key keys="alt+P" />
          </button>
          <button type="button" className={`plain ${styles.clientButton}`} onClick={onClient} aria-keyshortcuts="Alt+K">
            <Trans>+ Клиент</Trans> <Key keys="alt+K" />
          </button>
        </div>
      )}
      {items.length > 0 && <Hints />}
    </>
  )
}

function Hints() {
  return (
    <div className={`not-phone ${rows.hints}`}>
      <span>
        <Key keys="ArrowUp ArrowDown" /> <Trans>выбрать</Trans>
      </span>
      <span>
        <Key keys="Enter" /> <Trans>взять</Trans>
      </span>
      <span>
        <Key keys="ArrowRight" /> <Trans>контакты</Trans>
      </span>
      <span>
        <Key keys="mod+O" /> <Trans>открыть карточку</Trans>
      </span>
    </div>
  )
}

/** By what a piece is called where only one line is left. */
function nameOf(chips: readonly Chip[]): string {
  const kinds = ['fullName', 'company', 'phone', 'email', 'inn'] as const
  return kinds.map(kind => chips.find(chip => chip.kind === kind)?.value).find(Boolean) ?? ''
}

/** The one piece by which two people who register the same caller meet. */
function whoOf(chips: readonly Chip[]): string {
  const kinds = ['phone', 'email', 'inn'] as const
  return kinds.map(kind => chips.find(chip => chip.kind === kind)?.value).find(Boolean) ?? ''
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

/** People of a client that is looked into before it is taken; undefined until they are read. */
function usePeopleOf(clientId: string | null) {
  const { data, isError } = useQuery({
    ...queryOf(getClient, { params: { id: clientId ?? '' } }),
    enabled: clientId !== null,
  })
  if (clientId === null) return undefined
  return data?.contacts.filter(each => !each.archived) ?? (isError ? [] : undefined)
}
