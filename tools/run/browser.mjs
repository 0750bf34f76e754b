import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const installed = {
  // the build without windows starts and draws with half the work
  linux: [
    '/usr/bin/chromium-headless-shell',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
}

/** The browser for the journeys: the one named by CHROMIUM, the system's, or the one that Playwright keeps. */
export function findBrowser() {
  const named = process.env.CHROMIUM
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined
  const system = (installed[process.platform] ?? []).find(path => existsSync(path))
  if (system !== undefined) return system
  try {
    const own = createRequire(import.meta.url)('playwright-core').chromium.executablePath()
    return existsSync(own) ? own : undefined
  } catch {
    return undefined
  }
}

/**
 * Finds or installs a browser: Debian's package where apt-get works and we may, Playwright's own elsewhere.
 * @returns {{ path?: string, said: string }} where it is, or what a person has to install
 */
export function ensureBrowser({ node, root, log }) {
  const found = findBrowser()
  if (found !== undefined) return { path: found, said: '' }
  if (process.env.CHROMIUM) return { said: `CHROMIUM names «${process.env.CHROMIUM}», which does not exist.` }
  const tried = []
  const attempt = (title, command, args, env = {}) => {
    log(`browser: ${title}`)
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      encoding: 'utf8',
      timeout: 8 * 60_000,
    })
    if (status === 0) return true
    const last = `${stdout ?? ''}\n${stderr ?? ''}`.trim().split('\n').at(-1) ?? ''
    tried.push(`${title}: ${error?.message ?? last}`)
    return false
  }
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
    attempt('apt-get update', '/usr/bin/apt-get', ['-q', 'update'], quiet)
    for (const name of ['chromium-headless-shell', 'chromium']) {
      const args = ['-q', '-y', '--no-install-recommends', 'install', name]
      if (attempt(`apt-get install ${name}`, '/usr/bin/apt-get', args, quiet)) break
    }
    const path = findBrowser()
    if (path !== undefined) return { path, said: '' }
  }
  attempt('playwright install chromium', node, [join('node_modules', 'playwright', 'cli.js'), 'install', 'chromium'])
  const path = findBrowser()
  if (path !== undefined) return { path, said: '' }
  return {
    said: [
      'The browser tests need Chromium and it could not be installed here.',
      ...tried.map(each => `  ${each}`),
      'Install it (Debian, Ubuntu: «sudo apt-get install chromium»; Fedora: «sudo dnf install chromium»;',
      'macOS, Windows: Google Chrome), or set CHROMIUM to the path of one, and run npm test again.',
    ].join('\n'),
  }
}
