import { Trans, useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { GivenProfile } from '../../../server/rooms/access/profiles/contract.ts'
import { Note, SettingsRow } from '../../ui/atoms.tsx'
import styles from './group-profiles.module.css'
import { ProfileSelect } from './profile-select.tsx'

type Row = GivenProfile & { group: string }
type GroupProfilesProps = {
  rows: Row[]
  placeholder: string
  error: string | undefined
  withoutAdministrator?: boolean
  onChange: (rows: Row[]) => void
}

/** Which groups of another service give which profile. */
export function GroupProfiles({ rows, placeholder, error, withoutAdministrator, onChange }: GroupProfilesProps) {
  const { t } = useLingui()
  const change = (at: number, one: Partial<Row>) =>
    onChange(rows.map((each, place) => (place === at ? { ...each, ...one } : each)))
  return (
    <SettingsRow label={t`Профили по группам`} hint={t`Действует первая подходящая строка`}>
      <ul className="col" aria-label={t`Профили по группам`}>
        {rows.map((each, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place, and two may be equal while they are typed
          <li key={at} className={styles.row}>
            <TextInput
              aria-label={t`Группа ${at + 1}`}
              placeholder={placeholder}
              spellCheck={false}
              value={each.group}
              onChange={event => change(at, { group: event.currentTarget.value })}
            />
            <ProfileSelect
              aria-label={t`Профиль группы ${at + 1}`}
              value={each}
              withoutAdministrator={withoutAdministrator}
              onChange={given => given && change(at, given)}
            />
            <ActionIcon
              aria-label={t`Убрать группу ${at + 1}`}
              onClick={() => onChange(rows.filter((_, place) => place !== at))}
            >
              <IconX size={16} stroke={1.7} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {error && (
        <Note look="bad" role="alert">
          {error}
        </Note>
      )}
      <Button
        variant="subtle"
        leftSection={<IconPlus size={16} stroke={1.7} aria-hidden />}
        onClick={() => onChange([...rows, { group: '', role: 'salesperson', profileId: null }])}
      >
        <Trans>Группа</Trans>
      </Button>
    </SettingsRow>
  )
}
