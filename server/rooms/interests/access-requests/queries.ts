import type { Queryable } from '../../../platform/db/database.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { Askable } from '../../clients/access-requests/rules.ts'
import { maySell, seesInterest } from '../policy.ts'
import { subjectOf } from '../rules.ts'
import { findCard } from '../storage.ts'

/** An Interest as somebody who sees it may ask about it; undefined where it is out of sight. */
export async function findAskableInterest(db: Queryable, caller: Caller, id: string): Promise<Askable | undefined> {
  const card = await findCard(db, id, caller.actor.userId)
  if (!card || !seesInterest(caller.scope.interests, card)) return undefined
  return {
    record: { kind: 'interest', id },
    title: `${card.number}, ${subjectOf(card)}`,
    responsibleId: card.responsibleId,
    archived: false,
    changes: maySell(caller, card),
    readOnly: caller.scope.interests.isReadOnly,
  }
}
