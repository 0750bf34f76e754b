import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findHolder } from '../../server/platform/process-lock.mjs'
import { prepare, root, runForeground, runScript, SERVER_FLAGS, say } from './toolchain.mjs'
import { buildWeb } from './web-build.mjs'

const args = process.argv.slice(2)

await runScript(async () => {
  const url = findHolder(join(dataDir(), 'running.json'))?.url
  if (url) {
    // Nothing is installed or built under the feet of a running product.
    say(`Interes already runs on this data directory: ${url}`, `Interes уже работает с этой папкой данных: ${url}`)
    return 0
  }
  const node = await prepare()
  await buildWeb(node)
  return runForeground(node, [...SERVER_FLAGS, join(root, 'server', 'app', 'main.ts'), ...args])
})

/** Only to look who runs there; the server itself reads and checks its configuration. */
function dataDir() {
  const at = args.findIndex(arg => arg === '--data-dir' || arg.startsWith('--data-dir='))
  const flag = at === -1 ? undefined : (args[at].split('=')[1] ?? args[at + 1])
  return resolve(flag ?? process.env.INTERES_DATA_DIR ?? fromFile() ?? 'data')
}

function fromFile() {
  try {
    return JSON.parse(readFileSync('interes.config.json', 'utf8')).dataDir
  } catch {
    return undefined
  }
}
