import { useLingui } from '@lingui/react/macro'
import { FIELDS, type Field, type Grounds, KINDS } from '../../../../server/rooms/access/profiles/contract.ts'
import { useFormats } from '../../../lib/formats.ts'
import { useApiScopes } from '../api-scopes.ts'
import { useEverybody } from '../people.ts'
import { useFieldLevels, useFields, useKinds, useLevels, useRights } from '../profile-words.ts'
import { useRoles } from '../roles.ts'
import { useLogWords } from './words.ts'

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

/** A value of the details as a reader says it; what nobody knows a word for stays as it was written. */
export function useSaid(): (key: string, value: unknown) => string {
  const { t } = useLingui()
  const format = useFormats()
  const log = useLogWords()
  const people = useEverybody()
  const names = new Map(people.map(each => [each.id, each.name]))
  const labels = new Map([...useRoles(), ...useApiScopes()].map(each => [each.value as string, each.label]))
  const ways: Record<string, string> = {
    password: t`по паролю`,
    link: t`по ссылке`,
    single_sign_on: t`через единый вход`,
    ldap: t`через службу каталогов`,
    phone: t`по телефону`,
    email: t`по почте`,
    inn: t`по ИНН`,
  }
  const codes: Record<string, Record<string, string>> = {
    by: ways,
    service: { single_sign_on: t`Единый вход`, ldap: t`Служба каталогов` },
    phase: { began: t`начат`, ended: t`закончен` },
    format: { csv: 'CSV', xlsx: 'XLSX' },
    outcome: { done: t`выполнена`, refused: t`остановлена`, failed: t`не удалась` },
    reason: {
      unknown: t`такого пользователя нет`,
      password: t`пароль не подошел`,
      deactivated: t`вход закрыт`,
      disabled: t`отключен в службе каталогов`,
      not_in_group: t`не входит в нужную группу`,
      linked_to_another: t`связан с другой учетной записью`,
      ldap_down: t`служба каталогов не ответила`,
      unreachable: t`служба каталогов не ответила`,
      email_missing: t`служба не назвала почту`,
      email_unverified: t`служба не подтвердила почту`,
      taken: t`почта занята`,
    },
  }
  const one = (key: string, value: string): string => {
    if (INSTANT.test(value)) return format.dateTime(value)
    const known = Object.hasOwn(codes, key) ? codes[key]?.[value] : undefined
    return known ?? names.get(value) ?? labels.get(value) ?? value
  }
  const say = (key: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return '—'
    if (value === true) return t`да`
    if (value === false) return t`нет`
    if (typeof value === 'number') return format.number(value)
    if (typeof value === 'string') return one(key, value)
    if (Array.isArray(value)) return value.map(each => say(key, each)).join(', ') || '—'
    const { userId, kind, id } = value as Record<string, unknown>
    if (typeof userId === 'string') return one(key, userId)
    if (typeof kind === 'string' && typeof id === 'string') return log.record(kind)
    return JSON.stringify(value)
  }
  return say
}

type Line = { label: string; values: readonly string[] }
export type SaidChange = { label: string; from: string; to: string }

/** What two states of a profile differ in, in the words of its sheet; null is a profile as it was shipped. */
export function useGroundsChanges(): (from: unknown, to: unknown) => SaidChange[] {
  const { t } = useLingui()
  const linesOf = useGroundsLines()
  return (from, to) => {
    const shipped = { label: t`Права`, from: '', to: t`как поставлялся` }
    if (!isGrounds(to)) return [shipped]
    const before = new Map(isGrounds(from) ? linesOf(from).map(line => [line.label, line.values]) : [])
    return linesOf(to).flatMap(({ label, values }) => {
      const old = before.get(label) ?? []
      const [gone, come] = [old.filter(each => !values.includes(each)), values.filter(each => !old.includes(each))]
      return gone.length + come.length === 0 ? [] : [{ label, from: gone.join(', '), to: come.join(', ') }]
    })
  }
}

function useGroundsLines(): (grounds: Grounds) => Line[] {
  const { t } = useLingui()
  const [kinds, levels, fields, fieldLevels] = [useKinds(), useLevels(), useFields(), useFieldLevels()]
  const groups = useRights()
  const rights = new Map(groups.flatMap(group => group.rights.map(({ right, name }) => [right, name] as const)))
  const yes = (value: boolean) => [value ? t`да` : t`нет`]
  return grounds => [
    ...KINDS.flatMap(kind => [
      { label: `${kinds[kind].name}: ${t`Видит`}`, values: [levels[grounds.see[kind]]] },
      { label: `${kinds[kind].name}: ${t`Меняет`}`, values: [levels[grounds.edit[kind]]] },
    ]),
    { label: t`Права`, values: grounds.rights.map(right => rights.get(right) ?? right) },
    ...(Object.keys(FIELDS) as Field[]).map(field => ({
      label: fields[field],
      values: [fieldLevels[grounds.fields[field] ?? 'edit']],
    })),
    { label: t`Записи без ответственного считаются своими`, values: yes(grounds.unowned) },
    { label: t`Открытого клиента не только видит, но и меняет`, values: yes(grounds.editOpened) },
  ]
}

function isGrounds(value: unknown): value is Grounds {
  return typeof value === 'object' && value !== null && 'see' in value && 'rights' in value && 'fields' in value
}
