import { staticSteps } from './static-steps.mjs'
import { runSteps } from './step-runner.mjs'
import { prepare, root, runScript } from './toolchain.mjs'

await runScript(async () => runSteps({ node: await prepare(), root, steps: staticSteps }))
