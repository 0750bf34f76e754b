import { join } from 'node:path'
import { ensureBrowser } from './browser.mjs'
import { staticSteps } from './static-steps.mjs'
import { emptyResults, playwrightCounts, runSteps, vitestCounts } from './step-runner.mjs'
import { prepare, root, runScript } from './toolchain.mjs'
import { buildWeb } from './web-build.mjs'

await runScript(async () => {
  const node = await prepare()
  const browser = ensureBrowser({ node, root, log: line => console.log(line) })
  const results = emptyResults(root)

  const tests = project => {
    const file = join(results, `${project}.json`)
    return {
      name: project,
      args: [
        'node_modules/vitest/vitest.mjs',
        'run',
        `--project=${project}`,
        '--reporter=dot',
        '--reporter=json',
        `--outputFile.json=${file}`,
      ],
      counts: vitestCounts(file),
    }
  }

  const journeys = join(results, 'journeys.json')
  const browserStep =
    browser.path === undefined
      ? { name: 'browser', work: async () => ({ ok: false, output: browser.said }) }
      : {
          name: 'browser',
          args: ['node_modules/@playwright/test/cli.js', 'test', '-c', 'e2e/playwright.config.ts'],
          env: { CHROMIUM: browser.path, INTERES_REPORT: journeys },
          counts: playwrightCounts(journeys),
          after: ['build'],
          // two browsers and two products are as much as two cores carry
          alone: true,
          minutes: 25,
        }

  const build = {
    name: 'build',
    work: async () => {
      await buildWeb(node)
      return { ok: true, output: '' }
    },
  }

  return runSteps({
    node,
    root,
    steps: [
      build,
      ...staticSteps,
      { ...tests('unit') },
      { ...tests('database'), alone: true },
      // they install, start and kill whole products; the limit is for what hangs, not for what is slow
      { ...tests('slow'), alone: true, minutes: 30 },
      browserStep,
    ],
  })
})
