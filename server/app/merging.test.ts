import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, people } from './testing.ts'
import { newId } from '../platform/pure/ids.ts'
import { perform } from '../platform/work.ts'
import { aClient, aContact, aProspect } from '../rooms/clients/builders.ts'
import * as clients from '../rooms/clients/contract.ts'
import { listContactsById } from '../rooms/clients/contacts/storage.ts'
import {
  writeContactIdentities,
  writePartyIdentities,
  writeProspectIdentities,
} from '../rooms/clients/identity/actions.ts'
import { listProspectsById } from '../rooms/clients/prospects/storage.ts'
import { findClient } from '../rooms/clients/storage.ts'
import { directories } from '../rooms/company/contract.ts'
import { listScenarios, type Scenario } from '../rooms/scenarios/contract.ts'
import { anInterest } from '../rooms/interests/builders.ts'
import { addRequest, changeInterest, createInterest, getInterest, moveInterest } from '../rooms/interests/contract.ts'

/** Repeatable: a failure names its seed. */
const SEED = Number(process.env['MERGE_SEED'] ?? 20_261)
const RUNS = Number(process.env['MERGE_RUNS'] ?? 30)

/** Everything that the rooms hold; times, versions and history apart. */
const TABLES: Record<string, string> = {
  client: `select id, kind, name, public_name, name_key, relation_type, phones, emails, sites, addresses, messengers,
    comment, responsible_id, open_interests, archived_at is not null as archived, merged_into from client`,
  contractor:
    'select id, client_id, name, full_name, kind, inn, kpp, ogrn, main, archived_at is not null from contractor',
  contact: `select id, full_name, name_key, phones, emails, messengers, comment, archived_at is not null as archived,
    merged_into from contact`,
  link: `select id, client_id, contact_id, position, role, main, ord, from_day, to_day, owner_key, created_at, creation_hash
    from client_contact`,
  prospect: `select id, full_name, company, email, phone, name_key, comment, client_id, contact_id, linked_at, linked_by,
    responsible_id, open_interests, archived_at is not null as archived, merged_into from prospect`,
  interest: `select id, subject, client_id, contact_id, prospect_id, linked_by_prospect, responsible_id, state_id, open
    from interest`,
  note: 'select id, interest_id, contact_id, body from note',
  identity: 'select kind, value, main, owner_kind, owner_id, client_id, owner_key, field, archived from identity',
  merged: 'select owner_id, kind, value from merged_identity',
  access: 'select principal_id, record_id, record_kind, reason from record_access',
  apart: 'select left_id, right_id, by_user, at from not_duplicate',
  pair: 'select kind, left_id, right_id, score, evidence, status from duplicate_pair',
}

type Kind = 'client' | 'contact' | 'prospect'
type Command =
  | { do: 'merge'; kind: Kind; a: number; b: number; choice: 'winner' | 'loser' | 'none' }
  | { do: 'batch'; kind: Kind; a: number; others: number[] }
  | { do: 'undo'; which: number; batch: boolean }
  | { do: 'edit'; kind: Kind; a: number; field: number; back: boolean }
  | { do: 'interest'; of: 'client' | 'prospect'; a: number; contact: number }
  | { do: 'contact'; a: number }
  | { do: 'end'; a: number; b: number }
  | { do: 'link'; a: number; b: number }
  | { do: 'unlink'; a: number }
  | { do: 'win'; a: number }
  | { do: 'archive'; kind: Kind; a: number }
  | { do: 'grant' | 'revoke'; a: number; who: 'stranger' | 'colleague' }
  | { do: 'dismiss'; a: number }
  | { do: 'main'; a: number }

