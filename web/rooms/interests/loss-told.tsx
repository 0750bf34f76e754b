import { useLingui } from '@lingui/react/macro'
import type { Notice } from '../../../server/rooms/notices/contract.ts'
import { useDirectory } from '../company/directories.ts'

/** Why, and to whom: «Цена, конкурент Полюс». */
export function LossReason({ data }: { data: Extract<Notice, { kind: 'interest.loss_awaits' }>['data'] }) {
  const { t } = useLingui()
  const reasons = useDirectory('loss_reason')
  const { lossReasonId, competitor } = data
  const reason = reasons.find(each => each.id === lossReasonId)?.name
  return [reason, competitor && t`конкурент: ${competitor}`].filter(Boolean).join(', ')
}
