import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findPostmaster } from '../../server/platform/embedded/postmaster.ts'
import { plainEnvironment, startProduct } from './started-product.ts'
import { findNpm } from './toolchain.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const left = /^(node_modules|data|dist|\.cache|\.git|test-results)$/
const MINUTES = 60_000

/** Newcomers' Node 20 and 22 bring npm 10, which links no `node` of the project into `.bin`. */
describe('with npm 10.8 from the registry', () => {
  let folder: string
  let tree: string
  let npm: string
  const path = (process.env.PATH ?? '').split(delimiter).filter(each => !each.includes('node_modules'))
  const systemNode = path.map(each => join(each, 'node')).find(file => existsSync(file)) ?? process.execPath
  const env = plainEnvironment({
    PATH: [dirname(systemNode), ...path].join(delimiter),
    npm_config_prefer_offline: 'true',
    npm_config_update_notifier: 'false',
  })

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'interes-npm10-'))
    tree = join(folder, 'tree')
    cpSync(root, tree, { recursive: true, filter: from => !left.test(relative(root, from)) })
    await promisify(execFile)(
      systemNode,
      [findNpm(systemNode), 'install', '--prefix', join(folder, 'npm'), '--no-audit', '--no-fund', 'npm@10.8.3'],
      { env, cwd: folder },
    )
    npm = join(folder, 'npm', 'node_modules', 'npm', 'bin', 'npm-cli.js')
  }, 5 * MINUTES)
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))

  it(
    'npm ci and npm start bring up the product in a fresh copy',
    async () => {
      await promisify(execFile)(systemNode, [npm, 'ci', '--no-audit', '--no-fund'], { cwd: tree, env })
      const dataDir = join(folder, 'data')
      const product = startProduct(systemNode, [npm, 'start', '--', '--port', '0', '--data-dir', dataDir], {
        cwd: tree,
        env,
      })
      const answer = await fetch(`${await product.address}/health/live`)
      expect(answer.status).toBe(200)
      expect(product.said()).not.toContain('Installing')
      product.process.kill('SIGTERM')
      await product.ended
      // npm itself ends at once; the product it started finishes its work first.
      const running = join(dataDir, 'running.json')
      for (let tries = 0; existsSync(running) && tries < 600; tries++) await sleep(100)
      expect(existsSync(running)).toBe(false)
      expect(findPostmaster(join(dataDir, 'postgres'))).toBeUndefined()
    },
    15 * MINUTES,
  )
})
