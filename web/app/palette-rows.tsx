import { useLingui } from '@lingui/react/macro'
import {
  IconArrowRight,
  IconBuilding,
  IconFileText,
  IconLayoutKanban,
  IconLock,
  IconPlus,
  IconSettings,
  IconTargetArrow,
  IconUser,
  IconUserCircle,
  IconUserQuestion,
} from '@tabler/icons-react'
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import type { ComponentType, ReactNode } from 'react'
import { listUsers } from '../../server/rooms/access/contract.ts'
import { type Client, getClient, getContact, getProspect, type Prospect } from '../../server/rooms/clients/contract.ts'
import { getInterest, type Interest } from '../../server/rooms/interests/contract.ts'
import type { SearchItem } from '../../server/rooms/registration/contract.ts'
import type { Answer } from '../lib/api.ts'
import { queryOf } from '../lib/queries.ts'
import { useMe } from '../rooms/access/me.ts'
import { useRoles } from '../rooms/access/roles.ts'
import { AskedAt, askForAccess } from '../rooms/clients/access.tsx'
import { StateOf } from '../rooms/scenarios/state-of.tsx'
import { Mark, Tag } from '../ui/atoms.tsx'
import type { ShellActions } from '../ui/page.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { type Command, type Place, useCommands } from './commands.ts'
import { type Recent, readRecent, useRecordHere } from './recent.ts'

export type Icon = ComponentType<{ size: number; stroke: number; 'aria-hidden': true }>

/** One line of the palette. */
export type Row = {
  id: string
  icon: Icon
  /** Its name alone, for «Действия с «…»». */
  name: string
  title: ReactNode
  /** At the right end. */
  aside?: ReactNode
  keys?: string
  /** Where Enter leads. */
  place?: Place | undefined
  /** Where it opens in a tab of its own, when that is another place. */
  page?: Place
  run?: () => void
  /** A record that may not be opened. */
  walled?: boolean
  /** The record whose actions `→` shows. */
  record?: ActedOn
  command?: string
}

export type ActedOn = { type: Recent['type'] | 'user'; id: string; clientId?: string | null }

const types: Record<SearchItem['type'], Icon> = {
  client: IconBuilding,
  contractor: IconFileText,
  contact: IconUser,
  prospect: IconUserQuestion,
  interest: IconTargetArrow,
}
const kinds: Record<Command['kind'], Icon> = {
  new: IconPlus,
  board: IconLayoutKanban,
  settings: IconSettings,
  go: IconArrowRight,
}

const pages = {
  client: '/clients/$id',
  contact: '/contacts/$id',
  prospect: '/prospects/$id',
  interest: '/interests/$id',
} as const

export const pageOf = (type: Recent['type'], id: string): Place => ({ to: pages[type], params: { id } })

/** An Interest opens over the screen on which one is; everything else is a page. */
function placesOf(type: Recent['type'], id: string): Pick<Row, 'place' | 'page'> {
  if (type !== 'interest') return { place: pageOf(type, id) }
  const over: Place = { to: '.', search: (before: object) => ({ ...before, interest: id }) } as Place
  return { place: over, page: pageOf(type, id) }
}

/** A found record, with what matched. */
export function useRowOf(): (item: SearchItem) => Row {
  const { t } = useLingui()
  return item => {
    const match = item.matches.find(each => each.field !== 'title' && each.text !== item.title)
    const title = item.matches.find(each => each.text === item.title)
    const { id } = item
    // A legal entity has no page of its own: its client has.
    const record: ActedOn | undefined =
      id === null
        ? undefined
        : item.type === 'contractor'
          ? item.clientId === null
            ? undefined
            : { type: 'client', id: item.clientId }
          : { type: item.type, id, clientId: item.clientId }
    return {
      id: `${item.type} ${id ?? `${item.title} ${item.responsible?.id}`}`,
      icon: item.walled ? IconLock : types[item.type],
      name: item.title,
      walled: item.walled,
      ...(item.walled && item.type !== 'prospect'
        ? {
            run: () =>
              item.accessAskedAt !== null
                ? toast({ message: <AskedAt at={item.accessAskedAt} /> })
                : void askForAccess({ typed: item.title, responsible: item.responsible }).then(
                    ({ of }) => toast({ message: t`Доступ запрошен: ${of}. Ответ придет уведомлением` }),
                    toastError,
                  ),
          }
        : {}),
      ...(record && !item.walled ? { record, ...placesOf(record.type as Recent['type'], record.id) } : {}),
      title: (
        <>
          <Mark text={item.title} ranges={title?.ranges ?? []} /> <span className="t2">{item.subtitle}</span>
          {match && (
            <span className="t2">
              , <Mark text={match.text} ranges={match.ranges} />
            </span>
          )}
        </>
      ),
      aside: (
        <>
          {item.responsible && item.walled && <span className="t2">{item.responsible.name}</span>}
          {item.walled && item.type !== 'prospect' && (
            <Tag look="outline">{item.accessAskedAt === null ? t`запросить доступ` : t`доступ запрошен`}</Tag>
          )}
          {item.archived && <Tag look="outline">{t`в архиве`}</Tag>}
          {item.openInterests > 0 && <Tag look="acc">{t`в работе ${item.openInterests}`}</Tag>}
        </>
      ),
    }
  }
}

