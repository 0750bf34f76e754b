import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { loadConfig } from '../config.ts'
import { byId, endpoint, id, line, list, type ProblemBody, problem } from '../contract.ts'
import type { Platform } from '../platform.ts'
import { Localised, refuse } from '../problems.ts'
import { newId } from '../pure/ids.ts'
import { makeScope } from '../scope.ts'
import { route } from './route.ts'
import { openPage } from './security.ts'
import { createServer, type Gate } from './server.ts'

const refused = problem('thing.refused', 409, { ru: 'Нельзя', en: 'No way' }, z.object({ why: z.string() }))
const create = endpoint({
  method: 'POST',
  path: '/api/v1/things',
  summary: 'Echo',
  body: z.strictObject({ id, name: line(10), tags: z.array(line(5)).optional(), deep: z.unknown().optional() }),
  result: z.unknown(),
  status: 201,
  problems: [refused],
})
const change = endpoint({
  method: 'PATCH',
  path: '/api/v1/things/:id',
  summary: 'Echo a patch',
  params: byId,
  body: z.strictObject({ name: line(10).nullish() }),
  result: z.unknown(),
})
const fail = endpoint({ method: 'GET', path: '/api/v1/fail', summary: 'Fails', access: 'public', result: z.unknown() })
const listing = endpoint({
  method: 'GET',
  path: '/api/v1/listing',
  summary: 'Takes one filter',
  query: z.object({ q: z.string().optional() }),
  result: z.unknown(),
})
const whole = endpoint({
  method: 'GET',
  path: '/api/v1/whole',
  summary: 'A short list',
  result: list(z.object({ id: z.string() })),
})
const restricted = endpoint({
  method: 'GET',
  path: '/api/v1/restricted',
  summary: 'Needs a right',
  access: { right: 'things.see' },
  result: z.unknown(),
})

const gate: Gate = {
  async identify(request) {
    if (request.headers['x-stranger']) return null
    return {
      actor: {
        kind: 'person',
        userId: newId(),
        name: 'A',
        role: 'salesperson',
        departmentId: null,
        language: request.headers['x-english'] ? 'en' : 'ru',
        timeZone: 'UTC',
        rights: new Set<string>(),
        fields: {},
      },
      scope: makeScope({ principals: [] }),
      sessionId: null,
    }
  },
  holds: (_actor, right) => right !== 'things.see',
  obstacle: () => undefined,
  problems: [],
}
const logged: string[] = []
const write = (fields: object, text: string) => void logged.push(JSON.stringify({ ...fields, text }))
const log = { info: write, warn: write, error: write, debug: write, child: () => log }
const platform = {
  config: loadConfig([], {}).config,
  log,
  now: () => new Date(),
} as unknown as Platform
const app = await createServer(
  platform,
  gate,
  [
    route(create, async ({ body }) => body),
    route(change, async ({ body }) => body),
    route(fail, async () => {
      throw new Error('secret select * from client')
    }),
    route(restricted, async () => ({})),
    route(listing, async ({ query }) => query),
    route(whole, async () => ({ items: ['a', 'b', 'c'].map(each => ({ id: each })), nextCursor: null })),
    route(endpoint({ method: 'GET', path: '/api/v1/refuse', summary: 'Refuses', result: z.unknown() }), async () =>
      refuse(refused, { why: new Localised({ ru: 'потому', en: 'because' }) }),
    ),
  ],
  async server => {
    server.get('/page', { schema: { hide: true } as never }, async (_request, reply) => openPage(reply))
  },
)

const post = (payload: unknown, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/things',
    headers: { 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })
const problemOf = (response: { json(): unknown }) =>
  response.json() as ProblemBody & { data: { errors: { path: string; code: string; message: string }[] } }

