import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { Endpoint } from '../platform/contract.ts'
import { newId } from '../platform/pure/ids.ts'
import { aClient, aContact, aProspect } from '../rooms/clients/builders.ts'
import * as clients from '../rooms/clients/contract.ts'
import { directories } from '../rooms/company/contract.ts'
import { anInterest } from '../rooms/interests/builders.ts'
import { interestHistory } from '../rooms/interests/history/contract.ts'
import * as interests from '../rooms/interests/contract.ts'
import { listScenarios, type Scenario } from '../rooms/scenarios/contract.ts'
import { aWorld, people } from './testing.ts'

/** Repeatable: a failure names its seed. */
const SEED = Number(process.env['HISTORY_SEED'] ?? 20_264)
const RUNS = Number(process.env['HISTORY_RUNS'] ?? 5)

type Kind = 'client' | 'contractor' | 'contact' | 'prospect' | 'interest'
const histories: Record<Kind, clients.HistoryEndpoints> = {
  client: clients.clientHistory,
  contractor: clients.contractorHistory,
  contact: clients.contactHistory,
  prospect: clients.prospectHistory,
  interest: interestHistory,
}

describe('the history of five kinds of records', async () => {
  let time = Date.now() - 3_600_000
  const world = await aWorld({ now: () => new Date(time) })
  const boss = world.as('administrator')
  const lists: Record<string, string[]> = {}
  let sale: Scenario
  beforeAll(async () => {
    for (const name of ['service_type', 'channel', 'source', 'project', 'loss_reason'] as const) {
      const { list, create } = directories[name]
      for (const nth of [1, 2]) await boss.ok(create, { body: { id: newId(), name: `${name} ${nth}` } })
      lists[name] = (await boss.ok(list)).items.map(each => each.id)
    }
    sale = (await boss.ok(listScenarios)).items[0] as Scenario
  })
  const item = (name: string, nth = 0) => lists[name]?.at(-1 - nth) ?? ''
  const rawsOf = (list: readonly { raw: string }[]) => list.map(each => each.raw)

  /** What GET answers of a record now, by the names of its events; undefined once it was merged into another. */
  async function shown(kind: Kind, id: string, clientId?: string): Promise<Record<string, unknown> | undefined> {
    if (kind === 'client' || kind === 'contractor') {
      const answer = await boss.ok(clients.getClient, { params: { id: clientId ?? id } })
      if (answer.mergedFrom) return undefined
      if (kind === 'contractor') {
        const found = answer.contractors.find(each => each.id === id)
        if (!found) return undefined
        const { kind: of, name, fullName, inn, kpp, ogrn, main, archived } = found
        return { kind: of, name, fullName, inn, kpp, ogrn, main, archived, clientId: answer.id }
      }
      const { phones, emails, responsible, archivedAt } = answer
      const fields = [
        'kind',
        'name',
        'publicName',
        'relationType',
        'sites',
        'addresses',
        'messengers',
        'comment',
        'region',
        'inn',
        'kpp',
        'ogrn',
      ] as const
      return {
        ...Object.fromEntries(fields.map(field => [field, answer[field]])),
        phones: rawsOf(phones),
        emails: rawsOf(emails),
        responsibleId: responsible?.id ?? null,
        archived: archivedAt !== null,
      }
    }
    if (kind === 'contact') {
      const answer = await boss.ok(clients.getContact, { params: { id } })
      if (answer.mergedFrom) return undefined
      const { fullName, phones, emails, messengers, comment, archivedAt } = answer
      const places = answer.clients.map(each => [`position:${each.id}`, each.position])
      return {
        fullName,
        messengers,
        comment,
        phones: rawsOf(phones),
        emails: rawsOf(emails),
        archived: archivedAt !== null,
        ...Object.fromEntries(places),
      }
    }
    if (kind === 'prospect') {
      const answer = await boss.ok(clients.getProspect, { params: { id } })
      if (answer.mergedFrom) return undefined
      const { fullName, company, email, phone, comment, responsible, client, contact, archivedAt } = answer
      return {
        fullName,
        company,
        email,
        phone,
        comment,
        responsibleId: responsible?.id ?? null,
        clientId: client?.id ?? null,
        contactId: contact?.id ?? null,
        archived: archivedAt !== null,
      }
    }
    const answer = await boss.ok(interests.getInterest, { params: { id } })
    const fields = [
      'content',
      'serviceTypeId',
      'scenarioId',
      'stateId',
      'clientId',
      'contactId',
      'prospectId',
      'expectedRevenue',
      'expectedCloseDate',
      'closeDateMode',
      'channelId',
      'sourceId',
      'projectId',
      'tags',
      'lossReasonId',
      'lossComment',
      'lossCompetitor',
      'closedAt',
    ] as const
    return {
      ...Object.fromEntries(fields.map(field => [field, answer[field]])),
      subject: answer.typedSubject,
      responsibleId: answer.responsible?.id ?? null,
    }
  }

  const idOf = (value: unknown) =>
    typeof value === 'object' && value !== null && 'walled' in value ? (value as unknown as { id: unknown }).id : value
  const plain = (value: unknown) => JSON.stringify(value ?? null)
  const isEmpty = (value: unknown) =>
    value === null || value === undefined || (Array.isArray(value) && value.length === 0)

  /** What differs between a moment as it is told and as it was answered then. */
  async function differences(kind: Kind, id: string, at: number, answered: Record<string, unknown>): Promise<string[]> {
    const past = await boss.ok(histories[kind].asOf, { params: { id }, query: { at: new Date(at).toISOString() } })
    const told = new Map(past.fields.map(each => [each.of ? `${each.field}:${each.of.id}` : each.field, each]))
    return Object.entries(answered).flatMap(([key, value]) => {
      const field = told.get(key)
      const isPlace = key.includes(':')
      // Where somebody worked then and works no more stands in the history; after a merge nobody can tell.
      if (!field || field.unknown) return isPlace ? [] : [`${kind} ${key}: not told`]
      const then = idOf(field.was)
      return plain(then) === plain(value) || (isEmpty(then) && isEmpty(value))
        ? []
        : [`${kind} ${key}: told ${plain(then)}, was ${plain(value)}`]
    })
  }

  test('names every field that a card, a list or a program may change, with what it was and what it became', async () => {
    const inn = (nth: number) => ['7707083893', '5027089703'][nth] ?? ''
    const samples: Record<Kind, { change: Endpoint; values: Record<string, readonly [unknown, unknown]> }> = {
      client: {
        change: clients.changeClient,
        values: {
          kind: ['entrepreneur', 'organisation'],
          name: ['ООО «Один»', 'ООО «Два»'],
          publicName: ['Один', 'Два'],
          inn: [inn(0), inn(1)],
          kpp: ['770701001', '502701001'],
          ogrn: ['1027700132195', '1045003962740'],
          phones: [['+7 495 100-00-01'], ['+7 495 100-00-02']],
          emails: [['a@one.example'], ['b@two.example']],
          sites: [['one.example'], ['two.example']],
          addresses: [['Москва'], ['Пермь']],
          messengers: [['@one'], ['@two']],
          comment: ['Первое', 'Второе'],
          relationType: ['supplier', 'partner'],
          region: ['77', '59'],
          responsibleId: [people.salesperson.id, people.colleague.id],
        },
      },
      contractor: {
        change: clients.changeContractor,
        values: {
          kind: ['entrepreneur', 'organisation'],
          name: ['Один', 'Два'],
          fullName: ['Полное один', 'Полное два'],
          inn: ['7736050003', '7728168971'],
          kpp: ['773601001', '772801001'],
          ogrn: ['1027700070518', '1027700067328'],
          main: [true, true],
        },
      },
      contact: {
        change: clients.changeContact,
        values: {
          fullName: ['Первый Петр', 'Второй Петр'],
          phones: [['+7 495 100-00-03'], ['+7 495 100-00-04']],
          emails: [['c@one.example'], ['d@two.example']],
          messengers: [['@a'], ['@b']],
          comment: ['Первое', 'Второе'],
          position: ['Директор', 'Главный бухгалтер'],
        },
      },
      prospect: {
        change: clients.changeProspect,
        values: {
          fullName: ['Третий Иван', 'Четвертый Иван'],
          company: ['Альфа', 'Бета'],
          email: ['e@one.example', 'f@two.example'],
          phone: ['+7 495 100-00-05', '+7 495 100-00-06'],
          comment: ['Первое', 'Второе'],
          responsibleId: [people.salesperson.id, people.colleague.id],
        },
      },
      interest: {
        change: interests.changeInterest,
        values: {
          content: ['Первое', 'Второе'],
          subject: ['Первая', 'Вторая'],
          serviceTypeId: [item('service_type'), item('service_type', 1)],
          contactId: ['', ''],
          responsibleId: [people.salesperson.id, people.colleague.id],
          expectedRevenue: [
            { amount: '100.00', currency: 'RUB' },
            { amount: '250.50', currency: 'USD' },
          ],
          expectedCloseDate: ['2027-02-01', '2027-03-01'],
          closeDateMode: ['auto', 'manual'],
          channelId: [item('channel'), item('channel', 1)],
          sourceId: [item('source'), item('source', 1)],
          projectId: [item('project'), item('project', 1)],
          tags: [['один'], ['два']],
        },
      },
    }
    const { records } = await aSet()
    const [first, second] = await Promise.all(
      [aContact(), aContact()].map(each => boss.ok(clients.addContact, { params: { id: records.client }, body: each })),
    )
    samples.interest.values['contactId'] = [first?.id, second?.id]
    for (const [kind, { change, values }] of Object.entries(samples) as [Kind, (typeof samples)[Kind]][]) {
      const editable = Object.keys((change.body as unknown as z.ZodObject).shape).filter(
        field => !['version', 'override', 'clientId'].includes(field),
      )
      expect(Object.keys(values).sort(), `a sample of each field of a ${kind}`).toEqual(editable.sort())
      for (const [field, pair] of Object.entries(values)) {
        for (const value of pair) {
          const { version } = await versionOf(kind, records[kind], records.client)
          const before = await shown(kind, records[kind], records.client)
          await boss.ok(change, { params: { id: records[kind] }, body: { version, [field]: value } })
          time += 1_000
          const after = await shown(kind, records[kind], records.client)
          const key = field === 'position' ? `position:${records.client}` : field
          const [entry] = (await boss.ok(histories[kind].read, { params: { id: records[kind] }, query: { field } }))
            .items
          if (plain(before?.[key]) === plain(after?.[key])) continue
          const told = entry?.changes.find(each => each.field === field)
          expect([idOf(told?.from), idOf(told?.to)], `${kind}.${field}`).toEqual(
            [before?.[key], after?.[key]].map(each => each ?? null),
          )
        }
      }
    }
  })

  async function versionOf(kind: Kind, id: string, clientId: string): Promise<{ version: number }> {
    if (kind === 'contractor') {
      const client = await boss.ok(clients.getClient, { params: { id: clientId } })
      return client.contractors.find(each => each.id === id) ?? { version: 0 }
    }
    const get = {
      client: clients.getClient,
      contact: clients.getContact,
      prospect: clients.getProspect,
      interest: interests.getInterest,
    }[kind]
    return (await boss.ok(get as typeof clients.getClient, { params: { id } })) as { version: number }
  }

  async function aSet() {
    const client = await boss.ok(clients.createClient, {
      body: aClient({ contacts: [aContact({ position: 'Инженер' })], responsibleId: people.salesperson.id }),
    })
    const contractor = newId()
    await boss.ok(clients.addContractor, {
      params: { id: client.id },
      body: { id: contractor, kind: 'organisation', name: `Вторая ${contractor}` },
    })
    const prospect = await boss.ok(clients.createProspect, { body: aProspect() })
    const interest = await boss.ok(interests.createInterest, {
      body: anInterest({ serviceTypeId: item('service_type'), clientId: client.id }),
    })
    const records: Record<Kind, string> = {
      client: client.id,
      contractor,
      contact: client.contacts[0]?.id ?? '',
      prospect: prospect.id,
      interest: interest.id,
    }
    return { records }
  }

  interface Command {
    do: string
    a: number
    b: number
    value: number
  }
  const command = fc.record({
    do: fc.constantFrom(
      'client',
      'client',
      'contractor',
      'main',
      'contact',
      'prospect',
      'interest',
      'interest',
      'move',
      'archive',
      'merge',
      'merge',
      'unmerge',
      'link',
      'unlink',
      'work',
      'leave',
    ),
    a: fc.nat(3),
    b: fc.nat(3),
    value: fc.nat(11),
  })

  test('of any moment tells what was answered then, whatever was done since by whichever door', {
    timeout: 120_000,
  }, async () => {
    let looked = 0
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 12, maxLength: 22 }), async commands => {
        const sets = [await aSet(), await aSet()].map(each => each.records)
        const asked = await boss.ok(interests.createInterest, {
          body: anInterest({ serviceTypeId: item('service_type'), prospectId: sets[0]?.prospect ?? '' }),
        })
        const known: { kind: Kind; id: string; clientId?: string }[] = sets.flatMap(set => [
          { kind: 'client' as const, id: set.client },
          { kind: 'contact' as const, id: set.contact },
          { kind: 'prospect' as const, id: set.prospect },
          { kind: 'interest' as const, id: set.interest },
        ])
        known.push({ kind: 'interest', id: asked.id })
        const merges: string[] = []
        const answered: { of: (typeof known)[number]; at: number; values: Record<string, unknown> }[] = []
        const look = async () => {
          for (const of of known) {
            const values = await shown(of.kind, of.id)
            if (values) answered.push({ of, at: time, values })
          }
          for (const { client } of sets) {
            const answer = await boss.ok(clients.getClient, { params: { id: client } })
            for (const { id } of answer.contractors) {
              const values = await shown('contractor', id, answer.id)
              if (values && !answer.mergedFrom) answered.push({ of: { kind: 'contractor', id }, at: time, values })
            }
          }
          time += 1_000
        }
        await look()
        for (const each of commands) {
          await run(each, sets, asked.id, merges)
          await look()
        }
        const wrong: string[] = []
        for (const { of, at, values } of answered) {
          if (!(await isThere(of))) continue
          wrong.push(...(await differences(of.kind, of.id, at, values)))
          looked += 1
        }
        expect(wrong).toEqual([])
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    )
    expect(looked).toBeGreaterThan(RUNS * 50)
  })

  /** A record that is merged now answers as its winner; so does the client of a legal entity that stayed with it. */
  async function isThere({ kind, id }: { kind: Kind; id: string }): Promise<boolean> {
    if (kind !== 'contractor') return (await shown(kind, id)) !== undefined
    return (await boss.call(histories.contractor.read, { params: { id } })).status === 200
  }

  /** What may be refused is: then nothing happened, and nothing is told. */
  async function run(
    { do: verb, a, b, value }: Command,
    sets: readonly Record<Kind, string>[],
    asked: string,
    merges: string[],
  ) {
    const one = sets[a % 2] as Record<Kind, string>
    const other = sets[(a + 1) % 2] as Record<Kind, string>
    const text = `Значение ${value % 4}`
    const pick = <T>(...list: T[]) => list[(value + b) % list.length] as T
    const patch = async (kind: Kind, change: Endpoint, body: object, id = one[kind]) => {
      const { version } = await versionOf(kind, id, one.client)
      await boss.call(change, { params: { id }, body: { version, ...body } })
    }
    const { version: clientVersion } = await versionOf('client', one.client, one.client)
    switch (verb) {
      case 'client':
        return patch(
          'client',
          clients.changeClient,
          pick<object>(
            { name: `ООО ${text}` },
            { phones: [`+7 495 000-00-0${value % 9}`] },
            { kind: pick('organisation', 'person') },
            { inn: pick('7707083893', '5027089703', null) },
            { comment: text },
            { responsibleId: pick(people.colleague.id, people.salesperson.id, null) },
            { sites: [] },
          ),
        )
      case 'contractor':
        return patch(
          'contractor',
          clients.changeContractor,
          pick<object>({ name: text }, { fullName: text }, { inn: pick('7736050003', '7728168971', null) }),
        )
      case 'main':
        return patch('contractor', clients.changeContractor, { main: true })
      case 'contact':
        return patch(
          'contact',
          clients.changeContact,
          pick<object>(
            { fullName: text },
            { emails: [] },
            { position: pick(text, null) },
            { comment: text, messengers: ['@x'] },
          ),
        )
      case 'prospect':
        return patch(
          'prospect',
          clients.changeProspect,
          pick<object>(
            { company: text },
            { fullName: null, company: 'Осталась' },
            { responsibleId: pick(people.colleague.id, people.salesperson.id) },
          ),
        )
      case 'interest': {
        const id = pick(one.interest, asked)
        return patch(
          'interest',
          interests.changeInterest,
          pick<object>(
            { subject: pick(text, null) },
            { expectedRevenue: pick({ amount: `${value}.00`, currency: 'RUB' }, null) },
            { closeDateMode: 'auto' },
            { expectedCloseDate: '2027-05-0' + (1 + (value % 8)) },
            { responsibleId: pick(people.colleague.id, people.head.id) },
            { tags: [text] },
            { sourceId: pick(item('source'), null) },
          ),
          id,
        )
      }
      case 'move': {
        const id = pick(one.interest, asked)
        const { version } = await versionOf('interest', id, one.client)
        const stateId = sale.states[value % sale.states.length]?.id
        const said = { lossReasonId: item('loss_reason'), comment: text }
        return boss.call(interests.moveInterest, {
          params: { id },
          body: {
            version,
            stateId,
            ...(value % 2 ? said : {}),
            fields: { expectedRevenue: { amount: '5', currency: 'RUB' } },
          },
        })
      }
      case 'archive': {
        const door = pick(
          { of: 'client' as const, on: clients.archiveClient, off: clients.restoreClient },
          { of: 'contact' as const, on: clients.archiveContact, off: clients.restoreContact },
          { of: 'contractor' as const, on: clients.archiveContractor, off: clients.restoreContractor },
          { of: 'prospect' as const, on: clients.archiveProspect, off: clients.restoreProspect },
        )
        return boss.call(value % 2 ? door.on : door.off, { params: { id: one[door.of] } })
      }
      case 'merge': {
        const kind = pick('client' as const, 'contact' as const, 'prospect' as const)
        const id = newId()
        const { status } = await boss.call(clients.mergeParties, {
          body: { id, kind, winnerId: one[kind], loserId: other[kind] },
        })
        if (status < 300) merges.push(id)
        return undefined
      }
      case 'unmerge':
        return merges.length > 0 && boss.call(clients.undoMerge, { params: { id: merges.pop() ?? '' } })
      case 'link':
        return boss.call(clients.linkProspect, {
          params: { id: one.prospect },
          body: { clientId: pick(one.client, other.client), ...(value % 2 ? { contactId: one.contact } : {}) },
        })
      case 'unlink':
        return boss.call(clients.unlinkProspect, { params: { id: one.prospect } })
      case 'work':
        return boss.call(clients.addContact, {
          params: { id: one.client },
          body: { id: newId(), contactId: other.contact, position: text },
        })
      case 'leave':
        return boss.call(clients.endContact, { params: { id: one.client, contactId: other.contact } })
      default:
        throw new Error(`${verb} ${clientVersion}`)
    }
  }
})
