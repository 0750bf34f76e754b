import { readFileSync, writeFileSync } from 'node:fs'
import { MB } from './settings.ts'

const CEILING = '/proc/sys/vm/nr_overcommit_hugepages'

/** What `/proc/meminfo` says of huge pages: counts of pages, the rest in bytes. */
export interface HugePages {
  free: number
  /** Promised to a process that has not touched them yet. */
  reserved: number
  /** Made on demand, above those that the administrator keeps. */
  surplus: number
  pageSize: number
  /** Memory that the system can give without swapping. */
  available: number
}

/**
 * Lets Linux make huge pages on demand for the buffers of the server that is about to start: the kernel's ceiling
 * `vm.nr_overcommit_hugepages` is raised as far as they need, where we are root and the memory is free. Nothing is
 * taken away from the system by that; the pages are made by the start of the server and go back with its end.
 * @returns what was raised, as a sentence for the log
 */
export function allowHugePages(sharedMemory: number): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  try {
    const before = Number(readFileSync(CEILING, 'utf8'))
    const ceiling = ceilingFor(sharedMemory, readHugePages(readFileSync('/proc/meminfo', 'utf8')))
    if (ceiling <= before) return undefined
    writeFileSync(CEILING, String(ceiling))
    return `vm.nr_overcommit_hugepages raised from ${before} to ${ceiling}: the buffers of PostgreSQL come in huge pages`
  } catch {
    // Read-only in most containers; ordinary pages do the same, slower.
    return undefined
  }
}

/** How many pages the kernel must be willing to make beside those that lie free; 0 where none are missing or memory is scarce. */
export function ceilingFor(sharedMemory: number, pages: HugePages): number {
  if (!(pages.pageSize > 0)) return 0
  const missing = Math.ceil(sharedMemory / pages.pageSize) - Math.max(0, pages.free - pages.reserved)
  if (missing <= 0 || missing * pages.pageSize > pages.available / 2) return 0
  return pages.surplus + missing
}

export function readHugePages(meminfo: string): HugePages {
  const valueOf = (name: string) => Number(new RegExp(`^${name}: +(\\d+)`, 'm').exec(meminfo)?.[1] ?? 0)
  return {
    free: valueOf('HugePages_Free'),
    reserved: valueOf('HugePages_Rsvd'),
    surplus: valueOf('HugePages_Surp'),
    pageSize: valueOf('Hugepagesize') * 1024,
    available: valueOf('MemAvailable') * 1024,
  }
}

/** Shared memory of a server with these buffers, generously: locks, processes and the write-ahead log beside them. */
export const sharedMemoryOf = (buffers: string) => Number.parseInt(buffers, 10) * 1.06 * MB + 64 * MB
