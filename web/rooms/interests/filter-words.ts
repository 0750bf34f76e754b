import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { listDepartments } from '../../../server/rooms/access/contract.ts'
import { getClient } from '../../../server/rooms/clients/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf } from '../../lib/queries.ts'
import { useRelationTypes } from '../clients/client-card.tsx'
import { useClientKinds } from '../clients/party-lists.tsx'
import { useChannels, useInteractionKinds, useLossReasons, useProjects, useSources } from '../company/directories.ts'
import { listOf, type MoreFilter } from './sales-filter.ts'

export function useDepartments() {
  return useQuery({ ...queryOf(listDepartments, { query: {} }), staleTime: 60_000 }).data?.items ?? []
}

/** The client that a filter names; its name is there once it is read. */
export function useFilterClient(id: string | undefined): string {
  const { data } = useQuery({
    ...queryOf(getClient, { params: { id: id ?? '' } }),
    enabled: id !== undefined,
    retry: false,
  })
  return data ? (data.publicName ?? data.name) : '…'
}

type Choice = { value: string; label: string }

/** What can be chosen in each list of the filter. */
export function useFilterChoices() {
  const { t } = useLingui()
  const entity = ({ id, name }: { id: string; name: string }): Choice => ({ value: id, label: name })
  const words = (of: Record<string, string>): Choice[] => Object.entries(of).map(([value, label]) => ({ value, label }))
  return {
    source: useSources().map(entity),
    channel: useChannels().map(entity),
    project: useProjects().map(entity),
    lossReason: useLossReasons().map(entity),
    clientKind: words(useClientKinds()),
    relation: words(useRelationTypes()),
    department: useDepartments().map(entity),
    outcome: words({ won: t`Завершен успешно`, lost: t`Потерян` }),
    step: [...words({ task: t`Задача`, interaction: t`Любое взаимодействие` }), ...useInteractionKinds().map(entity)],
  }
}

/** Names of the filters, and what each of those that are set says. */
export function useFilterWords(filter: MoreFilter): (group: string) => { name: string; says: string } {
  const { t } = useLingui()
  const format = useFormats()
  const choices = useFilterChoices()
  const client = useFilterClient(filter.clientId)
  const named = (list: readonly Choice[], joined: string | undefined) =>
    listOf(joined)
      .map(each => list.find(({ value }) => value === each)?.label ?? '…')
      .join(', ')
  const sums = (from: string | undefined, to: string | undefined) =>
    from && to ? `${from} – ${to}` : from ? t`от ${from}` : t`до ${to ?? ''}`
  const days = (first: string | undefined, last: string | undefined) => {
    const from = first && format.date(first)
    const to = last && format.date(last)
    return from && to ? `${from} – ${to}` : from ? t`с ${from}` : t`по ${to ?? ''}`
  }
  const money = (sum: string | undefined) => sum && format.number(Number(sum))
  const of: Record<string, () => { name: string; says: string }> = {
    department: () => ({ name: t`Подразделение`, says: named(choices.department, filter.departmentId) }),
    client: () => ({ name: t`Клиент`, says: client }),
    step: () => ({ name: t`Следующий шаг`, says: named(choices.step, filter.stepKind) }),
    stepPeriod: () => ({ name: t`Шаг запланирован`, says: days(filter.stepFrom, filter.stepTo) }),
    revenue: () => ({
      name: t`Ожидаемая выручка`,
      says: sums(money(filter.revenueFrom), money(filter.revenueTo)),
    }),
    closeDate: () => ({ name: t`Дата продажи`, says: days(filter.closeDateFrom, filter.closeDateTo) }),
    created: () => ({ name: t`Зарегистрирован`, says: days(filter.createdFrom, filter.createdTo) }),
    source: () => ({ name: t`Источник`, says: named(choices.source, filter.sourceId) }),
    channel: () => ({ name: t`Канал`, says: named(choices.channel, filter.channelId) }),
    project: () => ({ name: t`Проект`, says: named(choices.project, filter.projectId) }),
    tags: () => ({ name: t`Теги`, says: listOf(filter.tags).join(', ') }),
    clientKind: () => ({ name: t`Вид клиента`, says: named(choices.clientKind, filter.clientKind) }),
    relation: () => ({ name: t`Тип отношений`, says: named(choices.relation, filter.relationType) }),
    starred: () => ({ name: t`С пометкой`, says: '' }),
    watched: () => ({ name: t`На контроле`, says: '' }),
    coExecuted: () => ({ name: t`Я соисполнитель`, says: '' }),
    checklist: () => ({ name: t`Чек-лист не закончен`, says: '' }),
    outcome: () => ({ name: t`Итог`, says: named(choices.outcome, filter.outcome) }),
    lossReason: () => ({ name: t`Причина отказа`, says: named(choices.lossReason, filter.lossReasonId) }),
    competitor: () => ({ name: t`Конкурент`, says: filter.competitor ?? '' }),
    closed: () => ({ name: t`Завершен`, says: days(filter.closedFrom, filter.closedTo) }),
  }
  return group => of[group]?.() ?? { name: group, says: '' }
}
