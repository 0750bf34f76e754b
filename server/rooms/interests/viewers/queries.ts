import { notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { Viewer } from '../../access/explaining/contract.ts'
import { type Ground, listViewers } from '../../access/explaining/queries.ts'
import { seesInterest } from '../policy.ts'
import { findOwner } from '../storage.ts'

/** Who sees this Interest, and why; one that is out of sight looks like none. */
export async function listInterestViewers(
  db: Queryable,
  caller: Caller,
  id: string,
  now: Date,
): Promise<{ items: Viewer[]; nextCursor: null }> {
  const interest = await findOwner(db, id)
  if (!interest || !seesInterest(caller.scope.interests, interest)) refuse(notFound)
  const sees = ({ scope }: Caller) => seesInterest(scope.interests, interest)
  return { items: await listViewers(db, now, groundsOfInterest(interest), sees), nextCursor: null }
}

/** All by which an Interest may be seen: its people, its state, and its client if that was opened. */
export function groundsOfInterest({
  responsibleId,
  memberIds,
  clientId,
  stateId,
}: Parameters<typeof seesInterest>[1]): Ground[] {
  const reach = 'interests'
  return [
    { kind: 'reach', reach },
    { kind: 'owner', reach, as: 'responsible', userId: responsibleId },
    ...memberIds.map((userId): Ground => ({ kind: 'owner', reach, as: 'member', userId })),
    { kind: 'state', reach, stateId },
    ...(clientId === null ? [] : [{ kind: 'client', reach, clientId } satisfies Ground]),
  ]
}