const place = fc.nat(7)
const kind = fc.constantFrom<Kind>('client', 'contact', 'prospect')
const choice = fc.constantFrom('winner' as const, 'loser' as const, 'none' as const)
const merging = fc.record({ do: fc.constant('merge' as const), kind, a: place, b: place, choice })
const many = fc.array(place, { minLength: 2, maxLength: 3 })
const batching = fc.record({ do: fc.constant('batch' as const), kind, a: place, others: many })
const undoing = fc.record({ do: fc.constant('undo' as const), which: place, batch: fc.boolean() })
const registering = fc.record({
  do: fc.constant('interest' as const),
  of: fc.constantFrom('client' as const, 'client' as const, 'prospect' as const),
  a: place,
  contact: place,
})
const editing = fc.oneof(
  fc.record({ do: fc.constant('edit' as const), kind, a: place, field: fc.nat(2), back: fc.boolean() }),
  fc.record({ do: fc.constant('contact' as const), a: place }),
  fc.record({ do: fc.constant('end' as const), a: place, b: place }),
  fc.record({ do: fc.constant('link' as const), a: place, b: place }),
  fc.record({ do: fc.constant('unlink' as const), a: place }),
  fc.record({ do: fc.constant('win' as const), a: place }),
  fc.record({ do: fc.constant('archive' as const), kind, a: place }),
  fc.record({
    do: fc.constantFrom('grant' as const, 'revoke' as const),
    a: place,
    who: fc.constantFrom('stranger' as const, 'colleague' as const),
  }),
  fc.record({ do: fc.constant('dismiss' as const), a: place }),
  fc.record({ do: fc.constant('main' as const), a: place }),
)
const alone = fc.oneof(
  { weight: 4, arbitrary: merging },
  { weight: 1, arbitrary: batching },
  { weight: 1, arbitrary: undoing },
)
const busy = fc.oneof(
  { weight: 4, arbitrary: merging },
  { weight: 1, arbitrary: undoing },
  { weight: 6, arbitrary: registering },
)
const mixed = fc.oneof(
  { weight: 5, arbitrary: merging },
  { weight: 1, arbitrary: batching },
  { weight: 1, arbitrary: undoing },
  { weight: 10, arbitrary: editing },
  { weight: 2, arbitrary: registering },
)

