import { Trans } from '@lingui/react/macro'
import { IconLock, IconLockOpen, IconLockQuestion } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Notice, NoticeData } from '../../../server/rooms/notices/contract.ts'
import { NoticeRow } from './notice-row.tsx'

const PLACES = { client: '/clients/$id', prospect: '/prospects/$id', interest: '/interests/$id' } as const

function RecordLink({ record: { kind, id, name } }: { record: NoticeData<'access.asked'>['record'] }) {
  return (
    <Link to={PLACES[kind]} params={{ id }}>
      {name}
    </Link>
  )
}

/** A colleague asks from the card of a record of mine. @param title who asks and for what */
export function AskedFromCard({
  notice,
  title,
  children,
}: {
  notice: Extract<Notice, { kind: 'access.asked' }>
  title: string
  children: ReactNode
}) {
  const { record, word } = notice.data
  return (
    <NoticeRow
      notice={notice}
      icon={IconLockQuestion}
      title={
        <>
          {title}: <RecordLink record={record} />
        </>
      }
      {...(word && { quote: word })}
    >
      {children}
    </NoticeRow>
  )
}

/** What I asked for from a card was given, or not. */
export function DecidedAboutCard({ notice }: { notice: Extract<Notice, { kind: 'access.decided' }> }) {
  const { record, granted, by, comment } = notice.data
  return (
    <NoticeRow
      notice={notice}
      icon={granted ? IconLockOpen : IconLock}
      title={
        granted ? (
          <Trans>
            Вам передано: <RecordLink record={record} />
          </Trans>
        ) : (
          <Trans>
            В просьбе отказано: <RecordLink record={record} />
          </Trans>
        )
      }
      more={by.name}
      {...(comment && { quote: comment })}
    />
  )
}
