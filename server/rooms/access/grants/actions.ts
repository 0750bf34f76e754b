import type { Change } from '../../../platform/events/record.ts'
import { type Fault, Localised, refuse, refuseFaults, unknownReference } from '../../../platform/problems.ts'
import { NIL_ID } from '../../../platform/pure/ids.ts'
import { startOfDay } from '../../../platform/pure/zones.ts'
import type { Work } from '../../../platform/work.ts'
import { tooManyGrants } from '../contract.ts'
import { holdDepartment, listPeopleBelow } from '../departments/storage.ts'
import { DEFAULT_TIME_ZONE } from '../sessions/rules.ts'
import { dayAfter, decideEnd, isNear } from './rules.ts'
import {
  countGrantsOf,
  deleteGrant,
  deleteGrantsOf,
  type Ending,
  findActiveUser,
  findCompanyZone,
  holdGrant,
  type Principal,
  putGrant,
  takeEndedGrants,
  takeEndingGrants,
} from './storage.ts'

export type { Ending, Principal }

/** Every request of a person carries what was opened to it: more than this is a case for another profile. */
const MOST = 1_000

interface Grant {
  record: { kind: 'client'; id: string }
  responsibleId: string | null
  principal: Principal
}

/** When it ends: at an instant, or with a day where the company is; never where neither is given. */
export interface Until {
  expiresAt?: string | undefined
  until?: string | undefined
}

/** Until when, and whether it may be changed too. */
export interface Terms extends Until {
  changes?: boolean | undefined
}

/**
 * Opens one record to a person or a department; the owner of the record has decided that it may be. Doing it again
 * changes when it ends and whether it may be changed, and nothing else.
 * @returns what changed, and when it ends
 * @throws invalid (nobody of that id works here, the end is past), grants.too_many
 */
export async function grantRecord(
  work: Work,
  { record, responsibleId, principal }: Grant,
  { changes = false, ...until }: Terms,
): Promise<{ change: 'given' | 'changed' | null; expiresAt: Date | null }> {
  const { expiresAt, faults } = await readEnd(work, until)
  const isKnown =
    principal.kind === 'user'
      ? (await findActiveUser(work.tx, principal.id)) !== undefined
      : await holdDepartment(work.tx, principal.id)
  if (!isKnown) faults.push(unknownReference(principal.kind === 'user' ? 'userId' : 'departmentId'))
  refuseFaults(faults)
  const unchanged = { change: null, expiresAt }
  if (principal.id === responsibleId) return unchanged
  const known = await holdGrant(work.tx, principal.id, record.id)
  const isOpen = known !== undefined && (known.expiresAt === null || known.expiresAt > work.now)
  if (isOpen && known.expiresAt?.getTime() === expiresAt?.getTime() && known.changes === changes) return unchanged
  if (!known && (await countGrantsOf(work.tx, principal.id)) >= MOST) refuse(tooManyGrants)
  await putGrant(work.tx, {
    principalId: principal.id,
    recordId: record.id,
    recordKind: record.kind,
    by: work.actor.kind === 'system' ? null : work.actor.userId,
    at: work.now,
    expiresAt,
    toldAt: isNear(expiresAt, work.now) ? work.now : null,
    changes,
  })
  const before = isOpen ? known : null
  await recordGrant(
    work,
    isOpen ? 'grant.changed' : 'grant.given',
    { record, responsibleId, principal },
    {
      ...difference('expiresAt', before?.expiresAt ?? null, expiresAt),
      ...difference('changes', before?.changes ?? false, changes),
    },
  )
  return { change: isOpen ? 'changed' : 'given', expiresAt }
}

/** When it is to end, and what is wrong with that. */
export async function readEnd(
  work: Work,
  { expiresAt, until }: Until,
): Promise<{ expiresAt: Date | null; faults: Fault[] }> {
  const zone = until === undefined ? undefined : ((await findCompanyZone(work.tx)) ?? DEFAULT_TIME_ZONE)
  const end = decideEnd(
    expiresAt === undefined ? null : new Date(expiresAt),
    until === undefined || zone === undefined ? null : startOfDay(dayAfter(until), zone),
  )
  const path = until === undefined ? 'expiresAt' : 'until'
  const faults = end !== null && end <= work.now ? [{ path, code: 'in_the_past', message: past }] : []
  return { expiresAt: end, faults }
}

const past = new Localised({ ru: 'Это время уже прошло', en: 'This time has passed' })

/** Closes it again. @returns whether it was open */
export async function revokeRecord(work: Work, { record, responsibleId, principal }: Grant): Promise<boolean> {
  if (!(await deleteGrant(work.tx, principal.id, record.id))) return false
  await recordGrant(work, 'grant.revoked', { record, responsibleId, principal })
  return true
}

/** A term of a grant, where there is or was one. */
function difference<T>(field: string, from: T, to: T): Record<string, Change> {
  return from || to ? { [field]: { from, to } } : {}
}

/** Stands in the history of the record, and makes every node ask anew what these people see. */
async function recordGrant(
  work: Work,
  kind: 'grant.given' | 'grant.changed' | 'grant.revoked' | 'grant.ended',
  { record, responsibleId, principal }: Grant,
  terms: Record<string, Change> = {},
): Promise<void> {
  const isOpening = kind === 'grant.given' || kind === 'grant.changed'
  const who: Change = isOpening ? { to: principal.id } : { from: principal.id }
  const people = principal.kind === 'user' ? [principal.id] : await listPeopleBelow(work.tx, principal.id)
  const changes: Record<string, Change> = {
    [principal.kind === 'user' ? 'userId' : 'departmentId']: who,
    ...terms,
  }
  work.record({ kind, record: { kind: 'grant', id: record.id }, changes, owners: [responsibleId ?? NIL_ID, ...people] })
}

/** So many in one transaction; the rest comes with the next one. */
const AT_ONCE = 100

/**
 * Takes away what has ended. Reads close by the clock before that; this is for what is found by an index.
 * @param responsibleOf whose record it is
 */
export async function endGrants(
  work: Work,
  responsibleOf: (recordId: string) => Promise<string | null>,
): Promise<Ending[]> {
  const ended = await takeEndedGrants(work.tx, work.now, AT_ONCE)
  for (const { recordId, principalId, shared } of ended) {
    const principal: Principal = { kind: shared ? 'department' : 'user', id: principalId }
    const responsibleId = await responsibleOf(recordId)
    await recordGrant(work, 'grant.ended', { record: { kind: 'client', id: recordId }, responsibleId, principal })
  }
  return ended
}

/** What ends within a day, each once. */
export async function takeEnding(work: Work): Promise<Ending[]> {
  return takeEndingGrants(work.tx, work.now, AT_ONCE)
}

/** Closes everything that was opened to one person: who has left comes back without it. */
export async function revokeAllOf(work: Work, userId: string): Promise<void> {
  for (const { id } of await deleteGrantsOf(work.tx, userId)) {
    const changes = { userId: { from: userId } }
    work.record({ kind: 'grant.revoked', record: { kind: 'grant', id }, changes, owners: [userId] })
  }
}
