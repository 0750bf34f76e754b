import type { BodyOf } from '../../../platform/contract.ts'
import type { Change } from '../../../platform/events/record.ts'
import { mergeChanges } from '../../../platform/merge.ts'
import { nameKey } from '../../../platform/pure/names.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import { refuseChange } from '../../access/refusals/actions.ts'
import { holdOwnClient, probeClient, readBack, refuseFaults } from '../actions.ts'
import { type changeClient as changeContract, type Client, clientArchived } from '../contract.ts'
import { writeContractor } from '../contractors/actions.ts'
import { findSimilar, lockProbes, requireNewContractor, toWarnings } from '../duplicates/actions.ts'
import { archivingEvent, partyEvent } from '../events.ts'
import { writePartyIdentities } from '../identity/actions.ts'
import { handOverIdentities } from '../identity/storage.ts'
import { mayHandOver } from '../policy.ts'
import { offerLinks } from '../offers/actions.ts'
import {
  decideNewFaults,
  decideRequisites,
  definedOf,
  distinct,
  type Fault,
  findUnreadable,
  readEmails,
  readPhones,
  unknownReference,
} from '../rules.ts'
import { findUser, handOverLinks, setClientArchived, updateClient } from '../storage.ts'
import type { ClientRecord, ContractorRecord } from '../tables.ts'
import { fieldsOf, followContractor, type ClientFields } from './rules.ts'

/**
 * Changes a client; arrays replace the whole list, edits of different fields by two people merge. INN, KPP and OGRN are
 * those of the main legal entity, whose name and kind follow the client's as long as it is the only one.
 * @throws not_found, client.archived, invalid, conflict, contractor.exists
 */
export async function changeClient(work: Work, id: string, body: BodyOf<typeof changeContract>): Promise<Client> {
  const record = await load(work, id)
  if (record.archivedAt !== null) refuse(clientArchived)
  const { version, override, ...typed } = body
  const current = fieldsOf(record)
  const kind = record.contractors.length > 1 ? mainOf(record).kind : (typed.kind ?? record.kind)
  const requisites = decideRequisites(kind, { ...current, ...definedOf(typed) })
  const changes = await mergeChanges(work.tx, record, version, { ...current }, wantedOf(typed, requisites))
  if (Object.keys(changes).length === 0) return readBack(work, id)
  if (changes['responsibleId'] && !mayHandOver(work.scope.clients, record))
    refuseChange('clients', record.responsibleId)
  const next = { ...current, ...Object.fromEntries(Object.entries(changes).map(([field, { to }]) => [field, to])) }
  refuseFaults(await faultsOf(work, requisites.faults, changes, next))

  const main = mainOf(record)
  const contractor = followContractor(main, record, next)
  const phones = readPhones(next.phones)
  const emails = readEmails(next.emails)
  const { inn, kpp, ogrn } = contractor
  const probes = probeClient({ ...next, id, phones, emails, inn, kpp, ogrn }, '').map(probe => ({
    ...probe,
    known: !isNew(probe.field, probe.typed, changes),
  }))
  const isOtherEntity = contractor.inn !== main.inn || contractor.kpp !== main.kpp
  await lockProbes(work, probes, isOtherEntity ? [contractor.inn] : [])
  if (isOtherEntity) await requireNewContractor(work, { id: main.id, inn, kpp, override })
  const findings = await findSimilar(
    work,
    probes,
    { ownerIds: [id], clientIds: [id] },
    {
      ask: false,
      found: similar => offerLinks(work, { id, name: next.name, responsibleId: next.responsibleId }, similar),
    },
  )

  await updateClient(work.tx, id, { ...next, phones, emails, nameKey: nameKey(next.name, next.kind) }, work.now)
  await writeContractor(work, record, main, contractor)
  const contractors = record.contractors.map(each => (each.id === main.id ? contractor : each))
  if (changes['responsibleId']) {
    await handOverIdentities(work.tx, id, { from: record.responsibleId, to: next.responsibleId })
    await handOverLinks(work.tx, id, next.responsibleId)
  }
  await writePartyIdentities(work.tx, { ...record, ...next, phones, emails, contractors })
  work.record(
    partyEvent('client.changed', { kind: 'client', id }, record.version + 1, changes, [
      record.responsibleId,
      next.responsibleId,
    ]),
  )
  const unreadable = findUnreadable('', {
    ...(changes['phones'] ? { phones } : {}),
    ...(changes['emails'] ? { emails } : {}),
  })
  return { ...(await readBack(work, id)), warnings: toWarnings(work, [...unreadable, ...findings]) }
}

/** Puts a client away: it is found last, marked, and still counts as a duplicate. */
export async function archiveClient(work: Work, id: string): Promise<Client> {
  return setArchived(work, id, true)
}

/** Brings a client back. */
export async function restoreClient(work: Work, id: string): Promise<Client> {
  return setArchived(work, id, false)
}

async function setArchived(work: Work, id: string, archived: boolean): Promise<Client> {
  const record = await load(work, id)
  if ((record.archivedAt !== null) !== archived) {
    const archivedAt = archived ? work.now : null
    await setClientArchived(work.tx, id, archivedAt, work.now)
    await writePartyIdentities(work.tx, { ...record, archivedAt })
    work.record(archivingEvent('client', record, archived, [record.responsibleId]))
  }
  return readBack(work, id)
}

async function load(work: Work, id: string): Promise<ClientRecord> {
  return holdOwnClient(work, id)
}

function mainOf(record: ClientRecord): ContractorRecord {
  const main = record.contractors.find(each => each.main)
  if (!main) throw new Error('a client without a main contractor')
  return main
}

type Typed = Omit<BodyOf<typeof changeContract>, 'version' | 'override'>

/** What was typed in the form in which it is stored, so that the same thing written otherwise is no change. */
function wantedOf(typed: Typed, requisites: Pick<ClientFields, 'inn' | 'kpp' | 'ogrn'>): Record<string, unknown> {
  const wanted: Record<string, unknown> = definedOf(typed)
  for (const field of ['phones', 'emails', 'sites', 'addresses', 'messengers'] as const)
    if (field in wanted) wanted[field] = distinct(typed[field])
  for (const field of ['inn', 'kpp', 'ogrn'] as const) if (field in wanted) wanted[field] = requisites[field]
  return wanted
}

async function faultsOf(
  work: Work,
  faults: readonly Fault[],
  changes: Record<string, Change>,
  next: ClientFields,
): Promise<Fault[]> {
  const found = decideNewFaults(faults, changes)
  const { responsibleId } = next
  if (changes['responsibleId'] && responsibleId !== null && !(await findUser(work.tx, responsibleId)))
    found.push(unknownReference('responsibleId'))
  return found
}

/** Only what this change brought in is checked: the rest was told before. */
function isNew(field: string, typed: string, changes: Record<string, Change>): boolean {
  const change = changes[field.replace(/\[.*$/, '')]
  if (!change) return false
  return !Array.isArray(change.from) || !change.from.includes(typed)
}
