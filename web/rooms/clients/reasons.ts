import { useLingui } from '@lingui/react/macro'

/** Why somebody looks like somebody: «совпадает телефон, похоже название». Contacts have a name of a person. */
export function useReasons(): (reasons: readonly string[], type?: string) => string {
  const { t } = useLingui()
  const words: Record<string, string> = {
    phone: t`телефон`,
    email: t`email`,
    name: t`название`,
    site: t`сайт`,
    inn_kpp: t`ИНН и КПП`,
    inn: t`ИНН`,
    ogrn: t`ОГРН`,
  }
  return (reasons, type) => {
    const isPerson = type === 'contact'
    const equal = reasons.filter(reason => reason !== 'name_similar')
    const list = equal.map(reason => (isPerson && reason === 'name' ? t`имя` : (words[reason] ?? reason))).join(', ')
    const same = equal.length > 1 ? t`совпадают ${list}` : equal.length === 1 ? t`совпадает ${list}` : null
    const similar = equal.length === reasons.length ? null : isPerson ? t`похоже имя` : t`похоже название`
    return [same, similar].filter(part => part !== null).join(', ')
  }
}
