import { refuseChange } from '../../access/refusals/actions.ts'
import { type BodyOf, notFound } from '../../../platform/contract.ts'
import type { Change } from '../../../platform/events/record.ts'
import { mergeChanges } from '../../../platform/merge.ts'
import { refuse, refuseFaults } from '../../../platform/problems.ts'
import type { Money } from '../../../platform/pure/money.ts'
import { Last, type Work } from '../../../platform/work.ts'
import { holdUnmerged } from '../../clients/merging/redirects/queries.ts'
import { readCalendar } from '../../company/calendar/queries.ts'
import { readScenarios } from '../../scenarios/queries.ts'
import { decideFields } from '../../scenarios/guards/rules.ts'
import { expectedCloseDate } from '../../scenarios/rules.ts'
import type { StateSetting } from '../../scenarios/tables.ts'
import { recordInterest, settle, unknownReferences } from '../actions.ts'
import { type changeInterest as changeContract, fieldDemanded, fieldReadOnly } from '../contract.ts'
import { factsOf, getInterest, localisedMissing, readBackInterest } from '../queries.ts'
import { maySell, seesInterest } from '../policy.ts'
import { decideEmptied, decideReadOnly, membersAfter, moneyOf, normaliseMoney } from '../rules.ts'
import { type Held, holdInterest, updateInterest } from '../storage.ts'
import type { StoredInterest } from '../tables.ts'
import { announceChange } from '../triggers/actions.ts'

type Shown = Awaited<ReturnType<typeof getInterest>>
type Patch = BodyOf<typeof changeContract>

/**
 * Changes fields of an Interest. Edits of different fields by two people merge; a field that the state demands may not
 * be emptied and one that it only shows may not be changed. State, client and prospect have doors of their own.
 */
export async function changeInterest(work: Work, id: string, patch: Patch): Promise<Shown | Last<Shown>> {
  const references = [
    patch.serviceTypeId,
    patch.contactId,
    patch.responsibleId,
    patch.channelId,
    patch.sourceId,
    patch.projectId,
  ]
  const held = await holdInterest(work.tx, id, references, { entering: false })
  if (!held || !seesInterest(work.scope.interests, held)) refuse(notFound)
  if (!maySell(work, held)) refuseChange('interests', held.responsibleId)
  const scenario = (await readScenarios(work.tx, [{ id: held.scenarioId, revision: held.scenarioRevision }])).get(
    held.scenarioId,
  )
  const { version, ...wanted } = patch
  const calendar = await readCalendar(work.tx, held.calendarRevision)
  const at = { now: work.now, timeZone: held.timeZone, calendar }
  const counted = expectedCloseDate(scenario?.states ?? [], held.stateId, at)
  const changes = await mergeChanges(
    work.tx,
    held,
    version,
    { ...held, expectedRevenue: moneyOf(held) },
    normalise(wanted, held, counted?.date ?? null),
  )
  if (Object.keys(changes).length === 0) return getInterest(work.tx, work.caller, id)
  const changed = Object.fromEntries(Object.entries(changes).map(([field, { to }]) => [field, to]))
  if (patch.contactId) await holdUnmerged(work, 'contact', patch.contactId)
  refuseFaults(unknownReferences(changed, held.known))

  const changedTo = apply(held, changes)
  const isOther = changedTo.responsibleId !== held.responsibleId
  const next = {
    ...changedTo,
    ...(isOther ? { departmentId: held.departments?.[changedTo.responsibleId ?? ''] ?? null } : {}),
    memberIds: membersAfter(held, changedTo.responsibleId),
  }
  const state = scenario?.states.find(each => each.id === held.stateId)
  if (state) requireAllowed(state, held, next)
  updateInterest(work.tx, next, work.now)
  recordInterest(work, 'interest.changed', held, { ...next, version: held.version + 1 })
  await settle(work, held, next, null)
  await announceChange(work, held, next, scenario)
  return new Last(() => readBackInterest(work, held.id))
}

/** A date typed by hand switches the counting off; `auto` counts it anew and switches it on again. */
function normalise(patch: Omit<Patch, 'version'>, held: Held, counted: string | null): Record<string, unknown> {
  const isTyped = patch.expectedCloseDate !== undefined
  const mode = patch.closeDateMode ?? (isTyped ? ('manual' as const) : undefined)
  return {
    ...patch,
    ...(patch.content === undefined ? {} : { content: patch.content?.trim() ? patch.content : null }),
    ...(patch.tags === undefined ? {} : { tags: [...new Set(patch.tags)] }),
    ...(patch.expectedRevenue ? { expectedRevenue: normaliseMoney(patch.expectedRevenue) } : {}),
    closeDateMode: mode,
    expectedCloseDate: mode === 'auto' ? (counted ?? held.expectedCloseDate) : patch.expectedCloseDate,
  }
}

function apply(held: Held, changes: Record<string, Change>): StoredInterest {
  const { expectedRevenue, ...plain } = Object.fromEntries(
    Object.entries(changes).map(([field, { to }]) => [field, to]),
  ) as { expectedRevenue?: Money | null }
  if (expectedRevenue === undefined) return { ...held, ...plain }
  const currency = expectedRevenue?.currency ?? held.currency
  return { ...held, ...plain, expectedRevenue: expectedRevenue?.amount ?? null, currency }
}

function requireAllowed(state: StateSetting, held: StoredInterest, next: StoredInterest): void {
  const before = decideFields(factsOf(held), state)
  const emptied = decideEmptied(before, decideFields(factsOf(next), state))
  if (emptied.length > 0) refuse(fieldDemanded, { state: state.name, missing: localisedMissing(emptied) })
  // What the state demands and lacks may be filled even where it is shown only: otherwise nobody could.
  const lacking = new Set(before.map(each => each.field))
  const locked = decideReadOnly(state, factsOf(held), factsOf(next)).filter(field => !lacking.has(field))
  if (locked.length > 0) refuse(fieldReadOnly, { state: state.name, fields: locked })
}
