import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { listFiles, prepare, Refusal, root, runForeground, runScript } from './toolchain.mjs'

await runScript(async () => {
  const [name, ...args] = process.argv.slice(2)
  const file = join(root, 'bench', `${name}.ts`)
  if (!name || !existsSync(file)) {
    throw new Refusal(
      `Which benchmark? There are: ${listFiles(join(root, 'bench'))
        .filter(path => path.endsWith('.ts'))
        .join(', ')}`,
    )
  }
  return runForeground(await prepare(), [file, ...args])
})
