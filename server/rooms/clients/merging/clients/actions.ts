import { refuseChange } from '../../../access/refusals/actions.ts'
import type { Work } from '../../../../platform/work.ts'
import { refuse } from '../../../../platform/problems.ts'
import { nameKey } from '../../../../platform/pure/names.ts'
import { refuseFaults } from '../../actions.ts'
import { writeContractor } from '../../contractors/actions.ts'
import { fieldsOf } from '../../editing/rules.ts'
import { partyEvent } from '../../events.ts'
import { writePartyIdentities } from '../../identity/actions.ts'
import { dropIdentities, handOverIdentities, shareOpenedClient } from '../../identity/storage.ts'
import { offerLinksOfMerged } from '../offers/actions.ts'
import { mayMerge } from '../../policy.ts'
import { readEmails, readPhones } from '../../rules.ts'
import { findClient, handOverLinks, updateClient } from '../../storage.ts'
import type { ClientRecord, ContractorRecord } from '../../tables.ts'
import { mergeWinnerArchived } from '../contract.ts'
import { recordMerged, rewriteContacts, rewriteProspects, takeAlong } from '../moves/actions.ts'
import { rowOf } from '../moves/rules.ts'
import { holdLinks, holdProspects, placeContractors, placeProspects, takeLinks, writeLinks } from '../moves/storage.ts'
import { refuseAbsent } from '../redirects/queries.ts'
import { inheritedOfClient } from '../redirects/rules.ts'
import { decideFields, same } from '../rules.ts'
import { holdParties, keepMergedIdentities, raiseVersion, setMergedInto } from '../storage.ts'
import type { MergeDetail, MergedField, MergeOrder, MovedRow } from '../tables.ts'
import { type ContractorPlan, planContractors, planLinks, withNumbers } from './rules.ts'

/**
 * Two clients are one: fields as chosen, and legal entities, contacts, linked prospects and Interests go to the winner.
 * @throws not_found, client.merged, forbidden, merge.winner_archived, invalid
 */
export async function mergeClients(work: Work, order: MergeOrder): Promise<MergeDetail> {
  const { winnerId, loserId, choices } = order
  const { tx } = work
  // Prospects first: whoever registers an Interest for one holds it before he reads its client.
  await holdProspects(tx, 'client', [winnerId, loserId])
  await holdParties(tx, 'client', [winnerId, loserId])
  const winner = await load(work, winnerId)
  const loser = await load(work, loserId)
  const foreign = [winner, loser].find(each => !mayMerge(work.scope.clients, [each]))
  if (foreign) refuseChange('clients', foreign.responsibleId)
  if (winner.archivedAt !== null) refuse(mergeWinnerArchived)
  const decided = decideFields('client', fieldsOf(winner), fieldsOf(loser), choices)
  refuseFaults(decided.faults)
  const next = Object.fromEntries(decided.fields.map(({ field, after }) => [field, after])) as unknown as ReturnType<
    typeof fieldsOf
  >
  const plan = planContractors(winner, loser, next, choices)
  const fields = withNumbers(decided.fields, plan.main)

  await setMergedInto(tx, 'client', loserId, winnerId, work.now)
  await dropIdentities(tx, [loserId, ...loser.contractors.map(each => each.id)])
  await writeFields(work, winner, fields)
  const rows: MovedRow[] = [
    ...(await moveContractors(work, winner, loser, plan)),
    ...(await moveLinks(work, winner, loser)),
    ...(await moveProspects(work, winner, loser)),
    ...(await takeAlong(work, { kind: 'client', winnerId, loserId, link: null })),
  ]
  await keepMergedIdentities(tx, order, inheritedOfClient(loser, plan.absorbed))
  const merged = await load(work, winnerId)
  await writePartyIdentities(tx, merged)
  await shareOpenedClient(tx, winnerId)
  await offerLinksOfMerged(work, merged, loserId)
  recordMerged(work, 'client', { winner, loser }, fields, [winner.responsibleId, merged.responsibleId])
  return {
    winnerTitle: merged.name,
    loserTitle: loser.name,
    loserArchivedAt: loser.archivedAt?.toISOString() ?? null,
    fields,
    rows,
    conflicts: [],
  }
}

async function load(work: Work, id: string): Promise<ClientRecord> {
  return (await findClient(work.tx, id, work.scope.clients.sight)) ?? refuseAbsent(work, 'client', id)
}

