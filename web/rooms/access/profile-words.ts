import { useLingui } from '@lingui/react/macro'
import type { Field, FieldLevel, Kind, Level, Profile, Right } from '../../../server/rooms/access/profiles/contract.ts'
import {
  type RightGroup,
  rightGroups,
  type RightWords,
  rightWords,
  roleWords,
} from '../../../server/rooms/access/profiles/words/contract.ts'
import { useFormats } from '../../lib/formats.ts'

/** How a profile is called: by its own name, or a shipped one as its role. */
export function useProfileName(): (profile: Pick<Profile, 'role' | 'name'>) => string {
  const { language } = useFormats()
  return ({ role, name }) => name ?? roleWords[role][language]
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

/** The rights in words, in the groups in which they are shown. */
export function useRights(): { title: string; rights: { right: Right; name: string; hint: string | undefined }[] }[] {
  const { language } = useFormats()
  const all = Object.entries(rightWords) as [Right, RightWords][]
  return (Object.keys(rightGroups) as RightGroup[]).map(group => ({
    title: rightGroups[group][language],
    rights: all
      .filter(([, words]) => words.group === group)
      .map(([right, words]) => ({ right, name: words[language], hint: words.hint?.[language] })),
  }))
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
