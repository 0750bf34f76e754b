import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { seal, unseal } from './service.ts'

const made: string[] = []
function aDataDir() {
  const dataDir = mkdtempSync(join(tmpdir(), 'interes-sealing-'))
  made.push(dataDir)
  return { dataDir }
}
afterAll(() => {
  for (const dataDir of made) rmSync(dataDir, { recursive: true })
})

test('what is sealed opens again, looks different every time and says nothing', () => {
  const config = aDataDir()
  const sealed = seal(config, 'ldap', 'пароль')
  expect(unseal(config, 'ldap', sealed)).toBe('пароль')
  expect(seal(config, 'ldap', 'пароль')).not.toBe(sealed)
  expect(sealed).not.toContain('пароль')
})

test('what was sealed for something else, elsewhere, or was changed since does not open', () => {
  const config = aDataDir()
  const sealed = seal(config, 'ldap', 'пароль')
  expect(unseal(config, 'single_sign_on', sealed)).toBe(null)
  expect(unseal(aDataDir(), 'ldap', sealed)).toBe(null)
  const other = sealed.at(-3) === 'A' ? 'B' : 'A'
  expect(unseal(config, 'ldap', sealed.slice(0, -3) + other + sealed.slice(-2))).toBe(null)
  for (const broken of ['', 'v1.', 'v1.AAAA', 'пароль']) expect(unseal(config, 'ldap', broken)).toBe(null)
})

test('the secret of the installation is in a file that only its owner reads', () => {
  const config = aDataDir()
  seal(config, 'ldap', 'пароль')
  const path = join(config.dataDir, 'secret.key')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(Buffer.from(readFileSync(path, 'utf8').trim(), 'base64url').length).toBe(32)
})
