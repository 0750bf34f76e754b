import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Target } from './targets.ts'

export interface Verdict {
  /** Places that can be injected into, as sqlmap names them. */
  found: string[]
  /** Places that were tried. */
  tried: number
  seconds: number
  /** Why nothing can be said; null when something can. */
  fault: string | null
}

/** One target must not eat the time of all. */
const PATIENCE_S = 150
/** Refusals are what is expected: they are no reason to give up. */
const IGNORED = '400,401,403,404,409,413,414,422,429'

/** Points sqlmap at one target: level and risk as low as they find the holes of the fixture, PostgreSQL alone. */
export async function probe(
  url: string,
  { method, path, body }: Target,
  headers: Record<string, string>,
): Promise<Verdict> {
  const output = mkdtempSync(join(tmpdir(), 'interes-sqlmap-'))
  const from = Date.now()
  const args = [
    '-u',
    url + path,
    '--method',
    method,
    '--batch',
    '--disable-coloring',
    '--flush-session',
    '--output-dir',
    output,
    '--dbms',
    'PostgreSQL',
    '--level',
    '1',
    '--risk',
    '1',
    '--technique',
    'BEUS',
    '--threads',
    '4',
    '--ignore-code',
    IGNORED,
    '--skip-waf',
    '--timeout',
    '10',
    '--retries',
    '1',
    '--answers',
    'follow=N,custom=Y,JSON=Y',
    ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    ...(body ? ['--data', body, '-H', 'Content-Type: application/json'] : []),
  ]
  try {
    const { said, timedOut } = await run(args)
    return {
      ...read(said),
      seconds: Math.round((Date.now() - from) / 1000),
      ...(timedOut ? { fault: 'it took too long' } : {}),
    }
  } finally {
    rmSync(output, { recursive: true, force: true })
  }
}

/** What sqlmap calls critical and is not: the verdict itself, and that answers differ from one another. */
const HARMLESS = ['all tested parameters do not appear to be injectable', 'heavily dynamic', 'be careful']

/** What sqlmap printed, in figures. */
export function read(said: string): Omit<Verdict, 'seconds'> {
  const found = [...said.matchAll(/^Parameter: (.+)$/gm)].map(([, name]) => name ?? '')
  const clean = new Set(
    [...said.matchAll(/parameter '([^']+)' does not seem to be injectable/g)].map(([, name]) => name),
  )
  const tried = clean.size + found.length
  const critical = [...said.matchAll(/\[CRITICAL\] (.+)/g)].map(([, words]) => words ?? '')
  const fault = critical.find(words => !HARMLESS.some(each => words.includes(each)))
  return { found, tried, fault: fault ?? (tried === 0 ? 'nothing was tried' : null) }
}

function run(args: readonly string[]): Promise<{ said: string; timedOut: boolean }> {
  return new Promise((done, fail) => {
    const child = spawn('sqlmap', args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      child.kill('SIGKILL')
    }, PATIENCE_S * 1_000)
    for (const stream of [child.stdout, child.stderr]) stream.on('data', part => (said += String(part)))
    child.on('error', fail)
    child.on('close', () => {
      clearTimeout(timer)
      done({ said, timedOut })
    })
  })
}
