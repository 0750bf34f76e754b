import { ActionIcon, Tooltip } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { IconBell } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { summariseNotices } from '../../../server/rooms/notices/contract.ts'
import { queryOf } from '../../lib/queries.ts'
import styles from './notices.module.css'

const MOST = 99

/** How many notices nobody has looked at yet. */
export function useUnread(): number {
  return useQuery(queryOf(summariseNotices, {})).data?.unread ?? 0
}

/** The bell in the header of every page, with the number of unread notices. */
export function Bell({ onOpen }: { onOpen: () => void }) {
  const { t } = useLingui()
  const unread = useUnread()
  const name = unread > 0 ? t`Уведомления, непрочитанных: ${unread}` : t`Уведомления`
  return (
    <Tooltip label={t`Уведомления`}>
      <ActionIcon className={styles.bell} onClick={onOpen} aria-label={name} aria-keyshortcuts="G U" size={32}>
        <IconBell size={20} stroke={1.5} aria-hidden />
        {unread > 0 && (
          <span className={styles.count} aria-hidden>
            {unread > MOST ? `${MOST}+` : unread}
          </span>
        )}
      </ActionIcon>
    </Tooltip>
  )
}
