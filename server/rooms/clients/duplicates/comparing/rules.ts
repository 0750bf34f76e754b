import type { Criterion, DuplicateRules, PartyType } from '../../contract.ts'
import { type Compared, compareAllNames, decideNameRarity, wholeName } from '../matching/rules.ts'
import { expectNamesakes, type Frequencies } from '../names/rules.ts'
import { compareNumbers, CRITERIA, scoreOf } from '../scoring/rules.ts'

/** A stored record with everything that a comparison asks for. */
export interface Facts extends Compared {
  id: string
  phones: readonly string[]
  emails: readonly string[]
  domains: readonly string[]
}

/** How common words and names are in the whole base. */
export interface Census extends Frequencies {
  /** How many have this whole name. */
  holdersOf(name: string): number
}

/** Identifiers that two records have in common. */
export function commonValues(one: Facts, other: Facts): { kind: 'phone' | 'email' | 'site'; value: string }[] {
  const common = (kind: 'phone' | 'email' | 'site', a: readonly string[], b: readonly string[]) =>
    a.filter(value => b.includes(value)).map(value => ({ kind, value }))
  return [
    ...common('phone', one.phones, other.phones),
    ...common('email', one.emails, other.emails),
    ...common('site', one.domains, other.domains),
  ]
}

/**
 * Everything that speaks for and against two stored records being one party: the same signs as of a record that is
 * typed and one that is stored.
 * @param isTelling whether an identifier belongs to somebody and not to many
 */
export function gatherEvidence(
  one: Facts,
  other: Facts,
  census: Census,
  isTelling: (common: { kind: string; value: string }) => boolean,
): Criterion[] {
  const evidence = collect(one, other, census, isTelling)
  return CRITERIA.filter(criterion => evidence.has(criterion))
}

function collect(
  one: Facts,
  other: Facts,
  census: Census,
  isTelling: (common: { kind: string; value: string }) => boolean,
): Set<Criterion> {
  const evidence = new Set<Criterion>()
  for (const common of commonValues(one, other)) if (isTelling(common)) evidence.add(common.kind)
  for (const criterion of compareNumbers(one.numbers, other.numbers)) evidence.add(criterion)
  const names = compareAllNames(one.names, other.names)
  if (names === null) return evidence
  evidence.add(names.criterion)
  if (names.criterion === 'other_name') return evidence
  const { mine, theirs, isPerson } = names
  const expected = Math.max(...[mine, theirs].map(name => expectNamesakes(name, isPerson, census)))
  // Of the holders of a name one is the record itself.
  const others = [mine, theirs].map(name => census.holdersOf(wholeName(name, isPerson)) - 1)
  const rarity = decideNameRarity(names, others, expected)
  if (rarity !== null) evidence.add(rarity)
  return evidence
}

/** Weaker pairs than this are not kept: no rules that anybody would set list them. */
const WEAKEST = 40

/** Is the pair worth keeping for the list, or for a dry run of other rules? */
export function isWorthKeeping(rules: DuplicateRules, kind: PartyType, evidence: Iterable<Criterion>): number | null {
  const score = scoreOf(rules, kind, evidence)
  return score >= Math.min(WEAKEST, rules[kind].list) ? score : null
}
