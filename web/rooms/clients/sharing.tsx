import { Trans, useLingui } from '@lingui/react/macro'
import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { phoneKey } from '../../../server/platform/pure/phone-format.ts'
import {
  type EmailAddress,
  listSharedIdentifiers,
  type Phone,
  shareIdentifier,
} from '../../../server/rooms/clients/contract.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { Tag } from '../../ui/atoms.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import styles from './sharing.module.css'

type Kind = 'phone' | 'email'

/** Marks a phone or mail as belonging to many, or takes the mark off; either can be undone. */
function useShareIdentifier() {
  const { t } = useLingui()
  const write = useWrite(shareIdentifier, { refresh: ['duplicates-check'] })
  const share = (kind: Kind, value: string, shared: boolean) => write.mutateAsync({ body: { kind, value, shared } })
  return async (kind: Kind, value: string, shared: boolean, onDone?: () => void): Promise<void> => {
    try {
      await share(kind, value, shared)
    } catch (error) {
      toastError(error)
      return
    }
    onDone?.()
    const told = shared ? t`Отмечено как общее` : t`Больше не общее`
    toast({ message: told, undo: () => share(kind, value, !shared) })
  }
}

/** A phone of a card with its menu. One that could not be read and a hotline say nothing about who it is anyway. */
export function SharedPhone({ ownerId, phone, children }: { ownerId: string; phone: Phone; children: ReactNode }) {
  if (phone.e164 === null || phone.kind === 'tollfree') return children
  return (
    <Shareable ownerId={ownerId} kind="phone" typed={phone.raw} value={phoneKey(phone)}>
      {children}
    </Shareable>
  )
}

/** A mail of a card with its menu. */
export function SharedEmail({
  ownerId,
  email,
  children,
}: {
  ownerId: string
  email: EmailAddress
  children: ReactNode
}) {
  if (!email.valid) return children
  return (
    <Shareable ownerId={ownerId} kind="email" typed={email.raw} value={email.normalized}>
      {children}
    </Shareable>
  )
}

type ShareableProps = { ownerId: string; kind: Kind; typed: string; value: string; children: ReactNode }

function Shareable({ ownerId, kind, typed, value, children }: ShareableProps) {
  const { data } = useQuery(queryOf(listSharedIdentifiers, { query: { ownerId } }))
  const shared = data?.items.some(each => each.kind === kind && each.value === value) ?? false
  return (
    <div className={styles.row}>
      {children}
      {data && (
        <span className={styles.dots}>
          <SharingMenu of={typed} identifiers={[{ kind, typed, shared }]} />
        </span>
      )}
      {shared && <Tag look="outline">{kind === 'phone' ? <Trans>общий номер</Trans> : <Trans>общая почта</Trans>}</Tag>}
    </div>
  )
}

type SharingMenuProps = {
  /** What it stands beside, for its name. */
  of: string
  identifiers: readonly { kind: Kind; typed: string; shared: boolean }[]
  onDone?: () => void
}

/** «Общий номер», «Общая почта»: on or off; names the values where there are several. */
export function SharingMenu({ of, identifiers, onDone }: SharingMenuProps) {
  const { t } = useLingui()
  const share = useShareIdentifier()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={24} aria-label={t`Действия: ${of}`}>
          <IconDots size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {identifiers.map(({ kind, typed, shared }) => (
          <Menu.CheckboxItem
            key={`${kind} ${typed}`}
            checked={shared}
            closeMenuOnClick
            rightSection={identifiers.length > 1 && <span className="t2">{typed}</span>}
            onChange={() => void share(kind, typed, !shared, onDone)}
          >
            {kind === 'phone' ? <Trans>Общий номер</Trans> : <Trans>Общая почта</Trans>}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
