import { type BodyOf, notFound } from '../../platform/contract.ts'
import { mergeChanges } from '../../platform/merge.ts'
import { type Fault, refuse, refuseFaults, unknownReference } from '../../platform/problems.ts'
import { isRepeat, type Work } from '../../platform/work.ts'
import {
  type changeScenario as changeContract,
  type createScenario as createContract,
  lastScenario,
} from './contract.ts'
import { dropPublishedDraft } from './drafts/actions.ts'
import type { ScenarioArchived, ScenarioPublished } from './events.ts'
import { getScenario } from './queries.ts'
import { copyOf, inOneOrder, keptItems, plainSettings, type Settings, settingsOf } from './settings/actions.ts'
import {
  hasOtherActive,
  insertPublished,
  insertScenario,
  lockScenario,
  placeScenario,
  scenarioCreation,
  selectConditions,
  selectScenariosById,
  updateScenario,
} from './storage.ts'
import type { ScenarioRow } from './tables.ts'
import { unknownInTriggers } from './triggers/actions.ts'

type Shown = Awaited<ReturnType<typeof getScenario>>

/** Adds a scenario at the end of the order, published at once; with `copyOf` its states and conditions are copied. */
export async function createScenario(work: Work, input: BodyOf<typeof createContract>): Promise<Shown> {
  if (!(await isRepeat(work, scenarioCreation, input.id))) await insertNew(work, input)
  return getScenario(work.tx, work.caller, input.id)
}

async function insertNew(work: Work, input: BodyOf<typeof createContract>): Promise<void> {
  const [source] = input.copyOf ? await selectScenariosById(work.tx, [input.copyOf]) : []
  const faults = input.copyOf && !source ? [unknownReference('copyOf')] : []
  const departmentIds = input.departmentIds ?? source?.departmentIds ?? []
  const serviceTypeIds = input.serviceTypeIds ?? source?.serviceTypeIds ?? []
  faults.push(...(await conditionFaults(work, departmentIds, serviceTypeIds)))
  const copy = source ? copyOf(source) : plainSettings()
  faults.push(...(await unknownInTriggers(work, input.states ?? [])))
  const { states: given = copy.states, checklist = input.states ? [] : copy.checklist } = input
  const settings = settingsOf(given, checklist, faults)
  const { states } = settings
  const scenario = { id: input.id, name: input.name, departmentIds, serviceTypeIds }
  const order = await insertScenario(work.tx, scenario, work.now, work.creationHash)
  await publish(work, input.id, 1, settings)
  work.record({
    kind: 'scenario.created',
    record: { kind: 'scenario', id: input.id },
    version: 1,
    changes: {
      name: { to: input.name },
      order: { to: order },
      departmentIds: { to: departmentIds },
      serviceTypeIds: { to: serviceTypeIds },
      states: { to: states },
      ...(settings.checklist.length > 0 ? { checklist: { to: settings.checklist } } : {}),
    },
    owners: null,
  })
}

/**
 * Changes name, place, conditions or states; saving publishes at once. Interests in a state that is left out go to its
 * target under the guards of every entry, or the whole change is refused.
 * @throws scenario.draft_changed when somebody else has saved a draft since the one named
 */
