import { useLingui } from '@lingui/react/macro'
import type { ApiScope } from '../../../server/rooms/access/api-keys/contract.ts'

/** The words of what a key may do, the most harmless first. */
export function useApiScopes(): { value: ApiScope; label: string; hint: string }[] {
  const { t } = useLingui()
  return [
    { value: 'read', label: t`Чтение`, hint: t`все, что видит владелец ключа, без экспорта` },
    { value: 'interests:write', label: t`Запись Интересов`, hint: t`регистрация, перенос, заметки, передача запросов` },
    {
      value: 'clients:write',
      label: t`Запись клиентов`,
      hint: t`клиенты, контакты, потенциальные, дубли и объединение`,
    },
    { value: 'activities:write', label: t`Запись дел`, hint: t`задачи и взаимодействия, передача дел` },
    { value: 'exchange', label: t`Импорт и экспорт`, hint: t`файлы в обе стороны` },
    { value: 'account', label: t`Свой вход`, hint: t`свои настройки, уведомления, сеансы и ключи` },
    { value: 'administration', label: t`Администрирование`, hint: t`люди, справочники, сценарии, настройки` },
  ]
}
