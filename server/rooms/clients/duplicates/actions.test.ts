import { describe, expect, test } from 'vitest'
import { aWorld, type Name } from '../../../app/testing.ts'
import { makeInn10 } from '../../../platform/pure/requisites.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { createClient } from '../actions.ts'
import { aClient, aContact, aProspect } from '../builders.ts'
import * as api from '../contract.ts'
import { registerProspect } from '../prospects/actions.ts'

const world = await aWorld()
const anna = world.as('salesperson')
const igor = world.as('colleague')
const head = world.as('head')

const write = <T>(who: Name, action: (work: Work) => Promise<T>, hash = Math.random()) =>
  perform(world.platform, world.caller(who), { verb: 'test', hash: Buffer.from(String(hash)) }, action).then(
    each => each.result,
  )
const codesOf = (record: { warnings?: { code: string; field: string }[] | undefined }) =>
  record.warnings?.map(each => [each.code, each.field])
const matchesOf = (record: { warnings?: { data?: unknown }[] | undefined }) =>
  record.warnings?.map(each => each.data as api.Match) ?? []

/** Lets a write stand open until the other one has got as far as it can. */
function aGate() {
  let open = () => {}
  const opened = new Promise<void>(done => {
    open = done
  })
  return { open, opened }
}

async function someoneWaits(): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const { rows } = await world.db.pool.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`,
    )
    if (rows.length > 0) return
    await new Promise(done => setTimeout(done, 10))
  }
}

/** Starts a write, holds it before its commit, starts the other, and lets both finish. */
async function interleave<A, B>(first: (work: Work) => Promise<A>, second: (work: Work) => Promise<B>) {
  const written = aGate()
  const commit = aGate()
  const one = write('salesperson', async work => {
    const result = await first(work)
    written.open()
    await commit.opened
    return result
  })
  await written.opened
  const two = write('colleague', second)
  void two.catch(() => {})
  await Promise.race([two.catch(() => {}), someoneWaits()])
  commit.open()
  return Promise.allSettled([one, two])
}

describe('two people who register the same caller at one moment', () => {
  test('are told of each other: the second waits and finds the first', async () => {
    const phone = '+7 912 700-10-20'
    const [, second] = await interleave(
      work => registerProspect(work, aProspect({ phone })),
      work => registerProspect(work, aProspect({ phone: '8 (912) 700 10 20' })),
    )
    if (second.status === 'rejected') throw second.reason
    expect(codesOf(second.value)).toEqual([['similar.phone', 'phone']])
    expect(matchesOf(second.value)[0]?.responsible?.name).toBe('Анна Ким')
  })

  test('by one name in another order of words are told of each other', async () => {
    const [, second] = await interleave(
      work => registerProspect(work, { fullName: 'Незабудкин Архип' }),
      work => createClient(work, aClient({ contacts: [aContact({ fullName: 'Архип Незабудкин' })] })),
    )
    if (second.status === 'rejected') throw second.reason
    expect(codesOf(second.value)).toEqual([['similar.name', 'contacts[0].fullName']])
  })

  test('by one INN make one client: the second is refused', async () => {
    const inn = makeInn10(Math.random)
    const [first, second] = await interleave(
      work => createClient(work, aClient({ inn })),
      work => createClient(work, aClient({ inn })),
    )
    expect(first.status).toBe('fulfilled')
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'contractor.exists' } })
  })
})

describe('an equal phone, mail or name', () => {
  test('is told once for each field, with the record and who looks after it, and refuses nothing', async () => {
    const contact = aContact({ fullName: 'Луговой Ефим', phones: ['+7 915 111-22-33'], emails: ['e.lug@mail.ru'] })
    const client = await anna.ok(api.createClient, { body: aClient({ contacts: [contact] }) })
    const prospect = await anna.ok(api.createProspect, {
      body: aProspect({ fullName: 'Ефим Луговой', phone: '8 915 1112233', email: 'E.Lug@mail.ru' }),
    })
    expect(codesOf(prospect)).toEqual([
      ['similar.phone', 'phone'],
      ['similar.email', 'email'],
      ['similar.name', 'fullName'],
    ])
    expect(matchesOf(prospect)[0]).toEqual({
      type: 'contact',
      id: contact.id,
      title: 'Луговой Ефим',
      score: 100,
      reasons: ['phone', 'email', 'name'],
      walled: false,
      accessAskedAt: null,
      responsible: { id: client.responsible?.id, name: 'Анна Ким' },
      archived: false,
    })
  })

  test('asks first when it was asked to, and then writes nothing', async () => {
    const client = await anna.ok(api.createClient, { body: aClient() })
    const body = { ...aClient({ phones: [client.phones[0]?.raw ?? ''] }), onSimilar: 'ask' }
    const asked = await anna.call(api.createClient, { body })
    expect([asked.status, asked.problem.code]).toEqual([409, 'similar_found'])
    expect(asked.problem.data.matches).toMatchObject([{ type: 'client', id: client.id, reasons: ['phone'] }])
    expect((await anna.call(api.getClient, { params: { id: body.id } })).status).toBe(404)
    expect((await anna.call(api.createClient, { body: { ...body, onSimilar: 'create' } })).status).toBe(201)
  })

  test('behind a wall shows what was typed, the responsible and nothing else', async () => {
    const client = await anna.ok(api.createClient, { body: aClient({ name: 'Секретная компания' }) })
    const typed = client.phones[0]?.raw.replace('+7', '8') ?? ''
    const body = { ...aProspect({ phone: typed }), onSimilar: 'ask' }
    const asked = await igor.call(api.createProspect, { body })
    expect(asked.problem.data.matches).toEqual([
      {
        type: 'client',
        id: null,
        title: typed,
        score: 90,
        reasons: ['phone'],
        walled: true,
        accessAskedAt: null,
        responsible: { id: client.responsible?.id, name: 'Анна Ким' },
        archived: false,
      },
    ])
    const prospect = await igor.ok(api.createProspect, { body: { ...body, onSimilar: 'create' } })
    expect(JSON.stringify(prospect)).not.toContain('Секретная')
    expect(JSON.stringify(prospect)).not.toContain(client.id)
    expect(matchesOf(await head.ok(api.createProspect, { body: aProspect({ phone: typed }) }))[0]?.walled).toBe(false)
    const told = await world.db.q.selectFrom('audit').select('record_id').where('kind', '=', 'wall.told').execute()
    expect(told.filter(row => row.record_id === client.id)).toHaveLength(2)
  })

  test('of an archived record counts, and is said to be archived', async () => {
    const client = await anna.ok(api.createClient, { body: aClient() })
    await anna.ok(api.archiveClient, { params: { id: client.id } })
    const prospect = await anna.ok(api.createProspect, { body: aProspect({ phone: client.phones[0]?.raw ?? '' }) })
    expect(matchesOf(prospect)).toMatchObject([{ id: client.id, archived: true }])
  })

  test('of a hotline, of what three strangers share, or of what was marked shared is no sign', async () => {
    const hotline = ['8-800-200-00-01']
    await anna.ok(api.createClient, { body: aClient({ phones: hotline }) })
    expect(codesOf(await anna.ok(api.createClient, { body: aClient({ phones: hotline }) }))).toEqual([])
    const phones = ['+7 343 200-00-02']
    const counts: number[] = []
    for (let each = 0; each < 4; each++) {
      const client = await anna.ok(api.createClient, { body: aClient({ phones }) })
      counts.push(client.warnings?.length ?? -1)
    }
    expect(counts).toEqual([0, 1, 2, 0])
    const marked = '+7 343 200-00-03'
    await anna.ok(api.createClient, { body: aClient({ phones: [marked] }) })
    await world.db.q
      .insertInto('shared_identifier')
      .values({ kind: 'phone', value: '3432000003', at: new Date() })
      .execute()
    expect(codesOf(await anna.ok(api.createClient, { body: aClient({ phones: [marked] }) }))).toEqual([])
  })

  test('inside one request or one client is no sign', async () => {
    const phones = ['+7 343 300-00-01']
    const client = await anna.ok(api.createClient, { body: aClient({ phones, contacts: [aContact({ phones })] }) })
    expect(codesOf(client)).toEqual([])
    const added = await anna.ok(api.addContact, {
      params: { id: client.id },
      body: { ...aContact({ phones }), onSimilar: 'ask' },
    })
    expect(codesOf(added)).toEqual([])
  })

  test('is told when it comes in by a change, and only for what the change brought', async () => {
    const known = await anna.ok(api.createClient, { body: aClient() })
    const raw = known.phones[0]?.raw ?? ''
    const other = await anna.ok(api.createClient, { body: aClient({ phones: [raw] }) })
    const changed = await anna.ok(api.changeClient, {
      params: { id: other.id },
      body: { version: 1, phones: [raw, '+7 343 400-00-01'] },
    })
    expect(codesOf(changed)).toEqual([])
    const third = await anna.ok(api.createClient, { body: aClient() })
    const told = await anna.ok(api.changeClient, {
      params: { id: third.id },
      body: { version: 1, phones: ['101', raw] },
    })
    expect(codesOf(told)).toEqual([
      ['similar.phone', 'phones[1]'],
      ['similar.phone', 'phones[1]'],
    ])
  })

  test('behind walls is told to one person for a limited number of records an hour', async () => {
    const stranger = world.as('stranger')
    const client = await anna.ok(api.createClient, { body: aClient() })
    await world.db.q
      .insertInto('throttle')
      .values({
        key: `wall:${world.caller('stranger').actor.userId}`,
        window_start: new Date(Math.floor(Date.now() / 240_000) * 240_000),
        hits: 120,
      })
      .execute()
    const prospect = await stranger.ok(api.createProspect, { body: aProspect({ phone: client.phones[0]?.raw ?? '' }) })
    expect(codesOf(prospect)).toEqual([])
  })
})
