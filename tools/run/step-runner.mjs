import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A step of a check: `args` for the project's Node, or `work` for what is done here. `counts` reads how many tests it
 * ran; a step without it counts as one. `after` names steps that must have passed, `alone` takes both cores.
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} [args]
 * @property {() => Promise<{ ok: boolean, output: string }>} [work]
 * @property {Record<string, string>} [env]
 * @property {(ok: boolean) => Counts} [counts]
 * @property {string[]} [after]
 * @property {boolean} [alone]
 * @property {number} [minutes]
 */

/** An empty folder for the results that steps leave to be counted. */
export const emptyResults = root => {
  const folder = join(root, '.cache', 'test-results')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return folder
}

/**
 * Runs the steps, two at a time, prints a line for each and the output of those that failed, and ends with the one
 * line that says how many passed.
 * @param {{ node: string, root: string, steps: Step[], lanes?: number }} options
 * @returns {Promise<number>} exit code
 */
export async function runSteps({ node, root, steps, lanes = 2 }) {
  const began = Date.now()
  const total = { passed: 0, failed: 0, skipped: 0 }
  const ended = new Map()
  const waiting = [...steps]
  const running = new Set()
  const children = new Set()
  const stop = () => {
    for (const child of children) child.kill('SIGTERM')
    process.exitCode = 130
    waiting.length = 0
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)

  const finish = (step, ok, output, took) => {
    let counts = ok ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
    if (step.counts !== undefined) {
      try {
        counts = step.counts(ok)
      } catch {
        counts = { passed: 0, failed: 1, skipped: 0 }
      }
      // a run that failed with every test passed broke outside the tests: that is one failure
      if (!ok && counts.failed === 0) counts.failed = 1
    }
    const failed = counts.failed > 0
    for (const key of ['passed', 'failed', 'skipped']) total[key] += counts[key]
    ended.set(step.name, !failed)
    const many =
      step.counts === undefined ? '' : `  ${counts.passed} passed${failed ? `, ${counts.failed} failed` : ''}`
    console.log(`${failed ? 'FAIL' : 'ok  '}  ${step.name.padEnd(12)} ${seconds(took).padStart(7)}${many}`)
    if (failed) console.log(indent(output))
  }

  const runOne = async step => {
    const blocked = (step.after ?? []).filter(name => ended.get(name) === false)
    if (blocked.length > 0) return finish(step, false, `not run: ${blocked.join(', ')} failed`, 0)
    const start = Date.now()
    const { ok, output } = step.work
      ? await step.work().catch(error => ({ ok: false, output: String(error?.stack ?? error) }))
      : await runNode(step)
    finish(step, ok, output, Date.now() - start)
  }

  const runNode = step =>
    new Promise(done => {
      const child = spawn(node, step.args, {
        cwd: root,
        env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1', CI: '1', ...step.env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      children.add(child)
      const parts = []
      child.stdout.on('data', part => parts.push(part))
      child.stderr.on('data', part => parts.push(part))
      const limit = setTimeout(
        () => {
          parts.push(Buffer.from(`\nstopped after ${step.minutes ?? 10} minutes\n`))
          child.kill('SIGTERM')
          setTimeout(() => child.kill('SIGKILL'), 10_000).unref()
        },
        (step.minutes ?? 10) * 60_000,
      )
      const end = ok => {
        clearTimeout(limit)
        children.delete(child)
        done({ ok, output: Buffer.concat(parts).toString('utf8') })
      }
      child.on('error', error => {
        parts.push(Buffer.from(String(error)))
        end(false)
      })
      child.on('close', code => end(code === 0))
    })

  const ready = step =>
    (step.after ?? []).every(name => ended.has(name)) &&
    (!step.alone || running.size === 0) &&
    ![...running].some(other => other.alone)

  while (waiting.length > 0 || running.size > 0) {
    while (running.size < lanes) {
      const at = waiting.findIndex(ready)
      if (at === -1) break
      const [step] = waiting.splice(at, 1)
      running.add(step)
      step.promise = runOne(step).finally(() => running.delete(step))
    }
    if (running.size === 0) {
      for (const step of waiting.splice(0))
        finish(step, false, 'not run: it waits for a step that is not in the list', 0)
      break
    }
    await Promise.race([...running].map(step => step.promise))
  }

  process.off('SIGINT', stop)
  process.off('SIGTERM', stop)
  console.log(`in ${seconds(Date.now() - began)}`)
  const skipped = total.skipped === 0 ? '' : `, ${total.skipped} skipped`
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)
  return total.failed > 0 || total.passed === 0 ? 1 : 0
}

const seconds = ms => `${(ms / 1000).toFixed(1)} s`

const indent = text =>
  text
    .trimEnd()
    .split('\n')
    .map(line => `      ${line}`)
    .join('\n')

/** Reads what Vitest's JSON reporter wrote. */
export const vitestCounts = file => () => {
  const json = JSON.parse(readFileSync(file, 'utf8'))
  // a file that could not even be read holds no tests, but is a failure all the same
  const broken = json.testResults.filter(each => each.status === 'failed' && each.assertionResults.length === 0).length
  return {
    passed: json.numPassedTests,
    failed: json.numFailedTests + broken,
    skipped: json.numPendingTests + (json.numTodoTests ?? 0),
  }
}

/** Reads what Playwright's JSON reporter wrote; a flaky test is a defect and counts as failed. */
export const playwrightCounts = file => () => {
  const { stats, errors } = JSON.parse(readFileSync(file, 'utf8'))
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped }
}
