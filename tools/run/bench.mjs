import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, Refusal, root, runForeground, runScript, SERVER_FLAGS } from './toolchain.mjs'

await runScript(async () => {
  const [name, ...args] = process.argv.slice(2)
  const file = join(root, 'bench', `${name}.ts`)
  if (!existsSync(file)) throw new Refusal(`There is no benchmark "${name}" in bench/.`)
  return runForeground(await prepare(), [...SERVER_FLAGS, file, ...args])
})
