import { Trans } from '@lingui/react/macro'
import { lastMinute } from '../access/who-sees.tsx'
import { useFormats } from '../../lib/formats.ts'

/** Who opened it, if that is told, and until when. */
export function EndOf({ by, until }: { by?: string; until: string }) {
  const end = useFormats().dateTime(lastMinute(until))
  return by === undefined ? (
    <Trans>до {end}</Trans>
  ) : (
    <Trans>
      {by}, до {end}
    </Trans>
  )
}
