import type { Warning } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import { writeAudit } from '../../access/audit/actions.ts'
import { throttle } from '../../access/throttle/actions.ts'
import { contractorExists, type Match, similarFound } from '../contract.ts'
import { lockTexts } from '../identity/storage.ts'
import { mayOverrideContractor } from '../policy.ts'
import type { Finding } from '../rules.ts'
import { describeClient, listSimilar } from './queries.ts'
import { decideSameInn, describeSimilar, type Probe, type Self } from './rules.ts'
import { listByInn } from './storage.ts'

/** Whole identifiers asked of records behind a wall, for one person: more would be a way to list the base. */
const WALL_LIMIT = { limit: 120, seconds: 3_600 }
const MOST_MATCHES = 20

/**
 * Makes everybody who registers the same identifiers at this moment wait for this transaction: whoever comes second
 * finds the first. Call it once, before any check (model.md 9).
 */
export async function lockProbes(
  work: Work,
  probes: readonly Probe[],
  inns: readonly (string | null)[],
): Promise<void> {
  await lockTexts(work.tx, [...probes.map(probe => probe.lock), ...inns.flatMap(inn => (inn ? [`inn:${inn}`] : []))])
}

/**
 * Tells who is known already by the same phone, mail or name. Never refuses, unless the caller wants to be asked first.
 * @throws similar_found with the matches when `ask`
 */
export async function findSimilar(
  work: Work,
  probes: readonly Probe[],
  self: Self,
  more: { ask: boolean; findings?: readonly Finding[] },
): Promise<Finding[]> {
  const found = await listSimilar(work.tx, work.caller, probes, self)
  const walled = new Set(found.filter(each => each.match.walled).map(each => each.recordId))
  const told: Finding[] = [...(more.findings ?? [])]
  const open = await passWalls(work, [...walled], more.ask)
  for (const { probe, match, recordId } of found) {
    if (match.walled && !open.has(recordId)) continue
    if (told.length < MOST_MATCHES) told.push(describeSimilar(probe.reason, probe.field, match))
  }
  const matches = told.filter(finding => finding.code.startsWith('similar.'))
  if (more.ask && matches.length > 0) refuse(similarFound, { matches: uniqueMatches(matches) })
  return told
}

function uniqueMatches(findings: readonly Finding[]): Match[] {
  const seen = new Map<string, Match>()
  for (const finding of findings) {
    const match = finding.data as Match
    const key = match.id ?? `${match.type} ${match.title}`
    if (!seen.has(key)) seen.set(key, match)
  }
  return [...seen.values()]
}

/** Each record behind a wall that is told of is counted and audited; beyond the limit it is not told at all. */
async function passWalls(work: Work, recordIds: readonly string[], refusing: boolean): Promise<Set<string>> {
  // What a refusal rolls back would not be counted, so then it is written beside the transaction.
  const db = refusing ? work.platform.db : work.tx
  const open = new Set<string>()
  for (const id of recordIds) {
    const { allowed } = await throttle(db, `wall:${work.actor.userId}`, WALL_LIMIT, work.now)
    if (!allowed) break
    await writeAudit(
      db,
      { now: work.now, actorId: work.actor.userId },
      {
        kind: 'wall.told',
        record: { kind: 'party', id },
      },
    )
    open.add(id)
  }
  return open
}

/** What somebody knows of a legal entity that is to be written. */
export interface NewContractor {
  id: string
  inn: string | null
  kpp: string | null
  /** Path of the INN in the request. */
  field: string
  override: { reason: string } | null | undefined
}

/**
 * One legal entity stands in the base once: the same INN and KPP are refused to everybody, whatever the scope
 * (model.md 10). A holder of the right repeats with a reason, which the audit keeps.
 * @returns findings for contractors with the same INN where only one of the two has a KPP
 * @throws contractor.exists
 */
export async function requireNewContractor(work: Work, contractor: NewContractor): Promise<Finding[]> {
  const { inn, kpp, field, override } = contractor
  if (inn === null) return []
  const known = (await listByInn(work.tx, inn)).filter(each => each.contractorId !== contractor.id)
  const { same, suspicious } = decideSameInn(kpp, known)
  if (same) {
    const mayOverride = mayOverrideContractor(work.actor)
    if (!override || !mayOverride) {
      const match = await describeClient(work.tx, work.caller, same.clientId, inn)
      const walled = match?.walled ?? true
      const told = !walled || (await passWalls(work, [same.clientId], true)).has(same.clientId)
      refuse(contractorExists, {
        client: {
          id: match?.id ?? null,
          name: walled ? null : (match?.title ?? null),
          responsible: told ? (match?.responsible ?? null) : null,
          walled,
        },
        mayOverride,
      })
    }
    await writeAudit(
      work.tx,
      { now: work.now, actorId: work.actor.userId },
      {
        kind: 'contractor.overridden',
        record: { kind: 'contractor', id: contractor.id },
        detail: { existing: same.contractorId, reason: override.reason },
      },
    )
  }
  const findings: Finding[] = []
  for (const clientId of new Set(suspicious.map(each => each.clientId))) {
    const match = await describeClient(work.tx, work.caller, clientId, inn)
    if (match) findings.push(describeSimilar('inn', field, match))
  }
  return findings
}

/** Findings as the answer carries them, in the language of the caller. */
export function toWarnings(work: Work, findings: readonly Finding[]): Warning[] {
  return findings.map(({ code, field, texts, data }) => ({
    code,
    field,
    message: texts[work.actor.language],
    ...(data === undefined ? {} : { data }),
  }))
}
