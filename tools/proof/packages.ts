import { spawnSync } from 'node:child_process'

const succeeds = (file: string, args: string[]) => spawnSync(file, args, { stdio: 'ignore' }).status === 0

/**
 * A program of a package of Debian, installed if it is absent and may be.
 * @returns null, or in one sentence why it is not there
 */
export function whyWithout(program: string): string | null {
  const isThere = () => succeeds(program, ['--version']) || succeeds(program, ['-v'])
  if (isThere()) return null
  if (process.getuid?.() !== 0) return `${program} is not installed, and only root may install it`
  const install = () => succeeds('apt-get', ['install', '-y', '--no-install-recommends', program])
  if (!install() && succeeds('apt-get', ['update'])) install()
  return isThere() ? null : `${program} is not installed, and "apt-get install ${program}" did not help`
}
