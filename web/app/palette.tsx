import { Trans, useLingui } from '@lingui/react/macro'
import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { search } from '../../server/rooms/registration/contract.ts'
import { queryOf } from '../lib/queries.ts'
import { useMe } from '../rooms/access/me.ts'
import { Key, KeyLayer, useKeys } from '../ui/keys.tsx'
import type { ShellActions } from '../ui/page.tsx'
import styles from './palette.module.css'
import { useActionRows } from './palette-actions.tsx'
import { Hints, Line } from './palette-line.tsx'
import { type Row, useCommandRows, usePeopleRows, useRecentRows, useRowOf } from './palette-rows.tsx'
import { countCommand } from './recent.ts'

const [store, palette] = createSpotlight()
export const openPalette = palette.open

type PaletteProps = { openForm: ShellActions['openForm'] }

/** Ctrl K: records, people and commands in one line, by keyboard alone. No animation: no typed letter is lost. */
export function Palette({ openForm }: PaletteProps) {
  const { t } = useLingui()
  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      size={680}
      yOffset={92}
      closeOnEscape={false}
      transitionProps={{ duration: 0 }}
      overlayProps={{ transitionProps: { duration: 0 } }}
      lockScroll={false}
      attributes={{ content: { 'aria-label': t`Поиск и команды` } }}
    >
      <KeyLayer>
        <Body openForm={openForm} />
      </KeyLayer>
    </Spotlight.Root>
  )
}

/** What the first sign narrows the palette to. */
const modes = { '>': 'commands', '#': 'interests', '@': 'people' } as const
type Mode = (typeof modes)[keyof typeof modes]

function Body({ openForm }: PaletteProps) {
  const { t } = useLingui()
  const listId = useId()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<string>()
  /** The row whose actions are open. */
  const [acting, setActing] = useState<Row>()
  // A key pressed before the rows of this text are there is remembered, never given to rows of another text.
  const wanted = useRef<{ text: string; act: (row: Row) => void } | undefined>(undefined)
  const { groups, fresh, searching, q } = useGroups(text, acting, openForm)
  const rows = groups.flatMap(group => group.rows)
  const at = Math.max(
    0,
    rows.findIndex(row => row.id === chosen),
  )
  const current = rows[at]
  const go = useGo()

  useKeys([{ keys: 'Escape', inFields: true, run: () => (acting ? closeActions() : palette.close()) }])

  const doWanted = useEffectEvent(() => {
    const { current: waiting } = wanted
    if (!fresh || waiting?.text !== text) return
    wanted.current = undefined
    if (current) waiting.act(current)
  })
  useEffect(() => doWanted(), [fresh, text, current])

  // Actions are read a moment after they are asked for; the first of them is the current row then.
  const firstAction = acting && groups.find(group => group.of === acting.id)?.rows[0]?.id
  useEffect(() => {
    if (firstAction) setChosen(firstAction)
  }, [firstAction])

  function type(value: string): void {
    setText(value)
    setChosen(undefined)
    setActing(undefined)
    wanted.current = undefined
  }
  function closeActions(): void {
    setChosen(acting?.id)
    setActing(undefined)
  }
  function move(by: number): void {
    const next = rows[Math.min(Math.max(0, at + by), rows.length - 1)]
    setChosen(next?.id)
    document.getElementById(`${listId} ${next?.id}`)?.scrollIntoView({ block: 'nearest' })
  }

  function toCurrent(act: (row: Row) => void): void {
    if (!fresh) wanted.current = { text, act }
    else if (current) act(current)
  }
  /** What a key does here; anything else is typing. */
  function actionOf(event: KeyboardEvent<HTMLInputElement>): (() => void) | undefined {
    const { selectionStart, value } = event.currentTarget
    const tab = event.ctrlKey || event.metaKey
    if (event.altKey) return event.code === 'KeyN' ? () => toCurrent(newInterestFor) : undefined
    switch (event.key) {
      case 'ArrowDown':
        return () => move(1)
      case 'ArrowUp':
        return () => move(-1)
      case 'ArrowRight':
        return !tab && selectionStart === value.length
          ? () => toCurrent(row => row.record && setActing(row))
          : undefined
      case 'ArrowLeft':
        return acting && !tab ? closeActions : undefined
      case 'Enter':
        return () => toCurrent(row => go(row, tab))
      default:
        return undefined
    }
  }
  function newInterestFor({ record }: Row): void {
    const { type, id, clientId } = record ?? {}
    if (!id || type === 'user') return
    const of = type === 'prospect' ? { prospectId: id } : { clientId: type === 'client' ? id : (clientId ?? undefined) }
    palette.close()
    openForm(of)
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing) return
    const act = actionOf(event)
    if (!act) return
    event.preventDefault()
    act()
  }

  return (
    <>
      <div className={styles.search}>
        <IconSearch size={20} stroke={1.5} aria-hidden />
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette is its field
          autoFocus
          data-autofocus
          value={text}
          onChange={event => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          role="combobox"
          aria-label={t`Поиск и команды`}
          placeholder={t`Клиент, телефон, ИНН, номер или команда`}
          aria-expanded={rows.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={current ? `${listId} ${current.id}` : undefined}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          maxLength={300}
        />
        <Key keys="Escape" />
      </div>
      <div id={listId} role="listbox" aria-label={t`Найденное`} className={styles.list}>
        {groups.map(group => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options
          <div key={group.label} role="group" aria-label={group.label}>
            <div className={styles.group} aria-hidden>
              {group.label}
            </div>
            {group.rows.map(row => (
              <Line
                key={row.id}
                id={`${listId} ${row.id}`}
                row={row}
                current={row === current}
                onPoint={() => row !== current && setChosen(row.id)}
                onGo={event => fresh && go(row, event.ctrlKey || event.metaKey)}
              />
            ))}
          </div>
        ))}
      </div>
      {rows.length === 0 && q !== '' && (
        <div className={styles.none} role="status">
          {searching ? <Trans>Ищем…</Trans> : <Trans>Ничего не нашлось по «{q}»</Trans>}
        </div>
      )}
      <Hints />
    </>
  )
}

