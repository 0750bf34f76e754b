import type { Work } from '../../../platform/work.ts'
import type { UserDeactivated } from '../../access/events.ts'
import { dropMarksOf } from '../marks/storage.ts'
import { leaveAll } from './actions.ts'

/** Who does not work here any more is no co-executor and keeps no marks: coming back gives nothing of it again. */
export async function onUserDeactivated(work: Work, { payload }: { payload: UserDeactivated }): Promise<readonly []> {
  await leaveAll(work, payload.userId)
  await dropMarksOf(work.tx, payload.userId)
  return []
}
