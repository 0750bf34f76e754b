import type { Queryable } from '../../../platform/db/database.ts'
import type { Vault } from '../../../platform/vault.ts'
import type { KeyState } from './contract.ts'
import { findCheck, listSealed } from './storage.ts'

/** Is the key of this node the one with which the base was sealed? */
export async function getKeyState(db: Queryable, vault: Vault): Promise<KeyState> {
  const check = await findCheck(db)
  if (check) return vault.knows(check) ? 'right' : 'another'
  const sealed = await listSealed(db)
  if (sealed.length === 0) return 'unused'
  return sealed.every(each => vault.knows(each)) ? 'right' : 'another'
}

/** How many values are sealed, and how many of them this key does not open. */
export async function countSealed(db: Queryable, vault: Vault): Promise<{ sealed: number; foreign: number }> {
  const sealed = await listSealed(db)
  return { sealed: sealed.length, foreign: sealed.filter(each => !vault.knows(each)).length }
}
