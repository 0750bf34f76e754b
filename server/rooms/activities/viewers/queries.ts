import { notFound } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { Viewer } from '../../access/explaining/contract.ts'
import { type Ground, listViewers } from '../../access/explaining/queries.ts'
import { groundsOfInterest } from '../../interests/queries.ts'
import { maySee } from '../policy.ts'
import { guardedOf } from '../queries.ts'
import { findActivity } from '../storage.ts'

/** Who sees this task or interaction, and why: its people, and whoever sees the Interest for which it is planned. */
export async function listActivityViewers(
  db: Queryable,
  caller: Caller,
  id: string,
  now: Date,
): Promise<{ items: Viewer[]; nextCursor: null }> {
  const row = await findActivity(db, id)
  const sees = (each: Caller) => row !== undefined && maySee(each, guardedOf(each, row, row.interest))
  if (!row || !sees(caller)) return refuse(notFound)
  const { assigneeId, authorId, interest } = row
  const through = interest && ({ kind: 'interest', id: interest.id, title: interest.number } as const)
  const grounds: Ground[] = [
    { kind: 'reach', reach: 'activities' },
    { kind: 'owner', reach: 'activities', as: 'assignee', userId: assigneeId },
    ...(authorId === null ? [] : [{ kind: 'author', reach: 'activities', userId: authorId } satisfies Ground]),
    ...(interest && through ? groundsOfInterest(interest).map(each => ({ ...each, through })) : []),
  ]
  return { items: await listViewers(db, now, grounds, sees), nextCursor: null }
}
