import { Trans, useLingui } from '@lingui/react/macro'
import type { Notice } from '../../../server/rooms/notices/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { useDirectory } from '../company/directories.ts'

/** Why, and to whom: «Цена, конкурент Полюс». */
export function LossReason({ data }: { data: Extract<Notice, { kind: 'interest.loss_awaits' }>['data'] }) {
  const { t } = useLingui()
  const reasons = useDirectory('loss_reason')
  const { lossReasonId, competitor } = data
  const reason = reasons.find(each => each.id === lossReasonId)?.name
  return [reason, competitor && t`конкурент: ${competitor}`].filter(Boolean).join(', ')
}

/** Who opened it, if that is told, and until when. */
export function EndOf({ by, until }: { by?: string; until: string }) {
  const end = useFormats().dateTime(until)
  return by === undefined ? (
    <Trans>до {end}</Trans>
  ) : (
    <Trans>
      {by}, до {end}
    </Trans>
  )
}
