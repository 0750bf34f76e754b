import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, lchownSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'

/**
 * As whom PostgreSQL runs. It refuses root, therefore root hands it to a user of its own; where that user could not
 * reach the files (a closed folder above them), it stays root outside and is somebody else in a user namespace.
 */
export interface Identity {
  kind: 'same' | 'user' | 'namespace'
  /** Owner of the database's files; undefined when it is the current user. */
  owner: number | undefined
}

/** Not in any range that distributions hand out; used where the system has no user `interes`. */
const OWN_UID = 59_321
/** `initdb` insists on a user that the system can name. */
const NOBODY = 65_534

const SAME: Identity = { kind: 'same', owner: undefined }
const NAMESPACE: Identity = { kind: 'namespace', owner: undefined }

export function chooseIdentity(cluster: string, postgres: string): Identity {
  if (process.getuid?.() !== 0) return SAME
  const present = existsSync(cluster) ? statSync(cluster).uid : undefined
  const owner = present || namedUid('interes') || OWN_UID
  const closed = [cluster, postgres].find(path => !isReachable(path, owner))
  const user: Identity = { kind: 'user', owner }
  const canBeUser = !closed && runs(user, postgres)
  // Files that root has are left to root, where that is possible.
  if (canBeUser && present !== 0) return user
  if (runs(NAMESPACE, postgres)) return NAMESPACE
  if (canBeUser) return user
  throw new Error(
    closed
      ? `PostgreSQL does not run as root and ${closed} is closed to other users: start as an ordinary user, choose another --data-dir, or set DATABASE_URL.`
      : 'PostgreSQL does not run as root and this system lets root neither change the user nor make a user namespace: start as an ordinary user, or set DATABASE_URL.',
  )
}

/** The command that runs one of PostgreSQL's programs under this identity. */
export function commandAs(identity: Identity, program: string, args: string[], isInitdb = false) {
  const nameless = isInitdb && identity.kind === 'same' && process.platform === 'linux' && !hasName()
  if (identity.kind === 'namespace' || nameless) {
    const map = [`--map-user=${NOBODY}`, `--map-group=${NOBODY}`]
    return { file: 'unshare', args: ['-U', ...map, program, ...args], options: {} }
  }
  const uid = isInitdb ? NOBODY : identity.owner
  return { file: program, args, options: identity.kind === 'user' ? { uid, gid: uid } : {} }
}

/** Gives a folder and all in it to the one who runs PostgreSQL. */
export function hand(identity: Identity, folder: string, isInitdb = false): void {
  const owner = isInitdb && identity.kind === 'user' ? NOBODY : (identity.owner ?? process.getuid?.())
  if (process.getuid?.() !== 0 || owner === undefined || statSync(folder).uid === owner) return
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    lchownSync(join(entry.parentPath, entry.name), owner, owner)
  }
  // Last, so that a handing over that was killed half-way is seen and done again.
  chownSync(folder, owner, owner)
}

function runs(identity: Identity, postgres: string): boolean {
  const { file, args, options } = commandAs(identity, postgres, ['-V'])
  try {
    execFileSync(file, args, { ...options, stdio: 'ignore', cwd: '/' })
    return true
  } catch {
    return false
  }
}

/** Whether a user without rights of root gets through every folder above the path. */
function isReachable(path: string, uid: number): boolean {
  let folder = dirname(path)
  while (!existsSync(folder)) folder = dirname(folder)
  for (folder = realpathSync(folder); ; folder = dirname(folder)) {
    const { mode, uid: owner } = statSync(folder)
    if (!(mode & (owner === uid ? 0o100 : 0o001))) return false
    if (folder === dirname(folder)) return true
  }
}

function namedUid(name: string): number | undefined {
  try {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find(entry => entry.startsWith(`${name}:`))
    return Number(line?.split(':')[2]) || undefined
  } catch {
    return undefined
  }
}

function hasName(): boolean {
  try {
    return Boolean(userInfo().username)
  } catch {
    return false
  }
}
