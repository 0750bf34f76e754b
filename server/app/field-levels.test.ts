import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../platform/pure/ids.ts'
import { makeInn10 } from '../platform/pure/requisites.ts'
import type { FieldLevel } from '../platform/scope.ts'
import { openXlsx } from '../platform/spreadsheets/xlsx-reading.ts'
import { readMe } from '../rooms/access/contract.ts'
import { SHIPPED } from '../rooms/access/rules.ts'
import { planActivity } from '../rooms/activities/contract.ts'
import { aClient, aContact } from '../rooms/clients/builders.ts'
import * as clients from '../rooms/clients/contract.ts'
import { directories } from '../rooms/company/contract.ts'
import { anInterest } from '../rooms/interests/builders.ts'
import * as api from '../rooms/interests/contract.ts'
import { handOverRequest } from '../rooms/registration/contract.ts'
import { listScenarios, type Scenario } from '../rooms/scenarios/contract.ts'
import { aWorld, people } from './testing.ts'

/** Values that no other record has; whatever answer holds one has told too much. */
const canary = {
  phones: ['8 (916) 731-55-41', '8 (916) 731-56-42', '8 (916) 731-57-43', '8 (916) 731-58-44', '8 (916) 731-59-45'],
  emails: ['kanareika.a@volya.ru', 'kanareika.b@volya.ru', 'kanareika.c@volya.ru'],
  messenger: 'wa.me/79167316046',
  inn: makeInn10(Math.random),
  kpp: '770731001',
  ogrn: '1027700132195',
  revenue: '7431987.55',
}

/** The bytes of an answer without what people put between digits. */
const told = (body: string) => body.replace(/[\s\u00a0()+.\-–]/g, '')
const leaksIn = (body: string, kinds: readonly string[]) => {
  const text = told(body)
  const marks: Record<string, string[]> = {
    phone: [...canary.phones.map(each => each.replace(/\D/g, '').slice(1, 9)), canary.messenger.slice(-10, -2)],
    email: canary.emails.map(each => each.replace('@volya.ru', '').replace('.', '')),
    requisites: [canary.inn, canary.kpp, canary.ogrn],
    revenue: ['7431987'],
  }
  return kinds.flatMap(kind => (marks[kind] ?? []).filter(each => text.includes(each)))
}

