import type { RuleField } from '../../scenarios/contract.ts'
import type { Kept } from '../timeline/contract.ts'
import type { StoredInterest } from '../rules.ts'

type Values = Record<string, { from?: unknown; to?: unknown }> | null

/** A change of an Interest, as its history keeps it. */
export interface Happened {
  kind: string
  version: number | null
  changes: Values
  personal: Values
}

/** Old values by the names of the API. */
export type Restored = Partial<Record<(typeof restorable)[number] | 'expectedCloseDate' | 'closeDateMode', unknown>>

/** The door through which an Interest goes back to how it was. */
export type WayBack =
  | { door: 'change'; restored: Restored }
  | {
      door: 'move'
      stateId: string
      said: { lossReasonId?: string; comment?: string; competitor?: string }
      restored: Restored
    }
  | { door: 'scenario'; scenarioId: string; stateId: string }
  | { door: 'unlink'; prospectId: string }

const restorable = [
  'subject',
  'content',
  'serviceTypeId',
  'contactId',
  'responsibleId',
  'expectedRevenue',
  'channelId',
  'sourceId',
  'projectId',
  'tags',
] as const

type Standing = Pick<StoredInterest, 'version' | 'closeDateMode' | 'prospectId' | 'clientId'>

/**
 * How the last change of an Interest is taken back; null where it is not the last one, or where no door leads back: a
 * registration, what a merge did, a value that was destroyed.
 */
export function decideWayBack({ kind, version, changes, personal }: Happened, interest: Standing): WayBack | null {
  if (version === null || version !== interest.version) return null
  const before = new Map(
    Object.entries({ ...changes, ...personal }).flatMap(([field, change]) =>
      'from' in change ? [[field, change.from ?? null] as const] : [],
    ),
  )
  const text = (field: string) => {
    const value = before.get(field)
    return typeof value === 'string' ? value : undefined
  }
  const [stateId, scenarioId] = [text('stateId'), text('scenarioId')]
  switch (kind) {
    case 'interest.changed': {
      const restored = restoredOf(before, interest)
      return Object.keys(restored).length > 0 ? { door: 'change', restored } : null
    }
    case 'interest.moved': {
      const [lossReasonId, comment, competitor] = [text('lossReasonId'), text('lossComment'), text('lossCompetitor')]
      const said = {
        ...(lossReasonId ? { lossReasonId } : {}),
        ...(comment ? { comment } : {}),
        ...(competitor ? { competitor } : {}),
      }
      return stateId ? { door: 'move', stateId, said, restored: restoredOf(before, interest) } : null
    }
    case 'interest.scenario_changed':
      return stateId && scenarioId ? { door: 'scenario', scenarioId, stateId } : null
    case 'interest.client_linked':
      return interest.prospectId && interest.clientId ? { door: 'unlink', prospectId: interest.prospectId } : null
    default:
      return null
  }
}

/** A date that was counted is counted again; one that was typed comes back as typed. */
function restoredOf(before: ReadonlyMap<string, unknown>, { closeDateMode }: Standing): Restored {
  const restored: Restored = {}
  for (const field of restorable) if (before.has(field)) restored[field] = before.get(field)
  if (before.get('closeDateMode') === 'auto') restored.closeDateMode = 'auto'
  else if (before.has('expectedCloseDate') && (closeDateMode === 'manual' || before.has('closeDateMode'))) {
    restored.expectedCloseDate = before.get('expectedCloseDate')
    restored.closeDateMode = 'manual'
  }
  return restored
}

const ruleFields: Partial<Record<keyof Restored, RuleField>> = {
  contactId: 'contact',
  responsibleId: 'responsible',
  expectedRevenue: 'expectedRevenue',
  expectedCloseDate: 'expectedCloseDate',
  closeDateMode: 'expectedCloseDate',
  channelId: 'channel',
  sourceId: 'source',
  projectId: 'project',
  content: 'content',
}

/** What may be given back in a state that only shows some fields. */
export function decideRestored(
  restored: Restored,
  state: { fields: readonly { field: RuleField; readOnly: boolean }[] } | undefined,
): Restored {
  const locked = new Set(state?.fields.filter(rule => rule.readOnly).map(rule => rule.field))
  const isLocked = (field: string) => {
    const rule = ruleFields[field as keyof Restored]
    return rule !== undefined && locked.has(rule)
  }
  return Object.fromEntries(Object.entries(restored).filter(([field]) => !isLocked(field)))
}

/** What an undo leaves as it is. @param beside kinds of all that happened to the Interest in the same step */
export function decideKept(
  way: WayBack,
  happened: Happened,
  beside: readonly string[],
  state: Parameters<typeof decideRestored>[1],
): Kept[] {
  const kept: Kept[] = []
  const isHandedBack = Boolean(happened.changes?.['responsibleId']?.to)
  if (way.door === 'unlink') return ['everyInterest', 'client']
  if (way.door !== 'scenario' && 'responsibleId' in way.restored && isHandedBack) kept.push('member')
  if (way.door === 'change') return kept
  kept.push('days')
  if (happened.changes?.['closedAt']?.to) kept.push('closing')
  if (beside.some(kind => kind === 'interest.step_done' || kind === 'interest.step_cancelled')) kept.push('stepsDone')
  if (beside.includes('interest.step_planned')) kept.push('stepsPlanned')
  if (way.door === 'move' && Object.keys(decideRestored(way.restored, state)).length < Object.keys(way.restored).length)
    kept.push('fields')
  return kept
}
