import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Asker } from './ask.ts'
import { operationsOf } from './document.ts'
import { faultsOf } from './judge.ts'
import type { CallerName, FuzzRequest } from './requests.ts'

const problem = (status: number, code: string, more: object = {}) => ({
  status,
  type: 'application/problem+json',
  body: { type: 'x', title: 'x', detail: 'x', requestId: 'x', status, code, ...more },
})

/** A product that does wrong, by the address asked for: what the fuzz must see. */
const answers: Record<string, { status: number; type: string; body: unknown } | null> = {
  '/well': { status: 200, type: 'application/json', body: { name: 'x' } },
  '/refused': problem(404, 'not_found'),
  '/failed': problem(500, 'internal'),
  '/bare': { status: 400, type: 'application/json', body: { error: 'x' } },
  '/undeclared': problem(409, 'surprise'),
  '/liar': { ...problem(404, 'not_found'), status: 403 },
  '/stack': problem(422, 'invalid', { detail: 'TypeError: x\n    at run (/srv/app/a.js:12:3)' }),
  '/sql': problem(422, 'invalid', { detail: 'duplicate key value violates unique constraint "client_pkey"' }),
  '/path': problem(422, 'invalid', { detail: 'server/rooms/clients/actions.ts' }),
  '/more': { status: 200, type: 'application/json', body: { name: 'x', passwordHash: 'y' } },
  '/strange': { status: 202, type: 'application/json', body: { name: 'x' } },
  '/moved': { status: 302, type: 'text/plain', body: '' },
  '/cut': null,
}

const [operation] = operationsOf({
  paths: {
    '/x': {
      post: {
        'x-access': 'things.change',
        'x-problems': ['invalid', 'not_found', 'internal'],
        responses: {
          200: {
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: { name: { type: 'string' } },
                  required: ['name'],
                  additionalProperties: false,
                },
              },
            },
          },
        },
      },
    },
  },
})

describe('a product that does wrong', () => {
  let server: Server
  let asker: Asker
  beforeAll(async () => {
    server = createServer((request, response) => {
      const answer = answers[request.url ?? '']
      if (!answer) return void request.socket.destroy()
      response.writeHead(answer.status, { 'content-type': answer.type }).end(JSON.stringify(answer.body))
    })
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    asker = new Asker(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 2)
  })
  afterAll(() => {
    asker.close()
    server.closeAllConnections()
    server.close()
  })

  const judge = async (target: string, caller: CallerName = 'administrator', refusedFor: string | null = null) => {
    if (!operation) throw new Error('no operation')
    const asked: FuzzRequest = { operation, kind: '', caller, target, headers: [], body: null, refusedFor }
    const answer = await asker.ask('POST', target, [], null)
    return faultsOf(asked, answer, () => caller === 'administrator')
  }

  test('is not accused of what it does well', async () => {
    expect(await judge('/well')).toEqual([])
    expect(await judge('/refused')).toEqual([])
  })

  test.each([
    ['/failed', '500'],
    ['/bare', '400 of the type application/json'],
    ['/undeclared', 'surprise, which the document does not name'],
    ['/liar', '403 that calls itself 404'],
    ['/stack', 'shows a stack'],
    ['/sql', 'shows words of the database'],
    ['/path', 'shows a file of the product'],
    ['/more', 'Unrecognized key: "passwordHash"'],
    ['/strange', 'knows no answer 202'],
    ['/moved', '302'],
    ['/cut', 'the connection was cut'],
  ])('is caught at %s', async (target, words) => {
    expect((await judge(target)).join('\n')).toContain(words)
  })

  test('is caught when it does what it must refuse', async () => {
    expect(await judge('/well', 'administrator', 'name: too long')).toEqual([
      '200 for what is not valid: name: too long',
    ])
    expect(await judge('/well', 'stranger')).toContain('200 for a stranger')
    expect(await judge('/well', 'salesperson')).toEqual(['200 without the right things.change'])
  })
})
