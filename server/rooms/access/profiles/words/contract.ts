import type { Texts } from '../../../../platform/contract.ts'
import type { Role } from '../../contract.ts'
import type { Right } from '../contract.ts'

/** What the shipped profile of a role is called. */
export const roleWords: Readonly<Record<Role, Texts>> = {
  salesperson: { ru: 'Менеджер', en: 'Salesperson' },
  head: { ru: 'Руководитель отдела', en: 'Head of department' },
  marketer: { ru: 'Маркетолог', en: 'Marketer' },
  observer: { ru: 'Наблюдатель', en: 'Observer' },
  administrator: { ru: 'Администратор', en: 'Administrator' },
}

/** The groups in which rights are shown. */
export const rightGroups = {
  work: { ru: 'Работа', en: 'Work' },
  clients: { ru: 'Клиентская база', en: 'Client base' },
  settings: { ru: 'Настройка', en: 'Settings' },
} as const satisfies Record<string, Texts>
export type RightGroup = keyof typeof rightGroups

export interface RightWords extends Texts {
  group: RightGroup
  /** What a reader of the name would not guess. */
  hint?: Texts
}

/** What each right lets do, in the order in which rights are shown; screens and refusals say it in these words. */
export const rightWords: Readonly<Record<Right, RightWords>> = {
  'interests.create': { group: 'work', ru: 'Регистрировать Интересы', en: 'Register Interests' },
  'activities.create': { group: 'work', ru: 'Планировать дела', en: 'Plan tasks' },
  'losses.confirm': {
    group: 'work',
    ru: 'Подтверждать потери',
    en: 'Confirm losses',
    hint: { ru: 'свои завершает без подтверждения', en: 'closes own ones without confirmation' },
  },
  'absences.others': {
    group: 'work',
    ru: 'Вести отсутствия других',
    en: 'Keep absences of others',
    hint: { ru: 'всех, кроме администраторов', en: 'of everybody but administrators' },
  },
  'work.hand_over': {
    group: 'work',
    ru: 'Передавать чужую работу',
    en: 'Hand over the work of others',
    hint: { ru: 'тех, чьи дела меняет', en: 'of those whose tasks they change' },
  },
  'clients.create': {
    group: 'clients',
    ru: 'Добавлять клиентов и потенциальных',
    en: 'Add clients and prospects',
  },
  'clients.archive': { group: 'clients', ru: 'Убирать в архив и возвращать', en: 'Archive and restore' },
  'clients.merge': { group: 'clients', ru: 'Объединять дубли', en: 'Merge duplicates' },
  'clients.grant': { group: 'clients', ru: 'Открывать клиентов другим', en: 'Open clients to others' },
  'clients.import': { group: 'clients', ru: 'Загружать из файла', en: 'Import from a file' },
  'clients.export': {
    group: 'clients',
    ru: 'Выгружать в файл',
    en: 'Export to a file',
    hint: { ru: 'каждая выгрузка записывается', en: 'every export is recorded' },
  },
  'prospects.unlink': {
    group: 'clients',
    ru: 'Отвязывать потенциальных от клиента',
    en: 'Unlink prospects from clients',
  },
  'history.restore': {
    group: 'clients',
    ru: 'Возвращать прежние значения из истории',
    en: 'Give former values back from the history',
    hint: { ru: 'записей, которые меняет', en: 'of records that they change' },
  },
  'contractor.override': {
    group: 'clients',
    ru: 'Добавлять второго с теми же ИНН и КПП',
    en: 'Add a second one with the same INN and KPP',
    hint: { ru: 'с указанием причины', en: 'with a reason' },
  },
  'scenarios.administer': { group: 'settings', ru: 'Менять сценарии продаж', en: 'Change scenarios' },
  'directories.administer': { group: 'settings', ru: 'Менять справочники', en: 'Change directories' },
  'duplicates.administer': {
    group: 'settings',
    ru: 'Менять правила дублей',
    en: 'Change the rules for duplicates',
  },
  'settings.administer': {
    group: 'settings',
    ru: 'Менять настройки компании',
    en: 'Change the settings of the company',
  },
  'users.administer': { group: 'settings', ru: 'Управлять людьми и правами', en: 'Administer people and rights' },
  'sign_in.administer': {
    group: 'settings',
    ru: 'Настраивать вход через другие службы',
    en: 'Set up sign-in through other services',
    hint: {
      ru: 'кто это может, может впустить себя кем угодно',
      en: 'whoever may do this can let themselves in as anybody',
    },
  },
  'audit.read': { group: 'settings', ru: 'Читать журнал доступа', en: 'Read the access log' },
  'access.view_as': {
    group: 'settings',
    ru: 'Смотреть глазами сотрудника',
    en: 'Look through the eyes of a colleague',
    hint: { ru: 'только чтение, записывается', en: 'read only, written down' },
  },
}
