import { isReversible } from '../../clients/history/rules.ts'
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

/** The door through which an Interest goes back to where it was. */
export type WayBack =
  | {
      door: 'move'
      stateId: string
      said: { lossReasonId?: string; comment?: string; competitor?: string }
      restored: Restored
    }
  | { door: 'scenario'; scenarioId: string; stateId: string }

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

type Standing = Pick<StoredInterest, 'closeDateMode'>

/** Is it the last change of an Interest, and of a kind that leads back? Values that were destroyed lead nowhere. */
export function isLastOf(
  event: Happened,
  { version, prospectId }: Pick<StoredInterest, 'version' | 'prospectId'>,
): boolean {
  if (event.version !== version || (event.changes === null && event.personal === null)) return false
  return isReversible(event.kind) && (prospectId !== null || event.kind !== 'interest.client_linked')
}

/** How a move or a change of scenario is taken back; null for everything else, and where a value was destroyed. */
export function decideWayBack({ kind, changes, personal }: Happened, interest: Standing): WayBack | null {
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
  if (kind === 'interest.scenario_changed')
    return stateId && scenarioId ? { door: 'scenario', scenarioId, stateId } : null
  if (kind !== 'interest.moved' || !stateId) return null
  const [lossReasonId, comment, competitor] = [text('lossReasonId'), text('lossComment'), text('lossCompetitor')]
  const said = {
    ...(lossReasonId ? { lossReasonId } : {}),
    ...(comment ? { comment } : {}),
    ...(competitor ? { competitor } : {}),
  }
  return { door: 'move', stateId, said, restored: restoredOf(before, interest) }
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

/** What an undo leaves as it is. */
export function decideKept(way: WayBack, happened: Happened, state: Parameters<typeof decideRestored>[1]): Kept[] {
  const kept: Kept[] = []
  const isHandedBack = Boolean(happened.changes?.['responsibleId']?.to)
  if (way.door === 'move' && 'responsibleId' in way.restored && isHandedBack) kept.push('member')
  kept.push('days')
  if (happened.changes?.['closedAt']?.to) kept.push('closing')
  if (way.door === 'move' && Object.keys(decideRestored(way.restored, state)).length < Object.keys(way.restored).length)
    kept.push('fields')
  return kept
}
