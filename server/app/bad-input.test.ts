import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Endpoint, platformProblems, type ProblemBody } from '../platform/contract.ts'
import { NIL_ID, newId } from '../platform/pure/ids.ts'
import { readMe } from '../rooms/access/contract.ts'
import { aClient, aContact, aProspect } from '../rooms/clients/builders.ts'
import { createClient, createProspect, changeClient, changeProspect, changeContact } from '../rooms/clients/contract.ts'
import { planActivity } from '../rooms/activities/contract.ts'
import { directories } from '../rooms/company/contract.ts'
import { anInterest } from '../rooms/interests/builders.ts'
import { changeInterest, createInterest, moveInterest } from '../rooms/interests/contract.ts'
import { gateOf, routesOf } from './rooms.ts'
import { aWorld, departments, people } from './testing.ts'

/** Every operation that a contract declares, asked what nobody in his senses asks. The last line is always: it lives. */
describe('bad input', { timeout: 240_000 }, async () => {
  const world = await aWorld({ open: true })
  const boss = world.as('administrator')
  // The stream of events never ends; what ends the session of the asker would end the questions.
  const left = ['/api/v1/events', '/api/v1/session/password', '/api/v1/sign-in/password', '/api/v1/sign-in/link']
  const endpoints = routesOf(world.platform, gateOf(world.platform))
    .map(each => each.endpoint)
    .filter(each => !left.includes(each.path) && !(each.method === 'DELETE' && each.path.startsWith('/api/v1/session')))
  const writing = endpoints.filter(each => each.body)
  /** Records that exist, by the names under which a request mentions them. */
  const known: Record<string, string> = {}

  beforeAll(async () => {
    const serviceTypeId = (await boss.ok(directories.service_type.list)).items[0]?.id ?? ''
    const client = await boss.ok(createClient, { body: aClient({ contacts: [aContact()] }) })
    const prospect = await boss.ok(createProspect, { body: aProspect() })
    const interest = await boss.ok(createInterest, { body: anInterest({ serviceTypeId, clientId: client.id }) })
    const step = { id: newId(), kind: 'task', subject: 'Позвонить', interestId: interest.id }
    const activity = await boss.ok(planActivity, { body: step })
    Object.assign(known, {
      activities: activity.id,
      serviceTypeId,
      clientId: client.id,
      contactId: client.contacts[0]?.id,
      prospectId: prospect.id,
      interestId: interest.id,
      scenarioId: interest.scenarioId,
      stateId: interest.stateId,
      responsibleId: people.salesperson.id,
      userId: people.salesperson.id,
      departmentId: departments.sales.id,
      interests: interest.id,
      clients: client.id,
      contractors: client.contractors[0]?.id,
      contacts: client.contacts[0]?.id,
      prospects: prospect.id,
      scenarios: interest.scenarioId,
      users: people.stranger.id,
      departments: departments.service.id,
      from: '2026-01',
      to: '2026-01',
      cell: 'won',
    })
  })

  const addressOf = (endpoint: Endpoint, id?: string) =>
    endpoint.path.replace(/:(\w+)/g, (_, name) =>
      name === 'year' && id === undefined
        ? '2027'
        : encodeURIComponent(id ?? known[endpoint.path.split('/')[3] ?? ''] ?? newId()),
    )

  async function ask(endpoint: Pick<Endpoint, 'method'>, url: string, payload?: unknown) {
    const response = await world.node.server.inject({
      method: endpoint.method,
      url,
      headers: {
        cookie: `sid=${people.administrator.token}`,
        'sec-fetch-site': 'same-origin',
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(payload === undefined
        ? {}
        : { payload: typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload) }),
    })
    return { status: response.statusCode, text: response.body }
  }

  /** Everything that is stored, but for what counts attempts and visits, seals, and terms that are counted in the background. */
  async function stored(): Promise<unknown> {
    const uncounted = ['throttle', 'audit', 'session', 'api_key', 'audit_seal', 'event_seal', 'interest_term']
    const { rows } = await world.db.pool.query(
      `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
    )
    const names = (rows as { name: string }[]).map(row => row.name).filter(name => !uncounted.includes(name))
    const sums = names.map(
      name => `select '${name}', count(*), md5(string_agg(t::text, ' ' order by t::text)) from ${name} t`,
    )
    return (await world.db.pool.query(`${sums.join(' union all ')} order by 1`)).rows
  }

  async function changesNothing(work: () => Promise<void>): Promise<void> {
    const before = await stored()
    await work()
    expect(await stored()).toEqual(before)
    await boss.ok(readMe)
  }

  const isRefusal = (status: number) => status >= 400 && status < 500
  const whole = (endpoint: Endpoint) => sampleOf(schemaOf(endpoint.body as z.ZodType), '', known)

  test('a property that nobody declared is named, at every level of every body', () =>
    changesNothing(async () => {
      for (const endpoint of writing) {
        const schema = schemaOf(endpoint.body as z.ZodType)
        const body = whole(endpoint)
        for (const place of placesOf(schema, body).filter(each => each.schema.additionalProperties === false)) {
          const { status, text } = await ask(endpoint, addressOf(endpoint), put(body, [...place.path, 'неведомое'], 1))
          expect([status, text], `${endpoint.method} ${endpoint.path} ${place.path}`).toEqual([
            422,
            expect.stringContaining('неведомое'),
          ])
        }
      }
    }))

  test('a value of another type, and null bytes and half surrogates in a text, are refused at every place', () =>
    changesNothing(async () => {
      for (const endpoint of writing) {
        const body = whole(endpoint)
        for (const { path, schema, value } of placesOf(schemaOf(endpoint.body as z.ZodType), body)) {
          if (path.length === 0 || Object.keys(schema).length === 0) continue
          const wrong: unknown[] = [typeof value === 'object' ? 'x' : { x: [1] }]
          if (typeof value === 'string') wrong.push(12, `${value}\u0000`, `${value}\ud800`)
          if (typeof value === 'number') wrong.push('12', 1e308, -1e308, 0.5)
          for (const each of wrong) {
            const { status, text } = await ask(endpoint, addressOf(endpoint), put(body, path, each))
            const place = `${endpoint.method} ${endpoint.path} ${path.join('.')} = ${JSON.stringify(each)}`
            expect(isRefusal(status), `${place}: ${status} ${text}`).toBe(true)
          }
        }
      }
    }))

  test('a body of 10 MB, of many levels, of no JSON or of nothing is refused by every operation', () =>
    changesNothing(async () => {
      const huge = Buffer.from(`{"name":"${'я'.repeat(5_000_000)}"}`)
      const deep = `{"id":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
      const poisoned = '{"__proto__":{"administrator":true},"constructor":{"prototype":{}}}'
      for (const endpoint of writing) {
        const place = `${endpoint.method} ${endpoint.path}`
        expect((await ask(endpoint, addressOf(endpoint), huge)).status, place).toBe(413)
        expect((await ask(endpoint, addressOf(endpoint), deep)).status, place).toBe(400)
        expect((await ask(endpoint, addressOf(endpoint), poisoned)).status, place).toBe(400)
        for (const nothing of ['{"id":', '[]', '"x"', '1', 'true']) {
          const { status } = await ask(endpoint, addressOf(endpoint), nothing)
          expect(isRefusal(status), `${place} ${nothing}: ${status}`).toBe(true)
        }
      }
    }))

  test('an id that is none, and one that nothing has, is a refusal at every address', () =>
    changesNothing(async () => {
      for (const endpoint of endpoints.filter(each => each.path.includes(':'))) {
        const body = endpoint.body ? whole(endpoint) : undefined
        for (const id of ['x', '\u0000', "' or 1=1 --", '0'.repeat(150), '../users', NIL_ID]) {
          // A draft is made and thrown away under any id.
          if (endpoint.path.startsWith('/api/v1/drafts/') && id === NIL_ID) continue
          const { status, text } = await ask(endpoint, addressOf(endpoint, id), body)
          expect(isRefusal(status), `${endpoint.method} ${endpoint.path} ${id}: ${status} ${text}`).toBe(true)
        }
      }
    }))

  /** Query parameters without which a list is not read. */
  const demanded = (endpoint: Endpoint) => {
    const { properties = {}, required = [] } = endpoint.query ? schemaOf(endpoint.query) : {}
    const names = Object.keys(properties).filter(
      name => required.includes(name) && (name.endsWith('Id') || name in known),
    )
    return names.map(name => `${name}=${known[name] ?? newId()}&`).join('')
  }

  test('a cursor that was altered is refused by every list', () =>
    changesNothing(async () => {
      const lists = endpoints.filter(each => each.query && 'cursor' in (schemaOf(each.query).properties ?? {}))
      expect(lists.length).toBeGreaterThan(5)
      const altered = ['x', 'e30', Buffer.from('00000000["2026-01-01","x"]').toString('base64url'), '\u0000', 'я']
      for (const endpoint of lists) {
        for (const cursor of altered) {
          const { status, text } = await ask(
            endpoint,
            `${addressOf(endpoint)}?${demanded(endpoint)}cursor=${encodeURIComponent(cursor)}`,
          )
          const place = `${endpoint.path} ${cursor}: ${status} ${text}`
          expect([status, (JSON.parse(text) as ProblemBody).code], place).toEqual([400, 'broken_cursor'])
        }
      }
    }))

  test('a version that was never there is a conflict, an unknown state is refused', () =>
    changesNothing(async () => {
      const version = 900
      for (const [endpoint, id, more] of [
        [changeInterest, known['interestId'], { content: 'x' }],
        [moveInterest, known['interestId'], { stateId: newId() }],
        [changeClient, known['clientId'], { comment: 'x' }],
        [changeProspect, known['prospectId'], { comment: 'x' }],
        [changeContact, known['contactId'], { comment: 'x' }],
      ] as const) {
        const answer = await boss.call(endpoint, { params: { id: id ?? '' }, body: { version, ...more } })
        expect([answer.status, answer.problem.code], endpoint.path).toEqual([409, 'conflict'])
        const endless = await boss.call(endpoint, { params: { id: id ?? '' }, body: { version: 2 ** 40, ...more } })
        expect(isRefusal(endless.status), endpoint.path).toBe(true)
      }
      const unknown = { params: { id: known['interestId'] ?? '' }, body: { version: 1, stateId: newId() } }
      expect((await boss.call(moveInterest, unknown)).problem.code).toBe('interest.state_unknown')
    }))

  test('of 500 requests made up from the OpenAPI document none is answered otherwise than the document says', async () => {
    const { text } = await ask({ method: 'GET' }, '/api/openapi.json')
    const document = JSON.parse(text) as Document
    const byPlace = new Map(endpoints.map(each => [`${each.method} ${each.path.replace(/:(\w+)/g, '{$1}')}`, each]))
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, operation]) => {
        const endpoint = byPlace.get(`${method.toUpperCase()} ${path}`)
        return endpoint ? [{ endpoint, operation }] : []
      }),
    )
    expect(operations.length).toBe(endpoints.filter(each => !each.hidden).length)
    const request = fc.constantFrom(...operations).chain(({ endpoint, operation }) =>
      fc.record({
        endpoint: fc.constant(endpoint),
        id: fc.option(idOf(known), { freq: 5 }),
        query: queryOf(operation, known),
        body: operation.requestBody ? bodyOf(operation, known) : fc.constant(undefined),
      }),
    )
    const property = fc.asyncProperty(request, async ({ endpoint, id, query, body }) => {
      const search = new URLSearchParams(query).toString()
      const url = `${addressOf(endpoint, id ?? undefined)}${search ? `?${search}` : ''}`
      const { status, text: said } = await ask(endpoint, url, body)
      if (status >= 500) throw new Error(`${status} ${said}`)
      if (status >= 400) {
        const { code } = JSON.parse(said) as ProblemBody
        const declared = [...platformProblems, ...endpoint.problems].map(each => each.code)
        if (!declared.includes(code)) throw new Error(`${code} is not declared`)
      } else if (endpoint.status !== 204 && !isFile(endpoint)) endpoint.result.parse(JSON.parse(said))
    })
    await fc.assert(property, {
      numRuns: Number(process.env['FUZZ_RUNS'] ?? 500),
      seed: Number(process.env['FUZZ_SEED'] ?? 1),
    })
    await boss.ok(readMe)
  })
})

