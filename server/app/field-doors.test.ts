import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../platform/pure/ids.ts'
import { makeInn10 } from '../platform/pure/requisites.ts'
import type { FieldLevel } from '../platform/scope.ts'
import { readMe } from '../rooms/access/contract.ts'
import { SHIPPED } from '../rooms/access/rules.ts'
import { handOverWork } from '../rooms/activities/handing-over/contract.ts'
import { aClient, aContact, aProspect } from '../rooms/clients/builders.ts'
import * as clients from '../rooms/clients/contract.ts'
import { directories } from '../rooms/company/contract.ts'
import { aCsv } from '../rooms/exchange/import/builders.ts'
import { createImport, getImport, listImportRows, sendImportFile, startImport } from '../rooms/exchange/contract.ts'
import { anInterest } from '../rooms/interests/builders.ts'
import * as api from '../rooms/interests/contract.ts'
import { undoAct } from '../rooms/undoing/contract.ts'
import { search } from '../rooms/registration/contract.ts'
import { aScenario, aState } from '../rooms/scenarios/builders.ts'
import { createScenario, listScenarios, type Scenario } from '../rooms/scenarios/contract.ts'
import { aWorld, people } from './testing.ts'

describe('a field that the profile does not let be changed', async () => {
  const world = await aWorld({ open: true })
  const anna = world.as('salesperson')
  const reader = world.as('colleague')
  const responsibleId = people.salesperson.id
  let serviceTypeId = ''
  let scenario: Scenario

  async function limit(fields: Record<string, FieldLevel>): Promise<void> {
    const grounds = { ...SHIPPED.administrator, fields }
    await world.db.pool.query(`update profile set grounds = $1 where role = 'observer' and name is null`, [grounds])
    await world.db.pool.query(`update app_user set role = 'observer' where id = $1`, [people.colleague.id])
    expect((await reader.ok(readMe)).fields).toEqual(fields)
  }
  const everything = {
    phone: 'masked',
    email: 'see',
    requisites: 'see',
    revenue: 'hidden',
    responsible: 'see',
  } as const

  beforeAll(async () => {
    serviceTypeId = (await anna.ok(directories.service_type.list)).items[0]?.id ?? ''
    scenario = (await anna.ok(listScenarios)).items[0] as Scenario
    await limit(everything)
  })

  const faultsOf = (answer: { status: number; problem: { data: { errors?: { path: string; code: string }[] } } }) => [
    answer.status,
    (answer.problem.data?.errors ?? []).map(each => `${each.path} ${each.code}`),
  ]
  const at = (id: string) => ({ params: { id } })
  const revenue = { amount: '5000', currency: 'RUB' }

  test('is refused with every other one at once, and the record stays as it was', async () => {
    const client = await anna.ok(clients.createClient, { body: aClient() })
    const body = { version: 1, phones: ['8 912 000-11-22'], emails: [], inn: '12', responsibleId: people.head.id }
    const answer = await reader.call(clients.changeClient, { ...at(client.id), body: { ...body, colour: 'red' } })
    expect(faultsOf(answer)).toEqual([
      422,
      expect.arrayContaining([
        'phones field_not_yours',
        'emails field_not_yours',
        'inn field_not_yours',
        'responsibleId field_not_yours',
        'colour unknown_property',
      ]),
    ])
    expect((await anna.ok(clients.getClient, at(client.id))).version).toBe(1)
    const comment = await reader.ok(clients.changeClient, { ...at(client.id), body: { version: 1, comment: 'Слово' } })
    expect(comment).toMatchObject({ comment: 'Слово', phones: [{ raw: expect.stringContaining('•') }] })
  })

  test('is refused by the card of a contact, a prospect, a legal entity and an Interest, and by a move', async () => {
    const contact = aContact()
    const client = await anna.ok(clients.createClient, {
      body: aClient({ contacts: [contact], inn: makeInn10(Math.random) }),
    })
    const prospect = await anna.ok(clients.createProspect, { body: aProspect() })
    const interest = await anna.ok(api.createInterest, { body: anInterest({ serviceTypeId, clientId: client.id }) })
    const ofContractor = { ...at(client.contractors[0]?.id ?? ''), body: { version: 1, kpp: '770801001' } }
    const stateId = scenario.states[1]?.id ?? ''
    const move = { stateId, version: 1, fields: { expectedRevenue: revenue, responsibleId: people.head.id } }
    const answers = [
      await reader.call(clients.changeContact, { ...at(contact.id ?? ''), body: { version: 1, phones: [] } }),
      await reader.call(clients.changeProspect, { ...at(prospect.id), body: { version: 1, phone: null } }),
      await reader.call(clients.changeContractor, ofContractor),
      await reader.call(api.changeInterest, { ...at(interest.id), body: { version: 1, expectedRevenue: revenue } }),
      await reader.call(api.moveInterest, { ...at(interest.id), body: move }),
      await reader.call(clients.shareIdentifier, { body: { kind: 'phone', value: '8 912 000-11-22', shared: true } }),
    ]
    expect(answers.map(faultsOf)).toEqual([
      [422, ['phones field_not_yours']],
      [422, ['phone field_not_yours']],
      [422, ['kpp field_not_yours']],
      [422, ['expectedRevenue field_not_yours']],
      [422, ['fields.expectedRevenue field_not_yours', 'fields.responsibleId field_not_yours']],
      [422, ['value field_not_yours']],
    ])
  })

  test('is refused where it would change by an undo and by work that is handed over', async () => {
    const interest = await anna.ok(api.createInterest, { body: anInterest({ serviceTypeId }) })
    await anna.ok(api.changeInterest, { ...at(interest.id), body: { version: 1, expectedRevenue: revenue } })
    const { items } = await anna.ok(api.readInterestTimeline, at(interest.id))
    const undo = { change: { entryId: items[0]?.id ?? '' } }
    expect(faultsOf(await reader.call(undoAct, { body: undo }))).toEqual([422, ['expectedRevenue field_not_yours']])
    const order = { id: newId(), fromId: responsibleId, toIds: [people.head.id] }
    const what = { activities: false, interests: true }
    expect(faultsOf(await reader.call(handOverWork, { body: { ...order, what } }))).toEqual([
      422,
      ['responsibleId field_not_yours'],
    ])
    const now = await anna.ok(api.getInterest, at(interest.id))
    expect([now.version, now.expectedRevenue?.amount, now.responsible?.id]).toEqual([2, '5000.00', responsibleId])
  })

  test('is not chosen in a merge, which keeps it without showing it', async () => {
    const [one, two] = [
      await anna.ok(clients.createProspect, { body: aProspect({ phone: '8 914 731-22-33' }) }),
      await anna.ok(clients.createProspect, { body: aProspect({ phone: '8 914 731-44-55' }) }),
    ]
    const body = { id: newId(), kind: 'prospect', winnerId: one.id, loserId: two.id }
    const chosen = await reader.call(clients.mergeParties, { body: { ...body, choices: { phone: 'loser' } } })
    expect(faultsOf(chosen)).toEqual([422, ['choices.phone field_not_yours']])
    const merged = await reader.ok(clients.mergeParties, { body })
    expect(JSON.stringify(merged)).not.toMatch(/731-?(?:22|44)/)
    expect((await anna.ok(clients.getProspect, at(one.id))).phone).toBe(one.phone)
    await reader.ok(clients.undoMerge, at(body.id))
  })

  test('may be filled where a record is created; but never with what stands for a value', async () => {
    const made = await reader.ok(clients.createProspect, {
      body: aProspect({ phone: '8 912 345-67-41', responsibleId }),
    })
    expect(made.phone).toBe('+7 ••• •••-••-41')
    expect((await anna.ok(clients.getProspect, at(made.id))).phone).toBe('8 912 345-67-41')
    const masked = { phone: '+7 ••• •••-••-41' }
    const again = await reader.call(clients.createProspect, { body: aProspect(masked) })
    const changed = await anna.call(clients.changeProspect, { ...at(made.id), body: { version: 1, ...masked } })
    expect([again, changed].map(faultsOf)).toEqual([
      [422, ['phone masked_value']],
      [422, ['phone masked_value']],
    ])
  })

  test('a repeat of a request is answered as masked as the first one', async () => {
    const body = aProspect({ phone: '8 912 345-88-42' })
    const [first, again] = [
      await reader.call(clients.createProspect, { body }),
      await reader.call(clients.createProspect, { body }),
    ]
    expect([first.status, again.status, again.body.phone]).toEqual([201, 200, '+7 ••• •••-••-42'])
  })

  test('both sides of a conflict are told without what is hidden', async () => {
    const interest = await anna.ok(api.createInterest, { body: anInterest({ serviceTypeId }) })
    await anna.ok(api.changeInterest, {
      ...at(interest.id),
      body: { version: 1, expectedRevenue: { amount: '8765432', currency: 'RUB' } },
    })
    const stale = await reader.call(api.moveInterest, {
      ...at(interest.id),
      body: { stateId: scenario.states[1]?.id ?? '', version: 1 },
    })
    expect(stale.status).toBe(409)
    expect(stale.problem.data.fields).toMatchObject([{ field: 'expectedRevenue', theirs: null }])
    expect(JSON.stringify(stale.problem)).not.toContain('8765432')
  })

  test('an import fills it in new records and leaves it in known ones', async () => {
    const name = `Известная ${newId().slice(-8)}`
    const inn = makeInn10(Math.random)
    const known = await anna.ok(clients.createClient, { body: aClient({ name, inn, phones: [] }) })
    const fresh = `Новая ${newId().slice(-8)}`
    const file = aCsv([
      ['Название', 'ИНН', 'Телефон', 'Комментарий'],
      [name, inn, '8 912 777-11-22', 'Из файла'],
      [fresh, '', '8 912 777-33-44', 'Из файла'],
    ])
    const id = newId()
    await reader.ok(createImport, { body: { id, name: 'файл.csv' } })
    const headers = { 'content-type': 'application/octet-stream' }
    await reader.ok(sendImportFile, { params: { id }, body: file, headers })
    const status = async () => (await reader.ok(getImport, { params: { id } })).status
    await expect.poll(status, { timeout: 20_000 }).toBe('mapping')
    await reader.ok(startImport, { params: { id } })
    await expect.poll(status, { timeout: 20_000 }).toBe('done')
    expect(await anna.ok(clients.getClient, at(known.id))).toMatchObject({ phones: [], comment: 'Из файла' })
    const { items } = await world.as('administrator').ok(clients.listClients, { query: { q: fresh } })
    expect(items[0]?.phones).toMatchObject([{ raw: '8 912 777-33-44' }])
    const rows = JSON.stringify(await reader.ok(listImportRows, { params: { id } }))
    expect(rows).toContain('+7 ••• •••-••-44')
    expect(rows).not.toMatch(/777-?11|777-?33/)
  })

  test('a state that demands it says to whom to turn', async () => {
    const [start, demanding] = [
      aState({ name: 'Заявка' }),
      aState({ name: 'Договор', required: ['expectedRevenue', 'content'] }),
    ]
    const sale = aScenario([start, demanding])
    const { id, name, states } = sale
    await world.as('administrator').ok(createScenario, { body: { id, name, states } })
    const stateId = demanding.id
    const client = await anna.ok(clients.createClient, { body: aClient() })
    const interest = await anna.ok(api.createInterest, {
      body: anInterest({
        serviceTypeId,
        clientId: client.id,
        scenarioId: sale.id,
        stateId: start.id,
        content: undefined,
      }),
    })
    const answer = await reader.call(api.moveInterest, { ...at(interest.id), body: { stateId, version: 1 } })
    const missing = answer.problem.data.missing as { field: string; message: string }[]
    expect(missing.find(each => each.field === 'expectedRevenue')?.message).toContain('или администратора')
    expect(
      missing.filter(each => each.field !== 'expectedRevenue').every(each => !each.message.includes('профиль')),
    ).toBe(true)
  })

  describe('and is not seen whole', () => {
    const phone = '8 (916) 205-43-21'
    const ids = (items: readonly { id: string | null }[]) => items.map(each => each.id)

    test('finds by all of it and by no part of it, alone and beside a word', async () => {
      const client = await anna.ok(clients.createClient, { body: aClient({ name: 'ООО «Пеликан»', phones: [phone] }) })
      const found = async (q: string, who = reader) => ids((await who.ok(search, { query: { q } })).items)
      const listed = async (q: string, who = reader) => ids((await who.ok(clients.listClients, { query: { q } })).items)
      for (const whole of ['89162054321', '+7 916 205-43-21', '9162054321', 'Пеликан']) {
        expect([whole, await found(whole), await listed(whole)]).toEqual([whole, [client.id], [client.id]])
      }
      for (const part of ['2054321', '4321', '916205', '89162054', 'Пеликан 4321', 'Пеликан 916205']) {
        expect([part, await found(part, anna), await listed(part, anna)]).toEqual([part, [client.id], [client.id]])
        expect([part, await found(part), await listed(part)]).toEqual([part, [], []])
      }
    })

    test('neither orders nor filters a list, a board, a sum or a file', async () => {
      const refused = [
        await reader.call(api.listInterests, { query: { sort: '-revenue', revenueFrom: '1' } }),
        await reader.call(api.summariseInterests, { query: { revenueTo: '100' } }),
      ]
      expect(refused.map(faultsOf)).toEqual([
        [422, ['revenueFrom field_not_seen', 'sort field_not_seen']],
        [422, ['revenueTo field_not_seen']],
      ])
      expect(await reader.ok(api.summariseInterests)).toMatchObject({ sums: [], weighted: [] })
    })
  })
})
