import type { Queryable } from '../../platform/db/database.ts'
import { NIL_ID } from '../../platform/pure/ids.ts'
import { type CompanySettings, companySettings, type MySettings, mySettings } from './contract.ts'
import { settle } from './rules.ts'
import { listChosen } from './storage.ts'

/** A person's own settings; each has a value even before that person chose one. */
export async function getSettingsOf(db: Queryable, userId: string): Promise<MySettings> {
  return settle(mySettings, await listChosen(db, userId))
}

/** Settings that hold for everybody. */
export async function getCompanySettings(db: Queryable): Promise<CompanySettings> {
  return settle(companySettings, await listChosen(db, NIL_ID))
}
