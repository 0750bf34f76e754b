import { refuseChange } from '../../access/refusals/actions.ts'
import { mayChangeProspect } from '../policy.ts'
import { mergeChanges } from '../../../platform/merge.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { isRepeat, type Work } from '../../../platform/work.ts'
import { authorOf, refuseFaults } from '../actions.ts'
import type { BodyOf } from '../../../platform/contract.ts'
import type { changeProspect as changeContract, Prospect } from '../contract.ts'
import { findSimilar, keepApart, lockProbes, toWarnings } from '../duplicates/actions.ts'
import { insertNotDuplicate } from '../duplicates/storage.ts'
import { archivingEvent, created, partyEvent } from '../events.ts'
import { writeProspectIdentities } from '../identity/actions.ts'
import { addIdentities, archiveIdentities, shareIdentities } from '../identity/storage.ts'
import { readThroughMerges, refuseAbsent, refuseMerged } from '../merging/redirects/queries.ts'
import { dismissOffer } from '../offers/actions.ts'
import { unknownReference } from '../rules.ts'
import { findClient, findUser } from '../storage.ts'
import type { ProspectRecord } from '../tables.ts'
import { getProspect, toProspect } from './queries.ts'
import {
  decideProspectFaults,
  findUnreadableOf,
  identifiersOfProspect,
  prepareProspect,
  probeProspect,
  prospectKey,
} from './rules.ts'
import {
  findProspect,
  findProspectForUpdate,
  insertProspect,
  listProspectsById,
  prospectCreation,
  replaceProspectViewers,
  setProspectArchived,
  setProspectResponsibles,
  sortProspectViewers,
  updateProspect,
} from './storage.ts'

interface ProspectRequest {
  id?: string | undefined
  fullName?: string | undefined
  company?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  responsibleId?: string | null | undefined
  onSimilar?: 'create' | 'ask' | undefined
  notDuplicateOf?: string[] | undefined
}

/** A prospect as an Interest or an answer needs it; the clients that look like it are asked for apart. */
export type RegisteredProspect = Omit<Prospect, 'suggestions'>

/**
 * Registers somebody who asked, by any one of full name, company, mail and phone. No client card arises by it.
 * @param path place of the prospect inside a larger request, such as `prospect.`
 * @throws invalid, similar_found, id_taken, operation.reused
 */
export async function registerProspect(
  work: Work,
  input: ProspectRequest,
  { path = '' } = {},
): Promise<RegisteredProspect> {
  const id = input.id ?? newId()
  if (input.id !== undefined && (await isRepeat(work, prospectCreation, id))) return read(work, id)
  const fields = prepareProspect(input)
  const { responsibleId = authorOf(work) } = input
  const faults = decideProspectFaults(fields)
  if (!(await isResponsible(work, responsibleId))) faults.push(unknownReference('responsibleId'))
  refuseFaults(faults, path)
  const probes = probeProspect(id, fields, path)
  await lockProbes(work, probes, [])
  // The same request sent twice at one moment waited for itself.
  if (input.id !== undefined && (await isRepeat(work, prospectCreation, id))) return read(work, id)
  await keepApart(work, [id], input.notDuplicateOf)
  const findings = await findSimilar(
    work,
    probes,
    { ownerIds: [id], clientIds: [] },
    { ask: input.onSimilar === 'ask' },
  )
  await insertProspect(
    work.tx,
    { id, ...fields, nameKey: prospectKey(fields), responsibleId, authorId: authorOf(work) },
    work.now,
    work.creationHash,
  )
  await addIdentities(work.tx, [
    { kind: 'prospect', id, clientId: null, responsibleId, identifiers: identifiersOfProspect(fields) },
  ])
  work.record(
    partyEvent('prospect.created', { kind: 'prospect', id }, 1, created({ ...fields, responsibleId }), [responsibleId]),
  )
  const warnings = toWarnings(work, [...findUnreadableOf(fields, path), ...findings])
  return { ...(await read(work, id)), warnings }
}

/** Registers a prospect and says which clients look like it. */
export async function createProspect(work: Work, input: ProspectRequest & { id: string }): Promise<Prospect> {
  const prospect = await registerProspect(work, input)
  if (!work.scope.clients.covers(prospect.responsible?.id ?? null)) return { ...prospect, suggestions: [] }
  const { suggestions } = await getProspect(work.tx, work.caller, prospect.id)
  return { ...prospect, suggestions }
}

/**
 * Changes a prospect; edits of different fields by two people merge.
 * @throws not_found, invalid, conflict
 */
export async function changeProspect(work: Work, id: string, patch: BodyOf<typeof changeContract>): Promise<Prospect> {
  const record = await holdOwnProspect(work, id)
  const { version, ...typed } = patch
  const { fullName, company, email, phone, comment, responsibleId } = record
  const current = { fullName, company, email, phone, comment, responsibleId }
  const changes = await mergeChanges(work.tx, record, version, current, typed)
  const next = {
    ...current,
    ...Object.fromEntries(Object.entries(changes).map(([field, { to }]) => [field, to])),
  } as typeof current
  const faults = decideProspectFaults(next)
  if (changes['responsibleId'] && !(await isResponsible(work, next.responsibleId)))
    faults.push(unknownReference('responsibleId'))
  refuseFaults(faults)
  if (Object.keys(changes).length === 0) return getOwn(work, id)

  const probes = probeProspect(id, next).map(probe => ({ ...probe, known: !(probe.field in changes) }))
  await lockProbes(work, probes, [])
  const self = { ownerIds: [id], clientIds: record.clientId ? [record.clientId] : [] }
  const findings = await findSimilar(work, probes, self, { ask: false })
  await updateProspect(work.tx, { id, ...next, nameKey: prospectKey(next) }, work.now)
  if (changes['responsibleId']) await sortProspectViewers(work.tx, [id])
  await writeProspectIdentities(work.tx, { ...record, ...next })
  work.record(
    partyEvent('prospect.changed', { kind: 'prospect', id }, record.version + 1, changes, [
      responsibleId,
      next.responsibleId,
    ]),
  )
  const unreadable = findUnreadableOf(next).filter(finding => finding.field in changes)
  return { ...(await getOwn(work, id)), warnings: toWarnings(work, [...unreadable, ...findings]) }
}

