import type { Platform } from '../../../../platform/platform.ts'
import { Problem, refuse } from '../../../../platform/problems.ts'
import type { Caller } from '../../../../platform/scope.ts'
import { perform } from '../../../../platform/work.ts'
import { writeAudit } from '../../audit/actions.ts'
import { systemCaller } from '../../gates/queries.ts'
import { listLinkedUsers } from '../../outside-accounts/storage.ts'
import { isSameProfile } from '../../profiles/rules.ts'
import { listProfileRows } from '../../profiles/storage.ts'
import { deactivateUser, followProfile } from '../../users/actions.ts'
import { getUserRow } from '../../users/storage.ts'
import { accessOf, fail } from '../actions.ts'
import type { GivenProfile } from '../../profiles/contract.ts'
import { type Comparison, comparisonRefused, type LastRun } from '../contract.ts'
import { decideComparison, type Foreseen, ISSUER } from '../rules.ts'
import { LdapFailure, listPeople } from '../service.ts'
import { findSettings, type StoredSettings, storeLastRun } from '../storage.ts'

interface Plan {
  stored: StoredSettings
  comparison: Foreseen
}

async function plan(platform: Platform): Promise<Plan | undefined> {
  const stored = await accessOf(platform)
  if (!stored) return undefined
  // The users first: who is linked while the directory answers is not missing there.
  const linked = await listLinkedUsers(platform.db, 'ldap', ISSUER)
  const people = await listPeople(stored.access)
  return { stored, comparison: decideComparison(stored.settings, people, linked) }
}

async function planByHand(platform: Platform): Promise<Plan> {
  try {
    return (await plan(platform)) ?? fail(platform, new LdapFailure('off'))
  } catch (error) {
    if (error instanceof LdapFailure) fail(platform, error)
    throw error
  }
}

/**
 * What comparing would do; nothing is done.
 * @throws ldap.failed
 */
export async function previewComparison(platform: Platform): Promise<Comparison> {
  const { comparison } = await planByHand(platform)
  const names = new Map((await listProfileRows(platform.db, true)).map(each => [each.id, each.name]))
  const named = (given: GivenProfile) => ({ ...given, name: names.get(given.profileId ?? '') ?? null })
  return {
    ...comparison,
    roles: comparison.roles.map(each => ({ ...each, from: named(each.from), to: named(each.to) })),
  }
}

/**
 * Compares now, on behalf of somebody who has looked at what it does; from then on it is done every night.
 * @throws ldap.failed, ldap.comparison_refused
 */
export async function compareNow(platform: Platform, caller: Caller): Promise<LastRun> {
  const { stored, comparison } = await planByHand(platform)
  if (comparison.refused) {
    refuse(comparisonRefused, { gone: comparison.gone.length, linked: comparison.linked })
  }
  return carryOut(platform, { stored, comparison }, caller.actor.userId)
}

/** Compares by night, once somebody has let it be done by hand. What goes wrong is kept for the settings page. */
export async function compareNightly(platform: Platform): Promise<void> {
  let planned: Plan | undefined
  try {
    planned = await plan(platform)
  } catch (error) {
    if (!(error instanceof LdapFailure)) throw error
    platform.log.warn({ err: error.cause ?? error, reason: error.reason }, 'the staff directory was not compared')
    await note(platform, { outcome: 'failed', reason: error.reason })
    return
  }
  if (!planned || planned.stored.trustedAt === null) return
  if (planned.comparison.refused) {
    const { gone, linked } = planned.comparison
    platform.log.warn({ gone: gone.length, linked }, 'the staff directory was not compared: too many would go')
    await note(platform, { outcome: 'refused', reason: null })
    return
  }
  await carryOut(platform, planned, null)
}

/** How a night ended on which nothing was done. */
async function note(platform: Platform, { outcome, reason }: Pick<LastRun, 'outcome' | 'reason'>): Promise<void> {
  const run = { at: platform.now().toISOString(), outcome, reason, deactivated: 0, roles: 0, kept: 0 }
  const version = (await findSettings(platform.db))?.version ?? 0
  await storeLastRun(platform.db, { run, trustedAt: null, version })
  await writeAudit(platform.db, { now: platform.now(), actorId: null }, { kind: 'ldap.compared', detail: run })
}

async function carryOut(platform: Platform, { stored, comparison }: Plan, actorId: string | null): Promise<LastRun> {
  let [deactivated, roles, kept] = [0, 0, 0]
  for (const { id } of comparison.gone) {
    // Each in a transaction of its own: one who cannot go, such as the last administrator, keeps nobody else.
    const done = await attempt(() =>
      perform(platform, systemCaller(), { verb: 'ldap.compare' }, work => deactivateUser(work, id)),
    )
    if (done) deactivated++
    else kept++
  }
  for (const { id, from, to } of comparison.roles) {
    const done = await attempt(() =>
      perform(platform, systemCaller(), { verb: 'ldap.compare' }, async work => {
        const user = await getUserRow(work.tx, id)
        return !user || !isSameProfile(user, from) || followProfile(work, id, to)
      }),
    )
    if (done) roles++
    else kept++
  }
  const now = platform.now()
  const run: LastRun = { at: now.toISOString(), outcome: 'done', reason: null, deactivated, roles, kept }
  await storeLastRun(platform.db, { run, trustedAt: now, version: stored.version })
  await writeAudit(platform.db, { now, actorId }, { kind: 'ldap.compared', detail: { ...run } })
  return run
}

/** False when the action was refused. */
async function attempt(action: () => Promise<{ result: unknown }>): Promise<boolean> {
  try {
    return (await action()).result !== false
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}
