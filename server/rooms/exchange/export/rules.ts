import type { Language } from '../../../platform/contract.ts'
import type { Client } from '../../clients/contract.ts'
import type { InterestRow } from '../../interests/contract.ts'

type Words = Record<Language, readonly string[]>

const CLIENT_HEADER: Words = {
  ru: [
    'Название',
    'Публичное название',
    'Вид контрагента',
    'ИНН',
    'КПП',
    'ОГРН',
    'Телефоны компании',
    'Почта компании',
    'Сайты',
    'Адреса',
    'Мессенджеры компании',
    'Тип отношений',
    'Ответственный',
    'Комментарий',
    'Контактное лицо',
    'Должность',
    'Телефоны контакта',
    'Почта контакта',
    'Мессенджеры контакта',
  ],
  en: [
    'Company name',
    'Public name',
    'Kind',
    'INN',
    'KPP',
    'OGRN',
    'Company phones',
    'Company e-mails',
    'Site',
    'Addresses',
    'Company messenger',
    'Relation',
    'Responsible',
    'Comment',
    'Contact name',
    'Position',
    'Contact phones',
    'Contact e-mails',
    'Contact messenger',
  ],
}

const KINDS: Record<Client['kind'], Record<Language, string>> = {
  organisation: { ru: 'Организация', en: 'Company' },
  entrepreneur: { ru: 'ИП', en: 'Entrepreneur' },
  person: { ru: 'Физлицо', en: 'Person' },
}
const RELATIONS: Record<Client['relationType'], Record<Language, string>> = {
  customer: { ru: 'Клиент', en: 'Customer' },
  supplier: { ru: 'Поставщик', en: 'Supplier' },
  partner: { ru: 'Партнер', en: 'Partner' },
  competitor: { ru: 'Конкурент', en: 'Competitor' },
  other: { ru: 'Другое', en: 'Other' },
}

/** Names of the columns of clients; an import knows each of them. */
export function clientHeader(language: Language): readonly string[] {
  return CLIENT_HEADER[language]
}

/** A client as rows of a file: one for each contact, the client's own data in each. */
export function clientLines(client: Client, language: Language): string[][] {
  const raws = (list: readonly { raw: string }[]) => list.map(each => each.raw).join('; ')
  const own = [
    client.name,
    client.publicName ?? '',
    KINDS[client.kind][language],
    client.inn ?? '',
    client.kpp ?? '',
    client.ogrn ?? '',
    raws(client.phones),
    raws(client.emails),
    client.sites.join('; '),
    client.addresses.join('\n'),
    client.messengers.join('; '),
    RELATIONS[client.relationType][language],
    client.responsible?.name ?? '',
    client.comment ?? '',
  ]
  const contacts = client.contacts.filter(contact => !contact.archived)
  if (contacts.length === 0) return [[...own, '', '', '', '', '']]
  return contacts.map(contact => [
    ...own,
    contact.fullName,
    contact.position ?? '',
    raws(contact.phones),
    raws(contact.emails),
    contact.messengers.join('; '),
  ])
}

const INTEREST_HEADER: Words = {
  ru: [
    'Номер',
    'Тема',
    'Клиент',
    'Тип услуги',
    'Сценарий',
    'Состояние',
    'В состоянии с',
    'Ответственный',
    'Ожидаемая выручка',
    'Оценка',
    'Валюта',
    'Вероятность, %',
    'Ожидаемая дата',
    'Теги',
    'Создан',
    'Завершен',
  ],
  en: [
    'Number',
    'Subject',
    'Client',
    'Service type',
    'Scenario',
    'State',
    'In the state since',
    'Responsible',
    'Expected revenue',
    'Weighted revenue',
    'Currency',
    'Probability, %',
    'Expected date',
    'Tags',
    'Created',
    'Closed',
  ],
}

/** Names of the columns of Interests. */
export function interestHeader(language: Language): readonly string[] {
  return INTEREST_HEADER[language]
}

/** What the ids of an Interest are called. */
export interface Names {
  serviceType(id: string): string
  scenario(id: string): string
  state(id: string): string
}

/** An Interest as a row of a file; days are those of the reader's zone, sums have a comma where the language has one. */
export function interestLine(interest: InterestRow, names: Names, language: Language, timeZone: string): string[] {
  const day = (instant: string | null) => (instant === null ? '' : shortDay(localDay(instant, timeZone)))
  const sum = (money: { amount: string } | null) =>
    money === null ? '' : language === 'ru' ? money.amount.replace('.', ',') : money.amount
  return [
    interest.number,
    interest.subject,
    interest.party.name,
    names.serviceType(interest.serviceTypeId),
    names.scenario(interest.scenarioId),
    names.state(interest.stateId),
    day(interest.stateEnteredAt),
    interest.responsible?.name ?? '',
    sum(interest.expectedRevenue),
    sum(interest.weightedRevenue),
    interest.expectedRevenue?.currency ?? '',
    String(interest.probability),
    interest.expectedCloseDate === null ? '' : shortDay(interest.expectedCloseDate),
    interest.tags.join(', '),
    day(interest.createdAt),
    day(interest.closedAt),
  ]
}

function localDay(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(instant))
}

function shortDay(day: string): string {
  return day.split('-').reverse().join('.')
}