/** Puts a prospect away: it is found last, marked, and still counts as a duplicate. */
export async function archiveProspect(work: Work, id: string): Promise<Prospect> {
  return setArchived(work, id, true)
}

/** Brings a prospect back. */
export async function restoreProspect(work: Work, id: string): Promise<Prospect> {
  return setArchived(work, id, false)
}

async function setArchived(work: Work, id: string, archived: boolean): Promise<Prospect> {
  const record = await holdOwnProspect(work, id)
  if ((record.archivedAt !== null) !== archived) {
    await setProspectArchived(work.tx, id, archived ? work.now : null, work.now)
    await archiveIdentities(work.tx, [id], archived)
    work.record(archivingEvent('prospect', record, archived, [record.responsibleId]))
  }
  return getOwn(work, id)
}

/** This prospect is not that client: the suggestion is gone for everybody. */
export async function dismissSuggestion(work: Work, id: string, clientId: string): Promise<Prospect> {
  const record = await holdOwnProspect(work, id)
  if (!(await findClient(work.tx, clientId, work.scope.clients.sight))) {
    await refuseMerged(work, 'client', clientId)
    refuseFaults([unknownReference('clientId')])
  }
  await insertNotDuplicate(work.tx, id, clientId, { userId: work.actor.userId, at: work.now })
  await dismissOffer(work, id, clientId)
  work.record(
    partyEvent(
      'prospect.suggestion_dismissed',
      { kind: 'prospect', id },
      record.version,
      { notClientId: { to: clientId } },
      [record.responsibleId],
    ),
  )
  return getOwn(work, id)
}

/**
 * Keeps who looks after a prospect: the responsible of its newest unfinished Interest, else of the last (model.md 5).
 * Called by the room of Interests in its own transaction.
 */
export async function keepProspectResponsible(
  work: Work,
  prospectId: string,
  responsibleId: string | null,
): Promise<void> {
  await keepProspectResponsibles(work, [{ id: prospectId, responsibleId }])
}

/** The same for many prospects. */
export async function keepProspectResponsibles(
  work: Work,
  prospects: readonly { id: string; responsibleId: string | null }[],
): Promise<void> {
  const changed = await setProspectResponsibles(work.tx, prospects, work.now)
  if (changed.length === 0) return
  const ids = changed.map(each => each.id)
  await sortProspectViewers(work.tx, ids)
  const records = await listProspectsById(work.tx, ids)
  if (records.length > 0) await writeProspectIdentities(work.tx, ...records)
  for (const { id, version, from, to } of changed) {
    const changes = { responsibleId: { from, to } }
    const event = partyEvent('prospect.changed', { kind: 'prospect', id }, version, changes, [from, to])
    work.record({ ...event, follows: true })
  }
}

/**
 * Keeps who else may see a prospect: whoever may see one of its Interests.
 * @param principals responsibles of all its Interests; the nil id for one without
 */
export async function keepProspectViewers(
  work: Work,
  prospectId: string,
  principals: readonly string[],
): Promise<void> {
  await replaceProspectViewers(work.tx, [{ id: prospectId, principals }], work.now)
  await shareIdentities(work.tx, [prospectId])
}

/** Both, for many prospects at once. */
export async function keepProspects(
  work: Work,
  prospects: readonly { id: string; responsibleId: string | null; principals: readonly string[] }[],
): Promise<void> {
  if (prospects.length === 0) return
  await keepProspectResponsibles(work, prospects)
  await replaceProspectViewers(work.tx, prospects, work.now)
  await shareIdentities(
    work.tx,
    prospects.map(each => each.id),
  )
}

/** A prospect for a change, held until the end. @throws not_found, prospect.merged, forbidden */
export async function holdOwnProspect(work: Work, id: string): Promise<ProspectRecord> {
  const record =
    (await findProspectForUpdate(work.tx, id, work.scope.clients.sight)) ?? (await refuseAbsent(work, 'prospect', id))
  return mayChangeProspect(work.scope.clients, record) ? record : refuseChange('clients', record.responsibleId)
}

async function read(work: Work, id: string): Promise<RegisteredProspect> {
  return readThroughMerges(work.tx, work.caller, { kind: 'prospect', id }, async each => {
    const record = await findProspect(work.tx, each, null)
    return record && toProspect(record, work.caller)
  })
}

/** The record after a change, even if the change took it out of the caller's sight. */
async function getOwn(work: Work, id: string): Promise<Prospect> {
  const record = await findProspect(work.tx, id, work.scope.clients.sight)
  return record ? getProspect(work.tx, work.caller, id) : { ...(await read(work, id)), suggestions: [] }
}

async function isResponsible(work: Work, id: string | null): Promise<boolean> {
  return id === null || id === work.actor.userId || (await findUser(work.tx, id)) !== undefined
}
