import { type BodyOf, notFound } from '../../../platform/contract.ts'
import { mergeChanges } from '../../../platform/merge.ts'
import { refuse } from '../../../platform/problems.ts'
import { isRepeat, type Work } from '../../../platform/work.ts'
import { holdOwnClient, readBack, refuseFaults } from '../actions.ts'
import {
  type addContractor as addContract,
  type changeContractor as changeContract,
  type Client,
  clientArchived,
  contractorArchived,
  contractorLast,
  contractorMain,
} from '../contract.ts'
import { findSimilar, lockProbes, requireNewContractor, toWarnings } from '../duplicates/actions.ts'
import { type Probe, probeName, probeNumbers, probesOf } from '../duplicates/rules.ts'
import { fieldsOf } from '../editing/rules.ts'
import { archivingEvent, created, partyEvent } from '../events.ts'
import { writePartyIdentities } from '../identity/actions.ts'
import { decideNewFaults, decideRequisites, definedOf } from '../rules.ts'
import { raiseClientVersion } from '../storage.ts'
import type { ClientRecord, ContractorRecord } from '../tables.ts'
import {
  contractorCreation,
  findClientIdOf,
  insertContractor,
  setContractorArchived,
  updateContractor,
} from './storage.ts'

/**
 * Adds a legal entity to a client that works through several.
 * @throws not_found, client.archived, invalid, contractor.exists
 */
export async function addContractor(work: Work, clientId: string, input: BodyOf<typeof addContract>): Promise<Client> {
  const client = await holdOwnClient(work, clientId)
  if (await isRepeat(work, contractorCreation, input.id)) return readBack(work, clientId)
  if (client.archivedAt !== null) refuse(clientArchived)
  const { inn, kpp, ogrn, faults } = decideRequisites(input.kind, input)
  refuseFaults(faults)
  const { id, kind, name, fullName = null, override } = input
  await lockProbes(work, [], [inn])
  await requireNewContractor(work, { id, inn, kpp, override })
  const findings = await findSimilar(work, probeEntity(client, input, { inn, kpp, ogrn }), selfOf(client), {
    ask: false,
  })
  const contractor = { id, kind, name, fullName, inn, kpp, ogrn }
  await insertContractor(work.tx, clientId, contractor, work.now, work.creationHash)
  await writePartyIdentities(work.tx, {
    ...client,
    contractors: [...client.contractors, { ...contractor, main: false, archived: false, version: 1 }],
  })
  work.record(
    partyEvent(
      'contractor.created',
      { kind: 'contractor', id },
      1,
      created({ ...contractor, id: null, main: false, clientId }),
      [client.responsibleId],
    ),
  )
  return { ...(await readBack(work, clientId)), warnings: toWarnings(work, findings) }
}

/**
 * Changes a legal entity, or makes it the main one; edits of different fields by two people merge. The numbers of the
 * main one are those of the client's card, so that the client changes with them.
 * @throws not_found, client.archived, contractor.archived, invalid, conflict, contractor.exists
 */
export async function changeContractor(work: Work, id: string, body: BodyOf<typeof changeContract>): Promise<Client> {
  const { client, contractor } = await load(work, id)
  if (contractor.archived) refuse(contractorArchived)
  const { version, override, ...typed } = body
  const wanted: Record<string, unknown> = definedOf(typed)
  const { faults, ...requisites } = decideRequisites(typed.kind ?? contractor.kind, { ...contractor, ...wanted })
  for (const field of ['inn', 'kpp', 'ogrn'] as const) if (field in wanted) wanted[field] = requisites[field]
  const current = Object.fromEntries(FIELDS.map(field => [field, contractor[field]]))
  const changes = await mergeChanges(work.tx, contractor, version, current, wanted)
  if (Object.keys(changes).length === 0) return readBack(work, client.id)
  refuseFaults(decideNewFaults(faults, changes))

  const values = Object.fromEntries(Object.entries(changes).map(([field, { to }]) => [field, to]))
  const next: ContractorRecord = { ...contractor, ...values }
  const { inn, kpp } = next
  const isOther = inn !== contractor.inn || kpp !== contractor.kpp
  await lockProbes(work, [], isOther ? [inn] : [])
  if (isOther) await requireNewContractor(work, { id, inn, kpp, override })
  const findings = isOther
    ? await findSimilar(work, probeEntity(client, next, next), selfOf(client), { ask: false })
    : []

  const contractors = client.contractors.map(each =>
    each.id === id ? next : changes['main'] ? { ...each, main: false } : each,
  )
  for (const [at, before] of client.contractors.entries())
    await writeContractor(work, client, before, contractors[at] ?? before)
  await writePartyIdentities(work.tx, { ...client, contractors })
  await raiseClient(work, client, contractors)
  return { ...(await readBack(work, client.id)), warnings: toWarnings(work, findings) }
}