/** What it answers with is no JSON. */
const isFile = (endpoint: Endpoint) => endpoint.result instanceof z.ZodString

interface Schema {
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  format?: string
  pattern?: string
  minLength?: number
  minimum?: number
  exclusiveMinimum?: number
}
interface Operation {
  parameters?: { name: string; in: string; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}
interface Document {
  paths: Record<string, Record<string, Operation>>
}

function schemaOf(type: z.ZodType): Schema {
  return z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as Schema
}

const alternatives = ({ anyOf, oneOf }: Schema) => (anyOf ?? oneOf)?.filter(each => each.type !== 'null')

/** A value as the schema wants it, with every property there is. */
function sampleOf(schema: Schema, name: string, known: Record<string, string>): unknown {
  const first = alternatives(schema)?.[0]
  if (first) return sampleOf(first, name, known)
  if (schema.enum) return schema.enum[0]
  if (schema.const !== undefined) return schema.const
  switch ([schema.type].flat()[0]) {
    case 'string':
      return textOf(schema, name, known)
    case 'number':
    case 'integer':
      return Math.max(schema.minimum ?? 1, 1)
    case 'boolean':
      return true
    case 'array':
      return [sampleOf(schema.items ?? {}, name, known)]
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, each]) => [key, sampleOf(each, key, known)]),
      )
    default:
      return 'x'
  }
}