describe('an answer', () => {
  it('carries the security headers whatever its status', async () => {
    for (const response of [
      await post({}),
      await app.inject('/api/v1/nothing'),
      await app.inject('/api/openapi.json'),
      await app.inject('/api/docs'),
      await app.inject('/api/docs/static/swagger-ui.css'),
    ]) {
      expect(response.headers['content-security-policy']).toContain("default-src 'none'")
      expect(response.headers['x-content-type-options']).toBe('nosniff')
      expect(response.headers['referrer-policy']).toBe('no-referrer')
    }
  })

  it('to a body that is not JSON is 415, text included', async () => {
    for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded']) {
      const response = await post('{}', { 'content-type': type })
      expect([type, response.statusCode, problemOf(response).code]).toEqual([type, 415, 'unsupported_media_type'])
    }
  })

  it('names a new nonce for every page, and none where there is no page', async () => {
    const [a, b, data] = await Promise.all(['/page', '/page', '/api/v1/fail'].map(path => app.inject(path)))
    expect(a?.headers['content-security-policy']).toContain(`'nonce-${a?.body}'`)
    expect(a?.body).not.toBe(b?.body)
    expect(data?.headers['content-security-policy']).not.toContain('nonce')
  })

  it('of an unexpected error tells an id and nothing else', async () => {
    const response = await app.inject('/api/v1/fail')
    expect(response.statusCode).toBe(500)
    expect(response.body).not.toContain('secret')
    expect(problemOf(response)).toMatchObject({ code: 'internal', requestId: expect.any(String) })
  })

  it('speaks the language of the caller, texts inside data too', async () => {
    const russian = await app.inject('/api/v1/refuse')
    const english = await app.inject({ url: '/api/v1/refuse', headers: { 'x-english': '1' } })
    expect(russian.json()).toMatchObject({ title: 'Нельзя', data: { why: 'потому' } })
    expect(english.json()).toMatchObject({ title: 'No way', data: { why: 'because' } })
    expect(russian.headers['content-type']).toContain('application/problem+json')
  })
})

describe('the type of a problem', () => {
  it('leads to a page that explains it, in the language of who asks', async () => {
    const { type } = problemOf(await app.inject('/api/v1/nothing'))
    const [path, code] = type.split('#')
    const page = await app.inject({ url: String(path), headers: { 'accept-language': 'en' } })
    expect(page.headers['content-type']).toContain('text/html')
    expect(page.body).toContain(`<tr id="${code}">`)
    expect(page.body).toContain('<html lang="en">')
    expect((await app.inject(String(path))).body).toContain('<html lang="ru">')
  })
})

describe('the log', () => {
  it('tells which operation was called and never with what', async () => {
    logged.length = 0
    await app.inject('/api/v1/listing?q=told-by-nobody')
    await app.inject('/api/v1/nothing/told-by-nobody?token=told-by-nobody')
    await app.inject('/api/v1/listing?w=told-by-nobody')
    await post({ id: newId(), name: 'told-by-no' }, { cookie: 'sid=told-by-nobody' })
    expect(logged.filter(line => line.includes('/api/v1/listing')).length).toBe(2)
    expect(logged.filter(line => line.includes('told-by-no'))).toEqual([])
  })
})

