import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Path from the root of the tree, with forward slashes, to its text. */
export type Sources = Map<string, string>

export type Finding = { rule: string; path: string; line?: number; message: string }

export const root = fileURLToPath(new URL('..', import.meta.url))

const skipped = new Set(['node_modules', 'dist', 'data', '.cache', 'test-results', '.git'])
const read = /\.(ts|tsx|mts|mjs|js|css)$/

/** Reads the program's own files under the named folders. Folders that do not exist yet are passed over. */
export function readSources(folders: string[], base = root): Sources {
  const sources: Sources = new Map()
  const walk = (folder: string) => {
    let entries: import('node:fs').Dirent[]
    try {
      entries = readdirSync(join(base, folder), { withFileTypes: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
      throw error
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (skipped.has(entry.name)) continue
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) walk(path)
      else if (read.test(entry.name)) sources.set(path, readFileSync(join(base, path), 'utf8'))
    }
  }
  for (const folder of folders) walk(folder)
  return sources
}

/** Prints every finding and the closing line; answers the exit code. */
export function report(name: string, modules: number, findings: Finding[]): number {
  for (const { rule, path, line, message } of findings) {
    console.log(`${path}${line === undefined ? '' : `:${line}`}  ${rule}: ${message}`)
  }
  console.log(`${name}: ${modules} files, ${findings.length === 0 ? 'nothing found' : `${findings.length} found`}`)
  return findings.length === 0 ? 0 : 1
}
