import { Trans, useLingui } from '@lingui/react/macro'
import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import {
  IconArrowRight,
  IconBuilding,
  IconFileText,
  IconLayoutKanban,
  IconLock,
  IconPlus,
  IconSearch,
  IconSettings,
  IconTargetArrow,
  IconUser,
  IconUserQuestion,
} from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ComponentType, useEffect, useRef, useState } from 'react'
import { type SearchItem, search } from '../../server/rooms/registration/contract.ts'
import { queryOf } from '../lib/queries.ts'
import { Mark, Tag } from '../ui/atoms.tsx'
import { Key, KeyLayer, useKeys } from '../ui/keys.tsx'
import { useCommands } from './commands.ts'
import styles from './palette.module.css'

const types: Record<SearchItem['type'], ComponentType<{ size: number; stroke: number }>> = {
  client: IconBuilding,
  contractor: IconFileText,
  contact: IconUser,
  prospect: IconUserQuestion,
  interest: IconTargetArrow,
}
const commandIcons = { new: IconPlus, board: IconLayoutKanban, settings: IconSettings, go: IconArrowRight }
const [store, palette] = createSpotlight()
export const openPalette = palette.open

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const

/** Ctrl K: records and commands in one line; `>` commands only, `#` Interests. No animation: no typed letter is lost. */
export function Palette({ openForm }: { openForm: () => void }) {
  const { t } = useLingui()
  const [query, setQuery] = useState('')
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
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
        <Spotlight.Search
          placeholder={t`Клиент, телефон, ИНН, номер или команда`}
          aria-label={t`Поиск и команды`}
          leftSection={<IconSearch size={20} stroke={1.5} aria-hidden />}
          rightSection={<Key keys="Escape" />}
          rightSectionWidth={48}
        />
        <Close />
        <PaletteList query={query} openForm={openForm} />
        <Spotlight.Footer className={styles.foot}>
          <span>
            <Key keys="ArrowUp ArrowDown" /> <Trans>выбрать</Trans>
          </span>
          <span>
            <Key keys="Enter" /> <Trans>открыть</Trans>
          </span>
          <span className="grow" />
          <span>
            <Key keys=">" /> <Trans>только команды</Trans>
          </span>
          <span>
            <Key keys="#" /> <Trans>Интересы</Trans>
          </span>
        </Spotlight.Footer>
      </KeyLayer>
    </Spotlight.Root>
  )
}

/** Esc closes the palette alone, whatever is open below. */
function Close() {
  useKeys([{ keys: 'Escape', inFields: true, run: palette.close }])
  return null
}

function PaletteList({ query, openForm }: { query: string; openForm: () => void }) {
  const { t } = useLingui()
  const text = query.trim()
  const only = text.startsWith('>') ? 'commands' : text.startsWith('#') ? 'interests' : undefined
  const q = only ? text.slice(1).trim() : text
  const [asked] = useDebouncedValue(q, 60)
  const wanted = asked.length > 1 && only !== 'commands'
  const found = useQuery({
    ...queryOf(search, { query: { q: asked, limit: 5, ...(only === 'interests' ? { types: 'interest' } : {}) } }),
    enabled: wanted,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  // Enter on rows of an older text would open the wrong client.
  const fresh = asked === q && !found.isPlaceholderData
  const items = wanted && q.length > 1 ? (found.data?.items ?? []) : []
  const commands = useCommands(openForm).filter(each => only !== 'interests' && matchesAll(each.label, q))
  const first = items[0]?.id ?? commands[0]?.id

  // Spotlight chooses a row only while letters are typed; rows that arrive later are chosen here, after they are drawn.
  const rows = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (first === undefined) return
    for (const [at, row] of rows.current?.querySelectorAll('[data-action]').entries() ?? []) {
      row.toggleAttribute('data-selected', at === 0)
    }
    store.updateState(state => ({ ...state, selected: 0 }))
  }, [first])

  return (
    <Spotlight.ActionsList className={styles.list} ref={rows}>
      {items.length > 0 && (
        <Spotlight.ActionsGroup label={t`Записи`}>
          {items.map(item => (
            <RecordRow key={`${item.type} ${item.id ?? item.title}`} item={item} fresh={fresh} />
          ))}
        </Spotlight.ActionsGroup>
      )}
      {commands.length > 0 && (
        <Spotlight.ActionsGroup label={t`Команды`}>
          {commands.map(({ id, label, keys, kind, run }) => {
            const Icon = commandIcons[kind]
            return (
              <Spotlight.Action key={id} className={styles.action} onClick={run}>
                <Icon {...icon} />
                <span className="grow el">{label}</span>
                {keys && <Key keys={keys} />}
              </Spotlight.Action>
            )
          })}
        </Spotlight.ActionsGroup>
      )}
      {items.length === 0 && commands.length === 0 && q !== '' && (
        <div className={styles.none}>
          {found.isFetching ? <Trans>Ищем…</Trans> : <Trans>Ничего не нашлось по «{q}»</Trans>}
        </div>
      )}
    </Spotlight.ActionsList>
  )
}

function RecordRow({ item, fresh }: { item: SearchItem; fresh: boolean }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const Icon = item.walled ? IconLock : types[item.type]
  const match = item.matches.find(each => each.field !== 'title' && each.text !== item.title)
  const title = item.matches.find(each => each.text === item.title)

  function open(): void {
    if (!fresh || item.id === null) return
    palette.close()
    const { id, type, clientId } = item
    if (type === 'interest') void navigate({ to: '.', search: before => ({ ...before, interest: id }) })
    if (type === 'client') void navigate({ to: '/clients/$id', params: { id } })
    if (type === 'contractor' && clientId) void navigate({ to: '/clients/$id', params: { id: clientId } })
    if (type === 'contact') void navigate({ to: '/contacts/$id', params: { id } })
    if (type === 'prospect') void navigate({ to: '/prospects/$id', params: { id } })
  }

  return (
    <Spotlight.Action
      className={styles.action}
      onClick={open}
      closeSpotlightOnTrigger={false}
      data-walled={item.walled || undefined}
    >
      <Icon {...icon} />
      <span className="grow el">
        <Mark text={item.title} ranges={title?.ranges ?? []} /> <span className="t2">{item.subtitle}</span>
        {match && (
          <span className="t2">
            , <Mark text={match.text} ranges={match.ranges} />
          </span>
        )}
      </span>
      {item.responsible && item.walled && <span className="t2">{item.responsible.name}</span>}
      {item.archived && <Tag look="outline">{t`в архиве`}</Tag>}
      {item.openInterests > 0 && <Tag look="acc">{t`в работе ${item.openInterests}`}</Tag>}
    </Spotlight.Action>
  )
}

function matchesAll(label: string, q: string): boolean {
  const folded = label.toLowerCase().replaceAll('ё', 'е')
  return q
    .toLowerCase()
    .replaceAll('ё', 'е')
    .split(/\s+/)
    .every(word => folded.includes(word))
}
