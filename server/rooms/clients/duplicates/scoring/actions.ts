import { type BodyOf, conflict, invalid, type ResultOf } from '../../../../platform/contract.ts'
import { NIL_ID } from '../../../../platform/pure/ids.ts'
import { Localised, refuse } from '../../../../platform/problems.ts'
import type { Work } from '../../../../platform/work.ts'
import { audit } from '../../../access/audit/actions.ts'
import type { changeDuplicateRules as contract, DuplicateRules } from '../../contract.ts'
import { countEvidence, storeScores } from '../search/storage.ts'
import { readRules } from './queries.ts'
import { findRuleFaults, scoreOf } from './rules.ts'
import { storeRules } from './storage.ts'

/**
 * Changes by what duplicates are told, for everybody and from now on. Strict: rules weigh against each other, so two
 * people do not change them at once.
 * @throws invalid, conflict
 */
export async function changeRules(work: Work, input: BodyOf<typeof contract>): Promise<ResultOf<typeof contract>> {
  const faults = findRuleFaults(input.rules)
  if (faults.length > 0) {
    const message = new Localised({
      ru: 'Пороги должны расти: предупреждать, в список, точно',
      en: 'Thresholds must grow: warn, list, certain',
    })
    refuse(invalid, { errors: faults.map(fault => ({ ...fault, message })) })
  }
  const before = await readRules(work.tx, work.caller)
  const version = await storeRules(work.tx, input.rules, input.version, { userId: work.actor.userId, at: work.now })
  if (version === undefined) {
    const fields = [{ field: 'rules', mine: input.rules, theirs: before.rules, base: null }]
    const { changedBy, changedAt } = before
    refuse(conflict, {
      version: Math.max(1, before.version),
      fields,
      changedBy: changedBy?.id ?? null,
      changedAt: changedAt === null ? null : new Date(String(changedAt)).toISOString(),
    })
  }
  await rescorePairs(work, input.rules)
  await audit(work, { kind: 'duplicates.rules_changed', detail: { from: before.rules, to: input.rules } })
  work.record({
    kind: 'duplicate_rules.changed',
    record: { kind: 'duplicate_rules', id: NIL_ID },
    version: version ?? 1,
    changes: { rules: { from: before.rules, to: input.rules } },
    owners: null,
  })
  return readRules(work.tx, work.caller)
}

/** The work list follows at once; pairs too weak to have been kept appear with the next search. */
async function rescorePairs(work: Work, rules: DuplicateRules): Promise<void> {
  const scores = (await countEvidence(work.tx)).map(({ kind, evidence }) => ({
    kind,
    evidence,
    score: scoreOf(rules, kind, evidence),
  }))
  await storeScores(work.tx, scores)
}