type Group = { label: string; rows: Row[]; of?: string }

/** Everything that is on the list now, in its order. */
function useGroups(text: string, acting: Row | undefined, openForm: ShellActions['openForm']) {
  const { t } = useLingui()
  const line = text.trim()
  const mode: Mode | undefined = modes[line[0] as keyof typeof modes]
  const q = mode ? line.slice(1).trim() : line
  const [asked] = useDebouncedValue(q, 60)
  const wanted = asked.length > 1 && (mode === undefined || mode === 'interests')
  const found = useQuery({
    ...queryOf(search, { query: { q: asked, limit: 5, ...(mode === 'interests' ? { types: 'interest' } : {}) } }),
    enabled: wanted,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  const rowOf = useRowOf()
  const meant = found.data?.items[0]?.slip?.meant
  const records = wanted && q.length > 1 ? (found.data?.items ?? []).map(rowOf) : []
  const people = usePeopleRows(asked, mode === 'people')
  const recent = useRecentRows(
    mode === 'interests' ? 'interest' : undefined,
    q === '' && (mode === undefined || mode === 'interests'),
  )
  const commands = useCommandRows(q, mode === 'commands', openForm)
  const actions = useActionRows(acting?.record, openForm)

  const all: Group[] = [
    { label: t`Недавние`, rows: recent },
    {
      label: mode === 'interests' ? t`Интересы` : meant ? t`Записи · исправлено: «${meant}»` : t`Записи`,
      rows: records,
    },
    { label: t`Люди`, rows: people.rows },
    { label: t`Команды`, rows: mode === undefined || mode === 'commands' ? commands : [] },
  ]
  const groups = all.filter(group => group.rows.length > 0)
  const under = groups.findIndex(group => group.rows.some(row => row.id === acting?.id))
  if (acting && under >= 0 && actions.length > 0) {
    groups.splice(under + 1, 0, { label: t`Действия: ${acting.name}`, rows: actions, of: acting.id })
  }
  return {
    groups,
    q,
    // Enter on rows of an older text would open the wrong client.
    fresh: asked === q && (!wanted || (found.isSuccess && !found.isPlaceholderData)) && !people.searching,
    searching: found.isFetching || people.searching || asked !== q,
  }
}

/** Goes where a row leads and does what it does; in a tab of its own when asked so. */
function useGo(): (row: Row, tab?: boolean) => void {
  const navigate = useNavigate()
  const router = useRouter()
  const userId = useMe().user.id
  return (row, tab = false) => {
    const { place, page = place, run, command } = row
    if (!place && !run) return
    if (command) countCommand(userId, command)
    if (tab && page) {
      window.open(router.buildLocation(page as never).href, '_blank', 'noopener')
      return
    }
    palette.close()
    if (place) void navigate(place as never)
    else run?.()
  }
}
