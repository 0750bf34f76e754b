import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconArrowForwardUp,
  IconCircleCheck,
  IconLink,
  IconLock,
  IconLockOpen,
  IconLockQuestion,
} from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { listNotices, type Notice, readAllNotices, readNotice } from '../../server/rooms/notices/contract.ts'
import { allItems, pagesOf, useWrite } from '../lib/queries.ts'
import { useUnread } from '../rooms/notices/bell.tsx'
import { NoticeRow } from '../rooms/notices/notice-row.tsx'
import styles from '../rooms/notices/notices.module.css'
import { AccessDecision, HandOverActions, LinkActions } from '../rooms/registration/notice-actions.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.tsx'

/** What people and the product told me, over whatever page is open. */
export default function NoticesSheet({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const query = useInfiniteQuery(pagesOf(listNotices, {}, 50))
  const notices = allItems(query.data) as Notice[]
  const unread = useUnread()
  const readAll = useWrite(readAllNotices, { refresh: ['notices'] })
  return (
    <Sheet
      opened
      onClose={onClose}
      closesOutside
      padded={false}
      title={t`Уведомления`}
      actions={
        unread > 0 && (
          <Button variant="subtle" loading={readAll.isPending} onClick={() => readAll.mutate({})}>
            <Trans>Прочитать все</Trans>
          </Button>
        )
      }
    >
      <div className={styles.body} data-autofocus tabIndex={-1}>
        {query.isPending && <LoadingBars />}
        {query.error && notices.length === 0 && (
          <ErrorState
            title={<Trans>Уведомления не открылись</Trans>}
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        )}
        {query.data && notices.length === 0 && (
          <div className={styles.empty}>
            <EmptyState title={<Trans>Уведомлений нет</Trans>}>
              <Trans>Здесь появятся просьбы коллег о доступе, переданные обращения и похожие клиенты.</Trans>
            </EmptyState>
          </div>
        )}
        <ul className={styles.list} aria-label={t`Уведомления`}>
          {notices.map(notice => (
            <NoticeItem key={notice.id} notice={notice} />
          ))}
        </ul>
        {query.hasNextPage && (
          <div className={styles.empty}>
            <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              <Trans>Показать еще</Trans>
            </Button>
          </div>
        )}
      </div>
    </Sheet>
  )
}

function NoticeItem({ notice }: { notice: Notice }) {
  switch (notice.kind) {
    case 'access.requested': {
      const { asker, client, typed } = notice.data
      return (
        <NoticeRow
          notice={notice}
          icon={IconLockQuestion}
          title={
            <Trans>
              {asker.name} просит доступ: <ClientLink client={client} />
            </Trans>
          }
          more={<Trans>Искали: {typed}</Trans>}
        >
          <AccessDecision data={notice.data} />
        </NoticeRow>
      )
    }
    case 'access.granted': {
      const { client, by } = notice.data
      return (
        <NoticeRow
          notice={notice}
          icon={IconLockOpen}
          title={
            <Trans>
              Вам открыт клиент <ClientLink client={client} read={notice.id} />
            </Trans>
          }
          more={by.name}
        />
      )
    }
    case 'access.declined': {
      const { typed, by, comment } = notice.data
      return (
        <NoticeRow
          notice={notice}
          icon={IconLock}
          title={<Trans>В доступе отказано: {typed}</Trans>}
          more={by.name}
          {...(comment && { quote: comment })}
        />
      )
    }
    case 'request.handed_over': {
      const { giver, typed, client, prospect, interest, content } = notice.data
      const who = client?.name ?? prospect?.name ?? typed
      const to = interest?.number ?? typed
      return (
        <NoticeRow
          notice={notice}
          icon={IconArrowForwardUp}
          title={
            <Trans>
              {giver.name} передает обращение: {who}
            </Trans>
          }
          more={to}
          quote={content}
        >
          <HandOverActions data={notice.data} />
        </NoticeRow>
      )
    }
    case 'request.taken': {
      const { typed, by, how } = notice.data
      return (
        <NoticeRow
          notice={notice}
          icon={IconCircleCheck}
          title={
            how === 'registered' ? (
              <Trans>Обращение принято: {typed}</Trans>
            ) : (
              <Trans>Обращение добавлено к Интересу: {typed}</Trans>
            )
          }
          more={by.name}
        />
      )
    }
    case 'link.suggested': {
      const { prospect, client, typed, responsible } = notice.data
      return (
        <NoticeRow
          notice={notice}
          icon={IconLink}
          title={
            client ? (
              <Trans>
                {prospect.name}: похоже, это клиент <ClientLink client={client} />
              </Trans>
            ) : (
              <Trans>{prospect.name}: такой клиент уже есть в базе</Trans>
            )
          }
          more={
            client ? (
              typed
            ) : responsible ? (
              <Trans>
                {typed}, отв. {responsible.name}
              </Trans>
            ) : (
              typed
            )
          }
        >
          <LinkActions data={notice.data} />
        </NoticeRow>
      )
    }
  }
}

/** Who goes to what a notice tells has read it. */
function ClientLink({ client, read }: { client: { id: string; name: string }; read?: string }) {
  const mark = useWrite(readNotice, { refresh: ['notices-summary'] })
  return (
    <Link
      to="/clients/$id"
      params={{ id: client.id }}
      onClick={() => read !== undefined && mark.mutate({ params: { id: read } })}
    >
      {client.name}
    </Link>
  )
}
