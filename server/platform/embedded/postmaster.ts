import { execFileSync, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandAs, type Identity } from './identity.ts'

/** A running server, started by this process or left by an earlier one. */
export interface Postmaster {
  pid: number
  /** Socket folder, or 127.0.0.1 where there are no unix sockets; empty in the first moments of somebody's start. */
  host: string
  port: number
  adopted: boolean
  isAlive(): boolean
}

/**
 * The server that a killed app left behind. A pid file whose process is gone, or is somebody else's by now (usual in
 * containers, where PostgreSQL would refuse to start), is removed.
 */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const file = join(cluster, 'postmaster.pid')
  let lines: string[]
  try {
    lines = readFileSync(file, 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  if (!(pid > 0) || !isPostmaster(pid, cluster)) {
    rmSync(file, { force: true })
    return undefined
  }
  const host = lines[4] || lines[5] || ''
  return { pid, host, port: Number(lines[3]), adopted: true, isAlive: () => isPostmaster(pid, cluster) }
}

/** The same for the lock of the socket, which would block a start in the same way. */
export function clearSocket(socket: string, cluster: string): void {
  try {
    if (isPostmaster(Number(readFileSync(`${socket}.lock`, 'utf8').split('\n')[0]), cluster)) return
  } catch {
    return
  }
  rmSync(socket, { force: true })
  rmSync(`${socket}.lock`, { force: true })
}

/** Whether the process with this id is the server of this very cluster. */
export function isPostmaster(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false
  if (process.platform === 'win32') return true
  try {
    const command =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        : execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return command.includes('postgres') && command.includes(realpathSync(cluster))
  } catch {
    return false
  }
}

/** Memory for sorts in huge pages where Linux gives them (docs/decisions/001); other systems know no such variable. */
const tunables = ['glibc.malloc.hugetlb=1', process.env['GLIBC_TUNABLES']].filter(Boolean).join(':')

export function spawnPostmaster(options: {
  program: string
  identity: Identity
  cluster: string
  host: string
  port: number
  settings: Record<string, string>
  startLog: string
}): Postmaster {
  const address =
    process.platform === 'win32'
      ? { listen_addresses: options.host, unix_socket_directories: '' }
      : { listen_addresses: '', unix_socket_directories: options.host, unix_socket_permissions: '0700' }
  const settings = { ...options.settings, ...address, port: String(options.port) }
  const {
    file,
    args,
    options: as,
  } = commandAs(options.identity, options.program, [
    '-D',
    realpathSync(options.cluster),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ])
  const log = openSync(options.startLog, 'w', 0o600)
  // A process group of its own: Ctrl+C reaches the app first, which stops the server when its requests are done.
  const child = spawn(file, args, {
    ...as,
    env: { ...process.env, GLIBC_TUNABLES: tunables },
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    windowsHide: true,
  })
  closeSync(log)
  let ended = false
  child.on('exit', () => {
    ended = true
  })
  child.on('error', () => {
    ended = true
  })
  child.unref()
  return {
    pid: child.pid ?? 0,
    host: options.host,
    port: options.port,
    adopted: false,
    isAlive: () => !ended,
  }
}

/** Stops by "fast" shutdown: sessions end, everything is written. After the patience by "immediate", which recovers at the next start. */
export async function stopPostmaster(postmaster: Postmaster, patience = 30_000): Promise<void> {
  for (const [signal, wait] of [
    ['SIGINT', patience],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!postmaster.isAlive()) return
    try {
      process.kill(postmaster.pid, signal)
    } catch {
      return
    }
    for (const until = Date.now() + wait; postmaster.isAlive() && Date.now() < until; ) await sleep(10)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
