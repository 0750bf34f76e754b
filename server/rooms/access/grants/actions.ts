import { refuse, refuseFaults, unknownReference } from '../../../platform/problems.ts'
import { NIL_ID } from '../../../platform/pure/ids.ts'
import type { Work } from '../../../platform/work.ts'
import { tooManyGrants } from '../contract.ts'
import { countGrantsOf, deleteGrant, deleteGrantsOf, findActiveUser, insertGrant } from './storage.ts'

/** Every request of a person carries what was opened to it: more than this is a case for a department. */
const MOST = 1_000

interface Grant {
  record: { kind: 'client'; id: string }
  responsibleId: string | null
  userId: string
}

/**
 * Opens one record to one person; the owner of the record has decided that it may be. Doing it again changes nothing.
 * @returns whether it is new
 * @throws invalid (nobody of that id works here), grants.too_many
 */
export async function grantRecord(work: Work, { record, responsibleId, userId }: Grant): Promise<boolean> {
  if (!(await findActiveUser(work.tx, userId))) refuseFaults([unknownReference('userId')])
  if (userId === responsibleId) return false
  if ((await countGrantsOf(work.tx, userId)) >= MOST) refuse(tooManyGrants)
  const by = work.actor.kind === 'system' ? null : work.actor.userId
  const grant = { userId, recordId: record.id, recordKind: record.kind, by, at: work.now }
  if (!(await insertGrant(work.tx, grant))) return false
  recordGrant(work, 'grant.given', { record, responsibleId, userId })
  return true
}

/** Closes it again. @returns whether it was open */
export async function revokeRecord(work: Work, { record, responsibleId, userId }: Grant): Promise<boolean> {
  if (!(await deleteGrant(work.tx, userId, record.id))) return false
  recordGrant(work, 'grant.revoked', { record, responsibleId, userId })
  return true
}

/** Stands in the history of the record, and makes every node ask anew what that person sees. */
function recordGrant(work: Work, kind: string, { record, responsibleId, userId }: Grant): void {
  work.record({
    kind,
    record: { kind: 'grant', id: record.id },
    changes: { userId: kind === 'grant.given' ? { to: userId } : { from: userId } },
    owners: [responsibleId ?? NIL_ID, userId],
  })
}

/** Closes everything that was opened to one person: who has left comes back without it. */
export async function revokeAllOf(work: Work, userId: string): Promise<void> {
  for (const { id } of await deleteGrantsOf(work.tx, userId)) {
    const changes = { userId: { from: userId } }
    work.record({ kind: 'grant.revoked', record: { kind: 'grant', id }, changes, owners: [userId] })
  }
}
