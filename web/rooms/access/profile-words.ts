import { useLingui } from '@lingui/react/macro'
import type { Field, FieldLevel, Kind, Level, Profile, Right } from '../../../server/rooms/access/profiles/contract.ts'
import { useRoles } from './roles.ts'

/** How a profile is called: by its own name, or a shipped one as its role. */
export function useProfileName(): (profile: Pick<Profile, 'role' | 'name'>) => string {
  const roles = useRoles()
  return ({ role, name }) => name ?? roles.find(each => each.value === role)?.label ?? role
}

export function useLevels(): Record<Level, string> {
  const { t } = useLingui()
  return {
    none: t`ничего`,
    own: t`свое`,
    department: t`свое подразделение`,
    below: t`подразделение и ниже`,
    all: t`все`,
  }
}

export function useKinds(): Record<Kind, { name: string; hint: string }> {
  const { t } = useLingui()
  return {
    clients: { name: t`Клиенты`, hint: t`с контактами, контрагентами и потенциальными` },
    interests: { name: t`Интересы`, hint: t`с перепиской и чек-листами` },
    activities: { name: t`Задачи и взаимодействия`, hint: t`по исполнителю` },
  }
}

type RightWords = { name: string; hint?: string }

/** The rights in words, in the groups in which they are shown. */
export function useRights(): { title: string; rights: [Right, RightWords][] }[] {
  const { t } = useLingui()
  return [
    {
      title: t`Работа`,
      rights: [
        ['interests.create', { name: t`Регистрировать Интересы` }],
        ['activities.create', { name: t`Планировать дела` }],
        ['losses.confirm', { name: t`Подтверждать потери`, hint: t`свои завершает без подтверждения` }],
        ['work.hand_over', { name: t`Передавать чужую работу`, hint: t`тех, чьи дела меняет` }],
      ],
    },
    {
      title: t`Клиентская база`,
      rights: [
        ['clients.create', { name: t`Добавлять клиентов и потенциальных` }],
        ['clients.archive', { name: t`Убирать в архив и возвращать` }],
        ['clients.merge', { name: t`Объединять дубли` }],
        ['clients.grant', { name: t`Открывать клиентов другим` }],
        ['clients.import', { name: t`Загружать из файла` }],
        ['clients.export', { name: t`Выгружать в файл`, hint: t`каждая выгрузка записывается` }],
        ['prospects.unlink', { name: t`Отвязывать потенциальных от клиента` }],
        ['history.restore', { name: t`Возвращать прежние значения из истории`, hint: t`записей, которые меняет` }],
        ['contractor.override', { name: t`Добавлять второго с теми же ИНН и КПП`, hint: t`с указанием причины` }],
      ],
    },
    {
      title: t`Настройка`,
      rights: [
        ['scenarios.administer', { name: t`Менять сценарии продаж` }],
        ['directories.administer', { name: t`Менять справочники` }],
        ['duplicates.administer', { name: t`Менять правила дублей` }],
        ['settings.administer', { name: t`Менять настройки компании` }],
        ['users.administer', { name: t`Управлять людьми и правами` }],
        ['audit.read', { name: t`Читать журнал доступа` }],
      ],
    },
  ]
}

export function useFields(): Record<Field, string> {
  const { t } = useLingui()
  return {
    phone: t`Телефоны`,
    email: 'Email',
    requisites: t`Реквизиты`,
    revenue: t`Ожидаемая выручка`,
    responsible: t`Ответственный`,
  }
}

export function useFieldLevels(): Record<FieldLevel, string> {
  const { t } = useLingui()
  return { edit: t`видит и меняет`, see: t`только видит`, masked: t`видит часть`, hidden: t`не видит` }
}
