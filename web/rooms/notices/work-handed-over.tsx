import { Plural, Trans } from '@lingui/react/macro'
import { IconUserCheck } from '@tabler/icons-react'
import type { Notice } from '../../../server/rooms/notices/contract.ts'
import { NoticeRow } from './notice-row.tsx'

/** Somebody handed work over to me, own work or that of somebody else. */
export function WorkHandedOver({ notice }: { notice: Extract<Notice, { kind: 'work.handed_over' }> }) {
  const { by, from, activities, interests } = notice.data
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
      more={<WorkCounts activities={activities} interests={interests} />}
    />
  )
}

/** How much work it is; what is nothing is not told. */
export function WorkCounts({ activities, interests }: { activities: number; interests: number }) {
  return (
    <>
      {activities > 0 && <Plural value={activities} one="# дело" few="# дела" many="# дел" other="# дел" />}
      {activities > 0 && interests > 0 && ', '}
      {interests > 0 && (
        <Plural value={interests} one="# Интерес" few="# Интереса" many="# Интересов" other="# Интересов" />
      )}
    </>
  )
}
