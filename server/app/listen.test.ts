import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { choosePort } from './listen.ts'

const host = '127.0.0.1'

describe('the port', () => {
  const open: Server[] = []
  const occupy = (port: number) =>
    new Promise<number>(done => {
      const server = createServer()
      open.push(server)
      server.once('error', () => done(port))
      server.listen(port, host, () => done((server.address() as AddressInfo).port))
    })
  afterEach(async () => {
    await Promise.all(open.splice(0).map(server => new Promise(done => server.close(done))))
  })

  it('is the next free one after 3000 when none was asked for and 3000 is taken', async () => {
    await occupy(3000)
    const port = await choosePort({ port: undefined, host })
    expect(port).toBeGreaterThan(3000)
    await occupy(port)
    expect(await choosePort({ port: undefined, host })).toBeGreaterThan(port)
  })

  it('stops the start with one line when it was asked for and is taken', async () => {
    const port = await occupy(0)
    await expect(choosePort({ port, host })).rejects.toThrow(/^Port \d+ is taken by another program: name another.*$/)
  })

  it('is the one asked for when that is free, and 0 stays "any"', async () => {
    const port = await occupy(0)
    open.pop()?.close()
    await expect.poll(() => choosePort({ port, host }).catch(() => 0)).toBe(port)
    expect(await choosePort({ port: 0, host })).toBe(0)
  })

  it('names an address of another machine as the reason', async () => {
    await expect(choosePort({ port: undefined, host: '192.0.2.1' })).rejects.toThrow(/^Cannot listen on 192\.0\.2\.1/)
  })
})
