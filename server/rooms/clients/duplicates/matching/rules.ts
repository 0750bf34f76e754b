import { compactNumber } from '../../../../platform/pure/requisite-faults.ts'
import type { Criterion, PartyType } from '../../contract.ts'
import { significantWords } from '../../identity/rules.ts'
import { readEmails, readPhones } from '../../rules.ts'
import { compareNames } from '../names/rules.ts'
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

const MOST_COMPANIES = 3

/** A company's name tells who it is as long as hardly anybody else has it, whatever its words. */
export function decideCompanyRarity(holders: readonly number[]): 'name_rare' | null {
  return holders.every(count => count < MOST_COMPANIES) ? 'name_rare' : null
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
