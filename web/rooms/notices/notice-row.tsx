import { ActionIcon, Tooltip } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { IconCheck } from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'
import { type Notice, type Outcome, readNotice } from '../../../server/rooms/notices/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { useWrite } from '../../lib/queries.ts'
import { Tag } from '../../ui/atoms.tsx'
import styles from './notices.module.css'

type NoticeRowProps = {
  notice: Notice
  icon: ComponentType<{ size: number; stroke: number; 'aria-hidden': true }>
  /** One line: who and what. */
  title: ReactNode
  /** Grey, below. */
  more?: ReactNode
  /** Words of somebody, kept as they were written. */
  quote?: string
  /** What can be done about it here; absent once it is settled. */
  children?: ReactNode
}

/** One notice: what happened, when, and what can be done about it in place. */
export function NoticeRow({ notice, icon: Icon, title, more, quote, children }: NoticeRowProps) {
  const { t } = useLingui()
  const format = useFormats()
  const outcomes = useOutcomes()
  const { outcome, readAt } = notice
  return (
    <li className={styles.row} data-unread={readAt === null || undefined}>
      <Icon size={16} stroke={1.7} aria-hidden />
      <div className={`grow ${styles.text}`}>
        <div className="m">{title}</div>
        <div className="s12 t2">
          {more}
          {more && ' · '}
          {format.ago(notice.createdAt)}
        </div>
        {quote && <div className={styles.content}>{quote}</div>}
        {outcome ? (
          <div className={styles.actions}>
            <Tag look={outcome === 'declined' || outcome === 'dismissed' ? 'outline' : 'good'}>
              {notice.kind === 'access.asked' && outcome === 'granted' ? t`Разрешено` : outcomes[outcome]}
            </Tag>
          </div>
        ) : (
          children && <div className={`row wrap ${styles.actions}`}>{children}</div>
        )}
      </div>
      {readAt === null && <ReadButton id={notice.id} />}
    </li>
  )
}

function ReadButton({ id }: { id: string }) {
  const { t } = useLingui()
  const read = useWrite(readNotice, { refresh: ['notices-summary'] })
  return (
    <Tooltip label={t`Прочитано`}>
      <ActionIcon
        size={24}
        aria-label={t`Прочитано`}
        loading={read.isPending}
        onClick={() => read.mutate({ params: { id } })}
      >
        <IconCheck size={16} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}

function useOutcomes(): Record<Outcome, string> {
  const { t } = useLingui()
  return {
    granted: t`Доступ открыт`,
    declined: t`Отклонено`,
    registered: t`Принято`,
    linked: t`Связано`,
    dismissed: t`Не тот клиент`,
    confirmed: t`Потеря подтверждена`,
    returned: t`Возвращен в работу`,
  }
}
