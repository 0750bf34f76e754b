import { Plural, Trans } from '@lingui/react/macro'
import { IconUserCheck } from '@tabler/icons-react'
import type { Notice } from '../../../server/rooms/notices/contract.ts'
import { NoticeRow } from './notice-row.tsx'

/** Somebody handed work over to me, own work or that of somebody else. */
export function WorkHandedOver({ notice }: { notice: Extract<Notice, { kind: 'work.handed_over' }> }) {
  const { by, from, activities, interests, clients = 0 } = notice.data
  const [who, whose] = [by.name, from.name]
  return (
    <NoticeRow
      notice={notice}
      icon={IconUserCheck}
      title={
        by.id === from.id ? (
          <Trans>{who} передает вам дела</Trans>
        ) : (
          <Trans>
            {who} передает вам дела: {whose}
          </Trans>
        )
      }
      more={<WorkCounts activities={activities} interests={interests} clients={clients} />}
    />
  )
}

type WorkCountsProps = { activities: number; interests: number; clients: number }

/** How much work it is; what is nothing is not told. */
export function WorkCounts({ activities, interests, clients }: WorkCountsProps) {
  return (
    <>
      {activities > 0 && <Plural value={activities} one="# дело" few="# дела" many="# дел" other="# дел" />}
      {activities > 0 && interests > 0 && ', '}
      {interests > 0 && (
        <Plural value={interests} one="# Интерес" few="# Интереса" many="# Интересов" other="# Интересов" />
      )}
      {clients > 0 && activities + interests > 0 && ', '}
      {clients > 0 && <Plural value={clients} one="# клиент" few="# клиента" many="# клиентов" other="# клиентов" />}
    </>
  )
}
