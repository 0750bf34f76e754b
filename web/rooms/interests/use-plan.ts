import { viewerZone } from '../../lib/formats.ts'
import { useNow } from '../../lib/now.ts'
import { useInteractionKinds } from '../company/directories.ts'
import { type PlanKind, type PlanSense, TASK } from './plan-draft.ts'

type Settled = { fallback?: PlanKind; only?: PlanSense['only'] }

/** In which this person's lines are read; without a kind the first interaction is meant, or what is given. */
export function usePlanSense({ fallback, only }: Settled = {}): PlanSense {
  const now = useNow()
  const kinds = useInteractionKinds().filter(each => !each.archivedAt)
  const first = only === 'task' ? TASK : (kinds[0]?.id ?? TASK)
  return { now, zone: viewerZone(), kinds, fallback: fallback ?? first, ...(only && { only }) }
}
