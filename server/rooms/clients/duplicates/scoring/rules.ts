import { type Criterion, criterion, type DuplicateRules, type PartyType } from '../contract.ts'

/** Signs that two records may be one party, and signs against it; the order is that of the settings screen. */
export const CRITERIA: readonly Criterion[] = criterion.options

/** Found about two records: which criteria hold. */
export type Evidence = ReadonlySet<Criterion>

/** What a person reads as the reason; the rest only weighs. */
const REASONS: readonly Criterion[] = ['inn_kpp', 'inn', 'ogrn', 'phone', 'email', 'site', 'name', 'name_similar']

/** Identifiers of which a wall may tell when they were typed as a whole (model.md 28). */
export const WHOLE: ReadonlySet<Criterion> = new Set<Criterion>([
  'inn_kpp',
  'inn',
  'phone',
  'email',
  'name',
  'name_rare',
  'name_uncommon',
])

const WEIGHTS: Readonly<Record<Criterion, number>> = {
  inn_kpp: 100,
  inn: 100,
  ogrn: 100,
  phone: 90,
  email: 90,
  site: 40,
  name: 45,
  name_similar: 40,
  name_rare: 40,
  name_uncommon: 10,
  other_name: -15,
  other_inn: -25,
  other_kpp: -50,
}

const THRESHOLDS = { warn: 50, list: 80, certain: 95 }

/** What holds until an administrator says otherwise. */
export function defaultRules(): DuplicateRules {
  const each = () => ({ weights: { ...WEIGHTS }, ...THRESHOLDS })
  return { client: each(), contact: each(), prospect: each() }
}

/**
 * How much two records look like one party, 0 to 100: signs for it add up to 100 at most, signs against it are taken
 * off afterwards, so that no heap of signs outweighs a branch or another legal entity.
 */
export function scoreOf(rules: DuplicateRules, kind: PartyType, evidence: Iterable<Criterion>): number {
  const { weights } = rules[kind]
  let signs = 0
  let against = 0
  for (const criterion of new Set(evidence)) {
    const weight = weights[criterion]
    if (weight > 0) signs += weight
    else against -= weight
  }
  return Math.max(0, Math.min(100, signs) - against)
}

/** The criteria that a person is told as reasons, strongest first. */
export function reasonsOf(rules: DuplicateRules, kind: PartyType, evidence: Evidence): Criterion[] {
  const told = REASONS.filter(reason => evidence.has(reason) && rules[kind].weights[reason] > 0)
  // An equal mail has an equal domain.
  return told.includes('email') ? told.filter(reason => reason !== 'site') : told
}

const NAMES: readonly Criterion[] = ['name', 'name_rare', 'name_uncommon']

/** What one criterion tells when nothing else is known: how much, or that it is too little to be told. */
export function decideAlone(
  rules: DuplicateRules,
  kind: PartyType,
  criterion: Criterion,
  evidence: Evidence,
): { score: number; reasons: Criterion[] } | null {
  if (!WHOLE.has(criterion)) return null
  const own = criterion === 'name' ? NAMES.filter(each => evidence.has(each)) : [criterion]
  const score = scoreOf(rules, kind, own)
  return score < rules[kind].warn ? null : { score, reasons: [criterion] }
}

/** How the numbers of two parties stand to each other: one legal entity, branches of one, or others. */
export function compareNumbers(
  mine: readonly { inn: string | null; kpp: string | null; ogrn?: string | null }[],
  theirs: readonly { inn: string | null; kpp: string | null; ogrn?: string | null }[],
): Criterion[] {
  const [known, others] = [mine.filter(each => each.inn !== null), theirs.filter(each => each.inn !== null)]
  const signs = new Set<Criterion>()
  if (mine.some(one => one.ogrn && theirs.some(other => other.ogrn === one.ogrn))) signs.add('ogrn')
  let isBranch = false
  let isSame = false
  for (const one of known) {
    for (const other of others) {
      if (one.inn !== other.inn) continue
      isSame = true
      if (one.kpp === other.kpp) signs.add('inn_kpp')
      else if (one.kpp === null || other.kpp === null) signs.add('inn')
      else isBranch = true
    }
  }
  if (signs.has('inn_kpp')) signs.delete('inn')
  // A branch shares the OGRN of its head too: it is a place of its own all the same.
  if (isBranch && !signs.has('inn_kpp') && !signs.has('inn')) return ['other_kpp']
  if (!isSame && !signs.has('ogrn') && known.length > 0 && others.length > 0) signs.add('other_inn')
  return [...signs]
}

/** Settings that cannot work: a threshold above the next one. */
export function findRuleFaults(rules: DuplicateRules): { path: string; code: 'thresholds' }[] {
  return (Object.keys(rules) as PartyType[]).flatMap(kind => {
    const { warn, list, certain } = rules[kind]
    if (warn > list) return [{ path: `rules.${kind}.list`, code: 'thresholds' as const }]
    return list > certain ? [{ path: `rules.${kind}.certain`, code: 'thresholds' as const }] : []
  })
}
