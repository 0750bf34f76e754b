import type { z } from 'zod'
import { refuse } from '../../../../platform/problems.ts'
import { notFound } from '../../../../platform/contract.ts'
import type { Work } from '../../../../platform/work.ts'
import { archiveContact, changeContact, restoreContact } from '../../contacts/actions.ts'
import { findContact } from '../../contacts/storage.ts'
import * as contract from '../../contract.ts'
import { archiveContractor, changeContractor, restoreContractor } from '../../contractors/actions.ts'
import { archiveClient, changeClient, restoreClient } from '../../editing/actions.ts'
import { fieldsOf } from '../../editing/rules.ts'
import { contactFields } from '../../merging/contacts/actions.ts'
import { readThroughMerges } from '../../merging/redirects/queries.ts'
import { archiveProspect, changeProspect, restoreProspect } from '../../prospects/actions.ts'
import { titleOf } from '../../prospects/rules.ts'
import { findProspect } from '../../prospects/storage.ts'
import { findClient } from '../../storage.ts'
import { type Chronicle, namesOfParties } from '../queries.ts'
import { type Known, keyOf, splitKey } from '../rules.ts'
import { findContractorMade } from '../storage.ts'

/** One kind of record with the actions by which people change it: whatever is given back goes through them. */
export interface Door extends Chronicle {
  change(work: Work, id: string, body: never): Promise<unknown>
  /** What such a change may say. */
  body: z.ZodType
  archive(work: Work, id: string, archived: boolean): Promise<unknown>
  /** Is this field worked out by the product in that version? */
  isCounted?(field: string, past: Readonly<Record<string, Known>>): boolean
  /** The requests that give these values back; one but for what is changed at each of several others. */
  requestsOf(values: Readonly<Record<string, unknown>>): Record<string, unknown>[]
}

const asOne = (values: Readonly<Record<string, unknown>>) => (Object.keys(values).length > 0 ? [{ ...values }] : [])

const clientFields = [
  'kind',
  'name',
  'publicName',
  'relationType',
  'phones',
  'emails',
  'sites',
  'addresses',
  'messengers',
  'comment',
  'region',
  'responsibleId',
  'inn',
  'kpp',
  'ogrn',
] as const

export const clientDoor: Door = {
  kind: 'client',
  references: ['responsibleId'],
  restorable: clientFields,
  read: (db, caller, id) =>
    readThroughMerges(db, caller, { kind: 'client', id }, async each => {
      const record = await findClient(db, each, caller.scope.clients.sight)
      if (!record) return undefined
      const { version, name, createdAt, archivedAt } = record
      const values = { ...fieldsOf(record), archived: archivedAt !== null }
      return { id: record.id, version, title: name, createdAt, values }
    }),
  name: namesOfParties,
  change: changeClient,
  body: bodyOf(contract.changeClient),
  archive: (work, id, archived) => (archived ? archiveClient(work, id) : restoreClient(work, id)),
  requestsOf: asOne,
}

const contractorFields = ['kind', 'name', 'fullName', 'inn', 'kpp', 'ogrn'] as const

export const contractorDoor: Door = {
  kind: 'contractor',
  references: ['clientId'],
  restorable: contractorFields,
  async read(db, caller, id) {
    const { clientId, createdAt } = (await findContractorMade(db, id)) ?? refuse(notFound)
    const client = await findClient(db, clientId, caller.scope.clients.sight)
    const contractor = client?.contractors.find(each => each.id === id)
    if (!client || !contractor) return refuse(notFound)
    const { version, name, kind, fullName, inn, kpp, ogrn, main, archived } = contractor
    const values = { kind, name, fullName, inn, kpp, ogrn, main, archived, clientId }
    return { id, version, title: name, createdAt, values }
  },
  name: namesOfParties,
  change: changeContractor,
  body: bodyOf(contract.changeContractor),
  archive: (work, id, archived) => (archived ? archiveContractor(work, id) : restoreContractor(work, id)),
  requestsOf: asOne,
}

export const contactDoor: Door = {
  kind: 'contact',
  references: [],
  restorable: ['fullName', 'phones', 'emails', 'messengers', 'comment', 'position'],
  read: (db, caller, id) =>
    readThroughMerges(db, caller, { kind: 'contact', id }, async each => {
      const record = await findContact(db, each, caller.scope.clients.sight)
      if (!record) return undefined
      const seen = record.clients.filter(client => caller.scope.clients.sees(client.id, client.responsibleId))
      const positions = seen.map(client => [keyOf('position', client.id), client.position])
      const { version, fullName, createdAt, archivedAt } = record
      const values = { ...contactFields(record), ...Object.fromEntries(positions), archived: archivedAt !== null }
      return { id: record.id, version, title: fullName, createdAt, values }
    }),
  name: namesOfParties,
  // Places of work go along with a merge as rows of their own.
  blur: ({ kind }, { values }) =>
    /^contact\.(merged|unmerged|moved)$/.test(kind) ? Object.keys(values).filter(key => key.includes(':')) : [],
  change: changeContact,
  body: bodyOf(contract.changeContact),
  archive: (work, id, archived) => (archived ? archiveContact(work, id) : restoreContact(work, id)),
  requestsOf: values => {
    const entries = Object.entries(values).map(([key, value]) => ({ ...splitKey(key), value }))
    const own = entries.flatMap(({ field, of, value }) => (of === undefined ? [[field, value]] : []))
    const places = entries.flatMap(({ of, value }) => (of === undefined ? [] : [{ clientId: of, position: value }]))
    return [...asOne(Object.fromEntries(own)), ...places]
  },
}

const prospectFields = ['fullName', 'company', 'email', 'phone', 'comment', 'responsibleId'] as const

export const prospectDoor: Door = {
  kind: 'prospect',
  references: ['responsibleId', 'clientId', 'contactId'],
  restorable: prospectFields,
  read: (db, caller, id) =>
    readThroughMerges(db, caller, { kind: 'prospect', id }, async each => {
      const record = await findProspect(db, each, caller.scope.clients.sight)
      if (!record) return undefined
      const { fullName, company, email, phone, comment, responsibleId, clientId, contactId, archivedAt } = record
      const own = { fullName, company, email, phone, comment, responsibleId, clientId, contactId }
      const { version, createdAt } = record
      const values = { ...own, archived: archivedAt !== null }
      return { id: record.id, version, title: titleOf(record), createdAt, values }
    }),
  name: namesOfParties,
  change: changeProspect,
  body: bodyOf(contract.changeProspect),
  archive: (work, id, archived) => (archived ? archiveProspect(work, id) : restoreProspect(work, id)),
  requestsOf: asOne,
}

function bodyOf({ body }: { body?: z.ZodType }): z.ZodType {
  if (!body) throw new Error('a change without a body')
  return body
}
