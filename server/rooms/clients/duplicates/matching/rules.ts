import { compactNumber } from '../../../../platform/pure/requisite-faults.ts'
import type { Criterion, PartyType } from '../../contract.ts'
import { significantWords } from '../../identity/rules.ts'
import { readEmails, readPhones } from '../../rules.ts'
import { compareNames, decideRarity } from '../names/rules.ts'
import {
  looksLikePerson,
  type Probe,
  probeDomains,
  probeEmails,
  probeName,
  probeNumbers,
  probePhones,
  probesOf,
} from '../rules.ts'
import { compareNumbers } from '../scoring/rules.ts'

/** What speaks for and against one record of a request being one of the base. */
export interface Signs {
  kind: PartyType | null
  evidence: Set<Criterion>
  /** Which field brought up which criterion. */
  by: Map<Probe, Criterion>
  /** The two names that agree. */
  names: { mine: string[]; theirs: string[]; isPerson: boolean } | null
}

export interface Compared {
  names: readonly { name: string; isPerson: boolean }[]
  numbers: readonly { inn: string | null; kpp: string | null; ogrn: string | null }[]
}

/** Compares one record of a request with one of the base by everything that is known of both. */
export function compareParty(own: readonly Probe[], hits: ReadonlySet<Probe>, party: Compared): Signs {
  const evidence = new Set<Criterion>()
  const by = new Map<Probe, Criterion>()
  for (const probe of hits) {
    if (probe.reason !== 'phone' && probe.reason !== 'email' && probe.reason !== 'site') continue
    evidence.add(probe.reason)
    by.set(probe, probe.reason)
  }
  const inn = own.find(probe => probe.reason === 'inn')
  const ogrn = own.find(probe => probe.reason === 'ogrn')
  const numbers = { inn: inn?.values[0] ?? null, kpp: inn?.kpp ?? null, ogrn: ogrn?.values[0] ?? null }
  for (const criterion of compareNumbers([numbers], party.numbers)) {
    evidence.add(criterion)
    const probe = criterion === 'ogrn' ? ogrn : inn
    if (probe && criterion !== 'other_inn' && criterion !== 'other_kpp') by.set(probe, criterion)
  }
  const names = compareAllNames(
    own
      .filter(probe => probe.reason === 'name')
      .map(probe => ({ name: probe.typed, isPerson: probe.isPerson ?? false, probe })),
    party.names,
  )
  if (names !== null) {
    evidence.add(names.criterion)
    if (names.probe !== null) by.set(names.probe, names.criterion)
  }
  return {
    kind: own[0]?.kind ?? null,
    evidence,
    by,
    names: names === null || names.criterion === 'other_name' ? null : names,
  }
}

interface Name {
  name: string
  isPerson: boolean
  probe?: Probe
}

interface Agreement {
  criterion: 'name' | 'name_similar' | 'other_name'
  probe: Probe | null
  mine: string[]
  theirs: string[]
  isPerson: boolean
}

/** The best agreement of any name of one with any of the other; null where nothing can be compared. */
export function compareAllNames(mine: readonly Name[], theirs: readonly Name[]): Agreement | null {
  let best: Agreement | null = null
  for (const one of mine) {
    for (const other of theirs) {
      if (one.name === '' || other.name === '') continue
      const isPerson = one.isPerson || other.isPerson
      const [a, b] = [significantWords(one.name), significantWords(other.name)]
      const relation = compareNames(a, b, isPerson)
      // A company is no other person: only names of one sort speak against each other.
      if (relation === 'other' && one.isPerson !== other.isPerson) continue
      const criterion = ({ same: 'name', similar: 'name_similar', other: 'other_name' } as const)[relation]
      if (best === null || RANK[criterion] > RANK[best.criterion])
        best = { criterion, probe: one.probe ?? null, mine: a, theirs: b, isPerson }
    }
  }
  return best
}

const RANK = { name: 2, name_similar: 1, other_name: 0 }

const MOST_OTHERS = 3

/** So many have this name that it says by itself of none of them who it is. */
export function isNameOfMany(others: number): boolean {
  return others >= MOST_OTHERS
}

/** Two names that agree, as words. */
export interface AgreeingNames {
  mine: readonly string[]
  theirs: readonly string[]
  isPerson: boolean
}

/**
 * Whether a name by itself tells who it is: hardly anybody else may have it, and its words may not meet by chance. One
 * word of a company says less, for others may have hit upon it too, and with another letter it is another word.
 * @param others how many others have the one name and the other
 * @param expected how many are to be expected by the words
 */
export function decideNameRarity(
  { mine, theirs, isPerson }: AgreeingNames,
  others: readonly number[],
  expected: number,
): 'name_rare' | 'name_uncommon' | null {
  if (others.some(isNameOfMany)) return null
  if (isPerson) return decideRarity(expected)
  const isSame = mine.join('') === theirs.join('')
  if (!isSame && mine.length === 1 && theirs.length === 1) return null
  return decideRarity(expected) === 'name_rare' ? 'name_rare' : 'name_uncommon'
}

/** The form in which two writings of one whole name are counted together. */
export function wholeName(words: readonly string[], isPerson: boolean): string {
  return isPerson ? words.toSorted().join(' ') : words.join(' ')
}

/** What was typed of somebody who is not registered yet, as signs. */
export function probeTyped(typed: {
  type: PartyType
  name?: string | null | undefined
  fullName?: string | null | undefined
  company?: string | null | undefined
  inn?: string | null | undefined
  kpp?: string | null | undefined
  phones?: readonly string[] | null | undefined
  emails?: readonly string[] | null | undefined
}): Probe[] {
  const emails = readEmails(typed.emails)
  return probesOf(typed.type, '', null, [
    ...probePhones(readPhones(typed.phones), at => `phones[${at}]`),
    ...probeEmails(emails, at => `emails[${at}]`),
    ...probeNumbers({ inn: compactNumber(typed.inn), kpp: compactNumber(typed.kpp) }, ''),
    ...probeDomains({ emails }, ''),
    ...probeName(typed.name, typed.name ? looksLikePerson(typed.name) : false, 'name'),
    ...probeName(typed.fullName, true, 'fullName'),
    ...probeName(typed.company, false, 'company'),
  ])
}
