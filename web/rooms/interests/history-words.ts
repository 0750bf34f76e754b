import { useLingui } from '@lingui/react/macro'
import type { TimelineEntry } from '../../../server/rooms/interests/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { useRegionNames } from '../clients/region-field.tsx'
import { useDealRoles } from './deal-contacts.tsx'
import { inGender } from './next-step.tsx'

/** What was done, as the second word of «Анна Ким перенесла…»; without a gender: a noun after a colon reads well for all. */
type Told = Pick<TimelineEntry, 'kind' | 'note' | 'changes'>

export function useVerbs(): (entry: Told) => string {
  const { t } = useLingui()
  const verbs: Record<string, string> = {
    'interest.created': t`регистрация Интереса`,
    'interest.moved': t`новое состояние`,
    'interest.changed': t`изменение`,
    'interest.loss_confirmed': t`потеря подтверждена`,
    'interest.member_added': t`новый соисполнитель`,
    'interest.member_removed': t`больше не соисполнитель`,
    'interest.contact_added': t`контакт в сделке`,
    'interest.contact_removed': t`контакт больше не в сделке`,
    'interest.contact_role_changed': t`роль контакта в сделке`,
    'interest.item_done': t`выполнен пункт чек-листа`,
    'interest.item_reopened': t`снова открыт пункт чек-листа`,
    'interest.client_linked': t`связь с клиентом`,
    'interest.client_unlinked': t`отмена связи с клиентом`,
    'interest.party_changed': t`другая сторона после объединения`,
    'interest.scenario_changed': t`другой сценарий`,
    'client.created': t`регистрация клиента`,
    'client.changed': t`изменение клиента`,
    'client.archived': t`в архив`,
    'client.restored': t`из архива`,
    'client.merged': t`объединение`,
    'client.merged_into': t`объединение: запись присоединена`,
    'client.unmerged': t`отмена объединения`,
    'client.set_apart': t`отмена объединения: снова отдельная запись`,
    'client.identifier_shared': t`отмечено как общее`,
    'client.identifier_unshared': t`больше не общее`,
    'client.duplicate_dismissed': t`отмечено: не дубль`,
    'client.duplicate_reopened': t`снята отметка «не дубль»`,
    'grant.given': t`открыт доступ`,
    'grant.revoked': t`доступ закрыт`,
    'grant.changed': t`доступ открыт до другого дня`,
    'grant.ended': t`доступ закончился`,
    'contractor.created': t`новый контрагент`,
    'contractor.changed': t`изменение контрагента`,
    'contractor.archived': t`контрагент в архив`,
    'contractor.restored': t`контрагент из архива`,
    'contractor.moved': t`контрагент другого клиента после объединения`,
    'contractor.overridden': t`второй с теми же ИНН и КПП, по решению`,
    'contact.created': t`новый контакт`,
    'contact.linked': t`контакт добавлен`,
    'contact.unlinked': t`больше не работает здесь`,
    'contact.changed': t`изменение контакта`,
    'contact.archived': t`контакт в архив`,
    'contact.restored': t`контакт из архива`,
    'contact.moved': t`контакт другого клиента после объединения`,
    'contact.merged': t`объединение контактов`,
    'contact.merged_into': t`объединение: контакт присоединен`,
    'contact.unmerged': t`отмена объединения контактов`,
    'contact.set_apart': t`отмена объединения: снова отдельный контакт`,
    'contact.identifier_shared': t`отмечено как общее`,
    'contact.identifier_unshared': t`больше не общее`,
    'contact.duplicate_dismissed': t`отмечено: не дубль`,
    'contact.duplicate_reopened': t`снята отметка «не дубль»`,
    'prospect.created': t`запись потенциального клиента`,
    'prospect.changed': t`изменение`,
    'prospect.linked': t`связь с клиентом`,
    'prospect.unlinked': t`отмена связи`,
    'prospect.archived': t`в архив`,
    'prospect.restored': t`из архива`,
    'prospect.moved': t`другой клиент после объединения`,
    'prospect.merged': t`объединение`,
    'prospect.merged_into': t`объединение: запись присоединена`,
    'prospect.unmerged': t`отмена объединения`,
    'prospect.set_apart': t`отмена объединения: снова отдельная запись`,
    'prospect.duplicate_dismissed': t`отмечено: не дубль`,
    'prospect.duplicate_reopened': t`снята отметка «не дубль»`,
    'prospect.identifier_shared': t`отмечено как общее`,
    'prospect.identifier_unshared': t`больше не общее`,
  }
  const stepOf = useStepWords()
  return entry => {
    const { kind, note } = entry
    if (note?.kind === 'request') return t`новый запрос клиента`
    if (note) return t`заметка`
    return isStep(entry) ? stepOf(entry) : (verbs[kind] ?? t`изменение`)
  }
}

/** An event of what is planned for an Interest. */
export const isStep = ({ kind }: Pick<TimelineEntry, 'kind'>): boolean => kind.startsWith('interest.step_')