function textOf({ format, pattern, minLength = 1 }: Schema, name: string, known: Record<string, string>): string {
  if (format === 'uuid') return known[name] ?? newId()
  if (format === 'date') return '2026-05-12'
  if (format === 'date-time') return '2026-05-12T10:00:00Z'
  if (format === 'email') return `${newId()}@example.com`
  if (name === 'amount') return '1000.00'
  if (pattern) return 'RUB'
  return `Текст ${'о'.repeat(Math.max(0, minLength - 6))}`
}

interface PlaceInBody {
  path: (string | number)[]
  schema: Schema
  value: unknown
}

/** Every place inside a value, with the schema that holds there. */
function placesOf(schema: Schema, value: unknown, path: (string | number)[] = []): PlaceInBody[] {
  const real = alternatives(schema)?.[0]
  if (real) return placesOf(real, value, path)
  const own = { path, schema, value }
  if (Array.isArray(value)) {
    return [own, ...value.flatMap((each, i) => placesOf(schema.items ?? {}, each, [...path, i]))]
  }
  if (value === null || typeof value !== 'object') return [own]
  return [
    own,
    ...Object.entries(value).flatMap(([key, each]) => placesOf(schema.properties?.[key] ?? {}, each, [...path, key])),
  ]
}

/** The same value with another one at that place. */
function put(value: unknown, [key, ...rest]: (string | number)[], wanted: unknown): unknown {
  if (key === undefined) return wanted
  if (Array.isArray(value)) return value.map((each, i) => (i === key ? put(each, rest, wanted) : each))
  const object = value as Record<string, unknown>
  return { ...object, [key]: put(object[key], rest, wanted) }
}

