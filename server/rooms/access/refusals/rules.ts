import type { Texts } from '../../../platform/contract.ts'
import { KINDS, type Kind, RIGHTS, type Right } from '../profiles/contract.ts'

/** What a right lets do, as the screens of profiles call it. */
const RIGHT_WORDS: Record<Right, Texts> = {
  'interests.create': { ru: 'Регистрировать Интересы', en: 'Register Interests' },
  'activities.create': { ru: 'Планировать дела', en: 'Plan activities' },
  'losses.confirm': { ru: 'Подтверждать потери', en: 'Confirm losses' },
  'work.hand_over': { ru: 'Передавать чужую работу', en: 'Hand over the work of others' },
  'clients.create': { ru: 'Добавлять клиентов и потенциальных', en: 'Add clients and prospects' },
  'clients.archive': { ru: 'Убирать в архив и возвращать', en: 'Archive and restore' },
  'clients.merge': { ru: 'Объединять дубли', en: 'Merge duplicates' },
  'clients.grant': { ru: 'Открывать клиентов другим', en: 'Open clients to others' },
  'clients.import': { ru: 'Загружать из файла', en: 'Import from a file' },
  'clients.export': { ru: 'Выгружать в файл', en: 'Export to a file' },
  'prospects.unlink': { ru: 'Отвязывать потенциальных от клиента', en: 'Unlink prospects from clients' },
  'contractor.override': {
    ru: 'Добавлять второго с теми же ИНН и КПП',
    en: 'Add a second one with the same INN and KPP',
  },
  'scenarios.administer': { ru: 'Менять сценарии продаж', en: 'Change scenarios' },
  'directories.administer': { ru: 'Менять справочники', en: 'Change directories' },
  'duplicates.administer': { ru: 'Менять правила дублей', en: 'Change the rules for duplicates' },
  'settings.administer': { ru: 'Менять настройки компании', en: 'Change the settings of the company' },
  'users.administer': { ru: 'Управлять людьми и правами', en: 'Administer people and rights' },
  'audit.read': { ru: 'Читать журнал доступа', en: 'Read the access log' },
  'history.restore': { ru: 'Возвращать прежние значения из истории', en: 'Give back what records were before' },
  'absences.others': { ru: 'Записывать отсутствия других', en: 'Enter absences of others' },
  'sign_in.administer': { ru: 'Настраивать вход через другие службы', en: 'Set up signing in through other services' },
  'access.view_as': { ru: 'Смотреть глазами сотрудника', en: 'Look through the eyes of a colleague' },
}

/** What was refused: for want of a right, or because the record is of somebody else. */
export interface Refused {
  reason?: string | undefined
  rule?: string | undefined
  ownerId?: string | null | undefined
}

export type Cause =
  | { kind: 'right'; right: Right }
  | { kind: 'profile' }
  | { kind: 'record'; ownerId: string | null }
  | { kind: 'other' }

/** Why it was refused: the nearest cause that somebody can do something about. */
export function decideCause({ reason, rule, ownerId }: Refused, isReadOnly: (kind: Kind) => boolean): Cause {
  const right = RIGHTS.find(each => each === reason)
  if (right) return { kind: 'right', right }
  const kind = KINDS.find(each => each === rule)
  if (!kind) return { kind: 'other' }
  // Who may change nothing of the kind is not helped by being given one record.
  return isReadOnly(kind) ? { kind: 'profile' } : { kind: 'record', ownerId: ownerId ?? null }
}

/** The words for a cause. @param names who can help */
export function wordsOf(cause: Cause, names: readonly string[]): { missing: Texts; help: Texts } {
  const whom = names.join(', ')
  switch (cause.kind) {
    case 'right': {
      const { ru, en } = RIGHT_WORDS[cause.right]
      return {
        missing: { ru: `Нет права «${ru}»`, en: `You do not hold the right “${en}”` },
        help: { ru: `Право дает администратор: ${whom}`, en: `An administrator can give it: ${whom}` },
      }
    }
    case 'profile':
      return {
        missing: { ru: 'Ваш профиль позволяет только смотреть', en: 'Your profile lets you look only' },
        help: { ru: `Профиль меняет администратор: ${whom}`, en: `An administrator can change it: ${whom}` },
      }
    case 'record':
      return cause.ownerId === null
        ? {
            missing: { ru: 'Ответственного нет', en: 'Nobody is responsible' },
            help: { ru: `Решает: ${whom}`, en: `Who decides: ${whom}` },
          }
        : {
            missing: { ru: `Меняет ответственный: ${whom}`, en: `Changed by the responsible: ${whom}` },
            help: { ru: 'Попросите доступ или передачу', en: 'Ask for access, or to take it over' },
          }
    case 'other':
      return {
        missing: { ru: 'Недостаточно прав', en: 'You may not do this' },
        help: { ru: `Поможет администратор: ${whom}`, en: `An administrator can help: ${whom}` },
      }
  }
}
