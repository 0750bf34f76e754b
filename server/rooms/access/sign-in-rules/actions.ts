import { mergeChanges } from '../../../platform/merge.ts'
import { NIL_ID } from '../../../platform/pure/ids.ts'
import type { Role } from '../../../platform/scope.ts'
import type { Work } from '../../../platform/work.ts'
import { audit } from '../audit/actions.ts'
import { readRules, storeRules } from './storage.ts'

/**
 * Changes the rules of the sign-in. Who lacks a second factor that is demanded from now on can do nothing else with the
 * next request; open streams ask again who they are.
 * @throws conflict
 */
export async function changeSignInRules(
  work: Work,
  input: { version: number; passwordLength: number; secondFactorRoles: readonly Role[] },
): Promise<void> {
  const { version, ...present } = await readRules(work.tx, true)
  const wanted = {
    passwordLength: input.passwordLength,
    secondFactorRoles: [...new Set(input.secondFactorRoles)].sort(),
  }
  const record = { kind: 'sign_in_rules', id: NIL_ID }
  const changes = await mergeChanges(work.tx, { id: NIL_ID, version }, input.version, present, wanted)
  if (Object.keys(changes).length === 0) return
  await storeRules(work.tx, wanted)
  await audit(work, { kind: 'sign_in_rules.changed', record, detail: { ...changes } })
  work.record({ kind: 'sign_in_rules.changed', record, version: version + 1, changes, owners: null })
}
