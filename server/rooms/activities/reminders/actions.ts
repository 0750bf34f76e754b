import type { Work } from '../../../platform/work.ts'
import { notify } from '../../notices/actions.ts'
import { toldOf } from '../rules.ts'
import { takeReminders } from './storage.ts'

/** So many in one transaction; the rest comes with the next one. */
const AT_ONCE = 200

/** Reminds of what is near, each once; answers how many. */
export async function remindOfActivities(work: Work): Promise<number> {
  const taken = await takeReminders(work.tx, work.now, AT_ONCE)
  for (const activity of taken) {
    await notify(work, {
      kind: 'activity.reminder',
      userIds: [activity.assigneeId],
      record: { kind: 'activity', id: activity.id },
      data: { ...toldOf(activity), interest: activity.interest },
    })
  }
  return taken.length
}
