import type { z } from 'zod'
import type { Queryable } from '../../../platform/db/database.ts'
import type { Vault } from '../../../platform/vault.ts'
import { getKeyState } from '../secrets/queries.ts'
import type { signInRules } from './contract.ts'
import { countWithoutFactor, readRules } from './storage.ts'

/** How long passwords are, who needs a second factor, how many of those have none yet, and whether the key fits. */
export async function getSignInRules(db: Queryable, vault: Vault): Promise<z.infer<typeof signInRules>> {
  return { ...(await readRules(db)), without: await countWithoutFactor(db), secretKey: await getKeyState(db, vault) }
}
