import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { playwrightCounts, runSteps, type Step, vitestCounts } from './step-runner.mjs'

let folder: string
let said: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interes-steps-'))
  said = []
  vi.spyOn(console, 'log').mockImplementation(line => void said.push(String(line)))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

const run = (steps: Step[], lanes?: number) => runSteps({ node: process.execPath, root: folder, steps, lanes })
const code = (text: string) => ['--input-type=module', '-e', text]
const good = (name: string): Step => ({ name, work: async () => ({ ok: true, output: 'quiet' }) })
const bad = (name: string): Step => ({ name, work: async () => ({ ok: false, output: `why ${name} failed` }) })

describe('a run of steps', () => {
  it('ends with one line that counts, and with 0 when all passed', async () => {
    expect(await run([good('a'), { name: 'b', args: code('') }])).toBe(0)
    expect(said.at(-1)).toBe('2 passed, 0 failed')
    expect(said.filter(line => /\d+ passed, \d+ failed/.test(line))).toHaveLength(1)
  })

  it('shows the output of what failed and only of that', async () => {
    const steps = [good('a'), bad('b'), { name: 'c', args: code("console.log('the reason'); process.exit(3)") }]
    expect(await run(steps)).toBe(1)
    expect(said.join('\n')).toContain('why b failed')
    expect(said.join('\n')).toContain('the reason')
    expect(said.join('\n')).not.toContain('quiet')
    expect(said.at(-1)).toBe('1 passed, 2 failed')
  })

  it('adds the tests that a step counted', async () => {
    const counted = { ...good('a'), counts: () => ({ passed: 40, failed: 0, skipped: 2 }) }
    expect(await run([counted, good('b')])).toBe(0)
    expect(said.at(-1)).toBe('41 passed, 0 failed, 2 skipped')
  })

  it('counts a run that failed outside its tests as a failure', async () => {
    expect(await run([{ ...bad('a'), counts: () => ({ passed: 40, failed: 0, skipped: 0 }) }])).toBe(1)
    expect(said.at(-1)).toBe('40 passed, 1 failed')
  })

  it('counts a run that left no results as a failure', async () => {
    expect(await run([{ ...good('a'), counts: vitestCounts(join(folder, 'absent.json')) }])).toBe(1)
    expect(said.at(-1)).toBe('0 passed, 1 failed')
  })

  it('does not run a step whose base failed, and says so', async () => {
    let ran = false
    const top: Step = {
      name: 'top',
      after: ['base'],
      work: async () => {
        ran = true
        return { ok: true, output: '' }
      },
    }
    expect(await run([top, bad('base')])).toBe(1)
    expect(ran).toBe(false)
    expect(said.join('\n')).toContain('not run: base failed')
    expect(said.at(-1)).toBe('0 passed, 2 failed')
  })

  it('never waits for ever', async () => {
    expect(await run([{ ...good('a'), after: ['nothing'] }])).toBe(1)
    expect(said.at(-1)).toBe('0 passed, 1 failed')
  })

  it('fails when nothing ran', async () => {
    expect(await run([])).toBe(1)
  })

  it('runs two at a time, and one that wants both cores alone', async () => {
    let now = 0
    const seen: Record<string, number> = {}
    const busy = (name: string, alone = false): Step => ({
      name,
      alone,
      work: async () => {
        now += 1
        await new Promise(resolve => setTimeout(resolve, 20))
        seen[name] = Math.max(seen[name] ?? 0, now)
        now -= 1
        return { ok: true, output: '' }
      },
    })
    await run([busy('a'), busy('b'), busy('alone', true), busy('c'), busy('d')])
    expect(Math.max(...Object.values(seen))).toBe(2)
    expect(seen.alone).toBe(1)
  })
})

describe('counts', () => {
  it('take a test file that could not be read as a failure', () => {
    const file = join(folder, 'vitest.json')
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
    ]
    writeFileSync(file, JSON.stringify({ numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, testResults }))
    expect(vitestCounts(file)()).toEqual({ passed: 3, failed: 2, skipped: 2 })
  })

  it('take a flaky journey as a failure', () => {
    const file = join(folder, 'journeys.json')
    writeFileSync(
      file,
      JSON.stringify({
        stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 },
        errors: [{ message: 'no browser' }],
      }),
    )
    expect(playwrightCounts(file)()).toEqual({ passed: 5, failed: 3, skipped: 2 })
  })
})
