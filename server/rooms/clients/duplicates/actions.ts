import type { BodyOf, ResultOf, Warning } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import type { Platform } from '../../../platform/platform.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import type { Work } from '../../../platform/work.ts'
import { writeAudit } from '../../access/audit/actions.ts'
import { throttle } from '../../access/throttle/actions.ts'
import { listAsked } from '../access-requests/queries.ts'
import {
  type checkDuplicates as checkContract,
  contractorExists,
  type Match,
  partyType,
  similarFound,
} from '../contract.ts'
import { lockTexts } from '../identity/storage.ts'
import { mayOverrideContractor } from '../policy.ts'
import type { Finding } from '../rules.ts'
import { probeTyped } from './matching/rules.ts'
import type { WordMemory } from './names/rules.ts'
import { storePairs } from './pairs/storage.ts'
import { describeClient, listSimilar, type Similar } from './queries.ts'
import { decideSameInn, describeSimilar, type Probe, type Self } from './rules.ts'
import { insertNotDuplicate, listByInn, listParties } from './storage.ts'

/** Whole identifiers asked of records behind a wall, for one person: more would be a way to list the base. */
const WALL_LIMIT = { limit: 120, seconds: 3_600 }
const MOST_MATCHES = 20

/** What a lock of probes gave: whatever others wrote since then came in at the same moment. */
const moments = new WeakMap<Work, string | null>()

/**
 * Makes everybody who registers the same identifiers at this moment wait for this transaction: whoever comes second
 * finds the first. Call it once, before any check (model.md 9).
 */
export async function lockProbes(
  work: Work,
  probes: readonly Probe[],
  inns: readonly (string | null)[],
): Promise<void> {
  const locks = probes.flatMap(probe => (probe.lock === null || probe.known ? [] : [probe.lock]))
  const moment = await lockTexts(work.tx, [...locks, ...inns.flatMap(inn => (inn ? [`inn:${inn}`] : []))])
  moments.set(work, moment)
}

/**
 * Tells who is known already by the rules that hold, and notes such pairs for the work list. Never refuses, unless the
 * caller wants to be asked first. `found` hears of everything, whatever the caller may see.
 * @throws similar_found with the matches when `ask`
 */
export async function findSimilar(
  work: Work,
  probes: readonly Probe[],
  self: Self,
  { ask, found: hear }: { ask: boolean; found?: (similar: readonly Similar[]) => Promise<void> },
): Promise<Finding[]> {
  const found = await listSimilar(work.tx, work.caller, probes, self, moments.get(work) ?? null)
  const told = await passWalls(ask ? beside(work) : within(work), found.slice(0, MOST_MATCHES))
  if (ask && told.length > 0) refuse(similarFound, { matches: uniqueMatches(told) })
  const pairs = await notePairs(work, told)
  await hear?.(found)
  return told.map(({ probe, criterion, match, recordId }) => {
    const pairId = match.walled ? undefined : pairs.get(`${probe.recordId ?? ''} ${recordId}`)
    return describeSimilar(probe.reason, criterion, probe.field, pairId ? { ...match, pairId } : match)
  })
}

/**
 * What the rules find of many records that were locked, for a write that decides by it; pairs are noted by `notePairs`.
 */
export async function listLockedSimilar(work: Work, probes: readonly Probe[], memory?: WordMemory): Promise<Similar[]> {
  return listSimilar(work.tx, work.caller, probes, { ownerIds: [], clientIds: [] }, moments.get(work) ?? null, memory)
}

/**
 * Tells of records behind a wall where many come at once.
 * @returns those that may be told
 */
export async function tellWalls(work: Work, found: readonly Similar[]): Promise<Similar[]> {
  return passWalls(beside(work), found)
}

/** What the rules find of somebody who is only being typed: writes nothing but who was told of what behind a wall. */
export async function checkDuplicates(
  platform: Platform,
  caller: Caller,
  typed: BodyOf<typeof checkContract>,
): Promise<ResultOf<typeof checkContract>> {
  const { db } = platform
  const ids = typed.id ? [typed.id] : []
  const found = await listSimilar(db, caller, probeTyped(typed), { ownerIds: ids, clientIds: ids })
  const from = { db, actorId: caller.actor.userId, now: platform.now() }
  return { matches: uniqueMatches(await passWalls(from, found.slice(0, MOST_MATCHES))) }
}

/**
 * Somebody looked at who is known already and said before saving that the new record is none of them: remembered for
 * everybody. What the person may not open, it cannot have looked at.
 */
