import type { Work } from '../../../platform/work.ts'
import { listPresent } from '../../access/absences/queries.ts'
import { listRole } from '../../access/grants/queries.ts'
import { notify } from '../../notices/actions.ts'
import type { StateSetting } from '../../scenarios/tables.ts'
import { subjectOf } from '../rules.ts'
import type { StoredInterest } from '../tables.ts'

/** A role with more people looks at its queue by itself: a word to each of them with every entry would be a storm. */
const MOST_TOLD = 20
/** One word about a queue within this time; the queue shows the rest. */
const ONCE_IN_MS = 15 * 60_000

/** Something has come into a state that is addressed to a role: its people are told, but for who brought it or has it. */
export async function tellQueue(
  work: Work,
  interest: StoredInterest,
  { id: stateId, name: state, queueRole }: Pick<StateSetting, 'id' | 'name' | 'queueRole'>,
): Promise<void> {
  if (queueRole === null) return
  const people = await listRole(work.tx, queueRole, MOST_TOLD + 1)
  if (people.length > MOST_TOLD) return
  const present = await listPresent(work.tx, people, { now: work.now, kind: 'interests' })
  const { id, number, responsibleId } = interest
  await notify(work, {
    kind: 'interest.queued',
    userIds: present.filter(each => each !== work.actor.userId && each !== responsibleId),
    record: { kind: 'interest', id },
    data: {
      interest: { id, number, subject: subjectOf(interest) },
      state,
      by: work.actor.kind === 'system' ? null : { id: work.actor.userId, name: work.actor.name },
    },
    key: `queue ${stateId} ${Math.floor(work.now.getTime() / ONCE_IN_MS)}`,
  })
}
