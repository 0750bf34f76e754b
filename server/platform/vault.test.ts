import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { ForeignKey, vaultOf } from './vault.ts'

const folder = mkdtempSync(join(tmpdir(), 'interes-vault-'))
afterAll(() => rmSync(folder, { recursive: true }))

const text = Buffer.from('секрет')
const secretKey = 'k'.repeat(40)

it('opens what it sealed, for the same purpose only, and shows nothing of it meanwhile', () => {
  const vault = vaultOf({ secretKey, dataDir: '/nowhere' })
  const sealed = vault.seal('totp:1', text)
  expect(sealed.includes(text)).toBe(false)
  expect(vault.open('totp:1', sealed)).toEqual(text)
  expect(() => vault.open('totp:2', sealed)).toThrow()
  expect(vault.seal('totp:1', text)).not.toEqual(sealed)
})

it('notices a single changed bit, wherever it is', () => {
  const vault = vaultOf({ secretKey, dataDir: '/nowhere' })
  const sealed = vault.seal('totp:1', text)
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(() => vault.open('totp:1', changed), `byte ${at}`).toThrow()
  }
})

it('tells the key of another installation from a damaged text', () => {
  const sealed = vaultOf({ secretKey, dataDir: '/nowhere' }).seal('totp:1', text)
  const other = vaultOf({ secretKey: 'j'.repeat(40), dataDir: '/nowhere' })
  expect(() => other.open('totp:1', sealed)).toThrow(ForeignKey)
})

it('makes a key that only its owner may read, once, and finds it again', () => {
  const dataDir = join(folder, 'data')
  const sealed = vaultOf({ dataDir }).seal('totp:1', text)
  const file = join(dataDir, 'secret.key')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const kept = readFileSync(file, 'utf8')
  expect(Buffer.from(kept, 'base64url').length).toBe(32)
  expect(vaultOf({ dataDir }).open('totp:1', sealed)).toEqual(text)
  expect(readFileSync(file, 'utf8')).toBe(kept)
})

it('refuses a key file that lost its key instead of sealing with nothing', () => {
  const dataDir = join(folder, 'empty')
  vaultOf({ dataDir }).seal('totp:1', text)
  chmodSync(join(dataDir, 'secret.key'), 0o600)
  writeFileSync(join(dataDir, 'secret.key'), '\n')
  expect(() => vaultOf({ dataDir }).seal('totp:1', text)).toThrow('holds no key')
})
