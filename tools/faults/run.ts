import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Fault, faults } from './faults.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Made by running things; everything else is the tree. */
const made = ['node_modules', '.git', '.cache', 'dist', 'data', 'test-results', 'playwright-report']
/** A test that hangs tells nothing. */
const PATIENCE = 8 * 60_000

const { values, positionals } = parseArgs({ options: { long: { type: 'boolean' } }, allowPositionals: true })
const chosen = faults.filter(
  each =>
    (values.long || !each.long) && (positionals.length === 0 || positionals.some(word => each.name.includes(word))),
)

// A copy of the tree as it stands, so that a run that is killed leaves no fault behind.
const copy = mkdtempSync(join(tmpdir(), 'interes-faults-'))
let running: ChildProcess | undefined
process.on('exit', () => {
  running?.kill()
  rmSync(copy, { recursive: true, force: true })
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130))

for (const name of readdirSync(root).filter(each => !made.includes(each))) {
  cpSync(join(root, name), join(copy, name), { recursive: true })
}
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
const unseen = await seedAll(chosen)
console.log(`\n${chosen.length - unseen.length} of ${chosen.length} faults were noticed`)
for (const line of unseen) console.log(`  ${line}`)
process.exitCode = unseen.length > 0 || chosen.length === 0 ? 1 : 0

async function seedAll(list: readonly Fault[]): Promise<string[]> {
  const unseen: string[] = []
  const whole = await runTests([...new Set(list.map(each => each.test))], undefined)
  if (whole.passed === 0 || whole.failed.length > 0) {
    const reasons = whole.failed.length > 0 ? whole.failed.join('\n  ') : whole.said
    return list.map(each => `${each.name}: the tests are not green without it: ${reasons}`)
  }
  console.log(`${whole.passed} tests are green without a fault`)
  for (const fault of list) {
    const verdict = await seed(fault)
    console.log(
      `${verdict === 'red' ? 'noticed ' : 'UNSEEN  '} ${fault.name}${verdict === 'red' ? '' : `: ${verdict}`}`,
    )
    if (verdict !== 'red') unseen.push(`${fault.name}: ${verdict}`)
  }
  return unseen
}

/** Builds one fault in, runs its test and takes it out again. */
async function seed({ file, find, replace, test, only }: Fault): Promise<string> {
  const path = join(copy, file)
  const whole = readFileSync(path, 'utf8')
  if (whole.split(find).length !== 2) return `${file} does not hold exactly once: ${find}`
  writeFileSync(
    path,
    whole.replace(find, () => replace),
  )
  try {
    const { passed, failed, said } = await runTests([test], only)
    if (failed[0] !== undefined) {
      console.log(`         ${failed[0]}`)
      return 'red'
    }
    // A file that does not even load is no proof that the rule is tested.
    return passed > 0 ? `${test} stays green` : `no test ran in ${test}:\n${said}`
  } finally {
    writeFileSync(path, whole)
  }
}

interface Report {
  numPassedTests: number
  testResults: { assertionResults: { fullName: string; status: string; failureMessages: string[] }[] }[]
}

/** Counts tests that ran to their own verdict; a file that fails to load counts nothing. */
async function runTests(
  tests: readonly string[],
  only: string | undefined,
): Promise<{ passed: number; failed: string[]; said: string }> {
  const report = join(copy, 'report.json')
  rmSync(report, { force: true })
  const args = [
    'run',
    ...tests,
    '--reporter=json',
    `--outputFile=${report}`,
    '--testTimeout=240000',
    ...(only ? ['-t', only] : []),
  ]
  const said = await new Promise<string>(done => {
    let text = ''
    const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], {
      cwd: copy,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: PATIENCE,
    })
    const read = (part: Buffer) => {
      text = (text + part).slice(-2_000)
    }
    running = child
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('close', () => done(text))
  })
  try {
    const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
    // A slow machine is no proof either.
    const failed = testResults
      .flatMap(each => each.assertionResults)
      .filter(each => each.status === 'failed' && !each.failureMessages.some(text => text.includes('timed out in')))
      .map(each => `${each.fullName}: ${each.failureMessages[0]?.split('\n')[0]}`)
    return { passed: numPassedTests, failed, said }
  } catch {
    return { passed: 0, failed: [], said }
  }
}
