import { useLingui } from '@lingui/react/macro'
import type { z } from 'zod'
import type { role } from '../../../server/rooms/access/contract.ts'

export type Role = z.infer<typeof role>

/** The words of the roles, in the order of how much they may. */
export function useRoles(): { value: Role; label: string; hint: string }[] {
  const { t } = useLingui()
  return [
    { value: 'salesperson', label: t`Менеджер`, hint: t`Видит свое и то, что без ответственного` },
    { value: 'head', label: t`Руководитель отдела`, hint: t`Видит свое подразделение и те, что ниже` },
    {
      value: 'marketer',
      label: t`Маркетолог`,
      hint: t`Видит всю базу и все Интересы, меняет свое; загружает и выгружает клиентов`,
    },
    { value: 'observer', label: t`Наблюдатель`, hint: t`Видит свое подразделение и те, что ниже, ничего не меняет` },
    { value: 'administrator', label: t`Администратор`, hint: t`Видит все и меняет настройки` },
  ]
}
