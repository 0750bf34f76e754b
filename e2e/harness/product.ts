import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SERVER_FLAGS } from '../../tools/run/toolchain.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The administrator whom an unattended start makes. */
export const administrator = { email: 'admin@example.org', password: 'журнал-7-Облаков', name: 'Администратор' }

export type Product = {
  /** Where it listens, without a slash at the end. */
  url: string
  dataDir: string
  /** Everything it said. */
  said: () => string
  /** The address with the one-time token, of a product that nobody has set up. */
  printedLink: () => string
  stop: () => Promise<void>
}

/** `nobody`: waits to be set up by the printed link. `administrator`: unattended. `demo`: with believable people and work. */
export type Beginning = 'nobody' | 'administrator' | 'demo'

/** Starts the whole product as a person would, on a free port and a throwaway folder of data. */
export async function startProduct(beginning: Beginning): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'interes-journey-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const admin = { CRM_ADMIN_EMAIL: administrator.email, CRM_ADMIN_PASSWORD: administrator.password }
  const child = spawn(
    process.execPath,
    [
      ...SERVER_FLAGS,
      'server/app/main.ts',
      '--port',
      String(port),
      '--data-dir',
      dataDir,
      ...(beginning === 'demo' ? ['--demo'] : []),
    ],
    {
      cwd: root,
      env: { ...cleanEnv(), INTERES_LOG_LEVEL: 'warn', ...(beginning === 'nobody' ? {} : admin) },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const parts: Buffer[] = []
  child.stdout.on('data', part => parts.push(part))
  child.stderr.on('data', part => parts.push(part))
  const said = () => Buffer.concat(parts).toString('utf8')
  const stop = async () => {
    await ended(child)
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
  const printedLink = () => {
    const link = said()
      .match(/https?:\/\/\S+/g)
      ?.find(each => each.startsWith(url) && each.length > url.length + 16)
    if (link === undefined) throw new Error(`no link with a token was printed:\n${said()}`)
    return link
  }
  const isUp = async () => {
    if (beginning !== 'nobody') return (await fetch(`${url}/health/ready`)).status === 200
    printedLink()
    return (await fetch(`${url}/health/live`)).status === 200
  }
  try {
    await until(child, isUp, said)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, dataDir, said, printedLink, stop }
}

/** The caller's own settings must not reach the product under test. */
function cleanEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(INTERES_|CRM_)/.test(name) && name !== 'DATABASE_URL' && name !== 'PORT',
  )
  return Object.fromEntries(kept)
}

async function until(child: ChildProcess, isUp: () => Promise<boolean>, said: () => string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the product stopped:\n${said()}`)
    if (await isUp().catch(() => false)) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`the product was not ready within a minute:\n${said()}`)
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await new Promise<void>(resolve => {
    const patience = setTimeout(() => child.kill('SIGKILL'), 20_000)
    child.once('close', () => {
      clearTimeout(patience)
      resolve()
    })
    child.kill('SIGTERM')
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
