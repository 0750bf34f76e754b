import type { Transaction } from '../../../platform/db/database.ts'
import { identifiersOfProspect } from '../prospects/rules.ts'
import type { ClientRecord, ContactRecord, ProspectRecord } from '../tables.ts'
import { identifyContact, identifyParty } from './rules.ts'
import { replaceIdentities } from './storage.ts'

type Party = Pick<
  ClientRecord,
  | 'id'
  | 'kind'
  | 'name'
  | 'publicName'
  | 'phones'
  | 'emails'
  | 'sites'
  | 'addresses'
  | 'messengers'
  | 'responsibleId'
  | 'archivedAt'
  | 'contractors'
>

/** Writes anew by what a client and its legal entities are found; those of its contacts stay as they are. */
export async function writePartyIdentities(tx: Transaction, client: Party): Promise<void> {
  const archived = client.archivedAt !== null
  const owner = { clientId: client.id, responsibleId: client.responsibleId }
  const { client: identifiers, contractors } = identifyParty(client, client.contractors)
  await replaceIdentities(tx, [
    { kind: 'client', id: client.id, ...owner, archived, identifiers },
    ...contractors.map(each => ({
      kind: 'contractor' as const,
      id: each.contractor.id,
      ...owner,
      archived: archived || each.contractor.archived,
      identifiers: each.identifiers,
    })),
  ])
}

type Contact = Pick<ContactRecord, 'id' | 'fullName' | 'phones' | 'emails' | 'messengers' | 'archivedAt' | 'clients'>

/** Writes anew by what a contact is found: once for each client it works for, so that each of their people find it. */
export async function writeContactIdentities(tx: Transaction, ...contacts: Contact[]): Promise<void> {
  await replaceIdentities(
    tx,
    contacts.flatMap(contact => {
      const identifiers = identifyContact(contact)
      return contact.clients.map(client => ({
        kind: 'contact' as const,
        id: contact.id,
        clientId: client.id,
        responsibleId: client.responsibleId,
        archived: contact.archivedAt !== null,
        identifiers,
      }))
    }),
  )
}

/** Writes anew by what prospects are found. */
export async function writeProspectIdentities(tx: Transaction, ...prospects: ProspectRecord[]): Promise<void> {
  await replaceIdentities(
    tx,
    prospects.map(record => ({
      kind: 'prospect' as const,
      id: record.id,
      clientId: record.clientId,
      responsibleId: record.responsibleId,
      archived: record.archivedAt !== null,
      identifiers: identifiersOfProspect(record),
    })),
  )
}
