import { Trans } from '@lingui/react/macro'
import { IconBolt, IconRepeatOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Notice } from '../../../server/rooms/notices/contract.ts'
import { NoticeRow } from './notice-row.tsx'

/** What a trigger was set to tell me about an Interest. */
export function TriggerTold({ notice }: { notice: Extract<Notice, { kind: 'trigger.told' }> }) {
  const { interest, text } = notice.data
  return (
    <NoticeRow notice={notice} icon={IconBolt} title={text} more={interest.subject}>
      <Link to="/interests/$id" params={{ id: interest.id }}>
        {interest.number}
      </Link>
    </NoticeRow>
  )
}

/** To those who set triggers: some of them lead to one another for ever. */
export function TriggerCut({ notice }: { notice: Extract<Notice, { kind: 'trigger.cut' }> }) {
  const { scenario, interestId } = notice.data
  return (
    <NoticeRow
      notice={notice}
      icon={IconRepeatOff}
      title={<Trans>Триггеры ходят по кругу, остановлено: {scenario.name}</Trans>}
    >
      <Link to="/settings/trigger-journal" search={{ interestId }}>
        <Trans>Журнал</Trans>
      </Link>
      <Link to="/settings/scenarios/$id" params={{ id: scenario.id }}>
        <Trans>Сценарий</Trans>
      </Link>
    </NoticeRow>
  )
}
