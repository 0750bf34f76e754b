import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findHolder, lock, tryLock } from './process-lock.mjs'

describe('a lock of one process', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'interes-lock-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Runs a line of JavaScript with `tryLock` and `file` in a process of its own. */
  const elsewhere = (file: string, line: string) => {
    const module = JSON.stringify(new URL('./process-lock.mjs', import.meta.url).href)
    const script = `import { tryLock } from ${module}; const file = ${JSON.stringify(file)}; ${line}`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', part => {
      said += part
    })
    return { child, ended: new Promise<string>(done => child.once('close', () => done(said.trim()))) }
  }

  it('is held by one and tells the others about the holder', () => {
    const file = join(folder, 'one')
    const held = tryLock(file)
    held?.tell({ url: 'http://localhost:1' })
    expect(tryLock(file)).toBeUndefined()
    expect(findHolder(file)).toMatchObject({ pid: process.pid, url: 'http://localhost:1' })
    held?.release()
    expect(findHolder(file)).toBeUndefined()
    tryLock(file)?.release()
  })

  it('of a killed process is taken over by exactly one of many', async () => {
    const file = join(folder, 'killed')
    await elsewhere(file, `tryLock(file); process.kill(process.pid, 'SIGKILL')`).ended
    expect(readFileSync(file, 'utf8')).toContain('"pid"')
    // All wait until the last one is there, then all try; who has it keeps it until the others have tried.
    const line = `process.stdin.once('data', () => { console.log(Boolean(tryLock(file))); process.stdin.once('end', () => process.exit()) }); console.log('there')`
    const many = Array.from({ length: 6 }, () => elsewhere(file, line))
    await Promise.all(many.map(({ child }) => new Promise(done => child.stdout.once('data', done))))
    const tried = many.map(({ child }) => new Promise(done => child.stdout.once('data', done)))
    for (const { child } of many) child.stdin.write('go')
    await Promise.all(tried)
    for (const { child } of many) child.stdin.end()
    const said = await Promise.all(many.map(({ ended }) => ended))
    expect(said.filter(each => each.includes('true'))).toHaveLength(1)
  })

  it.runIf(process.platform === 'linux')('is free when the holder’s number belongs to another process now', () => {
    const file = join(folder, 'reused')
    writeFileSync(file, JSON.stringify({ pid: process.ppid, birth: 'another boot 1' }))
    expect(findHolder(file)).toBeUndefined()
    expect(tryLock(file)).toBeDefined()
  })

  it('is waited for', async () => {
    const file = join(folder, 'waited')
    const held = tryLock(file)
    let waitsFor: number | undefined
    const second = lock(file, holder => {
      waitsFor = holder?.pid
      held?.release()
    })
    await second
    expect(waitsFor).toBe(process.pid)
  })
})
