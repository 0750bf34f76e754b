import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findBinaries } from './binaries.ts'
import { openDataDir } from './data-dir.ts'

it('a data directory is made where it is missing and cannot be listed by others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'interes-dir-'))
  const made = openDataDir(join(folder, 'deep', 'data'))
  expect(statSync(made).mode & 0o066).toBe(0)
  rmSync(folder, { recursive: true })
})

it('a data directory that cannot be used is refused in one sentence', () => {
  const folder = mkdtempSync(join(tmpdir(), 'interes-dir-'))
  writeFileSync(join(folder, 'file'), '')
  expect(() => openDataDir(join(folder, 'file', 'data'))).toThrow(
    /^Cannot write to the data directory .* --data-dir\.$/,
  )
  rmSync(folder, { recursive: true })
})

it('a platform without PostgreSQL among the dependencies is told to bring its own', () => {
  expect(() => findBinaries('aix', 'ppc64')).toThrow(/^There is no PostgreSQL for aix on ppc64.*DATABASE_URL/)
})
