import { expect, test } from 'vitest'
import { aWorld } from '../../../app/testing.ts'
import { newId, NIL_ID } from '../../../platform/pure/ids.ts'
import { aClient, aContact, aProspect } from '../builders.ts'
import { findContact } from '../contacts/storage.ts'
import * as api from '../contract.ts'
import { identifiersOfProspect } from '../prospects/rules.ts'
import { findProspect } from '../prospects/storage.ts'
import { findClient } from '../storage.ts'
import { type Identifier, identifyContact, identifyParty, soundOfWord } from './rules.ts'

const world = await aWorld()
const admin = world.as('administrator')
const colleague = world.caller('colleague').actor.userId

const lines = (
  owner: { kind: string; id: string; clientId: string | null; responsibleId: string | null; archived: boolean },
  identifiers: readonly Identifier[],
) =>
  identifiers.map(({ kind, value, main, field }) =>
    [
      kind,
      value,
      main,
      field,
      owner.kind,
      owner.id,
      owner.clientId,
      owner.responsibleId ?? NIL_ID,
      owner.archived,
    ].join(' | '),
  )

/** What the index must hold, derived from the records as they are stored. */
async function derive(): Promise<string[]> {
  const { db } = world
  const all: string[] = []
  for (const { id } of await db.q.selectFrom('client').select('id').execute()) {
    const client = await findClient(db, id, null)
    if (!client) continue
    const archived = client.archivedAt !== null
    const owner = { clientId: id, responsibleId: client.responsibleId }
    const party = identifyParty(client, client.contractors)
    all.push(...lines({ kind: 'client', id, ...owner, archived }, party.client))
    for (const { contractor, identifiers } of party.contractors) {
      const isGone = archived || contractor.archived
      all.push(...lines({ kind: 'contractor', id: contractor.id, ...owner, archived: isGone }, identifiers))
    }
  }
  for (const { id } of await db.q.selectFrom('contact').select('id').execute()) {
    const contact = await findContact(db, id, null)
    if (!contact) continue
    for (const client of contact.clients) {
      const owner = { clientId: client.id, responsibleId: client.responsibleId, archived: contact.archivedAt !== null }
      all.push(...lines({ kind: 'contact', id, ...owner }, identifyContact(contact)))
    }
  }
  for (const { id } of await db.q.selectFrom('prospect').select('id').execute()) {
    const prospect = await findProspect(db, id, null)
    if (!prospect) continue
    const { clientId, responsibleId, archivedAt } = prospect
    const owner = { kind: 'prospect', id, clientId, responsibleId, archived: archivedAt !== null }
    all.push(...lines(owner, identifiersOfProspect(prospect)))
  }
  return all.sort()
}

async function stored(): Promise<string[]> {
  const rows = await world.db.q.selectFrom('identity').selectAll().execute()
  return rows
    .map(row =>
      [
        row.kind,
        row.value,
        row.main,
        row.field,
        row.owner_kind,
        row.owner_id,
        row.client_id,
        row.owner_key,
        row.archived,
      ].join(' | '),
    )
    .sort()
}

async function unknownWords(): Promise<string[]> {
  const { rows } = await world.db.pool.query(`
    select distinct w from identity i, regexp_split_to_table(i.value, ' ') w
     where i.kind in ('name', 'text') and i.main and length(w) between 3 and 40
       and not exists (select from identity_word k where k.word = w and k.fragment = w)`)
  return rows.map(row => row.w as string)
}

async function wordsWithoutSound(): Promise<string[]> {
  const known = await world.db.q.selectFrom('identity_word').select('word').distinct().execute()
  const sounded = await world.db.q.selectFrom('identity_sound').selectAll().execute()
  const sounds = new Map(sounded.map(row => [row.word, row.sound]))
  return known.map(row => row.word).filter(word => (sounds.get(word) ?? null) !== soundOfWord(word))
}

