import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBell,
  IconCircleCheck,
  IconCircleX,
  IconEye,
  IconLink,
  IconLock,
  IconLockOpen,
  IconLockQuestion,
  IconUserCheck,
  IconUserQuestion,
  IconUsers,
} from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { NIL_ID } from '../../server/platform/pure/ids.ts'
import { listNotices, type Notice, readAllNotices } from '../../server/rooms/notices/contract.ts'
import { allItems, pagesOf, useWrite } from '../lib/queries.ts'
import { useDirectory } from '../rooms/company/directories.ts'
import { useFormats } from '../lib/formats.ts'
import { useUnread } from '../rooms/notices/bell.tsx'
import { LossNoticeActions } from '../rooms/interests/loss-decision.tsx'
import { AbsenceNotice } from '../rooms/notices/absence-notices.tsx'
import { AskedFromCard, DecidedAboutCard } from '../rooms/notices/asking-notices.tsx'
import { NoticeRow } from '../rooms/notices/notice-row.tsx'
import styles from '../rooms/notices/notices.module.css'
import { FactorReset, KeyExpires } from '../rooms/notices/access-notices.tsx'
import { TriggerCut, TriggerTold } from '../rooms/notices/trigger-notices.tsx'
import { WatchedLine } from '../rooms/notices/watched-line.tsx'
import { WorkHandedOver } from '../rooms/notices/work-handed-over.tsx'
import { LossReason } from '../rooms/interests/loss-told.tsx'
import { ClientLink, InterestLink } from '../rooms/notices/told-links.tsx'
import { EndOf } from '../rooms/notices/told.tsx'
import { AccessDecision } from '../rooms/registration/access-decision.tsx'
import { useAskedTitle } from '../rooms/registration/ask-here.tsx'
import { HandOverActions, LinkActions } from '../rooms/registration/notice-actions.tsx'
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
  const { t } = useLingui()
  const askedTitle = useAskedTitle()
  /** The product itself does what a trigger says. */
  const nameOf = (by: { id: string; name: string }) => (by.id === NIL_ID ? t`Триггер` : by.name)
  switch (notice.kind) {
    case 'absence.asked':
    case 'absence.left':
    case 'absence.begun':
    case 'absence.ended':
    case 'absence.returned':
      return <AbsenceNotice notice={notice} />
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
    case 'access.asked': {
      const { asker, wanted } = notice.data
      return (
        <AskedFromCard notice={notice} title={askedTitle(asker.name, wanted)}>
          <AccessDecision data={notice.data} />
        </AskedFromCard>
      )
    }
    case 'access.decided':
      return <DecidedAboutCard notice={notice} />
    case 'access.granted': {
      const { client, by, until, changes } = notice.data
      return (
        <NoticeRow
          notice={notice}
          icon={IconLockOpen}
          title={
            changes ? (
              <Trans>
                Вам открыт для изменения клиент <ClientLink client={client} read={notice.id} />
              </Trans>
            ) : (
              <Trans>
                Вам открыт клиент <ClientLink client={client} read={notice.id} />
              </Trans>
            )
          }
          more={until ? <EndOf by={by.name} until={until} /> : by.name}
        />
      )
    }
    case 'access.ending': {
      const { client, expiresAt } = notice.data
      return (
        <NoticeRow
          notice={notice}
          icon={IconLockQuestion}
          title={
            <Trans>
              Доступ закончится завтра: <ClientLink client={client} read={notice.id} />
            </Trans>
          }
          more={<EndOf until={expiresAt} />}
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
    case 'interest.joined': {
      const { interest, by } = notice.data
      return (
        <NoticeRow
          notice={notice}
          icon={IconUsers}
          title={<Trans>{by.name} добавляет вас соисполнителем</Trans>}
          more={interest.subject}
        >
          <InterestLink interest={interest} />
        </NoticeRow>
      )
    }
    case 'interest.queued': {
      const { interest, state } = notice.data
      return (
        <NoticeRow
          notice={notice}
          icon={IconUserQuestion}
          title={<Trans>В очереди «{state}» новый Интерес</Trans>}
          more={interest.subject}
        >
          <InterestLink interest={interest} />
        </NoticeRow>
      )
    }
    case 'interest.loss_awaits': {
      const { interest, by, comment } = notice.data
      return (
        <NoticeRow
          notice={notice}
          icon={IconCircleX}
          title={
            <Trans>
              {by.name} считает потерянным: <InterestLink interest={interest} words={interest.subject} />
            </Trans>
          }
          more={<LossReason data={notice.data} />}
          {...(comment && { quote: comment })}
        >
          <LossNoticeActions interest={interest} />
        </NoticeRow>
      )
    }
    case 'interest.loss_decided': {
      const { interest, by, state } = notice.data
      return (
        <NoticeRow
          notice={notice}
          icon={state === null ? IconCircleX : IconArrowBackUp}
          title={
            state === null ? (
              <Trans>Потеря подтверждена: {interest.subject}</Trans>
            ) : (
              <Trans>
                {interest.subject}: возвращен в «{state}»
              </Trans>
            )
          }
          more={by.name}
        >
          <InterestLink interest={interest} />
        </NoticeRow>
      )
    }
    case 'interest.watched': {
      const { interest, by } = notice.data
      return (
        <NoticeRow notice={notice} icon={IconEye} title={<WatchedLine data={notice.data} />} more={nameOf(by)}>
          <InterestLink interest={interest} />
        </NoticeRow>
      )
    }
    case 'activity.assigned': {
      const { by, interest } = notice.data
      const who = nameOf(by)
      return (
        <NoticeRow
          notice={notice}
          icon={IconUserCheck}
          title={<Trans>{who} поручает вам</Trans>}
          more={<StepLine data={notice.data} />}
        >
          {interest && <InterestLink interest={interest} />}
        </NoticeRow>
      )
    }
    case 'second_factor.reset':
      return <FactorReset notice={notice} />
    case 'api_key.expires':
      return <KeyExpires notice={notice} />
    case 'trigger.told':
      return <TriggerTold notice={notice} />
    case 'trigger.cut':
      return <TriggerCut notice={notice} />
    case 'work.handed_over':
      return <WorkHandedOver notice={notice} />
    case 'activity.reminder': {
      const { interest } = notice.data
      return (
        <NoticeRow
          notice={notice}
          icon={IconBell}
          title={<StepLine data={notice.data} />}
          more={<Trans>Напоминание</Trans>}
        >
          {interest && <InterestLink interest={interest} />}
        </NoticeRow>
      )
    }
    case 'activity.done': {
      const { by, result, interest } = notice.data
      return (
        <NoticeRow
          notice={notice}
          icon={IconCircleCheck}
          title={
            <Trans>
              {by.name} завершает: <StepLine data={notice.data} />
            </Trans>
          }
          {...(result && { quote: result })}
        >
          {interest && <InterestLink interest={interest} />}
        </NoticeRow>
      )
    }
  }
}

/** What is to be done and when: «Звонок: уточнить объем, завтра, 15:00». */
function StepLine({ data }: { data: StepTold }) {
  const { t } = useLingui()
  const format = useFormats()
  const kinds = useDirectory('interaction_kind')
  const { stepKind, interactionKindId, subject, dueAt, dueDay } = data
  const kind = stepKind === 'task' ? t`Задача` : (kinds.find(each => each.id === interactionKindId)?.name ?? '')
  const due = dueAt ? format.dateTime(dueAt) : dueDay ? format.nearDate(dueDay) : null
  return [[kind, subject].filter(Boolean).join(': '), due].filter(Boolean).join(', ')
}

interface StepTold {
  stepKind: 'interaction' | 'task'
  interactionKindId: string | null
  subject: string | null
  dueAt?: string | null
  dueDay?: string | null
}
