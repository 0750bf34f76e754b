import type { Queryable } from '../../../platform/db/database.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { Criterion, DuplicateRules, Match } from '../contract.ts'
import { nameOrders, significantWords } from '../identity/rules.ts'
import { type Holder, listHolders } from '../identity/storage.ts'
import { compareParty, decideNameRarity, type Signs } from './matching/rules.ts'
import { expectNamesakes, listVariants } from './names/rules.ts'
import { countWords, listSlips } from './names/storage.ts'
import { countParties, type Held, isSelf, isShared, partyOf, type Probe, type Self, type Suspect } from './rules.ts'
import { getRules } from './scoring/queries.ts'
import { decideAlone, reasonsOf, scoreOf, WHOLE } from './scoring/rules.ts'
import { listNotDuplicates, listParties, type Party } from './storage.ts'

export interface Similar {
  probe: Probe
  criterion: Criterion
  match: Match
  /** The record behind a wall: for the audit, never for the answer. */
  recordId: string
  evidence: readonly Criterion[]
  /** Of the whole pair, whatever is told of it. */
  score: number
  /**
   * What a wall may tell: of each value by itself, as if nothing else had been typed, so that nobody learns that two
   * belong to one party. Null: the value alone tells nothing.
   */
  alone: Pick<Match, 'score' | 'reasons'> | null
}

/** One record of the request beside one record of the base. */
interface Pair {
  suspect: Suspect
  subject: string
  signs: Signs
}

/**
 * Records that look like new ones by the rules that hold, best first; of those behind a wall only what was typed, and
 * only by whole identifiers.
 * @param moment what `lockTexts` gave: what others wrote since then counts however many hold it
 * @param options without `slips` names are compared as they are written, which is much cheaper for many at once
 */
export async function listSimilar(
  db: Queryable,
  caller: Caller,
  probes: readonly Probe[],
  self: Self,
  moment: string | null = null,
  { slips: withSlips = true }: { slips?: boolean } = {},
): Promise<Similar[]> {
  if (!probes.some(probe => !probe.known)) return []
  const [rules, slips, apart] = await Promise.all([
    getRules(db),
    withSlips
      ? listSlips(
          db,
          probes.flatMap(probe => (probe.reason === 'name' && !probe.known ? significantWords(probe.typed) : [])),
        )
      : new Map<string, string[]>(),
    self.ownerIds.length > 0 ? listNotDuplicates(db, self.ownerIds) : [],
  ])
  const variants = new Map(
    probes
      .filter(probe => probe.reason === 'name')
      .map(probe => [probe, listVariants(significantWords(probe.typed), probe.isPerson ?? false, slips)] as const),
  )
  const keys = probes.flatMap(probe =>
    probe.reason === 'site'
      ? probe.values.flatMap(value => (['site', 'email'] as const).map(kind => ({ kind, value, part: true })))
      : [...probe.values, ...(variants.get(probe) ?? [])].map(value => ({ kind: probe.reason, value })),
  )
  const holders = (await listHolders(db, distinctKeys(keys), moment)).filter(holder => !isSelf(holder, self))
  const isApart = new Set(apart)
  const suspects = new Map(
    holders.map(partyOf).flatMap(suspect => (isApart.has(suspect.id) ? [] : [[suspect.id, suspect] as const])),
  )
  if (suspects.size === 0) return []
  const parties = await listParties(db, [...suspects.values()], caller.scope.sight)
  const pairs = pairUp(probes, holders, suspects, parties, variants)
  await weighNames(db, rules, pairs, holders)
  return pairs.flatMap(pair => tell(rules, pair, parties)).sort((a, b) => rank(b.match) - rank(a.match))
}

function distinctKeys<K extends { kind: string; value: string; part?: boolean }>(keys: readonly K[]): K[] {
  return [...new Map(keys.map(key => [`${key.kind}\n${key.value}\n${key.part ?? false}`, key])).values()]
}

/** Holders by what they hold: a request of many records would look through all of them for each of its signs. */
class HolderIndex {
  readonly #byKey: ReadonlyMap<string, Holder[]>

  constructor(holders: readonly Holder[]) {
    this.#byKey = Map.groupBy(holders, holder => `${holder.kind}\n${holder.value}`)
  }

