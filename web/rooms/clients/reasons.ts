import { useLingui } from '@lingui/react/macro'

/** Why somebody looks like somebody: «совпали телефон, название». */
export function useReasons(): (reasons: readonly string[]) => string {
  const { t } = useLingui()
  const words: Record<string, string> = {
    phone: t`телефон`,
    email: t`email`,
    name: t`название`,
    name_similar: t`похожее название`,
    site: t`сайт`,
    inn_kpp: t`ИНН и КПП`,
    inn: t`ИНН`,
    ogrn: t`ОГРН`,
  }
  return reasons => {
    const list = reasons.map(reason => words[reason] ?? reason).join(', ')
    return reasons.length === 1 ? t`совпадает ${list}` : t`совпадают ${list}`
  }
}
