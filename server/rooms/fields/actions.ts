import { NIL_ID } from '../../platform/pure/ids.ts'
import type { Work } from '../../platform/work.ts'
import type { CompanySettings, MySettings } from './contract.ts'
import { getCompanySettings, getSettingsOf } from './queries.ts'
import { changedOf } from './rules.ts'
import { storeChosen } from './storage.ts'

/** Changes some of the caller's own settings; the other tabs and devices of that person hear of it. */
export async function changeMySettings(work: Work, wanted: Partial<MySettings>): Promise<MySettings> {
  const { userId } = work.actor
  const present = await getSettingsOf(work.tx, userId)
  await store(work, userId, present, changedOf(present, wanted))
  return getSettingsOf(work.tx, userId)
}

/** Changes settings that hold for everybody. */
export async function changeCompanySettings(work: Work, wanted: Partial<CompanySettings>): Promise<CompanySettings> {
  const present = await getCompanySettings(work.tx)
  await store(work, NIL_ID, present, changedOf(present, wanted))
  return getCompanySettings(work.tx)
}

async function store<T extends object>(work: Work, ownerId: string, present: T, changed: Partial<T>): Promise<void> {
  const keys = Object.keys(changed) as (keyof T & string)[]
  if (keys.length === 0) return
  await storeChosen(work.tx, ownerId, changed as Record<string, unknown>, work.now)
  work.record({
    kind: 'settings.changed',
    record: { kind: 'settings', id: ownerId },
    changes: Object.fromEntries(keys.map(key => [key, { from: present[key], to: changed[key] }])),
    owners: ownerId === NIL_ID ? null : [ownerId],
  })
}
