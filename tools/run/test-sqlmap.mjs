import { join } from 'node:path'
import { prepare, root, runForeground, runScript } from './toolchain.mjs'

await runScript(async () =>
  runForeground(await prepare(), [join(root, 'tools', 'sqlmap', 'run.ts'), ...process.argv.slice(2)]),
)
