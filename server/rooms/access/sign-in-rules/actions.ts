import { mergeChanges } from '../../../platform/merge.ts'
import { refuseFaults, unknownReference } from '../../../platform/problems.ts'
import { NIL_ID } from '../../../platform/pure/ids.ts'
import type { Work } from '../../../platform/work.ts'
import { audit } from '../audit/actions.ts'
import { areProfiles, readRules, storeRules } from './storage.ts'

/**
 * Changes the rules of the sign-in. Who lacks a second factor that is demanded from now on can do nothing else with the
 * next request; open streams ask again who they are.
 * @throws conflict, invalid
 */
export async function changeSignInRules(
  work: Work,
  input: { version: number; passwordLength: number; secondFactorProfiles: readonly string[] },
): Promise<void> {
  const { version, ...present } = await readRules(work.tx, true)
  const wanted = {
    passwordLength: input.passwordLength,
    secondFactorProfiles: [...new Set(input.secondFactorProfiles)].sort(),
  }
  if (!(await areProfiles(work.tx, wanted.secondFactorProfiles))) {
    refuseFaults([unknownReference('secondFactorProfiles')])
  }
  const record = { kind: 'sign_in_rules', id: NIL_ID }
  const changes = await mergeChanges(work.tx, { id: NIL_ID, version }, input.version, present, wanted)
  if (Object.keys(changes).length === 0) return
  await storeRules(work.tx, wanted)
  await audit(work, { kind: 'sign_in_rules.changed', record, detail: { ...changes } })
  work.record({ kind: 'sign_in_rules.changed', record, version: version + 1, changes, owners: null })
}

/** A copy of a profile that demands a second factor demands it too: nobody gets rid of it by being given the copy. */
export async function demandOfCopy(work: Work, { fromId, id }: { fromId: string; id: string }): Promise<void> {
  const rules = await readRules(work.tx, true)
  if (!rules.secondFactorProfiles.includes(fromId)) return
  await changeSignInRules(work, { ...rules, secondFactorProfiles: [...rules.secondFactorProfiles, id] })
}
