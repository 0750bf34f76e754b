// Plain JavaScript: the launcher uses it too, on whatever Node from 18 on the system has.
import { linkSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'

/** A taking-over lasts milliseconds; one this old was killed in the middle. */
const TAKING_OVER_MS = 10_000

/**
 * When a process began, in the kernel's own words. With the id it names a process for good: ids are used again, in
 * containers at once. A killed process that its parent has not noticed yet began never; null where the system does
 * not tell.
 */
function birthOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (/[ZX]/.test(fields[0])) return 'never'
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`
  } catch {
    return null
  }
}

function isAlive({ pid, birth }) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return false
  }
  const found = birthOf(pid)
  return found === null || !birth || found === birth
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** What the living holder of the lock says about itself; undefined when nobody holds it. */
export function findHolder(file) {
  const holder = read(file)
  return holder && isAlive(holder) ? holder : undefined
}

/** Takes the lock unless a living process has it. A killed holder's lock is taken over, by exactly one of many. */
export function tryLock(file) {
  const mine = { pid: process.pid, birth: birthOf(process.pid), since: new Date().toISOString() }
  const draft = `${file}.${process.pid}`
  const write = value => writeFileSync(draft, `${JSON.stringify(value)}\n`, { mode: 0o644 })
  write(mine)
  try {
    // A complete file appears under the name at once, or not at all.
    linkSync(draft, file)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (findHolder(file) || !takeOver(file, draft)) return undefined
  } finally {
    rmSync(draft, { force: true })
  }
  return {
    /** Tells others something about the holder. */
    tell(facts) {
      write({ ...mine, ...facts })
      renameSync(draft, file)
    },
    release() {
      if (read(file)?.pid === process.pid) rmSync(file, { force: true })
    },
  }
}

function takeOver(file, draft) {
  const guard = `${file}.taking`
  try {
    mkdirSync(guard)
  } catch {
    try {
      if (Date.now() - statSync(guard).mtimeMs > TAKING_OVER_MS) rmdirSync(guard)
    } catch {
      // another one was quicker
    }
    return false
  }
  try {
    if (findHolder(file)) return false
    renameSync(draft, file)
    return true
  } finally {
    rmdirSync(guard)
  }
}

/** Takes the lock, waiting for whoever has it. */
export async function lock(file, onWait = () => {}) {
  for (let told = false; ; ) {
    const taken = tryLock(file)
    if (taken) return taken
    if (!told) onWait(findHolder(file))
    told = true
    await new Promise(done => setTimeout(done, 200))
  }
}
