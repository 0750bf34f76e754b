import { useLingui } from '@lingui/react/macro'
import { IconHourglassHigh } from '@tabler/icons-react'
import { localDateOf } from '../../../server/platform/pure/working-time.ts'
import type { InterestRow } from '../../../server/rooms/interests/contract.ts'
import { useNow } from '../../lib/now.ts'
import { useMe } from '../access/me.ts'

/** Its time in the state is over and no contact is agreed: an hourglass, where it is so. */
export function StuckMark({ interest: { stuckFrom } }: { interest: Pick<InterestRow, 'stuckFrom'> }) {
  const { t } = useLingui()
  const today = localDateOf(useNow(), useMe().company.timeZone)
  if (stuckFrom === null || stuckFrom > today) return null
  const words = t`Зависло: срок в состоянии вышел, контакт не назначен`
  return (
    <span className="bad row" style={{ flex: 'none' }} title={words}>
      <IconHourglassHigh size={14} stroke={1.7} role="img" aria-label={words} />
    </span>
  )
}
