import type { Queryable } from '../../../platform/db/database.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { Criterion, DuplicateRules, Match } from '../contract.ts'
import { nameOrders, significantWords } from '../identity/rules.ts'
import { type Holder, type IdentityKey, listHolders } from '../identity/storage.ts'
import { compareParty, decideNameRarity, isNameOfMany, type Signs } from './matching/rules.ts'
import { expectNamesakes, listVariants, turnNames, WordMemory } from './names/rules.ts'
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
 * @param memory what was read of words before, where many are asked for in a row
 */
export async function listSimilar(
  db: Queryable,
  caller: Caller,
  probes: readonly Probe[],
  self: Self,
  moment: string | null = null,
  memory = new WordMemory(),
): Promise<Similar[]> {
  if (!probes.some(probe => !probe.known)) return []
  memory.pass(probes.filter(probe => probe.reason === 'name').length)
  const [rules, slips, apart] = await Promise.all([
    getRules(db),
    listSlips(
      db,
      probes.flatMap(probe => (probe.reason === 'name' && !probe.known ? significantWords(probe.typed) : [])),
      memory,
    ),
    self.ownerIds.length > 0 ? listNotDuplicates(db, self.ownerIds) : [],
  ])
  const variants = new Map(
    probes
      .filter(probe => probe.reason === 'name')
      .map(probe => [probe, listVariants(significantWords(probe.typed), probe.isPerson ?? false, slips)] as const),
  )
  const keys = new Map(probes.map(probe => [probe, keysOf(probe, variants.get(probe) ?? [])] as const))
  const holders = (await listHolders(db, distinctKeys(keys.values()), moment)).filter(holder => !isSelf(holder, self))
  const held = holdersOf(keys, holders)
  const isApart = new Set(apart)
  const suspects = new Map<string, Suspect>()
  for (const [probe, own] of held) {
    if (own.length === 0 || saysNothing(rules, probe, own)) continue
    for (const holder of own) {
      const suspect = partyOf(holder)
      if (!isApart.has(suspect.id)) suspects.set(suspect.id, suspect)
    }
  }
  if (suspects.size === 0) return []
  const parties = await listParties(db, [...suspects.values()], caller.scope.clients.sight)
  const pairs = pairUp(probes, held, suspects, parties)
  await weighNames(db, rules, pairs, holders, memory)
  return pairs.flatMap(pair => tell(rules, pair, parties)).sort((a, b) => rank(b.match) - rank(a.match))
}

/** What is looked up for one sign. */
function keysOf(probe: Probe, variants: readonly string[]): IdentityKey[] {
  const { reason, values } = probe
  if (reason === 'site') return values.flatMap(value => SITES.map(kind => ({ kind, value, part: true })))
  if (reason === 'name') return turnNames(new Set([...values, ...variants])).map(key => ({ kind: 'name', ...key }))
  return values.map(value => ({ kind: reason, value }))
}
const SITES = ['site', 'email'] as const

const textOf = ({ kind, value }: { kind: string; value: string }) => `${kind}\n${value}`

function distinctKeys(lists: Iterable<readonly IdentityKey[]>): IdentityKey[] {
  const distinct = new Map<string, IdentityKey>()
  for (const keys of lists) for (const key of keys) distinct.set(key.part ? `${textOf(key)}\n` : textOf(key), key)
  return [...distinct.values()]
}

/** Who holds what was looked up for each sign. */
function holdersOf(
  keys: ReadonlyMap<Probe, readonly IdentityKey[]>,
  holders: readonly Holder[],
): ReadonlyMap<Probe, Holder[]> {
  const byKey = Map.groupBy(holders, textOf)
  return new Map([...keys].map(([probe, own]) => [probe, own.flatMap(key => byKey.get(textOf(key)) ?? [])]))
}

/** Of many with one name none is told by it alone: they need not be read. */
function saysNothing(rules: DuplicateRules, { reason, kind, values }: Probe, held: readonly Holder[]): boolean {
  if (reason !== 'name') return false
  const isName = new Set(values)
  return (
    isNameOfMany(countParties(held.filter(holder => isName.has(holder.value)))) &&
    (['name', 'name_similar'] as const).every(by => scoreOf(rules, kind, [by]) < rules[kind].warn)
  )
}

/** Which record of the request meets which record of the base, and by what. */
function pairUp(
  probes: readonly Probe[],
  holders: ReadonlyMap<Probe, readonly Holder[]>,
  suspects: ReadonlyMap<string, Suspect>,
  parties: ReadonlyMap<string, Party>,
): Pair[] {
  const met = new Map<string, { suspect: Suspect; subject: string; hits: Set<Probe> }>()
  const nameOf = (holder: Held) => {
    const party = parties.get(partyOf(holder).id)
    const name = party?.names.find(each => each.name !== '')?.name
    return name === undefined ? undefined : significantWords(name).sort().join(' ')
  }
  for (const [probe, held] of holders) {
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
  memory: WordMemory,
): Promise<void> {
  const byName = Map.groupBy(
    holders.filter(holder => holder.kind === 'name'),
    holder => holder.value,
  )
  const undecided = pairs.flatMap(({ signs, suspect }) => {
    const { names } = signs
    const { name_rare: rare, name_uncommon: uncommon } = rules[signs.kind ?? suspect.type].weights
    if (names === null || (rare <= 0 && uncommon <= 0)) return []
    const others = [names.mine, names.theirs].map(name => {
      const values = names.isPerson ? nameOrders(name) : [name.join(' ')]
      return countParties(values.flatMap(value => byName.get(value) ?? []))
    })
    // A name of many is not rare, however its words are spread: they need not be counted.
    return decideNameRarity(names, others, 0) === null ? [] : [{ signs, names, others }]
  })
  if (undecided.length === 0) return
  const frequencies = await countWords(
    db,
    undecided.flatMap(({ names }) => [...names.mine, ...names.theirs]),
    memory,
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
  const parties = await listParties(db, [{ type: 'client', id: clientId }], caller.scope.clients.sight)
  const party = parties.get(clientId)
  return party ? matchOf(party, { score: 100, reasons: ['inn'], typed }) : null
}