export async function keepApart(
  work: Work,
  ids: readonly string[],
  others: readonly string[] | undefined,
): Promise<void> {
  if (!others?.length) return
  const suspects = others.flatMap(id => partyType.options.map(type => ({ type, id })))
  for (const { id, visible } of (await listParties(work.tx, suspects, work.scope.clients.principals)).values()) {
    if (!visible) continue
    for (const own of ids) await insertNotDuplicate(work.tx, own, id, { userId: work.actor.userId, at: work.now })
  }
}

/** Pairs of one kind wait in the work list; two records of two kinds are linked and not merged. */
export async function notePairs(work: Work, told: readonly Similar[]): Promise<Map<string, string>> {
  const pairs = told.flatMap(({ probe, match, recordId, score, evidence }) =>
    probe.recordId !== undefined && probe.kind === match.type
      ? [{ kind: probe.kind, one: probe.recordId, other: recordId, score, evidence }]
      : [],
  )
  return storePairs(work.tx, pairs, null, work.now)
}

function uniqueMatches(told: readonly Similar[]): Match[] {
  const seen = new Map<string, Match>()
  for (const { match } of told) {
    // Whose it is tells two walls apart that one value met.
    const key = match.id ?? `${match.type} ${match.title} ${match.responsible?.id}`
    if (!seen.has(key)) seen.set(key, match)
  }
  return [...seen.values()]
}

interface Asking {
  db: Queryable
  actorId: string
  now: Date
}

const within = ({ tx, actor, now }: Work): Asking => ({ db: tx, actorId: actor.userId, now })
/** What was told stays counted though the write is refused; a commit of its own for each is the price. */
const beside = ({ platform, actor, now }: Work): Asking => ({ db: platform.beside, actorId: actor.userId, now })

/**
 * Each record behind a wall that is told of is counted and audited; beyond the limit it is not told at all. Of each
 * value no more is told than it tells alone.
 */
async function passWalls(from: Asking, found: readonly Similar[]): Promise<Similar[]> {
  const walled = found.filter(({ match, alone }) => match.walled && alone !== null)
  const open = new Set<string>()
  for (const id of new Set(walled.map(each => each.recordId))) {
    if (!(await passWall(from, id))) break
    open.add(id)
  }
  const asked = new Map<string, Map<string, string>>()
  for (const [typed, those] of Map.groupBy(walled, each => each.match.title)) {
    const ids = new Set(those.map(each => each.recordId).filter(id => open.has(id)))
    asked.set(typed, await listAsked(from.db, from.actorId, [...ids], typed))
  }
  return found.flatMap(each => {
    const { match, recordId, alone } = each
    if (!match.walled) return [each]
    if (alone === null || !open.has(recordId)) return []
    const accessAskedAt = asked.get(match.title)?.get(recordId) ?? null
    return [{ ...each, match: { ...match, ...alone, accessAskedAt } }]
  })
}

async function passWall({ db, actorId, now }: Asking, id: string): Promise<boolean> {
  const { allowed } = await throttle(db, `wall:${actorId}`, WALL_LIMIT, now)
  if (allowed) await writeAudit(db, { now, actorId }, { kind: 'wall.told', record: { kind: 'party', id } })
  return allowed
}

/** What somebody knows of a legal entity that is to be written. */
export interface NewContractor {
  id: string
  inn: string | null
  kpp: string | null
  override: { reason: string } | null | undefined
}

/**
 * One legal entity stands in the base once: the same INN and KPP are refused to everybody, whatever the scope
 * (model.md 10). A holder of the right repeats with a reason, which the audit keeps.
 * @throws contractor.exists
 */
export async function requireNewContractor(work: Work, contractor: NewContractor): Promise<void> {
  const { inn, kpp, override } = contractor
  if (inn === null) return
  const known = (await listByInn(work.tx, [inn])).filter(each => each.contractorId !== contractor.id)
  const same = decideSameInn(kpp, known)
  if (!same) return
  const mayOverride = mayOverrideContractor(work.actor)
  if (!override || !mayOverride) {
    const typed = kpp === null ? inn : `${inn} ${kpp}`
    const match = await describeClient(work.tx, work.caller, same.clientId, inn)
    const walled = match?.walled ?? true
    const told = !walled || (await passWall(beside(work), same.clientId))
    const asked = walled && told ? await listAsked(work.tx, work.actor.userId, [same.clientId], typed) : undefined
    refuse(contractorExists, {
      client: {
        id: match?.id ?? null,
        name: walled ? null : (match?.title ?? null),
        responsible: told ? (match?.responsible ?? null) : null,
        walled,
        accessAskedAt: asked?.get(same.clientId) ?? null,
        typed,
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
      detail: { existing: same.contractorId },
      personal: { reason: override.reason },
    },
  )
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
