import { readdirSync, readFileSync } from 'node:fs'

/** What processes hold, in MB; pages that several share are counted once. Linux only: elsewhere nothing is told. */
export interface Memory {
  server: number
  database: number
}

/** @param backend a process of the database; its parent leads all others */
export function memoryOf(server: number, backend: number): Memory | null {
  try {
    const postmaster = parentOf(backend)
    const processes = [postmaster, ...childrenOf(postmaster)]
    return { server: held(server), database: processes.reduce((sum, pid) => sum + held(pid), 0) }
  } catch {
    return null
  }
}

/** The name of a process may hold blanks and brackets; what follows it is plain. */
function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => {
      try {
        return parentOf(pid) === parent
      } catch {
        return false
      }
    })
}

function held(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
  return Number(kilobytes) / 1_024
}