const FRESH = 60_000

type Contact = Answer<typeof getContact>

const reads = { client: getClient, contact: getContact, prospect: getProspect, interest: getInterest }

/** What was opened last, read anew through the scope; what may not be opened any more is left out. */
export function useRecentRows(only: Recent['type'] | undefined, wanted: boolean): Row[] {
  const userId = useMe().user.id
  const here = useRecordHere()
  const recent = readRecent(userId)
    .records.filter(each => each.id !== here?.id && (only === undefined || each.type === only))
    .slice(0, 5)
  const answers = useQueries({
    queries: recent.map(({ type, id }) => ({
      ...queryOf(reads[type], { params: { id } }),
      enabled: wanted,
      staleTime: FRESH,
      retry: false,
    })),
  })
  if (!wanted) return []
  return recent.flatMap(({ type, id }, index) => {
    const record = answers[index]?.data
    // A merged record stands in the list as the one into which it was merged.
    if (!record || 'mergedFrom' in record) return []
    const { name, hint, clientId, aside } = wordsOf(type, record)
    return {
      id: `${type} ${id}`,
      icon: types[type],
      name,
      record: { type, id, ...(clientId === undefined ? {} : { clientId }) },
      ...placesOf(type, id),
      aside,
      title: (
        <>
          {name} <span className="t2">{hint}</span>
        </>
      ),
    }
  })
}

type Words = { name: string; hint: string | null; clientId?: string | null; aside?: ReactNode }

function wordsOf(type: Recent['type'], record: Client | Contact | Prospect | Interest): Words {
  switch (type) {
    case 'client': {
      const { name, inn } = record as Client
      return { name, hint: inn }
    }
    case 'contact': {
      const { fullName, clients } = record as Contact
      const main = clients.find(each => each.main) ?? clients[0]
      return { name: fullName, hint: main?.name ?? null, clientId: main && !main.walled ? main.id : null }
    }
    case 'prospect': {
      const { fullName, company, phone, email } = record as Prospect
      return { name: fullName ?? company ?? phone ?? email ?? '', hint: fullName ? company : null }
    }
    case 'interest': {
      const { subject, number, clientId, stateId, scenarioId } = record as Interest
      return { name: subject, hint: number, clientId, aside: <StateOf stateId={stateId} scenarioId={scenarioId} /> }
    }
  }
}

/** Colleagues by their name: whose sales somebody wants to see. */
export function usePeopleRows(q: string, wanted: boolean): { rows: Row[]; searching: boolean } {
  const { t } = useLingui()
  const me = useMe()
  const roles = useRoles()
  const { data, isPending, isPlaceholderData } = useQuery({
    ...queryOf(listUsers, { query: { active: true, q: q || undefined, limit: 8 } }),
    enabled: wanted,
    placeholderData: keepPreviousData,
    staleTime: FRESH,
  })
  const rows = (data?.items ?? []).map((person): Row => {
    const own = person.id === me.user.id
    // A salesperson sees nobody else's sales: the line tells who it is, and leads nowhere.
    const sees = own || me.user.role !== 'salesperson'
    const role = roles.find(each => each.value === person.role)?.label
    return {
      id: `user ${person.id}`,
      icon: IconUserCircle,
      name: person.name,
      ...(sees
        ? { place: { to: '/sales', search: { responsibleId: person.id } }, record: { type: 'user', id: person.id } }
        : {}),
      title: (
        <>
          {own ? t`${person.name} (вы)` : person.name}{' '}
          <span className="t2">{[role, person.department?.name].filter(Boolean).join(', ')}</span>
        </>
      ),
      aside: sees && <span className="t2">{t`продажи`}</span>,
    }
  })
  return { rows: wanted ? rows : [], searching: wanted && (isPending || isPlaceholderData) }
}

/** The commands whose words are typed; the three used most while nothing is. */
export function useCommandRows(q: string, all: boolean, openForm: ShellActions['openForm']): Row[] {
  const userId = useMe().user.id
  const commands = useCommands(openForm)
  const { commands: used } = readRecent(userId)
  const most = commands.toSorted((a, b) => (used[b.id] ?? 0) - (used[a.id] ?? 0)).slice(0, 3)
  const shown = q === '' && !all ? most : commands.filter(each => matchesAll(each.label, q))
  return shown.map(({ id, label, kind, keys, place, run }) => ({
    id: `command ${id}`,
    icon: kinds[kind],
    name: label,
    title: label,
    command: id,
    ...(keys ? { keys } : {}),
    ...(place ? { place } : {}),
    ...(run ? { run } : {}),
  }))
}

function matchesAll(label: string, q: string): boolean {
  const fold = (text: string) => text.toLowerCase().replaceAll('ё', 'е')
  const folded = fold(label)
  return fold(q)
    .split(/\s+/)
    .every(word => folded.includes(word))
}
