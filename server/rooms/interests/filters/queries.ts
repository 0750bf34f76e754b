import type { z } from 'zod'
import type { Queryable } from '../../../platform/db/database.ts'
import { addDays, localDateOf } from '../../../platform/pure/working-time.ts'
import { startOfDay } from '../../../platform/pure/zones.ts'
import type { Actor, Caller } from '../../../platform/scope.ts'
import { listDepartmentPeople } from '../../access/departments/queries.ts'
import { resolveMerged } from '../../clients/merging/redirects/queries.ts'
import { listEveryScenario } from '../../scenarios/queries.ts'
import type { interestFilters, standingFilters } from './contract.ts'
import type { Clock, Filter, Period } from './storage.ts'

type Shape = typeof interestFilters & typeof standingFilters
/** A filter as it is asked for. */
export type AskedFilter = Partial<z.output<z.ZodObject<Shape>>>

/** Late is what is past, today what is due until midnight where the reader is. */
export function clockOf({ actor }: Caller, now = new Date()): Clock {
  return { now, tonight: startOfDay(addDays(localDateOf(now, actor.timeZone), 1), actor.timeZone) }
}

/**
 * What a filter means to this caller: days begin where the caller is, a merged party is the one into which it was merged,
 * a department is its people, and an open checklist names the items of the states in force.
 */
export async function meaningOf(db: Queryable, caller: Caller, asked: AskedFilter): Promise<Filter> {
  const { departmentId, createdFrom, createdTo, closedFrom, closedTo, stepFrom, stepTo, checklistOpen, ...same } = asked
  const { clientId, prospectId } = asked
  const { actor } = caller
  const open = asked.open ?? (await openIn(db, asked))
  return {
    ...same,
    ...(open === undefined ? {} : { open }),
    ...(clientId ? { clientId: await resolveMerged(db, 'client', clientId) } : {}),
    ...(prospectId ? { prospectId: await resolveMerged(db, 'prospect', prospectId) } : {}),
    ...(departmentId ? { people: await listDepartmentPeople(db, departmentId) } : {}),
    ...(checklistOpen ? { unticked: await untickable(db) } : {}),
    created: periodOf(actor, createdFrom, createdTo),
    closed: periodOf(actor, closedFrom, closedTo),
    stepDue: periodOf(actor, stepFrom, stepTo),
    readerId: caller.actor.userId,
  }
}

function periodOf(actor: Actor, from: string | undefined, to: string | undefined): Period | undefined {
  if (from === undefined && to === undefined) return undefined
  return {
    from: from === undefined ? undefined : startOfDay(from, actor.timeZone),
    before: to === undefined ? undefined : startOfDay(addDays(to, 1), actor.timeZone),
  }
}

/** All that can be ticked off anywhere, each item with each state where it stands. */
async function untickable(db: Queryable): Promise<{ stateId: string; itemId: string }[]> {
  return (await listEveryScenario(db)).flatMap(({ checklist }) =>
    checklist.flatMap(({ id, stateIds }) => stateIds.map(stateId => ({ stateId, itemId: id }))),
  )
}

/** Whether all that the filter lets through is unfinished, or finished, as far as it says so by something else. */
async function openIn(db: Queryable, asked: AskedFilter): Promise<boolean | undefined> {
  const { steps, stepKind, stepFrom, stepTo, checklistOpen } = asked
  const { outcome, closedFrom, closedTo, lossReasonId, competitor, stateId } = asked
  if (steps?.length || stepKind || stepFrom || stepTo || checklistOpen) return true
  if (outcome || closedFrom || closedTo || lossReasonId || competitor?.trim()) return false
  const state = stateId && (await listEveryScenario(db)).flatMap(each => each.states).find(each => each.id === stateId)
  return state ? state.kind === 'ordinary' : undefined
}
