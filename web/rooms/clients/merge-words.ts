import { useLingui } from '@lingui/react/macro'
import type { Merge } from '../../../server/rooms/clients/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { usePeople } from '../access/people.ts'
import { useRelationTypes } from './client-card.tsx'
import { useClientKinds } from './party-lists.tsx'
import { useRegionNames } from './region-field.tsx'

export type PartyKind = Merge['kind']

/** Where the card of a record stands. */
export const cardOf = { client: '/clients/$id', contact: '/contacts/$id', prospect: '/prospects/$id' } as const

/** Names of the fields that a merge chooses between, as the cards show them. */
export function useMergeFields(): Record<string, string> {
  const { t } = useLingui()
  return {
    kind: t`Вид`,
    name: t`Наименование`,
    publicName: t`Публичное наименование`,
    fullName: t`ФИО`,
    company: t`Компания`,
    relationType: t`Тип отношений`,
    region: t`Регион`,
    inn: t`ИНН`,
    kpp: t`КПП`,
    ogrn: t`ОГРН`,
    phones: t`Телефоны`,
    phone: t`Телефон`,
    emails: t`Email`,
    email: t`Email`,
    sites: t`Сайты`,
    addresses: t`Адреса`,
    messengers: t`Мессенджеры`,
    responsibleId: t`Ответственный`,
    comment: t`Комментарий`,
    position: t`Должность`,
    clientId: t`Клиент`,
    contactId: t`Контакт`,
    prospectId: t`Потенциальный клиент`,
    main: t`Основной`,
    archived: t`Архив`,
  }
}

/** A value of a field in words, line by line; an empty list when there is none. */
export function useMergeValues(): (field: string, value: unknown) => string[] {
  const people = usePeople()
  const kinds = useClientKinds() as Record<string, string>
  const relations = useRelationTypes() as Record<string, string>
  const regions = useRegionNames()
  return (field, value) => {
    if (value === null || value === undefined || value === '') return []
    if (Array.isArray(value)) return value.map(String)
    if (field === 'responsibleId') return [people.find(each => each.id === value)?.name ?? '—']
    if (field === 'kind') return [kinds[String(value)] ?? String(value)]
    if (field === 'region') return [regions[String(value)] ?? String(value)]
    if (field === 'relationType') return [relations[String(value)] ?? String(value)]
    return String(value).split('\n')
  }
}

/** What moves, by kind; «Интересы». */
export function useMovedKinds(): Record<string, string> {
  const { t } = useLingui()
  return {
    interest: t`Интересы`,
    contact: t`Контакты`,
    client: t`Клиенты контакта`,
    contractor: t`Контрагенты`,
    prospect: t`Потенциальные клиенты`,
    access: t`Доступы`,
  }
}

/** «Анна Ким, вчера, 15:30» */
export function useWhen(): (by: { name: string } | null, at: string) => string {
  const format = useFormats()
  return (by, at) => [by?.name, format.dateTime(at)].filter(Boolean).join(', ')
}