  of(kinds: readonly string[], values: ReadonlySet<string>): Holder[] {
    return kinds.flatMap(kind => [...values].flatMap(value => this.#byKey.get(`${kind}\n${value}`) ?? []))
  }
}

/** Which record of the request meets which record of the base, and by what. */
function pairUp(
  probes: readonly Probe[],
  holders: readonly Holder[],
  suspects: ReadonlyMap<string, Suspect>,
  parties: ReadonlyMap<string, Party>,
  variants: ReadonlyMap<Probe, readonly string[]>,
): Pair[] {
  const met = new Map<string, { suspect: Suspect; subject: string; hits: Set<Probe> }>()
  const nameOf = (holder: Held) => {
    const party = parties.get(partyOf(holder).id)
    const name = party?.names.find(each => each.name !== '')?.name
    return name === undefined ? undefined : significantWords(name).sort().join(' ')
  }
  const index = new HolderIndex(holders)
  for (const probe of probes) {
    const values = new Set([...probe.values, ...(variants.get(probe) ?? [])])
    const kinds = probe.reason === 'site' ? ['site', 'email'] : [probe.reason]
    const held = index.of(kinds, values)
    const belongsToMany = ['phone', 'email', 'site'].includes(probe.reason) && isShared(held, nameOf)
    for (const holder of held) {
      // Whoever registers the same at the same moment is told of, whatever the number has become meanwhile.
      if (belongsToMany && !holder.concurrent) continue
      const suspect = suspects.get(partyOf(holder).id)
      if (!suspect) continue
      const key = `${probe.subject}\n${suspect.id}`
      const pair = met.get(key) ?? { suspect, subject: probe.subject, hits: new Set() }
      pair.hits.add(probe)
      met.set(key, pair)
    }
  }
  const bySubject = Map.groupBy(probes, probe => probe.subject)
  return [...met.values()].flatMap(({ suspect, subject, hits }) => {
    const party = parties.get(suspect.id)
    const own = bySubject.get(subject) ?? []
    return party ? [{ suspect, subject, signs: compareParty(own, hits, party) }] : []
  })
}

/** Adds whether a name by itself tells who it is, where anything hangs on it. */
async function weighNames(
  db: Queryable,
  rules: DuplicateRules,
  pairs: readonly Pair[],
  holders: readonly Holder[],
): Promise<void> {
  const undecided = pairs.flatMap(({ signs, suspect }) => {
    const { names } = signs
    const { name_rare: rare, name_uncommon: uncommon } = rules[signs.kind ?? suspect.type].weights
    if (names === null || (rare <= 0 && uncommon <= 0)) return []
    const others = [names.mine, names.theirs].map(name => {
      const values = new Set(names.isPerson ? nameOrders(name) : [name.join(' ')])
      return countParties(holders.filter(holder => holder.kind === 'name' && values.has(holder.value)))
    })
    // A name of many is not rare, however its words are spread: they need not be counted.
    return decideNameRarity(names, others, 0) === null ? [] : [{ signs, names, others }]
  })
  if (undecided.length === 0) return
  const frequencies = await countWords(
    db,
    undecided.flatMap(({ names }) => [...names.mine, ...names.theirs]),
  )
  for (const { signs, names, others } of undecided) {
    const expected = [names.mine, names.theirs].map(name => expectNamesakes(name, names.isPerson, frequencies))
    const rarity = decideNameRarity(names, others, Math.max(...expected))
    if (rarity !== null) signs.evidence.add(rarity)
  }
}

/** What a person is told of one pair: a line for each field that brought it up. */
function tell(rules: DuplicateRules, { suspect, signs }: Pair, parties: ReadonlyMap<string, Party>): Similar[] {
  const party = parties.get(suspect.id)
  const kind = signs.kind ?? suspect.type
  if (!party) return []
  const evidence = new Set([...signs.evidence].filter(criterion => party.visible || WHOLE.has(criterion)))
  const score = scoreOf(rules, kind, evidence)
  if (score < rules[kind].warn) return []
  const reasons = reasonsOf(rules, kind, evidence)
  const told = [...signs.by].filter(([probe, by]) => !probe.known && reasons.includes(by))
  // A site is told of only where nothing better is.
  const better = told.filter(([, by]) => by !== 'site')
  return (better.length > 0 ? better : told).map(([probe, criterion]) => ({
    probe,
    criterion,
    recordId: party.id,
    evidence: [...signs.evidence],
    score,
    alone: decideAlone(rules, kind, criterion, evidence),
    match: matchOf(party, { score, reasons, typed: wholeOf(probe) }),
  }))
}

/** As typed; an INN with the KPP beside it, which says which of its legal entities is meant. */
function wholeOf({ reason, typed, kpp }: Probe): string {
  return reason === 'inn' && kpp ? `${typed} ${kpp}` : typed
}

/** A record of the base as the answer tells of it; behind a wall nothing but what was typed. */
export function matchOf(party: Party, by: { score: number; reasons: readonly string[]; typed: string }): Match {
  const { responsibleId, responsibleName, visible } = party
  return {
    type: party.type,
    id: visible ? party.id : null,
    title: visible ? party.title : by.typed,
    score: by.score,
    reasons: [...by.reasons],
    walled: !visible,
    accessAskedAt: null,
    responsible: responsibleId && responsibleName ? { id: responsibleId, name: responsibleName } : null,
    archived: party.archived,
  }
}

function rank(match: Match): number {
  return (match.walled ? 0 : 800) + (match.archived ? 0 : 400) + match.score + (match.type === 'prospect' ? 0 : 1)
}

/** One client as somebody sees it who asked by its INN. */
export async function describeClient(
  db: Queryable,
  caller: Caller,
  clientId: string,
  typed: string,
): Promise<Match | null> {
  const parties = await listParties(db, [{ type: 'client', id: clientId }], caller.scope.sight)
  const party = parties.get(clientId)
  return party ? matchOf(party, { score: 100, reasons: ['inn'], typed }) : null
}
