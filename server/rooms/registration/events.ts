import type { Subscriber } from '../../platform/work.ts'
import { removeDraftOfRecord } from './drafts/storage.ts'

/** Within `interest.created`: the draft with the same id has become the record. */
export const forgetDraft: Subscriber = async (work, announcement) => {
  await removeDraftOfRecord(work.tx, (announcement.payload as { id: string }).id)
  return []
}