const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    2 ** 53,
    '',
    ' ',
    '\u0000',
    '\ud800',
    '%',
    "'; drop table client --",
  ),
  fc.constantFrom<unknown>('../../etc/passwd', '{{7*7}}', '<script>', 'İıſK', '٣', '\u202eабв', 'e\u0301'.repeat(200)),
  fc.constant('я'.repeat(30_000)),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.double(),
  fc.jsonValue({ maxDepth: 4 }),
)

const idOf = (known: Record<string, string>) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...(Object.values(known).length > 0 ? Object.values(known) : ['x'])) },
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }) },
  )

/** Mostly what the schema wants, now and then what it does not. */
function valueOf(schema: Schema, name: string, known: Record<string, string>): fc.Arbitrary<unknown> {
  const tame = tameOf(schema, name, known)
  return fc.oneof({ weight: 14, arbitrary: tame }, { weight: 1, arbitrary: nasty })
}

function tameOf(schema: Schema, name: string, known: Record<string, string>): fc.Arbitrary<unknown> {
  const choices = alternatives(schema)
  if (choices) return fc.oneof(...choices.map(each => valueOf(each, name, known)))
  if (schema.enum) return fc.constantFrom(...schema.enum)
  switch ([schema.type].flat()[0]) {
    case 'string':
      return fc.oneof(
        { weight: 3, arbitrary: fc.constant(textOf(schema, name, known)) },
        {
          weight: 1,
          arbitrary: schema.format === 'uuid' ? idOf(known) : fc.string({ unit: 'grapheme', minLength: 1 }),
        },
      )
    case 'number':
    case 'integer':
      return fc.oneof(fc.integer({ min: schema.minimum ?? 1, max: 300 }), fc.maxSafeInteger())
    case 'boolean':
      return fc.boolean()
    case 'array':
      return fc.array(valueOf(schema.items ?? {}, name, known), { maxLength: 3 })
    case 'object': {
      const properties = Object.entries(schema.properties ?? {})
      return fc.record(Object.fromEntries(properties.map(([key, each]) => [key, valueOf(each, key, known)])), {
        requiredKeys: requiredOf(schema),
      })
    }
    default:
      return fc.constant(sampleOf(schema, name, known))
  }
}

const requiredOf = (schema: Schema) => ((schema as { required?: string[] }).required ?? []) as never[]

function bodyOf(operation: Operation, known: Record<string, string>): fc.Arbitrary<unknown> {
  const schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema ?? {}
  return valueOf(schema, '', known)
}

function queryOf(operation: Operation, known: Record<string, string>): fc.Arbitrary<Record<string, string>> {
  const parameters = (operation.parameters ?? []).filter(each => each.in === 'query')
  return fc
    .record(Object.fromEntries(parameters.map(each => [each.name, valueOf(each.schema, each.name, known)])), {
      requiredKeys: [],
    })
    .map(given =>
      Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
      ),
    )
}
