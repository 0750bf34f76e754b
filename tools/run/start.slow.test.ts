import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findPostmaster } from '../../server/platform/embedded/postmaster.ts'
import { findHolder } from '../../server/platform/process-lock.mjs'
import { type StartedProduct, startProduct } from './started-product.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

describe('npm start', () => {
  let dataDir: string
  const started: StartedProduct[] = []

  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'interes-start-'))
  })
  afterAll(async () => {
    for (const { process: child } of started) if (child.exitCode === null) child.kill('SIGTERM')
    await Promise.all(started.map(each => each.ended))
    await sleep(200)
    rmSync(dataDir, { recursive: true, force: true })
  })

  const start = (...args: string[]) => {
    const product = startProduct(
      process.execPath,
      [
        join(root, 'tools/run/start.mjs'),
        '--data-dir',
        dataDir,
        ...(args.includes('--port') ? [] : ['--port', '0']),
        ...args,
      ],
      { cwd: root },
    )
    started.push(product)
    return product
  }
  const appPid = () => findHolder(join(dataDir, 'running.json'))?.pid ?? 0
  const serverPid = () => findPostmaster(join(dataDir, 'postgres'))?.pid ?? 0
  const isAlive = async (address: string) => (await fetch(`${address}/health/live`)).status === 200
  /** Looks until something holds that processes of their own bring about. */
  const until = async (holds: () => boolean) => {
    for (let tries = 0; !holds() && tries < 2400; tries++) await sleep(50)
    expect(holds()).toBe(true)
  }

  it('by two at once runs the product once; the other says where and ends with 0', async () => {
    const [first, second] = [start(), start()]
    const one = await first.address
    const two = await second.address
    expect(one).toBe(two)
    expect(await isAlive(one)).toBe(true)
    const loser = await Promise.race([first.ended.then(() => first), second.ended.then(() => second)])
    expect(await loser.ended).toBe(0)
    expect(loser.said()).toContain('already runs on this data directory')
  })

  it('on a directory in use does nothing but say where the product runs', async () => {
    const again = start('--port', '1')
    expect(await again.ended).toBe(0)
    expect(again.said().trim().split('\n')).toHaveLength(1)
    expect(again.said()).toContain(String(JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')).url))
  })

  it('ends with 0 on SIGTERM; a start that comes meanwhile waits and then runs the product', async () => {
    const running = started.find(({ process: child }) => child.exitCode === null)
    const before = appPid()
    running?.process.kill('SIGTERM')
    await until(() => findHolder(join(dataDir, 'running.json'))?.url === undefined)
    const next = start()
    expect(await running?.ended).toBe(0)
    expect(await isAlive(await next.address)).toBe(true)
    expect(appPid()).not.toBe(before)
    next.process.kill('SIGTERM')
    expect(await next.ended).toBe(0)
    expect([serverPid(), appPid()]).toEqual([0, 0])
  })

  it('with a port that is taken stops with one line', async () => {
    const other = createServer()
    await new Promise<void>(done => other.listen(0, '127.0.0.1', done))
    const { port } = other.address() as AddressInfo
    const refused = start('--port', String(port))
    expect(await refused.ended).toBe(1)
    const lines = refused.said().trim().split('\n')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(String(port))
    other.close()
    expect(serverPid()).toBe(0)
  })

  it.each([
    ['the app', () => [appPid()]],
    ['the database server', () => [serverPid()]],
    ['both', () => [appPid(), serverPid()]],
    ['the launcher, the app and the database server', (launcher: number) => [launcher, appPid(), serverPid()]],
  ])('works after %s was killed with -9', async (name, victims) => {
    const product = start()
    const address = await product.address
    for (const pid of victims(product.process.pid ?? 0)) process.kill(pid, 'SIGKILL')
    if (name === 'the database server') {
      await until(() => serverPid() > 0)
      expect(await isAlive(address)).toBe(true)
    } else {
      await product.ended
      const next = start()
      expect(await isAlive(await next.address)).toBe(true)
      next.process.kill('SIGTERM')
      expect(await next.ended).toBe(0)
    }
    product.process.kill('SIGTERM')
    await product.ended
    expect(serverPid()).toBe(0)
  })

  it('stops the product when the launcher alone is killed', async () => {
    const product = start()
    await product.address
    const app = appPid()
    product.process.kill('SIGKILL')
    await until(() => appPid() !== app && serverPid() === 0)
  })
})
