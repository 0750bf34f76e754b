import { Trans } from '@lingui/react/macro'
import type { Notice } from '../../../server/rooms/notices/contract.ts'

/** What was done with a watched Interest: «Кабель и лотки: перенос в «Отгрузка»». */
export function WatchedLine({ data }: { data: Extract<Notice, { kind: 'interest.watched' }>['data'] }) {
  const { interest, what, state, outcome, responsible } = data
  const { subject } = interest
  if (what === 'handed_over') {
    const name = responsible?.name
    return name ? (
      <Trans>
        {subject}: ответственный {name}
      </Trans>
    ) : (
      <Trans>{subject}: больше нет ответственного</Trans>
    )
  }
  if (what === 'reopened')
    return (
      <Trans>
        {subject}: снова в работе, «{state}»
      </Trans>
    )
  if (what === 'moved')
    return (
      <Trans>
        {subject}: теперь «{state}»
      </Trans>
    )
  return outcome === 'won' ? <Trans>{subject}: завершен успешно</Trans> : <Trans>{subject}: потерян</Trans>
}