describe('the levels of fields', async () => {
  const world = await aWorld({ open: true })
  const url = await world.node.server.listen({ port: 0, host: '127.0.0.1' })
  const me = world.as('salesperson')
  const reader = world.as('colleague')
  const ids: Record<string, string> = {}
  let scenario: Scenario
  let serviceTypeId = ''

  /** The reader sees and may do everything but for these fields. */
  async function limit(fields: Record<string, FieldLevel>): Promise<void> {
    const grounds = { ...SHIPPED.administrator, fields }
    await world.db.pool.query(`update profile set grounds = $1 where role = 'observer' and name is null`, [grounds])
    await world.db.pool.query(`update app_user set role = 'observer' where id = $1`, [people.colleague.id])
    // What the gate remembers is a second old at most.
    await expect.poll(async () => (await reader.ok(readMe)).fields, { timeout: 5_000 }).toEqual(fields)
  }

  beforeAll(async () => {
    serviceTypeId = (await me.ok(directories.service_type.list)).items[0]?.id ?? ''
    scenario = (await me.ok(listScenarios)).items[0] as Scenario
    const { phones, emails, messenger, inn, kpp, ogrn, revenue } = canary
    const contact = aContact({ phones: [phones[1] ?? ''], emails: [emails[1] ?? ''], messengers: [messenger] })
    const client = await me.ok(clients.createClient, {
      body: aClient({
        name: 'ООО «Канарейка»',
        inn,
        kpp,
        ogrn,
        phones: [phones[0] ?? ''],
        emails: [emails[0] ?? ''],
        messengers: [messenger],
        contacts: [contact],
      }),
    })
    const twin = await me.ok(clients.createClient, {
      body: aClient({ name: 'ООО «Канарейка Плюс»', phones: [phones[0] ?? '', phones[4] ?? ''] }),
    })
    const other = await me.ok(clients.createClient, {
      body: aClient({ name: 'АО «Кенар»', phones: [phones[4] ?? ''] }),
    })
    Object.assign(ids, {
      contractor: client.contractors[0]?.id,
      client: client.id,
      twin: twin.id,
      other: other.id,
      contact: contact.id,
    })
    await me.ok(clients.changeClient, {
      params: { id: client.id },
      body: { version: client.version, phones: [phones[0], phones[3]], emails: [emails[0], emails[2]] },
    })
    const merge = { id: newId(), kind: 'client', winnerId: twin.id, loserId: other.id }
    await me.ok(clients.mergeParties, { body: merge })
    const expectedRevenue = { amount: revenue, currency: 'RUB' }
    const named = { serviceTypeId, clientId: client.id, contactId: contact.id ?? '' }
    const interest = await me.ok(api.createInterest, { body: anInterest({ ...named, expectedRevenue }) })
    const byPhone = await me.ok(api.createInterest, {
      body: anInterest({ serviceTypeId, prospect: { phone: phones[2] ?? '' } }),
    })
    const byMail = await me.ok(api.createInterest, {
      body: anInterest({ serviceTypeId, prospect: { email: emails[2] ?? '' } }),
    })
    const step = await me.ok(planActivity, { body: { id: newId(), kind: 'task', interestId: byPhone.id } })
    Object.assign(ids, {
      merge: merge.id,
      interest: interest.id,
      byPhone: byPhone.id,
      byMail: byMail.id,
      prospect: byPhone.prospectId ?? '',
      mailProspect: byMail.prospectId ?? '',
      activity: step.id,
    })
    // What comes to the reader from others: by what they found a client of the reader.
    const own = await me.ok(clients.createClient, {
      body: aClient({ name: 'ООО «Своя»', phones: ['8 (916) 731-59-46'], responsibleId: people.colleague.id }),
    })
    const typed = '8 (916) 731-59-46'
    canary.phones.push(typed)
    const guest = world.as('stranger')
    await guest.ok(handOverRequest, { body: { id: newId(), typed, content: 'Просит позвонить' } })
    await guest.ok(clients.requestAccess, { body: { id: newId(), typed } })
    ids['own'] = own.id
  })

  /** Ids by the first part of a path. */
  const paramsOf = (path: string): string[] => {
    if (path.includes('/calendar/years/')) return ['2026']
    const kinds: Record<string, (string | undefined)[]> = {
      clients: [ids['client'], ids['twin'], ids['other'], ids['own']],
      contacts: [ids['contact']],
      contractors: [ids['contractor']],
      prospects: [ids['prospect'], ids['mailProspect']],
      interests: [ids['interest'], ids['byPhone'], ids['byMail']],
      merges: [ids['merge']],
      activities: [ids['activity']],
      imports: [ids['import']],
      scenarios: [scenario.id],
      users: [people.salesperson.id],
    }
    return (kinds[/^\/api\/v1\/([a-z-]+)/.exec(path)?.[1] ?? ''] ?? []).filter(each => each !== undefined)
  }
  const queriesOf = (path: string): string[] => {
    const many = '&limit=200'
    const of = `scenarioId=${scenario.id}`
    switch (path) {
      case '/api/v1/board/cards':
        return scenario.states.map(state => `${of}&stateId=${state.id}`)
      case '/api/v1/board':
        return [of]
      case '/api/v1/reports/funnel':
        return [`${of}&from=2026-01&to=2026-12`, `${of}&from=2020-01&to=2029-12`]
      case '/api/v1/reports/funnel/interests':
        return scenario.states.map(({ id }) => `${of}&from=2020-01&to=2029-12&cell=standing&stateId=${id}`)
      case '/api/v1/shared-identifiers':
        return [`ownerId=${ids['client']}`]
      case '/api/v1/access-requests':
        return ['client', 'prospect', 'interest'].map(kind => `kind=${kind}&id=${ids[kind]}`)
      case '/api/v1/registration/rivals':
        return ['q=89167315541']
      case '/api/v1/search':
        return [
          'Канарейка',
          'Кенар',
          '89167315541',
          '89167315743',
          canary.inn,
          canary.emails[2],
          'volya',
          '7315',
          'Своя',
        ].map(q => `q=${encodeURIComponent(q ?? '')}&limit=50`)
      case '/api/v1/duplicates':
        return ['', 'status=merged', 'minScore=0']
      case '/api/v1/interests':
        return ['', `q=Канарейка${many}`]
      default:
        if (path.endsWith('/as-of')) return ['version=1']
        if (!path.endsWith('/timeline')) return ['']
        return path.includes('/interests/') ? ['', 'whole=true', 'only=fields'] : ['', 'only=fields']
    }
  }

  /** Every GET of the document that a running product answers, for every record. */
  async function crawl(): Promise<{ at: string; status: number; body: string }[]> {
    const headers = { cookie: `sid=${people.colleague.token}` }
    const ask = async (at: string) => {
      const { statusCode, rawPayload, headers: told } = await world.node.server.inject({ url: at, headers })
      const isBook = String(told['content-type']).includes('spreadsheetml')
      return { at, status: statusCode, body: isBook ? await textOf(rawPayload) : rawPayload.toString() }
    }
    const { paths } = JSON.parse((await ask('/api/openapi.json')).body) as { paths: Record<string, object> }
    const answers: { at: string; status: number; body: string }[] = []
    for (const [path, operations] of Object.entries(paths)) {
      if (!('get' in operations) || path === '/api/v1/events') continue
      const places = path.includes('{')
        ? paramsOf(path).map(id => path.replace(/\{[a-z]+\}/i, id).replace('{version}', '1'))
        : [path]
      for (const place of places) for (const query of queriesOf(path)) answers.push(await ask(`${place}?${query}`))
    }
    for (const what of ['clients', 'interests']) answers.push(await ask(`/api/v1/exports/${what}?format=xlsx`))
    return answers
  }

  async function textOf(bytes: Buffer): Promise<string> {
    const read = async function* (from: number) {
      yield bytes.subarray(from)
    }
    const { sheets, rows } = await openXlsx({ size: bytes.length, read })
    const lines: string[] = []
    for await (const row of rows(sheets[0] ?? '')) lines.push(row.join(';'))
    return lines.join('\n')
  }

  test('who is limited by nothing gets every canary: the crawl would see what leaks', async () => {
    await limit({})
    const answers = await crawl()
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    const seen = (path: string) =>
      answers
        .filter(({ at }) => at.includes(path))
        .flatMap(({ body }) => leaksIn(body, ['phone', 'email', 'requisites', 'revenue']))
    for (const door of [
      '/clients?',
      '/contacts?',
      '/prospects?',
      '/timeline',
      '/search',
      '/exports/',
      '/board?',
      '/reports/funnel?',
      '/interests-summary',
      '/merges/',
      '/notices',
      '/activities',
    ])
      expect([door, seen(door).length > 0]).toEqual([door, true])
  })

  const others = { requisites: 'hidden', revenue: 'hidden', responsible: 'see' } as const

  test('what is masked stands in no byte of any answer, file or stream', async () => {
    await expectSilence({ phone: 'masked', email: 'masked', ...others })
  })

  test('what is hidden stands in no byte of any answer, file or stream', async () => {
    await expectSilence({ phone: 'hidden', email: 'hidden', ...others })
  })

  async function expectSilence(fields: Record<string, FieldLevel>): Promise<void> {
    await limit(fields)
    const abort = new AbortController()
    const cookie = `sid=${people.colleague.token}`
    const stream = await fetch(`${url}/api/v1/events?after=0`, { headers: { cookie }, signal: abort.signal })
    let streamed = ''
    const listening = (async () => {
      for await (const part of stream.body ?? []) streamed += Buffer.from(part).toString()
    })().catch(() => {})
    const answers = await crawl()
    abort.abort()
    await listening
    // There is no staff directory to compare with.
    expect(answers.filter(({ status }) => status >= 400 && status !== 404 && status !== 424)).toEqual([])
    const kinds = ['phone', 'email', 'requisites', 'revenue']
    expect(streamed).toContain('client.changed')
    expect(leaksIn(streamed, kinds)).toEqual([])
    const leaks = answers.flatMap(({ at, body }) => leaksIn(body, kinds).map(each => [at, each]))
    expect(leaks).toEqual([])
  }
})
