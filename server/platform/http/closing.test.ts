import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { aWorld, people } from '../../app/testing.ts'
import { endpoint } from '../contract.ts'
import { streamEvents } from '../realtime.ts'
import { route } from './route.ts'
import { createServer, type Gate } from './server.ts'

const world = await aWorld({ open: true })

// Each waits for its end within the limit of a test; a browser keeps a connection much longer.

test('a server that closes does not wait for the streams that people listen to', { timeout: 30_000 }, async () => {
  const url = await world.node.server.listen({ port: 0, host: '127.0.0.1' })
  const stream = await fetch(url + streamEvents.path, {
    headers: { cookie: `sid=${people.salesperson.token}` },
  })
  expect(stream.status).toBe(200)
  await world.node.server.close()
  expect(await stream.text()).toContain('retry:')
})

test('a server that closes finishes the request under way and not the connection', { timeout: 30_000 }, async () => {
  const slow = endpoint({ method: 'GET', path: '/api/v1/slow', summary: '', access: 'public', result: z.unknown() })
  const gate: Gate = { identify: async () => null, holds: () => false }
  let begun = () => {}
  const under = new Promise<void>(done => {
    begun = done
  })
  let release = () => {}
  const held = new Promise<void>(done => {
    release = done
  })
  const handle = async () => {
    begun()
    await held
    return { done: true }
  }
  const app = await createServer(world.platform, gate, [route(slow, handle)])
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const agent = new Agent({ keepAlive: true })
  const [answer] = await Promise.all([
    once(get(url + slow.path, { agent }), 'response').then(([response]) => response.resume()),
    (async () => {
      await under
      const closed = app.close()
      await expect.poll(() => app.server.listening).toBe(false)
      release()
      await closed
    })(),
  ])
  expect(answer.statusCode).toBe(200)
  agent.destroy()
})
