import { expect, test } from 'vitest'
import { readMe } from '../rooms/access/contract.ts'
import { aWorld, people } from './testing.ts'

test('a node that stops is not ready first, and serves on until the balancer has noticed', async () => {
  const world = await aWorld()
  world.platform.config.drainSeconds = 1
  const url = await world.node.server.listen({ port: 0, host: '127.0.0.1' })
  const headers = { cookie: `sid=${people.salesperson.token}` }
  const ready = async () => (await fetch(`${url}/health/ready`)).status
  expect(await ready()).toBe(200)
  let isClosed = false
  const closing = world.node.close().then(() => {
    isClosed = true
  })
  expect(await ready()).toBe(503)
  expect((await fetch(`${url}/health/live`)).status).toBe(200)
  expect((await fetch(url + readMe.path, { headers })).status).toBe(200)
  expect(isClosed).toBe(false)
  await closing
  await expect(ready()).rejects.toThrow()
})
