import { personKey } from '../../../../platform/pure/names.ts'
import { refuse } from '../../../../platform/problems.ts'
import type { Work } from '../../../../platform/work.ts'
import { refuseChange } from '../../../access/refusals/actions.ts'
import { refuseFaults } from '../../actions.ts'
import { isOwnContact } from '../../contacts/queries.ts'
import { findContact, updateContact } from '../../contacts/storage.ts'
import { partyEvent } from '../../events.ts'
import { dropIdentities } from '../../identity/storage.ts'
import { readEmails, readPhones } from '../../rules.ts'
import type { ContactRecord } from '../../tables.ts'
import { mergeWinnerArchived } from '../contract.ts'
import { recordMerged, rewriteContacts, rewriteProspects, takeAlong } from '../moves/actions.ts'
import { rowOf } from '../moves/rules.ts'
import { holdLinks, holdProspects, placeProspects, takeLinks, writeLinks } from '../moves/storage.ts'
import { refuseAbsent } from '../redirects/queries.ts'
import { inheritedOfContact } from '../redirects/rules.ts'
import { decideFields, same } from '../rules.ts'
import { holdParties, keepMergedIdentities, raiseVersion, setMergedInto } from '../storage.ts'
import type { MergeDetail, MergedField, MergeOrder, MovedRow } from '../tables.ts'
import { planPlaces } from './rules.ts'

/**
 * Two contacts are one person: he works wherever one of them did, and Interests and prospects that name the loser name
 * the winner.
 * @throws not_found, contact.merged, forbidden, merge.winner_archived, invalid
 */
export async function mergeContacts(work: Work, order: MergeOrder): Promise<MergeDetail> {
  const { winnerId, loserId, choices } = order
  const { tx } = work
  await holdProspects(tx, 'contact', [loserId])
  await holdParties(tx, 'contact', [winnerId, loserId])
  const winner = await load(work, winnerId)
  const loser = await load(work, loserId)
  const foreign = [winner, loser].find(each => !isOwnContact(each, work.scope.clients))
  if (foreign) refuseChange('clients', foreign.clients[0]?.responsibleId)
  if (winner.archivedAt !== null) refuse(mergeWinnerArchived)
  const { fields, faults } = decideFields('contact', contactFields(winner), contactFields(loser), choices)
  refuseFaults(faults)

  await setMergedInto(tx, 'contact', loserId, winnerId, work.now)
  await dropIdentities(tx, [loserId])
  await writeContactFields(work, winner, fields)
  const rows: MovedRow[] = [
    ...(await moveLinks(work, winner, loser)),
    ...(await moveProspects(work, winnerId, loserId)),
    ...(await takeAlong(work, { kind: 'contact', winnerId, loserId, link: null })),
  ]
  await keepMergedIdentities(tx, order, inheritedOfContact(loser))
  await rewriteContacts(tx, [winnerId])
  recordMerged(work, 'contact', { winner, loser }, fields, ownersOf(winner, loser))
  const title = fields.find(each => each.field === 'fullName')?.after
  return {
    winnerTitle: typeof title === 'string' ? title : winner.fullName,
    loserTitle: loser.fullName,
    loserArchivedAt: loser.archivedAt?.toISOString() ?? null,
    fields,
    rows,
    conflicts: [],
  }
}

async function load(work: Work, id: string): Promise<ContactRecord> {
  return (await findContact(work.tx, id, work.scope.clients.sight)) ?? refuseAbsent(work, 'contact', id)
}

/** Everybody whose client one of them works for. */
export function ownersOf(...contacts: readonly ContactRecord[]): (string | null)[] {
  return contacts.flatMap(contact => contact.clients.map(each => each.responsibleId))
}

/** Fields as the contract names them: phones and mails as typed. */
export function contactFields(record: ContactRecord) {
  return {
    fullName: record.fullName,
    phones: record.phones.map(phone => phone.raw),
    emails: record.emails.map(mail => mail.raw),
    messengers: record.messengers,
    comment: record.comment,
  }
}

/** Writes the winner's fields as they are to be. */
export async function writeContactFields(
  work: Work,
  contact: ContactRecord,
  fields: readonly Pick<MergedField, 'field' | 'after'>[],
): Promise<void> {
  const current = contactFields(contact)
  const next = { ...current, ...Object.fromEntries(fields.map(({ field, after }) => [field, after])) } as typeof current
  if (same(current, next)) {
    await raiseVersion(work.tx, 'contact', contact.id, work.now)
    return
  }
  const phones = readPhones(next.phones)
  const emails = readEmails(next.emails)
  const nameKey = personKey(next.fullName)
  await updateContact(work.tx, contact.id, { ...next, phones, emails, nameKey }, work.now)
}

async function moveLinks(work: Work, winner: ContactRecord, loser: ContactRecord): Promise<MovedRow[]> {
  const links = await holdLinks(work.tx, 'contact', [winner.id, loser.id])
  const { moved, own, removed } = planPlaces(links, winner.id, loser.id)
  const images = await takeLinks(
    work.tx,
    removed.map(link => link.id),
  )
  await writeLinks(
    work.tx,
    [...moved, ...own].map(each => each.after),
  )
  // A client behind a wall is not named.
  const seen = loser.clients.filter(each => work.scope.clients.sees(each.id, each.responsibleId))
  const nameOf = (link: { clientId: string }) => seen.find(each => each.id === link.clientId)?.name ?? ''
  return [
    ...moved.map(({ before, after }) => rowOf('link', before, after, nameOf(before))),
    ...own.map(({ before, after }) => rowOf('link', before, after)),
    ...removed.map(link => ({
      kind: 'link',
      id: link.id,
      title: nameOf(link),
      before: images.get(link.id) ?? null,
      after: null,
    })),
  ]
}

async function moveProspects(work: Work, winnerId: string, loserId: string): Promise<MovedRow[]> {
  const held = await holdProspects(work.tx, 'contact', [loserId])
  await placeProspects(
    work.tx,
    held.map(each => ({ ...each, contactId: winnerId })),
    work.now,
  )
  for (const { id, version, responsibleId } of held) {
    const contactId = { from: loserId, to: winnerId }
    work.record(partyEvent('prospect.moved', { kind: 'prospect', id }, version + 1, { contactId }, [responsibleId]))
  }
  await rewriteProspects(
    work.tx,
    held.map(each => each.id),
  )
  return held.map(({ id, title }) => ({
    kind: 'prospect',
    id,
    title,
    before: { contactId: loserId },
    after: { contactId: winnerId },
  }))
}
