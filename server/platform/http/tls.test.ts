import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError } from '../config.ts'
import { readTls } from './tls.ts'

test('without a certificate TLS does not end here', () => {
  expect(readTls({})).toBeNull()
})

test('a file that cannot be read is named in one line', () => {
  const read = () => readTls({ tlsCert: '/nowhere/cert.pem', tlsKey: '/nowhere/key.pem' })
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(/^Wrong configuration: --tls-cert cannot be read: [^\n]*\/nowhere\/cert\.pem[^\n]*$/)
})

test('a file that is no certificate is refused in one line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'interes-tls-'))
  const [tlsCert, tlsKey] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  writeFileSync(tlsCert, 'not a certificate')
  writeFileSync(tlsKey, 'not a key')
  const read = () => readTls({ tlsCert, tlsKey })
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(/^Wrong configuration: --tls-cert and --tls-key are not [^\n]*$/)
})
