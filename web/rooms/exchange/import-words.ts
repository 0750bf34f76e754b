import { useLingui } from '@lingui/react/macro'
import type { ImportField, ImportStatus } from '../../../server/rooms/exchange/contract.ts'

/** Names of the fields to which columns go, in the order of a client's card. */
export function useFieldNames(): { group: string; fields: [ImportField, string][] }[] {
  const { t } = useLingui()
  return [
    {
      group: t`Клиент`,
      fields: [
        ['name', t`Название`],
        ['publicName', t`Публичное название`],
        ['kind', t`Вид: организация, ИП, физлицо`],
        ['inn', t`ИНН`],
        ['kpp', t`КПП`],
        ['innKpp', t`ИНН и КПП вместе`],
        ['ogrn', t`ОГРН`],
        ['phones', t`Телефоны клиента`],
        ['emails', t`Почта клиента`],
        ['sites', t`Сайты`],
        ['addresses', t`Адреса`],
        ['messengers', t`Мессенджеры клиента`],
        ['relationType', t`Тип отношений`],
        ['responsible', t`Ответственный`],
        ['comment', t`Комментарий`],
      ],
    },
    {
      group: t`Контакт`,
      fields: [
        ['contactName', t`ФИО контакта`],
        ['contactSurname', t`Фамилия`],
        ['contactFirstName', t`Имя`],
        ['contactPatronymic', t`Отчество`],
        ['contactPosition', t`Должность`],
        ['contactPhones', t`Телефоны контакта`],
        ['contactEmails', t`Почта контакта`],
        ['contactMessengers', t`Мессенджеры контакта`],
      ],
    },
  ]
}

/** What an import is doing. */
export function useStatusNames(): Record<ImportStatus, string> {
  const { t } = useLingui()
  return {
    uploading: t`Файл передается`,
    reading: t`Файл читается`,
    mapping: t`Выбор колонок`,
    checking: t`Идет проверка`,
    checked: t`Проверен`,
    running: t`Идет загрузка`,
    paused: t`На паузе`,
    done: t`Загружен`,
    cancelled: t`Остановлен`,
    failed: t`Не читается`,
    undoing: t`Отменяется`,
    undone: t`Отменен`,
  }
}

const BUSY = new Set<ImportStatus>(['uploading', 'reading', 'checking', 'running', 'undoing'])

/** While something goes on the screen asks again every second. */
export function isBusy(status: ImportStatus | undefined): boolean {
  return status !== undefined && BUSY.has(status)
}
