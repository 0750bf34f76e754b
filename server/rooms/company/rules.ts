import type { DirectoryKind } from './contract.ts'

/** What a new company finds in its directories, in this order; all of it can be renamed, reordered and archived. */
export const SHIPPED: Record<DirectoryKind, readonly string[]> = {
  service_type: ['Продажа товаров', 'Оказание услуг', 'Сервисное обслуживание'],
  loss_reason: [
    'Выбрал конкурента',
    'Не устроили условия договора',
    'Не устроило качество',
    'Не удалось связаться',
    'Сейчас нет денег',
  ],
  channel: ['Телефон', 'Электронная почта', 'Сайт', 'Мессенджер', 'Личная встреча'],
  source: [
    'Рекомендация',
    'Повторное обращение',
    'Поиск в интернете',
    'Реклама в интернете',
    'Социальные сети',
    'Выставка',
    'Холодный звонок',
  ],
  project: [],
  calendar_region: [],
  interaction_kind: ['Звонок', 'Встреча', 'Письмо', 'Сообщение'],
}

/** A directory without which nothing can be registered keeps at least one entry. */
const NEVER_EMPTY: readonly DirectoryKind[] = ['service_type', 'interaction_kind']

/** May the last entry in use be archived? */
export function canBeEmpty(kind: DirectoryKind): boolean {
  return !NEVER_EMPTY.includes(kind)
}

/** The field of a record that names an entry of the directory; refusals point at it. */
export const ITEM_FIELDS: Record<DirectoryKind, string> = {
  service_type: 'serviceTypeId',
  loss_reason: 'lossReasonId',
  channel: 'channelId',
  source: 'sourceId',
  project: 'projectId',
  calendar_region: 'regionId',
  interaction_kind: 'interactionKindId',
}