test('the index holds after every kind of write exactly what its records say', async () => {
  const contact = aContact({ emails: ['who@where.ru'], messengers: ['@nick'] })
  const body = aClient({
    inn: '7707083893',
    kpp: '773601001',
    emails: ['office@proba.ru'],
    sites: ['https://proba.ru'],
    addresses: ['г. Пермь, ул. Ленина, 5'],
    contacts: [contact, aContact()],
  })
  const second = aClient({ kind: 'person', name: 'Пётр Семёнов' })
  const prospect = aProspect({ company: 'ООО «Лист»', email: 'a@b.ru' })
  const at = (id: string) => ({ params: { id } })
  const contactId = contact.id ?? ''
  const entityId = newId()
  const formerMain = async () => {
    const { contractors } = await admin.ok(api.getClient, at(body.id))
    return contractors.find(each => each.id !== entityId)?.id ?? ''
  }
  const steps: [string, () => Promise<unknown>][] = [
    ['client', () => admin.ok(api.createClient, { body })],
    ['second client', () => admin.ok(api.createClient, { body: second })],
    ['prospect', () => admin.ok(api.createProspect, { body: prospect })],
    [
      'contractor',
      () =>
        admin.ok(api.addContractor, {
          ...at(body.id),
          body: { id: entityId, kind: 'organisation', name: 'ООО «Вторая»', inn: '7736050003' },
        }),
    ],
    [
      'change of a legal entity',
      () =>
        admin.ok(api.changeContractor, {
          ...at(entityId),
          body: { version: 1, name: 'ООО «Третья»', inn: '500100732259', kind: 'entrepreneur', fullName: 'Ли Ян' },
        }),
    ],
    ['main legal entity', () => admin.ok(api.changeContractor, { ...at(entityId), body: { version: 2, main: true } })],
    ['archived legal entity', async () => admin.ok(api.archiveContractor, at(await formerMain()))],
    ['restored legal entity', async () => admin.ok(api.restoreContractor, at(await formerMain()))],
    ['contact', () => admin.ok(api.addContact, { ...at(body.id), body: aContact() })],
    ['contact of two', () => admin.ok(api.addContact, { ...at(second.id), body: { id: newId(), contactId } })],
    ['ended work', () => admin.ok(api.endContact, { params: { id: second.id, contactId } })],
    ['work again', () => admin.ok(api.addContact, { ...at(second.id), body: { id: newId(), contactId } })],
    [
      'change of a client',
      () =>
        admin.ok(api.changeClient, {
          ...at(body.id),
          body: { version: 1, name: 'АО «Иначе»', phones: null, kpp: null, responsibleId: colleague },
        }),
    ],
    [
      'no responsible',
      () => admin.ok(api.changeClient, { ...at(second.id), body: { version: 1, responsibleId: null } }),
    ],
    [
      'change of a contact',
      () => admin.ok(api.changeContact, { ...at(contactId), body: { version: 1, fullName: 'Иная', phones: ['нет'] } }),
    ],
    ['archived contact', () => admin.ok(api.archiveContact, at(contactId))],
    ['archived client', () => admin.ok(api.archiveClient, at(body.id))],
    [
      'change of a prospect',
      () => admin.ok(api.changeProspect, { ...at(prospect.id), body: { version: 1, email: null } }),
    ],
    ['link', () => admin.ok(api.linkProspect, { ...at(prospect.id), body: { clientId: second.id } })],
    [
      'new responsible of a linked client',
      () => admin.ok(api.changeClient, { ...at(second.id), body: { version: 2, responsibleId: colleague } }),
    ],
    ['archived prospect', () => admin.ok(api.archiveProspect, at(prospect.id))],
    ['restored client', () => admin.ok(api.restoreClient, at(body.id))],
    ['undone link', () => admin.ok(api.unlinkProspect, at(prospect.id))],
  ]
  for (const [step, act] of steps) {
    await act()
    expect([step, await stored()]).toEqual([step, await derive()])
  }
  expect(await unknownWords()).toEqual([])
  expect(await wordsWithoutSound()).toEqual([])
  const links = await world.db.q
    .selectFrom('client_contact as l')
    .innerJoin('client as c', 'c.id', 'l.client_id')
    .select(['l.owner_key', 'c.owner_key as client_key'])
    .execute()
  expect(links.filter(link => link.owner_key !== link.client_key)).toEqual([])
})
