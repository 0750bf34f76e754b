import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { commandAs, hand, type Identity } from './identity.ts'

/** Superuser of the embedded server; runs migrations. */
export const OWNER_ROLE = 'interes_owner'

const MAJOR = '18'

/**
 * Makes the cluster when there is none. It is made beside and renamed, so a start that was killed in the middle leaves
 * nothing half-made in its place.
 */
export async function prepareCluster(
  cluster: string,
  initdb: string,
  identity: Identity,
  options: { passwordFile?: string; throwaway: boolean },
): Promise<boolean> {
  const versionFile = join(cluster, 'PG_VERSION')
  if (existsSync(versionFile)) {
    const version = readFileSync(versionFile, 'utf8').trim()
    if (version === MAJOR) return false
    throw new Error(
      `${cluster} was made by PostgreSQL ${version} and this release of Interes has ${MAJOR}: start the release that made it.`,
    )
  }
  const started = `${cluster}.new-`
  for (const left of readdirSync(dirname(cluster)).map(name => join(dirname(cluster), name))) {
    if (left.startsWith(started)) rmSync(left, { recursive: true, force: true })
  }
  // A name of its own, because the initdb of a killed start may still be writing.
  const fresh = started + process.pid
  mkdirSync(fresh, { recursive: true, mode: 0o700 })
  hand(identity, fresh, true)
  const locale = ['-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8']
  const access = options.passwordFile ? ['-A', 'scram-sha-256', `--pwfile=${options.passwordFile}`] : ['-A', 'trust']
  const command = commandAs(
    identity,
    initdb,
    [
      '-D',
      fresh,
      '-U',
      OWNER_ROLE,
      ...locale,
      ...access,
      '--no-instructions',
      ...(options.throwaway ? ['--no-sync'] : []),
    ],
    true,
  )
  try {
    await promisify(execFile)(command.file, command.args, { ...command.options, cwd: '/', windowsHide: true })
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string }
    const reason = stderr.split('\n').find(line => /error|fatal|could not|cannot/i.test(line)) ?? message
    throw new Error(`PostgreSQL could not make its files in ${dirname(cluster)}: ${reason.trim()}`, { cause: error })
  }
  hand(identity, fresh)
  renameSync(fresh, cluster)
  return true
}

/** Where there are no unix sockets (Windows), the way in is a port of this machine and a password that only we can read. */
export function keepPassword(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8')
  const password = randomBytes(24).toString('base64url')
  writeFileSync(file, password, { mode: 0o600 })
  chmodSync(file, 0o600)
  return password
}
