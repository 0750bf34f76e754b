import { useLingui } from '@lingui/react/macro'
import { IconClock, IconMoon } from '@tabler/icons-react'
import { isNightAt } from '../../../server/platform/pure/regions.ts'
import { localDateOf } from '../../../server/platform/pure/working-time.ts'
import { timeIn } from '../../../server/platform/pure/zones.ts'
import { useFormats, viewerZone } from '../../lib/formats.ts'
import { useNow } from '../../lib/now.ts'

type LocalTimeProps = {
  /** By which the client lives; nothing is shown where nobody knows, or where the clock shows what the reader's does. */
  zone: string | null | undefined
  /** Of something planned; without it: now. */
  at?: string | null | undefined
}

/** «у клиента 10:58», with a quiet word where it is night there. */
export function LocalTime({ zone, at }: LocalTimeProps) {
  const { t } = useLingui()
  const format = useFormats()
  const now = useNow()
  if (!zone) return null
  const instant = at ? new Date(at) : now
  const time = timeIn(instant, zone)
  if (time === timeIn(instant, viewerZone())) return null
  const day = localDateOf(instant, zone)
  const isNight = isNightAt(time)
  const Icon = isNight ? IconMoon : IconClock
  const words = [time, day !== localDateOf(instant, viewerZone()) && format.nearDate(day), isNight && t`ночь`].filter(
    Boolean,
  )
  const told = words.join(', ')
  return (
    <span className="row nw s12 t2" style={{ gap: 4, display: 'inline-flex' }} title={zone.replaceAll('_', ' ')}>
      <Icon size={14} stroke={1.7} aria-hidden />
      {t`у клиента ${told}`}
    </span>
  )
}
