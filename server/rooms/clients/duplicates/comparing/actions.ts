import type { Queryable } from '../../../../platform/db/database.ts'
import type { DuplicateRules, PartyType } from '../../contract.ts'
import { significantWords } from '../../identity/rules.ts'
import { type IdentityKey, listHolders } from '../../identity/storage.ts'
import { type FoundPair, storePairs } from '../pairs/storage.ts'
import { type Held, isShared, partyOf } from '../rules.ts'
import { listParties } from '../storage.ts'
import { type Census, commonValues, type Facts, gatherEvidence, isWorthKeeping } from './rules.ts'
import { listFacts } from './storage.ts'

/** Two stored records that share something: whether they are one party is to be seen. */
export interface CandidatePair {
  kind: PartyType
  one: string
  other: string
}

/**
 * Compares candidate pairs of the base by everything that is known of both and keeps those that look like one party.
 * @returns how many were kept
 */
export async function comparePairs(
  db: Queryable,
  candidates: readonly CandidatePair[],
  by: { census: Census; rules: DuplicateRules; runId: string; now: Date },
): Promise<number> {
  let kept = 0
  for (const kind of ['client', 'contact', 'prospect'] as const) {
    const pairs = candidates.filter(each => each.kind === kind)
    for (let at = 0; at < pairs.length; at += PIECE)
      kept += await comparePiece(db, kind, pairs.slice(at, at + PIECE), by)
  }
  return kept
}

const PIECE = 1_000

async function comparePiece(
  db: Queryable,
  kind: PartyType,
  pairs: readonly CandidatePair[],
  { census, rules, runId, now }: { census: Census; rules: DuplicateRules; runId: string; now: Date },
): Promise<number> {
  const facts = await listFacts(db, kind, [...new Set(pairs.flatMap(pair => [pair.one, pair.other]))])
  const both = pairs.flatMap(pair => {
    const [one, other] = [facts.get(pair.one), facts.get(pair.other)]
    return one && other ? [{ one, other }] : []
  })
  const shared = await findShared(db, both)
  const found = both.flatMap(({ one, other }): FoundPair[] => {
    const evidence = gatherEvidence(one, other, census, common => !shared.has(keyOf(common)))
    const score = isWorthKeeping(rules, kind, evidence)
    return score === null ? [] : [{ kind, one: one.id, other: other.id, score, evidence }]
  })
  return (await storePairs(db, found, runId, now)).size / 2
}

const keyOf = ({ kind, value }: { kind: string; value: string }) => `${kind} ${value}`

/** Which of the identifiers that the pairs have in common belong to many. */
async function findShared(db: Queryable, pairs: readonly { one: Facts; other: Facts }[]): Promise<Set<string>> {
  const common = new Map(pairs.flatMap(({ one, other }) => commonValues(one, other).map(each => [keyOf(each), each])))
  const keys = [...common.values()].flatMap(({ kind, value }): IdentityKey[] =>
    kind === 'site'
      ? (['site', 'email'] as const).map(each => ({ kind: each, value, part: true }))
      : [{ kind, value, part: false }],
  )
  const holders = await listHolders(db, keys)
  const parties = await listParties(
    db,
    [...new Map(holders.map(partyOf).map(party => [party.id, party])).values()],
    null,
  )
  const nameOf = (holder: Held) => {
    const name = parties.get(partyOf(holder).id)?.names.find(each => each.name !== '')?.name
    return name === undefined ? undefined : significantWords(name).sort().join(' ')
  }
  const byValue = new Map<string, Held[]>()
  for (const holder of holders) {
    // The domain of a site is also a piece of mails.
    const isDomain = common.has(keyOf({ kind: 'site', value: holder.value }))
    const key = keyOf({ kind: isDomain ? 'site' : holder.kind, value: holder.value })
    byValue.set(key, [...(byValue.get(key) ?? []), holder])
  }
  return new Set([...byValue].flatMap(([key, held]) => (isShared(held, nameOf) ? [key] : [])))
}
