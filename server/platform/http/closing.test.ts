import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { aWorld, people } from '../../app/testing.ts'
import { endpoint } from '../contract.ts'
import { streamEvents } from '../realtime.ts'
import { route } from './route.ts'
import { createServer, type Gate } from './server.ts'

const world = await aWorld({ open: true })

/** A browser keeps a connection for more than a minute; nobody waits that long for a stop. */
const closedBy = (close: () => Promise<void>) =>
  Promise.race([close().then(() => 'closed'), sleep(5_000, 'still open', { ref: false })])

test('a server that closes does not wait for the streams that people listen to', async () => {
  const url = await world.node.server.listen({ port: 0, host: '127.0.0.1' })
  const stream = await fetch(url + streamEvents.path, {
    headers: { cookie: `sid=${people.salesperson.token}` },
  })
  expect(stream.status).toBe(200)
  expect(await closedBy(() => world.node.server.close())).toBe('closed')
  expect(await stream.text()).toContain('retry:')
})

test('a server that closes finishes the request under way and not the connection', async () => {
  const slow = endpoint({ method: 'GET', path: '/api/v1/slow', summary: '', access: 'public', result: z.unknown() })
  const gate: Gate = { identify: async () => null, holds: () => false, obstacle: () => undefined, problems: [] }
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
      const closed = closedBy(() => app.close())
      await expect.poll(() => app.server.listening).toBe(false)
      release()
      expect(await closed).toBe('closed')
    })(),
  ])
  expect(answer.statusCode).toBe(200)
  agent.destroy()
})