export async function changeScenario(work: Work, id: string, input: BodyOf<typeof changeContract>): Promise<Shown> {
  const row = (await lockScenario(work.tx, id)) ?? refuse(notFound)
  const faults = await conditionFaults(work, input.departmentIds ?? [], input.serviceTypeIds ?? [])
  faults.push(...(await unknownInTriggers(work, input.states ?? [])))
  const isGiven = input.states !== undefined || input.checklist !== undefined
  const { states = row.states, checklist = keptItems(row.checklist, states) } = input
  const settings = isGiven ? settingsOf(states, checklist, faults, row.states) : undefined
  refuseFaults(faults)
  const { version: seen, targets = {}, draftVersion, ...rest } = input
  const patch = { ...rest, states: settings?.states.map(inOneOrder), checklist: settings?.checklist }
  const current = { ...row, states: row.states.map(inOneOrder) }
  const changes = await mergeChanges(work.tx, row, seen, current, patch)
  if (Object.keys(changes).length === 0) return getScenario(work.tx, work.caller, id)
  const publishes = settings !== undefined && ('states' in changes || 'checklist' in changes)
  await updateScenario(
    work.tx,
    {
      ...row,
      name: input.name ?? row.name,
      departmentIds: input.departmentIds ?? row.departmentIds,
      serviceTypeIds: input.serviceTypeIds ?? row.serviceTypeIds,
      publishedVersion: row.publishedVersion + (publishes ? 1 : 0),
    },
    work.now,
  )
  if (input.order !== undefined && 'order' in changes) await placeScenario(work.tx, id, input.order)
  work.record({
    kind: 'scenario.changed',
    record: { kind: 'scenario', id },
    version: row.version + 1,
    changes,
    owners: null,
  })
  // Another place in the list is no publication.
  if (Object.keys(changes).some(field => field !== 'order')) await dropPublishedDraft(work, id, draftVersion)
  if (publishes) await replaceStates(work, row, settings, targets)
  return getScenario(work.tx, work.caller, id)
}

async function replaceStates(
  work: Work,
  row: ScenarioRow,
  settings: Settings,
  targets: Record<string, string>,
): Promise<void> {
  const { states } = settings
  const kept = new Set(states.map(each => each.id))
  const gone = row.states.filter(each => !kept.has(each.id))
  const faults = Object.entries(targets)
    .filter(([from, to]) => !kept.has(to) || !gone.some(each => each.id === from))
    .map(([from]) => unknownReference(`targets.${from}`))
  refuseFaults(faults)
  await publish(work, row.id, row.publishedVersion + 1, settings)
  await work.announce<ScenarioPublished['payload']>({
    kind: 'scenario.published',
    payload: {
      scenarioId: row.id,
      name: row.name,
      states,
      pausedTriggers: row.pausedTriggers,
      removed: gone.map(state => ({ state, targetId: targets[state.id] ?? null })),
    },
  })
}

/** Takes a scenario out of use; refused while unfinished Interests follow it, and for the last one. */
export async function archiveScenario(work: Work, id: string): Promise<Shown> {
  const row = (await lockScenario(work.tx, id)) ?? refuse(notFound)
  if (row.archivedAt) return getScenario(work.tx, work.caller, id)
  if (!(await hasOtherActive(work.tx, id))) refuse(lastScenario)
  await work.announce<ScenarioArchived['payload']>({ kind: 'scenario.archived', payload: { scenarioId: id } })
  return keepArchived(work, row, work.now)
}

/** Brings a scenario back into use. */
export async function restoreScenario(work: Work, id: string): Promise<Shown> {
  const row = (await lockScenario(work.tx, id)) ?? refuse(notFound)
  if (!row.archivedAt) return getScenario(work.tx, work.caller, id)
  return keepArchived(work, row, null)
}

async function keepArchived(work: Work, row: ScenarioRow, archivedAt: Date | null): Promise<Shown> {
  await updateScenario(work.tx, { ...row, archivedAt }, work.now)
  work.record({
    kind: archivedAt ? 'scenario.archived' : 'scenario.restored',
    record: { kind: 'scenario', id: row.id },
    version: row.version + 1,
    changes: { archivedAt: { from: row.archivedAt, to: archivedAt } },
    owners: null,
  })
  return getScenario(work.tx, work.caller, row.id)
}

async function publish(work: Work, id: string, version: number, settings: Settings): Promise<void> {
  const own = await insertPublished(work.tx, id, version, settings, { now: work.now, userId: work.actor.userId })
  if (!own) refuseFaults([unknownReference('states')])
}

async function conditionFaults(
  work: Work,
  departmentIds: readonly string[],
  serviceTypeIds: readonly string[],
): Promise<Fault[]> {
  const known = await selectConditions(work.tx, departmentIds, serviceTypeIds)
  return [
    ...departmentIds.flatMap((id, i) => (known.has(id) ? [] : [unknownReference(`departmentIds[${i}]`)])),
    ...serviceTypeIds.flatMap((id, i) => (known.has(id) ? [] : [unknownReference(`serviceTypeIds[${i}]`)])),
  ]
}
