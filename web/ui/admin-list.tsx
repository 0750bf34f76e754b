import { useLingui } from '@lingui/react/macro'
import { Button, Checkbox, TextInput } from '@mantine/core'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './admin-list.module.css'

type AdminListProps = {
  title: string
  count?: number | undefined
  search?: { value: string; onChange: (q: string) => void; placeholder: string }
  /** Rows that are out of use are shown too. */
  archived?: { value: boolean; onChange: (on: boolean) => void; label: string }
  add?: { label: string; onClick: () => void } | undefined
  /** Before «+»: what else may be done with the list. */
  action?: ReactNode
  /** Below the list: what needs attention. */
  attention?: ReactNode
  children: ReactNode
}

/** The one pattern of administration: title and count, search, primary «+», rows, and what needs attention. */
export function AdminList({ title, count, search, archived, add, action, attention, children }: AdminListProps) {
  return (
    <>
      <div className={styles.head}>
        <h2>{title}</h2>
        {count !== undefined && <span className="t3">{count}</span>}
        <div className="grow" />
        {archived && (
          <Checkbox
            label={archived.label}
            checked={archived.value}
            onChange={event => archived.onChange(event.currentTarget.checked)}
          />
        )}
        {search && (
          <TextInput
            className={styles.find}
            type="search"
            aria-label={search.placeholder}
            placeholder={search.placeholder}
            leftSection={<IconSearch size={14} stroke={1.7} aria-hidden />}
            value={search.value}
            onChange={event => search.onChange(event.currentTarget.value)}
          />
        )}
        {action}
        {add && (
          <Button variant="filled" leftSection={<IconPlus size={16} stroke={1.7} aria-hidden />} onClick={add.onClick}>
            {add.label}
          </Button>
        )}
      </div>
      {children}
      {attention && <div className={styles.attention}>{attention}</div>}
    </>
  )
}

/** A page of settings that are saved at once; `h3` inside starts a group. */
export function SettingsPage({ title, hint, children }: { title: string; hint?: ReactNode; children: ReactNode }) {
  const { t } = useLingui()
  return (
    <div className={styles.page}>
      <h2>
        {title} <small>{hint ?? t`Сохраняется сразу`}</small>
      </h2>
      {children}
    </div>
  )
}
