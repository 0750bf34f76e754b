import { Trans, useLingui } from '@lingui/react/macro'
import { IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { HistoryReference, HistoryValue } from '../../../server/rooms/clients/contract.ts'
import type { Money } from '../../../server/platform/pure/money.ts'
import { useFormats } from '../../lib/formats.ts'
import { Tag } from '../../ui/atoms.tsx'
import { useFieldNames, useValueWords } from './history-words.ts'

export type RecordKind = 'client' | 'contractor' | 'contact' | 'prospect' | 'interest'

/** In the order of the cards. */
export const fieldsOf: Record<RecordKind, readonly string[]> = {
  client: [
    'name',
    'publicName',
    'kind',
    'inn',
    'kpp',
    'ogrn',
    'phones',
    'emails',
    'sites',
    'messengers',
    'addresses',
    'relationType',
    'region',
    'responsibleId',
    'comment',
    'archived',
  ],
  contractor: ['name', 'fullName', 'kind', 'inn', 'kpp', 'ogrn', 'main', 'archived'],
  contact: ['fullName', 'position', 'phones', 'emails', 'messengers', 'comment', 'archived'],
  prospect: ['fullName', 'company', 'phone', 'email', 'responsibleId', 'comment', 'clientId', 'archived'],
  interest: [
    'subject',
    'content',
    'stateId',
    'serviceTypeId',
    'responsibleId',
    'expectedRevenue',
    'expectedCloseDate',
    'clientId',
    'contactId',
    'channelId',
    'sourceId',
    'projectId',
    'tags',
    'lossReasonId',
  ],
}

/** Changes as the card orders its fields; what it does not show comes last. */
export function byCard<T extends { field: string }>(kind: RecordKind, changes: readonly T[]): T[] {
  const place = ({ field }: T) => (fieldsOf[kind].includes(field) ? fieldsOf[kind].indexOf(field) : 99)
  return changes.toSorted((a, b) => place(a) - place(b))
}

export const isEmpty = (value: HistoryValue): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** What a field is called, with the client at which it holds where it is one of several. */
export function useFieldLabel(): (kind: string, field: string, of?: HistoryReference | null) => string {
  const names = useFieldNames()
  return (kind, field, of) => {
    const name = names[`${kind}.${field}`] ?? names[field] ?? field
    return of?.name ? `${name}, ${of.name}` : name
  }
}

/** A value as people read it: names instead of ids, money, dates; what is behind a wall or destroyed is said. */
export function useShowValue(): (kind: string, field: string, value: HistoryValue) => ReactNode {
  const { t } = useLingui()
  const format = useFormats()
  const words = useValueWords()
  const text = (kind: string, field: string, value: string | number | boolean): string => {
    const plain = String(value)
    const known = words[`${kind}.${field}`]?.[plain] ?? words[field]?.[plain]
    if (known) return known
    if (/^\d{4}-\d\d-\d\d$/.test(plain)) return format.date(plain)
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(plain)) return format.dateTime(plain)
    return plain
  }
  return (kind, field, value) => {
    if (isEmpty(value) || value === null) return <span className="t3">{t`пусто`}</span>
    if (Array.isArray(value)) return value.map(each => text(kind, field, each)).join(', ')
    if (typeof value !== 'object') return text(kind, field, value)
    return 'amount' in value ? format.money(value as Money) : <Reference {...value} />
  }
}

function Reference({ name, archived, walled }: HistoryReference) {
  if (walled) {
    return (
      <span className="t2">
        <IconLock size={12} stroke={1.7} aria-hidden /> <Trans>запись, которой вы не видите</Trans>
      </span>
    )
  }
  return (
    <>
      {name ?? <Trans>запись удалена</Trans>}
      {archived && name && (
        <>
          {' '}
          <Tag look="outline">
            <Trans>в архиве</Trans>
          </Tag>
        </>
      )}
    </>
  )
}
