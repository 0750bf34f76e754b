import type { ResultOf } from '../../../../platform/contract.ts'
import type { Queryable } from '../../../../platform/db/database.ts'
import type { Caller } from '../../../../platform/scope.ts'
import type { BodyOf } from '../../../../platform/contract.ts'
import type { PartyType, previewDuplicateRules as previewContract } from '../../contract.ts'
import { getRules } from '../scoring/queries.ts'
import { scoreOf } from '../scoring/rules.ts'
import type { DuplicateSearch, readDuplicateSearch as contract } from './contract.ts'
import { progressOf, stageOf } from './rules.ts'
import { countEvidence, findLastRun, isRunning } from './storage.ts'

/** The search under way, else the last one. */
export async function getSearch(db: Queryable, _caller: Caller): Promise<DuplicateSearch | null> {
  const rules = await getRules(db)
  const run = await findLastRun(db, Math.min(...Object.values(rules).map(each => each.list)))
  if (!run) return null
  const { id, state, step, pairs, startedById, startedByName } = run
  return {
    id,
    state,
    step: stageOf(step),
    progress: progressOf(run),
    pairs,
    startedAt: run.startedAt.toISOString(),
    startedBy: startedById !== null && startedByName !== null ? { id: startedById, name: startedByName } : null,
    endedAt: run.endedAt?.toISOString() ?? null,
  }
}

/** The same as an answer. */
export async function readSearch(db: Queryable, caller: Caller): Promise<ResultOf<typeof contract>> {
  return { search: await getSearch(db, caller) }
}

/** How many of the pairs that were found other rules would list and call certain, beside those that hold now. */
export async function previewRules(
  db: Queryable,
  _caller: Caller,
  { rules: wanted }: BodyOf<typeof previewContract>,
): Promise<ResultOf<typeof previewContract>> {
  const [present, counts] = await Promise.all([getRules(db), countEvidence(db)])
  const count = (rules: typeof present, kind: PartyType) => {
    const scored = counts
      .filter(each => each.kind === kind)
      .map(({ evidence, n }) => ({ score: scoreOf(rules, kind, evidence), n }))
    const from = (threshold: number) => scored.reduce((sum, each) => sum + (each.score >= threshold ? each.n : 0), 0)
    return { listed: from(rules[kind].list), certain: from(rules[kind].certain) }
  }
  const of = (kind: PartyType) => ({ now: count(present, kind), wanted: count(wanted, kind) })
  return {
    compared: counts.reduce((sum, each) => sum + each.n, 0),
    client: of('client'),
    contact: of('contact'),
    prospect: of('prospect'),
  }
}

/** Has nobody paused or cancelled the search, and is there more to do? */
export async function isSearching(db: Queryable, runId: string): Promise<boolean> {
  return isRunning(db, runId)
}
