import { useLingui } from '@lingui/react/macro'
import {
  type AuditGroup,
  auditGroups,
  type AuditKind,
  auditKinds,
  auditRecords,
} from '../../../../server/rooms/access/audit/kinds/contract.ts'
import { auditFaults, auditWarnings } from '../../../../server/rooms/access/audit/verifying/contract.ts'
import type { AuditFinding, AuditWarning } from '../../../../server/rooms/access/audit/verifying/contract.ts'
import { useFormats } from '../../../lib/formats.ts'

/** The words of the log in the language of the screen; what a later release wrote is shown as its code. */
export function useLogWords() {
  const { language } = useFormats()
  return {
    kind: (kind: string) => (Object.hasOwn(auditKinds, kind) ? auditKinds[kind as AuditKind][language] : kind),
    record: (kind: string) => auditRecords[kind]?.[language] ?? kind,
    groups: (Object.keys(auditGroups) as AuditGroup[]).map(id => ({ id, name: auditGroups[id][language] })),
    fault: (finding: AuditFinding) => auditFaults[finding.fault][language],
    warning: ({ kind }: AuditWarning) => auditWarnings[kind][language],
  }
}

/** Names of what stands in the details of a row. */
export function useDetailNames(): (key: string) => string {
  const { t } = useLingui()
  const names: Record<string, string> = {
    address: t`Адрес`,
    device: t`Устройство`,
    by: t`Как`,
    from: t`С`,
    to: t`По`,
    reason: t`Причина`,
    q: t`Искали`,
    userId: t`Человек`,
    actorId: t`Человек`,
    recordId: t`Запись`,
    group: t`Вид событий`,
    format: t`Формат`,
    page: t`Страница`,
    narrowed: t`С отбором`,
    name: t`Имя`,
    email: t`Почта`,
    role: t`Роль`,
    profile: t`Профиль`,
    profileId: t`Профиль`,
    grounds: t`Права`,
    parentId: t`Входит в`,
    departmentId: t`Подразделение`,
    archived: t`В архиве`,
    archivedAt: t`В архиве с`,
    rows: t`Записей журнала`,
    sealed: t`Из них опечатано`,
    events: t`Записей истории`,
    sealedEvents: t`Из них опечатано`,
    history: t`История`,
    count: t`Опечатано записей`,
    hash: t`Цепочка`,
    faults: t`Нарушений`,
    ok: t`Журнал цел`,
    request: t`Запрос`,
    handOver: t`Передача`,
    existing: t`Уже есть`,
    through: t`Из-за чего`,
    sort: t`Порядок`,
    open: t`Незавершенные`,
    order: t`Место`,
    passwordLength: t`Длина пароля`,
    secondFactorRoles: t`Второй фактор обязателен`,
    scopes: t`Права ключа`,
    expiresAt: t`Действует до`,
    substitutes: t`Кто замещает`,
    startsAt: t`Начало`,
    endsAt: t`Конец`,
    until: t`До`,
    phase: t`Просмотр`,
    as: t`Глазами`,
    onBehalfOf: t`За кого`,
    ended: t`Завершено сеансов`,
    service: t`Служба`,
    issuer: t`Адрес службы`,
    fields: t`Настройки`,
    password: t`Пароль службы сменен`,
    secret: t`Секрет сменен`,
    outcome: t`Сверка`,
    found: t`Найдено в службе`,
    linked: t`Связано`,
    deactivated: t`Закрыт вход`,
    roles: t`Сменилось ролей`,
    kept: t`Осталось открыто`,
    responsibleId: t`Ответственный`,
    comment: t`Комментарий`,
  }
  return key => names[key] ?? key
}