/** Writes the winner's own fields as they are to be; its numbers lie with its legal entities. */
export async function writeFields(work: Work, client: ClientRecord, fields: readonly MergedField[]): Promise<void> {
  const current = fieldsOf(client)
  const next = { ...current, ...Object.fromEntries(fields.map(({ field, after }) => [field, after])) } as typeof current
  const isOwn = (field: string) => !['inn', 'kpp', 'ogrn'].includes(field)
  if (fields.every(({ field, after }) => !isOwn(field) || same(current[field as keyof typeof current], after))) {
    await raiseVersion(work.tx, 'client', client.id, work.now)
    return
  }
  const phones = readPhones(next.phones)
  const emails = readEmails(next.emails)
  await updateClient(work.tx, client.id, { ...next, phones, emails, nameKey: nameKey(next.name, next.kind) }, work.now)
  if (next.responsibleId !== client.responsibleId) {
    await handOverIdentities(work.tx, client.id, { from: client.responsibleId, to: next.responsibleId })
    await handOverLinks(work.tx, client.id, next.responsibleId)
  }
}

async function moveContractors(
  work: Work,
  winner: ClientRecord,
  loser: ClientRecord,
  plan: ContractorPlan<ContractorRecord>,
): Promise<MovedRow[]> {
  for (const { before, after } of plan.own) await writeContractor(work, winner, before, after)
  const places = plan.moved.map(({ id, main }) => ({ id, main, clientId: winner.id }))
  const versions = await placeContractors(work.tx, places, work.now)
  const own = plan.own
    .map(({ before, after }) => rowOf('contractor', before, after))
    .filter(row => !same(row.after, {}))
  const moved = plan.moved.map(entity => {
    const { id, name, main, version } = entity
    const clientId = { from: loser.id, to: winner.id }
    const wasMain = loser.contractors.some(each => each.id === id && each.main)
    const changes = { clientId, ...(wasMain === main ? {} : { main: { from: wasMain, to: main } }) }
    work.record(
      partyEvent('contractor.moved', { kind: 'contractor', id }, versions.get(id) ?? version, changes, [
        winner.responsibleId,
      ]),
    )
    const before = { clientId: loser.id, main: wasMain }
    return { kind: 'contractor', id, title: name, before, after: { clientId: winner.id, main } }
  })
  return [...own, ...moved]
}

async function moveLinks(work: Work, winner: ClientRecord, loser: ClientRecord): Promise<MovedRow[]> {
  const links = await holdLinks(work.tx, 'client', [winner.id, loser.id])
  const { moved, own, removed } = planLinks(links, winner.id, loser.id)
  const images = await takeLinks(
    work.tx,
    removed.map(link => link.id),
  )
  await writeLinks(
    work.tx,
    [...moved, ...own].map(each => each.after),
  )
  for (const link of [...moved.map(each => each.before), ...removed]) {
    const clientId = { from: loser.id, to: winner.id }
    work.record(
      partyEvent('contact.moved', { kind: 'contact', id: link.contactId }, link.contactVersion, { clientId }, [
        loser.responsibleId,
        winner.responsibleId,
      ]),
    )
  }
  await rewriteContacts(
    work.tx,
    [...moved.map(each => each.before), ...removed].map(link => link.contactId),
  )
  return [
    ...moved.map(({ before, after }) => ({
      ...rowOf('link', before, after, before.contactName),
      of: before.contactId,
    })),
    ...own.map(({ before, after }) => ({ ...rowOf('link', before, after), of: before.contactId })),
    ...removed.map(({ id, contactId, contactName }) => ({
      kind: 'link',
      id,
      of: contactId,
      title: contactName,
      before: images.get(id) ?? null,
      after: null,
    })),
  ]
}

async function moveProspects(work: Work, winner: ClientRecord, loser: ClientRecord): Promise<MovedRow[]> {
  const held = await holdProspects(work.tx, 'client', [loser.id])
  const placed = held.map(each => ({ ...each, clientId: winner.id }))
  await placeProspects(work.tx, placed, work.now)
  for (const { id, version, responsibleId } of held) {
    const clientId = { from: loser.id, to: winner.id }
    work.record(
      partyEvent('prospect.moved', { kind: 'prospect', id }, version + 1, { clientId }, [
        responsibleId,
        winner.responsibleId,
      ]),
    )
  }
  await rewriteProspects(
    work.tx,
    held.map(each => each.id),
  )
  return held.map(({ id, title }) => ({
    kind: 'prospect',
    id,
    title,
    before: { clientId: loser.id },
    after: { clientId: winner.id },
  }))
}