describe(`any sequence of merges (seed ${SEED})`, async () => {
  const world = await aWorld()
  const boss = world.as('administrator')
  let serviceTypeId = ''
  let sale: Scenario
  const ids: Record<Kind | 'interest', string[]> = { client: [], contact: [], prospect: [], interest: [] }
  /** Merges that stand, the last one last. */
  let standing: clients.Merge[] = []
  /** What people wrote last; `value` undefined = a list in which they put nothing in the end. */
  let edits: { record: string; field: string; value: string | null | undefined; under: boolean }[] = []
  let conflicts: clients.MergeConflict[] = []
  /** What people said last of who sees a client, and of which two are none. */
  let opened: { client: string; person: string; open: boolean }[] = []
  let dismissed: string[] = []
  /** Interests that an earlier sequence left apart from their people, and named. */
  const apart = new Set<string>()
  let made = 0

  beforeAll(async () => {
    serviceTypeId = (await boss.ok(directories.service_type.list)).items[0]?.id ?? ''
    sale = (await boss.ok(listScenarios)).items[0] as Scenario
    const kpps = ['773601001', '773602002', undefined]
    for (let i = 0; i < 5; i++) {
      const contacts = [aContact({ position: i % 2 ? 'директор' : undefined }), aContact()].slice(0, (i % 2) + 1)
      const numbers = i < 3 ? { inn: '7707083893', kpp: kpps[i] } : {}
      const client = await boss.ok(clients.createClient, {
        body: aClient({ ...numbers, contacts, comment: i === 1 ? undefined : `заметка ${i}` } as never),
      })
      ids.client.push(client.id)
      ids.contact.push(...client.contacts.map(each => each.id))
    }
    const add = (at: number, body: object) =>
      boss.ok(clients.addContact, { params: { id: ids.client[at] ?? '' }, body: { id: newId(), ...body } as never })
    for (const [at, contact] of [
      [1, 0],
      [2, 0],
      [0, 1],
      [4, 2],
    ] as const)
      await add(at, { contactId: ids.contact[contact] })
    await boss.ok(clients.addContractor, {
      params: { id: ids.client[3] ?? '' },
      body: { id: newId(), kind: 'organisation', name: 'Вторая', inn: '7736050003', kpp: '773601001' },
    })
    for (let i = 0; i < 6; i++) {
      const { id } = await boss.ok(clients.createProspect, { body: aProspect(i % 2 ? { company: `Фирма ${i}` } : {}) })
      ids.prospect.push(id)
      const responsibleId = world.caller(i % 3 ? 'salesperson' : 'colleague').actor.userId
      for (let n = 0; n < i % 3; n++) await interest({ prospectId: id, responsibleId })
    }
    await link(1, 0)
    await link(2, 1)
    for (let i = 0; i < 5; i++) await interest({ clientId: ids.client[i] })
    await interest({ clientId: ids.client[0], contactId: ids.contact[0] })
    const named = await interest({ clientId: ids.client[1], contactId: ids.contact[0] })
    const request = { id: newId(), body: 'Звонил', contactId: ids.contact[0] }
    await boss.ok(addRequest, { params: { id: named }, body: request as never })
    for (const [at, who] of [
      [0, 'stranger'],
      [1, 'stranger'],
      [1, 'colleague'],
    ] as const)
      await boss.ok(clients.grantClient, { params: { id: ids.client[at] ?? '', userId: people[who].id }, body: {} })
    const { items: pairs } = await boss.ok(clients.listDuplicates, { query: { limit: 50 } })
    expect(pairs.length).toBeGreaterThan(1)
    await boss.ok(clients.dismissDuplicate, { params: { id: pairs[0]?.id ?? '' } })
    const notClient = { params: { id: ids.prospect[3] ?? '' }, body: { clientId: ids.client[0] ?? '' } }
    await boss.ok(clients.dismissSuggestion, notClient)
  })

  async function interest(party: object): Promise<string> {
    const { id } = await boss.ok(createInterest, { body: anInterest({ serviceTypeId, ...party }) })
    ids.interest.push(id)
    made += 1
    return id
  }

  async function link(prospect: number, client: number) {
    const params = { id: ids.prospect[prospect] ?? '' }
    return boss.call(clients.linkProspect, { params, body: { clientId: ids.client[client] ?? '' } })
  }

  async function dump(): Promise<Record<string, string[]>> {
    const all: Record<string, string[]> = {}
    for (const [table, text] of Object.entries(TABLES)) {
      const { rows } = await world.db.pool.query(text)
      all[table] = rows.map(row => JSON.stringify(row)).sort()
    }
    return all
  }

  const of = (which: Kind | 'interest', at: number) => ids[which][at % ids[which].length] ?? ''

  /** @returns the status: a refusal is as good as a success, an error is not */
  async function run(command: Command): Promise<number> {
    switch (command.do) {
      case 'merge':
        return merge(command)
      case 'undo': {
        const merge = standing[command.which % Math.max(1, standing.length)]
        if (!merge) return 200
        return command.batch && merge.batchId ? undoBatch(merge.batchId) : undo(merge.id)
      }
      case 'edit':
        return edit(command.kind, of(command.kind, command.a), command)
      case 'interest': {
        const body = anInterest({ serviceTypeId, ...(await partyFor(command)) })
        const { status } = await boss.call(createInterest, { body })
        if (status === 201) made += 1
        return status
      }
      case 'contact': {
        const body = { ...aContact(), id: newId() }
        return (await boss.call(clients.addContact, { params: { id: of('client', command.a) }, body } as never)).status
      }
      case 'end': {
        const params = { id: of('client', command.a), contactId: of('contact', command.b) }
        return (await boss.call(clients.endContact, { params })).status
      }
      case 'link':
        return (await link(command.a % ids.prospect.length, command.b % ids.client.length)).status
      case 'unlink':
        return (await boss.call(clients.unlinkProspect, { params: { id: of('prospect', command.a) } })).status
      case 'win': {
        const { id, version } = await boss.ok(getInterest, { params: { id: of('interest', command.a) } })
        const stateId = sale.states[2]?.id ?? ''
        return (await boss.call(moveInterest, { params: { id }, body: { stateId, version } })).status
      }
      case 'archive': {
        const params = { id: of(command.kind, command.a) }
        const { read, archive, restore } = archiving[command.kind]
        const { archivedAt } = await boss.ok(read, { params })
        return (await boss.call(archivedAt ? restore : archive, { params })).status
      }
      case 'batch': {
        const batchId = newId()
        for (const b of command.others) await merge({ ...command, do: 'merge', b, choice: 'none' }, batchId)
        return 200
      }
      case 'grant':
      case 'revoke': {
        const [client, person] = [of('client', command.a), people[command.who].id]
        const open = command.do === 'grant'
        const params = { id: client, userId: person }
        // What is open already is not opened: nothing has been changed.
        if (open && (await sees(client, person))) return 200
        const { status } = open
          ? await boss.call(clients.grantClient, { params, body: {} })
          : await boss.call(clients.revokeClient, { params })
        if (status === 200) {
          opened = opened.filter(each => each.client !== client || each.person !== person)
          opened.push({ client, person, open })
        }
        return status
      }
      case 'dismiss': {
        const { items } = await boss.ok(clients.listDuplicates, { query: { limit: 50 } })
        const pair = items[command.a % Math.max(1, items.length)]
        if (!pair) return 200
        const { status } = await boss.call(clients.dismissDuplicate, { params: { id: pair.id } })
        if (status === 200) dismissed.push([pair.left.id, pair.right.id].sort().join(' '))
        return status
      }
      case 'main': {
        const client = await boss.ok(clients.getClient, { params: { id: of('client', command.a) } })
        const last = client.contractors.at(-1)
        if (!last || last.main) return 200
        const body = { version: last.version, main: true as const }
        return (await boss.call(clients.changeContractor, { params: { id: last.id }, body })).status
      }
    }
  }

  /** Most people know for whom an Interest is, and call a merged client by its name of today. */
  async function partyFor({ of: kind, a, contact }: Extract<Command, { do: 'interest' }>) {
    if (kind === 'prospect') return { prospectId: of('prospect', a) }
    const { id, contacts } = await boss.ok(clients.getClient, { params: { id: of('client', a) } })
    const person = contact > 1 ? contacts[contact % Math.max(1, contacts.length)] : undefined
    return { clientId: id, ...(person ? { contactId: person.id } : {}) }
  }

  async function merge(
    { kind: which, a, b, choice: wanted }: Extract<Command, { do: 'merge' }>,
    batchId?: string,
  ): Promise<number> {
    const lists = wanted === 'none' ? {} : { phones: wanted }
    const choices = {
      client: { name: wanted, comment: wanted, responsibleId: wanted, inn: wanted, ...lists },
      contact: { fullName: wanted, ...lists },
      prospect: { fullName: wanted, phone: wanted },
    }[which]
    const [winnerId, loserId] = [of(which, a), of(which, b)]
    const chosen = wanted === 'none' ? {} : { choices }
    const body = { id: newId(), kind: which, winnerId, loserId, ...chosen, ...(batchId ? { batchId } : {}) }
    const preview = await boss.call(clients.mergeParties, { body: { ...body, dryRun: true } })
    const answer = await boss.call(clients.mergeParties, { body })
    expect(answer.status === 201 ? 200 : answer.status).toBe(preview.status)
    if (answer.status !== 201) return answer.status
    // A preview says what happens.
    expect(preview.body.moved).toEqual(answer.body.moved)
    expect(preview.body.fields).toEqual(answer.body.fields)
    standing.push(answer.body)
    return answer.status
  }

  async function undo(id: string): Promise<number> {
    const answer = await boss.call(clients.undoMerge, { params: { id } })
    return undone(answer.status, answer.status === 200 ? [answer.body] : [], answer.problem)
  }

  async function undoBatch(id: string): Promise<number> {
    const answer = await boss.call(clients.undoMergeBatch, { params: { id } })
    return undone(answer.status, answer.status === 200 ? answer.body.items : [], answer.problem)
  }

  function undone(status: number, merges: readonly clients.Merge[], problem: { data: unknown }): number {
    if (status === 409) {
      // Whatever stands in the way is named, and stands.
      const named = (problem.data as { merges: { id: string }[] }).merges.map(each => each.id)
      expect(named.length).toBeGreaterThan(0)
      expect(standing.map(each => each.id)).toEqual(expect.arrayContaining(named))
    }
    standing = standing.filter(each => !merges.some(merge => merge.id === each.id))
    conflicts.push(...merges.flatMap(each => each.conflicts))
    return status
  }

  const archiving = {
    client: { read: clients.getClient, archive: clients.archiveClient, restore: clients.restoreClient },
    contact: { read: clients.getContact, archive: clients.archiveContact, restore: clients.restoreContact },
    prospect: { read: clients.getProspect, archive: clients.archiveProspect, restore: clients.restoreProspect },
  } as unknown as Record<
    Kind,
    { read: typeof clients.getClient; archive: typeof clients.archiveClient; restore: typeof clients.restoreClient }
  >

  async function undoAll(): Promise<void> {
    while (standing.length > 0) {
      const last = standing.at(-1)
      expect(last && (await undo(last.id))).toBe(200)
    }
  }

  const fields = { client: ['comment', 'publicName', 'phones'], contact: ['comment', 'fullName', 'phones'] } as const
  async function edit(which: Kind, id: string, { field: at, back }: Extract<Command, { do: 'edit' }>): Promise<number> {
    const field = which === 'prospect' ? (['comment', 'company', 'phone'][at] ?? '') : (fields[which][at] ?? '')
    const [read, write] = {
      client: [clients.getClient, clients.changeClient],
      contact: [clients.getContact, clients.changeContact],
      prospect: [clients.getProspect, clients.changeProspect],
    }[which] as unknown as [typeof clients.getClient, typeof clients.changeClient]
    const now = await boss.ok(read, { params: { id } })
    if (now.mergedFrom) return 409
    const value = field.startsWith('phone') ? `+7 915 ${Math.floor(1e6 + Math.random() * 9e6)}` : `правка ${newId()}`
    const typed = field === 'phones' ? [...now.phones.map(phone => phone.raw), value] : value
    const { status, body } = await boss.call(write, { params: { id }, body: { version: now.version, [field]: typed } })
    if (status !== 200) return status
    const was = field === 'phones' ? now.phones.map(phone => phone.raw) : (now as Record<string, unknown>)[field]
    if (back) await boss.ok(write, { params: { id }, body: { version: body.version, [field]: was } })
    const under = standing.some(each => each.winnerId === id)
    edits = edits.filter(each => each.record !== id || each.field !== field || field === 'phones')
    edits.push({ record: id, field, value: back ? (Array.isArray(was) ? undefined : (was as string)) : value, under })
    return status
  }

  test('returns to where it began once all of them are undone', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(alone, { minLength: 4, maxLength: 12, size: 'max' }), async commands => {
        standing = []
        conflicts = []
        const before = await dump()
        for (const command of commands) expect([200, 201, 409, 422]).toContain(await run(command))
        await undoAll()
        expect(conflicts).toEqual([])
        expect(await dump()).toEqual(before)
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    )
  })

  test('takes along the Interests that were registered meanwhile, or names them', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(busy, { minLength: 8, maxLength: 20, size: 'max' }), async commands => {
        standing = []
        conflicts = []
        const { link } = await dump()
        for (const command of commands) expect([200, 201, 409, 422]).toContain(await run(command))
        await undoAll()
        // A prospect is looked after by whom its newest Interest says.
        const others = conflicts.filter(each => each.field !== 'responsibleId')
        expect(others.filter(each => each.code !== 'since')).toEqual([])
        expect((await dump())['link']).toEqual(link)
        await expectWhole()
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    )
  })

  test('mixed with edits loses nothing and names every conflict', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(mixed, { minLength: 8, maxLength: 30, size: 'max' }), async commands => {
        standing = []
        conflicts = []
        edits = []
        opened = []
        dismissed = []
        for (const command of commands)
          expect([200, 201, 404, 409, 422], JSON.stringify(command)).toContain(await run(command))
        await undoAll()
        await expectWhole()
        await expectEditsKept()
        await expectDecisionsKept()
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    )
  })

  async function expectWhole(): Promise<void> {
    const none = async (text: string) => expect((await world.db.pool.query(text)).rows).toEqual([])
    for (const table of ['client', 'contact', 'prospect'])
      await none(`select id from ${table} where merged_into is not null`)
    await none('select owner_id from merged_identity')
    await none(`select c.id from client c where open_interests <>
      (select count(*) from interest i where i.client_id = c.id and i.open)`)
    await none(`select p.id from prospect p where open_interests <>
      (select count(*) from interest i where i.prospect_id = p.id and i.open)`)
    await none(`select c.id from client c where 1 <>
      (select count(*) from contractor k where k.client_id = c.id and k.main and k.archived_at is null)`)
    await none(`select contact_id from client_contact where to_day is null group by contact_id
      having count(*) filter (where main) <> 1`)
    await none(`select l.id from client_contact l join client c on c.id = l.client_id where l.owner_key <> c.owner_key`)
    const { rows } = await world.db.pool.query('select count(*)::int as n from interest')
    expect(rows[0].n).toBe(made)
    // An Interest stands with its people, unless one of them or itself is named.
    const moved = conflicts.filter(({ code, record }) => code !== 'edited' || record.kind === 'interest')
    const named = new Set(moved.map(each => each.record.id))
    const astray = await world.db.pool.query(`
      select i.id, i.client_id, i.contact_id, i.prospect_id from interest i left join prospect p on p.id = i.prospect_id
       where i.client_id is not null and (
         i.linked_by_prospect and p.client_id is distinct from i.client_id
         or i.contact_id is not null and not exists (
           select from client_contact l where l.client_id = i.client_id and l.contact_id = i.contact_id))`)
    const fresh = astray.rows.filter(row => !apart.has(row.id))
    expect(fresh.filter(row => !Object.values(row).some(id => named.has(id as string)))).toEqual([])
    for (const row of fresh) apart.add(row.id)
    // The index says what the records say.
    const { identity } = await dump()
    await perform(world.platform, world.caller('administrator'), { verb: 'test' }, async ({ tx }) => {
      const all = async (table: string) =>
        (await world.db.pool.query(`select id from ${table}`)).rows.map(row => row.id as string)
      for (const id of await all('client')) {
        const client = await findClient(tx, id, null)
        if (client) await writePartyIdentities(tx, client)
      }
      await writeContactIdentities(tx, ...(await listContactsById(tx, await all('contact'))))
      await writeProspectIdentities(tx, ...(await listProspectsById(tx, await all('prospect'))))
    })
    expect(identity).toEqual((await dump())['identity'])
  }

  async function sees(client: string, person: string): Promise<boolean> {
    const text = `select from record_access where record_id = $1 and principal_id = $2 and reason = 'grant'`
    return (await world.db.pool.query(text, [client, person])).rows.length > 0
  }

  async function expectDecisionsKept(): Promise<void> {
    for (const { client, person, open } of opened)
      expect([client, person, await sees(client, person)]).toEqual([client, person, open])
    const { rows } = await world.db.pool.query(`select left_id || ' ' || right_id as pair from not_duplicate`)
    expect(rows.map(row => row.pair)).toEqual(expect.arrayContaining(dismissed))
  }

  async function expectEditsKept(): Promise<void> {
    const table = (id: string) =>
      ids.client.includes(id) ? 'client' : ids.contact.includes(id) ? 'contact' : 'prospect'
    const columns: Record<string, string> = { publicName: 'public_name', fullName: 'full_name' }
    for (const { record, field, value, under } of edits) {
      const column = columns[field] ?? field
      const { rows } = await world.db.pool.query(`select ${column}::text as now from ${table(record)} where id = $1`, [
        record,
      ])
      const wanted = value === null ? null : expect.stringContaining(value ?? '')
      expect([field, rows[0].now]).toEqual([field, wanted])
      if (!under) continue
      expect(conflicts.map(each => [each.record.id, each.field])).toContainEqual([record, field])
    }
  }

  test('an Interest keeps its contact when that is changed by hand while two contacts are one', async () => {
    const client = await boss.ok(clients.createClient, {
      body: aClient({ contacts: [aContact(), aContact(), aContact()] }),
    })
    const [winner, loser, third] = client.contacts.map(each => each.id)
    const { id } = await boss.ok(createInterest, {
      body: anInterest({ serviceTypeId, clientId: client.id, contactId: loser as string }),
    })
    const body = { id: newId(), kind: 'contact' as const, winnerId: winner as string, loserId: loser as string }
    await boss.ok(clients.mergeParties, { body })
    const { version, contactId } = await boss.ok(getInterest, { params: { id } })
    expect(contactId).toBe(winner)
    await boss.ok(changeInterest, { params: { id }, body: { version, contactId: third } } as never)
    const { conflicts: named } = await boss.ok(clients.undoMerge, { params: { id: body.id } })
    expect(named.map(each => [each.code, each.record.id, each.now])).toEqual([['moved_on', id, third]])
    expect((await boss.ok(getInterest, { params: { id } })).contactId).toBe(third)
  })
})
