import { refuseChange } from '../../access/refusals/actions.ts'
import { notFound } from '../../../platform/contract.ts'
import type { Change } from '../../../platform/events/record.ts'
import { refuse, refuseFaults } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import { holdUnmerged } from '../../clients/merging/redirects/queries.ts'
import { unknownReferences } from '../actions.ts'
import { maySell, seesInterest } from '../policy.ts'
import { ownersOf } from '../rules.ts'
import { type Held, holdInterest } from '../storage.ts'
import { type DealContact, type DealRole, tooManyContacts } from './contract.ts'
import { dropDealContact, listDealContacts, storeDealContact } from './storage.ts'

const MOST = 20

/**
 * Names a contact of the client as part of the deal, or gives it another role; the version of the Interest stays. Who
 * has left the client keeps the part that he had.
 * @throws not_found, forbidden, invalid, interest.too_many_contacts
 */
export async function putDealContact(
  work: Work,
  id: string,
  contactId: string,
  role: DealRole | null,
): Promise<{ contacts: DealContact[] }> {
  const held = await hold(work, id, contactId)
  const contacts = await listDealContacts(work.tx, id)
  const known = contacts.find(each => each.id === contactId)
  if (!known) {
    await holdUnmerged(work, 'contact', contactId)
    refuseFaults(unknownReferences({ contactId }, held.known))
    if (contacts.length >= MOST) refuse(tooManyContacts)
  }
  if (!known || known.role !== role || known.main) {
    dropDealContact(work.tx, id, contactId)
    storeDealContact(work.tx, id, contactId, { role, now: work.now })
  }
  if (!known || known.role !== role) {
    const to = { contactId: { to: contactId }, dealRole: { from: known?.role ?? null, to: role } }
    tell(work, held, known ? 'interest.contact_role_changed' : 'interest.contact_added', to)
  }
  return answer(work, id)
}

/** Takes a contact out of the deal. @throws not_found, forbidden */
export async function removeDealContact(
  work: Work,
  id: string,
  contactId: string,
): Promise<{ contacts: DealContact[] }> {
  const held = await hold(work, id, contactId)
  const known = (await listDealContacts(work.tx, id)).find(each => each.id === contactId)
  if (known) {
    dropDealContact(work.tx, id, contactId)
    if (!known.main) tell(work, held, 'interest.contact_removed', { contactId: { from: contactId } })
    else if (known.role)
      tell(work, held, 'interest.contact_role_changed', {
        contactId: { to: contactId },
        dealRole: { from: known.role, to: null },
      })
  }
  return answer(work, id)
}

async function hold(work: Work, id: string, contactId: string): Promise<Held> {
  const held = await holdInterest(work.tx, id, [contactId], { entering: false })
  if (!held || !seesInterest(work.scope.interests, held)) return refuse(notFound)
  return maySell(work, held) ? held : refuseChange('interests', held.responsibleId)
}

function tell(work: Work, held: Held, kind: string, changes: Record<string, Change>): void {
  work.record({ kind, record: { kind: 'interest', id: held.id }, changes, owners: ownersOf(held) })
}

async function answer(work: Work, id: string): Promise<{ contacts: DealContact[] }> {
  return { contacts: await listDealContacts(work.tx, id) }
}