describe('input', () => {
  it('that is wrong in several places is answered with all of them at once', async () => {
    const response = await post({ id: 'x', name: 'much too long a name', extra: 1, tags: ['ok', 'too long'] })
    expect(response.statusCode).toBe(422)
    const paths = problemOf(response).data.errors.map(error => error.path)
    expect(paths).toEqual(expect.arrayContaining(['id', 'name', 'tags[1]', 'extra']))
    expect(problemOf(response).data.errors.find(error => error.path === 'extra')?.code).toBe('unknown_property')
  })

  it('with a character that is not allowed is refused together with whatever else is wrong', async () => {
    const response = await post({ id: 'x', name: 'a\u0000b', extra: 1 })
    expect(response.statusCode).toBe(422)
    const errors = problemOf(response).data.errors.map(({ path, code }) => [path, code])
    expect(errors).toEqual(
      expect.arrayContaining([
        ['name', 'invalid_text'],
        ['extra', 'unknown_property'],
      ]),
    )
    expect(errors.map(([path]) => path)).toContain('id')
    const alone = await post({ id: newId(), name: 'a\u0000b' })
    expect(problemOf(alone).data.errors.map(each => each.path)).toEqual(['name'])
  })

  it('that is missing is said to be missing', async () => {
    const errors = problemOf(await post({})).data.errors
    expect(errors.find(error => error.path === 'name')?.message).toBe('Не заполнено')
  })

  it('with an empty string or null counts as absent', async () => {
    const response = await post({ id: newId(), name: 'a', tags: ['', 'b'], deep: null })
    expect(response.json()).toMatchObject({ name: 'a', tags: ['b'] })
    expect(response.json()).not.toHaveProperty('deep')
  })

  it('of a patch keeps null, because it empties the field', async () => {
    const response = await app.inject({ method: 'PATCH', url: `/api/v1/things/${newId()}`, payload: { name: '' } })
    expect(response.json()).toEqual({ name: null })
  })

  it('with a null byte or half a surrogate is refused with its place', async () => {
    const response = await post({ id: newId(), name: 'a\u0000', tags: ['\ud800'] })
    expect(response.statusCode).toBe(422)
    expect(problemOf(response).data.errors.map(error => error.path)).toEqual(['name', 'tags[0]'])
  })

  it('nested too deeply, of 10 MB, not JSON or of another type is refused before any work', async () => {
    const deep = `{"id":"${newId()}","name":"a","deep":${'['.repeat(200)}${']'.repeat(200)}}`
    expect((await post(deep)).statusCode).toBe(400)
    expect((await post(`{"name":"${'x'.repeat(10_000_000)}"}`)).statusCode).toBe(413)
    expect((await post('{"name":')).statusCode).toBe(400)
    expect((await post('')).statusCode).toBe(400)
    expect((await post('a=1', { 'content-type': 'application/x-www-form-urlencoded' })).statusCode).toBe(415)
    expect((await post('null')).statusCode).toBe(422)
    expect((await post('{"__proto__":{"a":1}}')).statusCode).toBe(400)
  })

  it('with a filter that the list does not know is refused with its name', async () => {
    expect((await app.inject('/api/v1/listing?q=a')).json()).toEqual({ q: 'a' })
    const response = await app.inject('/api/v1/listing?w=a')
    expect(response.statusCode).toBe(422)
    expect(problemOf(response).data.errors[0]?.path).toBe('w')
  })

  it('with an empty filter is the same as without', async () => {
    expect((await app.inject('/api/v1/listing?q=')).json()).toEqual({})
  })

  it('with an id that is none is answered, not thrown', async () => {
    const response = await app.inject({ method: 'PATCH', url: '/api/v1/things/drop%20table', payload: {} })
    expect(response.statusCode).toBe(422)
  })
})

describe('a caller', () => {
  it('that is unknown gets 401, without the right 403 with the name of the right', async () => {
    expect((await app.inject({ url: '/api/v1/refuse', headers: { 'x-stranger': '1' } })).statusCode).toBe(401)
    const response = await app.inject('/api/v1/restricted')
    expect(response.statusCode).toBe(403)
    expect(response.json()).toMatchObject({ data: { reason: 'things.see' } })
  })

  it('pages through a list that is read whole, and gets all of it without asking for a page', async () => {
    const ids = async (query: string) => {
      const page = (await app.inject(`/api/v1/whole${query}`)).json() as { items: { id: string }[]; nextCursor: string }
      return [page.items.map(each => each.id).join(''), page.nextCursor] as const
    }
    expect(await ids('')).toEqual(['abc', null])
    const [first, cursor] = await ids('?limit=2')
    expect(first).toBe('ab')
    expect(await ids(`?limit=2&cursor=${cursor}`)).toEqual(['c', null])
    expect((await app.inject('/api/v1/whole?limit=201')).statusCode).toBe(422)
    expect((await app.inject('/api/v1/whole?cursor=broken')).statusCode).toBe(400)
  })

  it('is told of a wrong address and of a wrong method', async () => {
    expect((await app.inject('/api/v1/nothing')).statusCode).toBe(404)
    expect((await app.inject({ url: '/api/v1/nothing', headers: { 'x-stranger': '1' } })).statusCode).toBe(401)
    expect((await app.inject({ method: 'DELETE', url: '/api/v1/things' })).statusCode).toBe(405)
  })
})

describe('the OpenAPI document', () => {
  it('describes exactly the routes that are mounted, with absolute paths and problem codes', async () => {
    const document = (await app.inject('/api/openapi.json')).json() as {
      openapi: string
      paths: Record<string, Record<string, { 'x-problems': string[]; requestBody?: unknown }>>
    }
    expect(document.openapi).toMatch(/^3\.1/)
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/v1/fail',
      '/api/v1/listing',
      '/api/v1/refuse',
      '/api/v1/restricted',
      '/api/v1/things',
      '/api/v1/things/{id}',
      '/api/v1/whole',
    ])
    expect(document.paths['/api/v1/things']?.['post']?.['x-problems']).toContain('thing.refused')
    expect(document.paths['/api/v1/things']?.['post']?.requestBody).toBeDefined()
  })
})
