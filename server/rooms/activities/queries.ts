import { notFound } from '../../platform/contract.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { refuse } from '../../platform/problems.ts'
import { readPhone } from '../../platform/pure/phones.ts'
import { guessZone } from '../../platform/pure/regions.ts'
import type { Caller } from '../../platform/scope.ts'
import type { Work } from '../../platform/work.ts'
import { maySeeInterest, mayWorkWith } from '../interests/queries.ts'
import { subjectOf } from '../interests/rules.ts'
import { canActivity, maySee } from './policy.ts'
import { findActivity } from './storage.ts'
import type { ActivityRow, StoredActivity } from './tables.ts'

export type ShownActivity = ReturnType<typeof presentActivity>

/** One task or interaction that the caller may see. @throws not_found */
export async function getActivity(db: Queryable, caller: Caller, id: string): Promise<ShownActivity> {
  const row = await findActivity(db, id)
  if (!row || !maySee(caller, guardedOf(caller, row, row.interest))) refuse(notFound)
  return presentActivity(caller, row)
}

/** As a write of the caller left it, even if that took it out of the caller's sight. */
export async function readBackActivity(work: Work, id: string): Promise<ShownActivity> {
  return presentActivity(work.caller, (await findActivity(work.tx, id)) ?? refuse(notFound))
}

interface OfInterest {
  clientId: string | null
  responsibleId: string | null
  authorId: string | null
  memberIds: readonly string[]
  stateId: string
}

/** What the policy asks. */
export function guardedOf(
  caller: Caller,
  { assigneeId, authorId, outcome }: Pick<StoredActivity, 'assigneeId' | 'authorId' | 'outcome'>,
  interest: OfInterest | null,
) {
  const of = interest && {
    seen: maySeeInterest(caller, interest),
    worked: mayWorkWith(caller, interest),
  }
  return { assigneeId, authorId, outcome, interest: of }
}

/** In the form of the API; of an Interest out of sight its number only. */
export function presentActivity(caller: Caller, row: ActivityRow) {
  const guarded = guardedOf(caller, row, row.interest)
  const isWalled = guarded.interest?.seen === false
  const { interest } = row
  return {
    id: row.id,
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    can: canActivity(caller, guarded),
    kind: row.kind,
    interactionKindId: row.interactionKindId,
    subject: row.subject,
    content: row.content,
    interest: interest && {
      id: interest.id,
      number: interest.number,
      subject: isWalled ? null : subjectOf(interest),
      party: isWalled ? null : partyOf(interest),
      phone: isWalled ? null : interest.phone,
      timeZone: isWalled ? null : zoneOf(interest),
      walled: isWalled,
    },
    assignee: { id: row.assigneeId, name: row.assigneeName },
    author: personRef(row.authorId, row.authorName),
    dueAt: row.dueAt,
    dueDay: row.dueDay,
    minutes: row.minutes,
    place: row.place,
    contacts: isWalled ? [] : row.contacts,
    people: row.people,
    checklist: row.checklist,
    remindBefore: row.remindBefore,
    repeat: row.repeat,
    outcome: row.outcome,
    result: row.result,
    closedAt: row.closedAt,
    closedBy: personRef(row.closedById, row.closedByName),
  }
}

function partyOf({ clientName, prospectName }: NonNullable<ActivityRow['interest']>) {
  const kind = clientName === null ? ('prospect' as const) : ('client' as const)
  return { kind, name: clientName ?? prospectName ?? '' }
}

function zoneOf({ whereabouts, prospectPhone }: NonNullable<ActivityRow['interest']>): string | null {
  const { phones, ...rest } = whereabouts
  return guessZone({ ...rest, phones: prospectPhone === null ? phones : [readPhone(prospectPhone).e164] })
}

function personRef(id: string | null, name: string | null): { id: string; name: string } | null {
  return id === null || name === null ? null : { id, name }
}
