import { Trans, useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { LdapSettings } from '../../../server/rooms/access/ldap/contract.ts'
import { SettingsRow } from '../../ui/atoms.tsx'
import styles from './ldap-groups.module.css'
import { TextRow } from './outside-settings.tsx'
import { useRoles } from './roles.ts'

type LdapGroupsProps = {
  typed: LdapSettings
  put: (change: Partial<LdapSettings>) => void
  wrong: (field: keyof LdapSettings) => string | undefined
}

/** Which groups of the directory let in, and which role each gives. */
export function LdapGroups({ typed, put, wrong }: LdapGroupsProps) {
  const { t } = useLingui()
  const roles = useRoles().map(({ value, label }) => ({ value, label }))
  const { groupRoles } = typed
  const change = (at: number, one: Partial<LdapSettings['groupRoles'][number]>) =>
    put({ groupRoles: groupRoles.map((each, place) => (place === at ? { ...each, ...one } : each)) })
  return (
    <>
      <TextRow
        label={t`Группа, которая впускает`}
        hint={t`Пусто: впускает любая группа, которой дана роль, и роль остальных`}
        placeholder="cn=crm,ou=groups,dc=firma,dc=local"
        value={typed.requiredGroup}
        error={wrong('requiredGroup')}
        onChange={requiredGroup => put({ requiredGroup })}
      />
      <SettingsRow label={t`Роли по группам`} hint={t`Действует первая подходящая строка`}>
        <ul className="col" aria-label={t`Роли по группам`}>
          {groupRoles.map((each, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place, and two may be equal while they are typed
            <li key={at} className={styles.row}>
              <TextInput
                aria-label={t`Группа ${at + 1}`}
                placeholder="cn=sales,ou=groups,…"
                spellCheck={false}
                value={each.group}
                onChange={event => change(at, { group: event.currentTarget.value })}
              />
              <Select
                aria-label={t`Роль группы ${at + 1}`}
                data={roles}
                value={each.role}
                allowDeselect={false}
                onChange={role => role && change(at, { role })}
              />
              <ActionIcon
                aria-label={t`Убрать группу ${at + 1}`}
                onClick={() => put({ groupRoles: groupRoles.filter((_, place) => place !== at) })}
              >
                <IconX size={16} stroke={1.7} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
        <Button
          variant="subtle"
          leftSection={<IconPlus size={16} stroke={1.7} aria-hidden />}
          onClick={() => put({ groupRoles: [...groupRoles, { group: '', role: 'salesperson' }] })}
        >
          <Trans>Группа</Trans>
        </Button>
      </SettingsRow>
      <SettingsRow label={t`Роль остальных`} hint={t`Кого впускает служба, но ни одна группа роли не дала`}>
        <Select
          aria-label={t`Роль остальных`}
          data={roles}
          value={typed.defaultRole}
          placeholder={t`Не впускать`}
          clearable
          clearButtonProps={{ 'aria-label': t`Не впускать` }}
          onChange={defaultRole => put({ defaultRole })}
        />
      </SettingsRow>
    </>
  )
}