/** Puts a legal entity away; it still counts as known. @throws contractor.last, contractor.main */
export async function archiveContractor(work: Work, id: string): Promise<Client> {
  return setArchived(work, id, true)
}

/** Brings a legal entity back. */
export async function restoreContractor(work: Work, id: string): Promise<Client> {
  return setArchived(work, id, false)
}

async function setArchived(work: Work, id: string, archived: boolean): Promise<Client> {
  const { client, contractor } = await load(work, id)
  if (contractor.archived === archived) return readBack(work, client.id)
  if (archived && !client.contractors.some(each => each.id !== id && !each.archived)) refuse(contractorLast)
  if (archived && contractor.main) refuse(contractorMain)
  await setContractorArchived(work.tx, id, archived ? work.now : null, work.now)
  const contractors = client.contractors.map(each => (each.id === id ? { ...each, archived } : each))
  await writePartyIdentities(work.tx, { ...client, contractors })
  work.record(archivingEvent('contractor', contractor, archived, [client.responsibleId]))
  return readBack(work, client.id)
}

const FIELDS = ['kind', 'name', 'fullName', 'inn', 'kpp', 'ogrn', 'main'] as const

/** Writes what differs, with its event. */
export async function writeContractor(
  work: Work,
  client: Pick<ClientRecord, 'responsibleId'>,
  before: ContractorRecord,
  after: ContractorRecord,
): Promise<void> {
  const changed = FIELDS.filter(field => before[field] !== after[field])
  if (changed.length === 0) return
  const version = await updateContractor(work.tx, after, work.now)
  const changes = Object.fromEntries(changed.map(field => [field, { from: before[field], to: after[field] }]))
  work.record(
    partyEvent('contractor.changed', { kind: 'contractor', id: after.id }, version, changes, [client.responsibleId]),
  )
}

/** The card of the client shows other numbers now. */
async function raiseClient(work: Work, client: ClientRecord, contractors: readonly ContractorRecord[]): Promise<void> {
  const [before, after] = [fieldsOf(client), fieldsOf({ ...client, contractors })]
  const changed = (['inn', 'kpp', 'ogrn'] as const).filter(field => before[field] !== after[field])
  if (changed.length === 0) return
  await raiseClientVersion(work.tx, client.id, work.now)
  const changes = Object.fromEntries(changed.map(field => [field, { from: before[field], to: after[field] }]))
  const event = partyEvent('client.changed', { kind: 'client', id: client.id }, client.version + 1, changes, [
    client.responsibleId,
  ])
  work.record({ ...event, follows: true })
}

async function load(work: Work, id: string): Promise<{ client: ClientRecord; contractor: ContractorRecord }> {
  const clientId = (await findClientIdOf(work.tx, id)) ?? refuse(notFound)
  const client = await holdOwnClient(work, clientId)
  if (client.archivedAt !== null) refuse(clientArchived)
  const contractor = client.contractors.find(each => each.id === id) ?? refuse(notFound)
  return { client, contractor }
}

/** By what a legal entity could turn out to be known already: its numbers; its name is told with its client. */
function probeEntity(
  client: ClientRecord,
  { kind, name }: Pick<ContractorRecord, 'kind' | 'name'>,
  numbers: { inn: string | null; kpp: string | null; ogrn: string | null },
): Probe[] {
  const named = probeName(name, kind !== 'organisation', 'name').map(sign => ({ ...sign, known: true }))
  return probesOf('client', '', client.id, [...named, ...probeNumbers(numbers, '')])
}

function selfOf({ id }: ClientRecord) {
  return { ownerIds: [id], clientIds: [id] }
}
