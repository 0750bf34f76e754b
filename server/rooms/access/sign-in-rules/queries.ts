import type { z } from 'zod'
import type { Queryable } from '../../../platform/db/database.ts'
import type { signInRules } from './contract.ts'
import { countWithoutFactor, readRules } from './storage.ts'

/** How long passwords are, who needs a second factor, and how many of those have none yet. */
export async function getSignInRules(db: Queryable): Promise<z.infer<typeof signInRules>> {
  return { ...(await readRules(db)), without: await countWithoutFactor(db) }
}