/** «Звонок запланирован на завтра, 15:00: уточнить объем», «Встреча завершена: осмотр кровли» */
function useStepWords(): (entry: Told) => string {
  const { t } = useLingui()
  const format = useFormats()
  const verbs: Record<string, { m: string; f: string; n: string }> = {
    planned: { m: t`запланирован`, f: t`запланирована`, n: t`запланировано` },
    changed: { m: t`изменен`, f: t`изменена`, n: t`изменено` },
    done: { m: t`завершен`, f: t`завершена`, n: t`завершено` },
    cancelled: { m: t`не состоится`, f: t`не состоится`, n: t`не состоится` },
    reopened: { m: t`снова запланирован`, f: t`снова запланирована`, n: t`снова запланировано` },
  }
  return ({ kind, changes }) => {
    const told = (field: string) => {
      const value = changes.find(change => change.field === field)?.to
      return typeof value === 'string' ? value : null
    }
    const name = told('stepKind') === 'task' ? t`Задача` : (told('interactionKindId') ?? t`Взаимодействие`)
    const words = verbs[kind.replace('interest.step_', '')]
    const said = words ? `${name} ${inGender(name, words)}` : name
    const [at, day, subject] = [told('dueAt'), told('dueDay'), told('subject')]
    const due = kind !== 'interest.step_planned' ? null : at ? format.dateTime(at) : day ? format.nearDate(day) : null
    return [due ? t`${said} на ${due}` : said, subject].filter(Boolean).join(': ')
  }
}

/** Plain values that the API names in English. */
export function useValueWords(): Record<string, Record<string, string>> {
  const { t } = useLingui()
  return {
    kind: { organisation: t`Юр. лицо`, entrepreneur: t`ИП`, person: t`Физ. лицо` },
    main: { true: t`да`, false: t`нет` },
    archived: { true: t`да`, false: t`нет` },
    changes: { true: t`да`, false: t`нет` },
    outcome: { done: t`завершено`, cancelled: t`не состоится` },
    closeDateMode: { auto: t`считается по сценарию`, manual: t`указана вручную` },
    region: useRegionNames(),
    dealRole: useDealRoles(),
    relationType: {
      customer: t`Покупатель`,
      supplier: t`Поставщик`,
      partner: t`Партнер`,
      competitor: t`Конкурент`,
      other: t`Прочее`,
    },
  }
}

/** Names of fields as the cards show them; `contractor.fullName` where a kind of record calls it otherwise. */
export function useFieldNames(): Record<string, string> {
  const { t } = useLingui()
  return {
    subject: t`Тема`,
    content: t`Содержание`,
    serviceTypeId: t`Тип услуги`,
    scenarioId: t`Сценарий`,
    stateId: t`Состояние`,
    closedAt: t`Завершен`,
    closeDateMode: t`Откуда дата продажи`,
    archived: t`В архиве`,
    clientId: t`Клиент`,
    contactId: t`Контакт`,
    prospectId: t`Потенциальный клиент`,
    responsibleId: t`Ответственный`,
    expectedRevenue: t`Ожидаемая выручка`,
    expectedCloseDate: t`Ожидаемая дата продажи`,
    channelId: t`Канал`,
    sourceId: t`Источник`,
    projectId: t`Проект`,
    tags: t`Теги`,
    dealRole: t`Роль в сделке`,
    item: t`Пункт`,
    lossReasonId: t`Причина отказа`,
    lossComment: t`Комментарий`,
    lossCompetitor: t`Конкурент`,
    comment: t`Комментарий`,
    name: t`Наименование`,
    publicName: t`Публичное наименование`,
    fullName: t`ФИО`,
    'contractor.fullName': t`Полное наименование`,
    main: t`Основной`,
    company: t`Компания`,
    kind: t`Вид`,
    relationType: t`Тип отношений`,
    region: t`Регион`,
    inn: t`ИНН`,
    kpp: t`КПП`,
    ogrn: t`ОГРН`,
    phones: t`Телефоны`,
    emails: t`Email`,
    phone: t`Телефон`,
    email: t`Email`,
    sites: t`Сайты`,
    addresses: t`Адреса`,
    messengers: t`Мессенджеры`,
    position: t`Должность`,
    userId: t`Кому`,
    departmentId: t`Подразделению`,
    expiresAt: t`До`,
    changes: t`Может менять карточку`,
    'member.userId': t`Кто`,
    mergedFrom: t`Присоединена запись`,
    mergedInto: t`Итоговая запись`,
    outcome: t`Итог`,
    result: t`Результат`,
    dueAt: t`Срок`,
    dueDay: t`Срок`,
    assigneeId: t`Кому`,
    minutes: t`Сколько минут`,
    place: t`Место`,
    contactIds: t`С кем у клиента`,
    userIds: t`Кто еще от нас`,
    remindBefore: t`Напомнить за, мин`,
    repeat: t`Повторять`,
    checklist: t`Чек-лист`,
    interactionKindId: t`Вид`,
  }
}
