import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findRunning } from '../platform/embedded/running.ts'
import { signIn } from '../rooms/access/contract.ts'
import { beginSecondFactor } from '../rooms/access/second-factor/contract.ts'
import { readSignInRules } from '../rooms/access/sign-in-rules/contract.ts'
import { plainEnvironment, type StartedProduct, startProduct } from '../../tools/run/started-product.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'interes-crm-'))
const at = (file: string) => fileURLToPath(new URL(file, import.meta.url))
let product: StartedProduct | undefined

interface Ran {
  code: number
  lines: string[]
  complaint: string
}

async function crm(...args: string[]): Promise<Ran> {
  const command = [at('./crm.ts'), ...args, '--data-dir', dataDir]
  const run = promisify(execFile)(process.execPath, command, { timeout: 120_000, env: plainEnvironment() })
  const { stdout, stderr, code } = await run.then(
    done => ({ ...done, code: 0 }),
    (failed: { stdout: string; stderr: string; code: number }) => failed,
  )
  return { code, lines: stdout.trimEnd().split('\n'), complaint: stderr }
}

beforeAll(async () => {
  const person = ['--email', 'boss@example.com', '--name', 'Ирина', '--role', 'administrator']
  const made = await crm('user', 'create', ...person, '--password', 'очень длинный пароль')
  expect(made.complaint).toBe('')
})

afterAll(async () => {
  product?.process.kill('SIGTERM')
  await product?.ended
  rmSync(dataDir, { recursive: true, force: true })
})

it('says in one line what is wrong, and does nothing then', async () => {
  const person = ['--email', 'boss@example.com', '--name', 'Ирина']
  const taken = await crm('user', 'create', ...person, '--role', 'head')
  expect([taken.code, taken.complaint]).toEqual([1, expect.stringMatching(/^.+\n$/)])
  const unknown = await crm('user', 'create', ...person, '--role', 'king')
  expect([unknown.code, unknown.complaint]).toEqual([1, expect.stringMatching(/^--role: .+\n$/)])
})

it('works beside the running product and leaves its database running', async () => {
  product = startProduct(process.execPath, [at('./main.ts'), '--data-dir', dataDir, '--port', '0'], { cwd: tmpdir() })
  const url = await product.address
  const key = (await crm('api-key', 'create', '--user', 'boss@example.com')).lines.at(-1)
  const me = await fetch(`${url}/api/v1/session`, { headers: { authorization: `Bearer ${key}` } })
  expect(((await me.json()) as { user: { name: string } }).user.name).toBe('Ирина')
  const link = (await crm('user', 'password', '--email', 'boss@example.com')).lines.at(-1)
  expect(link?.startsWith(`${url}/sign-in#token=`)).toBe(true)
  expect((await fetch(`${url}/health/ready`)).status).toBe(200)
})

it('a node that starts with another key says so everywhere, changes nothing, and works again with the right one', async () => {
  const key = (await crm('api-key', 'create', '--user', 'boss@example.com')).lines.at(-1)
  const command = [at('./main.ts'), '--data-dir', dataDir, '--port', '0']
  const restart = async (env: Record<string, string> = {}) => {
    product?.process.kill('SIGTERM')
    await product?.ended
    product = startProduct(process.execPath, command, { cwd: tmpdir(), env: plainEnvironment(env) })
    return product.address
  }
  const asked = async (url: string, path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...init.headers }
    const answer = await fetch(url + path, { ...init, headers })
    return (await answer.json()) as Record<string, unknown>
  }
  const begin = async (url: string) => {
    const body = JSON.stringify({ email: 'boss@example.com', password: 'очень длинный пароль' })
    const entered = await fetch(url + signIn.path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    })
    const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const headers = { cookie, 'sec-fetch-site': 'same-origin' }
    return (await fetch(url + beginSecondFactor.path, { method: 'POST', headers })).status
  }
  const right = (await product?.address) ?? ''
  expect(await begin(right)).toBe(200)
  expect(await asked(right, '/health/ready')).toEqual({ status: 'ready' })
  expect((await crm('key', 'check')).code).toBe(0)

  const wrong = await restart({ INTERES_SECRET_KEY: 'another-key-'.repeat(4) })
  await expect.poll(() => product?.said()).toMatch(/WARNING|ВНИМАНИЕ/)
  expect(readFileSync(join(dataDir, 'logs', 'interes.log'), 'utf8')).toContain(
    'not the one with which the base was sealed',
  )
  expect(await asked(wrong, '/health/ready')).toEqual({ status: 'ready', warning: 'secret_key.another' })
  expect((await asked(wrong, readSignInRules.path))['secretKey']).toBe('another')
  expect(await begin(wrong), 'nothing is sealed with it').toBe(409)

  const again = await restart()
  expect(await asked(again, '/health/ready')).toEqual({ status: 'ready' })
  expect((await asked(again, readSignInRules.path))['secretKey']).toBe('right')
  expect(await begin(again)).toBe(200)
})

it('checks the access log, names what is wrong with it, and compares it with an anchor that was kept', async () => {
  const first = await crm('audit', 'verify')
  expect([first.code, first.lines.at(-1)]).toEqual([0, expect.stringMatching(/OK|цел/)])
  const anchor = first.lines.find(line => /^(Anchor|Якорь): /.test(line))?.split(': ')[1] ?? ''
  expect(anchor).toMatch(/^[0-9a-f]{64}:\d+:[0-9a-f]{64}:\d+$/)
  expect((await crm('audit', 'verify', '--anchor', anchor)).code).toBe(0)
  const other = await crm('audit', 'verify', '--anchor', anchor.replace(/^.{8}/, '00000000'))
  expect([other.code, other.lines.at(-1)]).toEqual([1, expect.stringMatching(/rewritten|переписан/)])
  const wrong = await crm('audit', 'verify', '--anchor', 'paper')
  expect([wrong.code, wrong.complaint]).toEqual([
    1,
    '--anchor: must be HASH:COUNT, or HASH:COUNT:HASH:COUNT, as it is printed.\n',
  ])

  const found = findRunning(dataDir)
  const owner = new pg.Client(found?.owner ?? {})
  await owner.connect()
  await owner.query(`set session_replication_role = replica`)
  await owner.query(`delete from audit where id = (select audit_id from audit_seal where seq = 2)`)
  await owner.end()
  const after = await crm('audit', 'verify')
  expect([after.code, after.lines.at(-1)]).toEqual([1, expect.stringMatching(/(deleted|удалена): (№ 2|no. 2)/)])
})
