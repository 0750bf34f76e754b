import { useLingui } from '@lingui/react/macro'
import type { z } from 'zod'
import type { role } from '../../../server/rooms/access/contract.ts'
import { roleWords } from '../../../server/rooms/access/profiles/words/contract.ts'
import { useFormats } from '../../lib/formats.ts'

export type Role = z.infer<typeof role>

/** The words of the roles, in the order in which they are shown. */
export function useRoles(): { value: Role; label: string; hint: string }[] {
  const { t } = useLingui()
  const { language } = useFormats()
  const hints: Record<Role, string> = {
    salesperson: t`Видит свое и то, что без ответственного`,
    head: t`Видит свое подразделение и те, что ниже`,
    marketer: t`Видит всю базу и все Интересы, меняет свое; загружает и выгружает клиентов`,
    observer: t`Видит свое подразделение и те, что ниже, ничего не меняет`,
    administrator: t`Видит все и меняет настройки`,
  }
  return (Object.keys(roleWords) as Role[]).map(value => ({
    value,
    label: roleWords[value][language],
    hint: hints[value],
  }))
}
