import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { type Config, ConfigError } from '../config.ts'

/**
 * Certificate and key, read and tried, or null where TLS does not end here.
 * @throws ConfigError with one line
 */
export function readTls({ tlsCert, tlsKey }: Pick<Config, 'tlsCert' | 'tlsKey'>): { cert: Buffer; key: Buffer } | null {
  if (!tlsCert || !tlsKey) return null
  const pair = { cert: readPem('--tls-cert', tlsCert), key: readPem('--tls-key', tlsKey) }
  try {
    createSecureContext(pair)
  } catch (error) {
    throw new ConfigError(
      `Wrong configuration: --tls-cert and --tls-key are not a certificate and its key in PEM (${(error as Error).message}).`,
    )
  }
  return pair
}

function readPem(flag: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new ConfigError(`Wrong configuration: ${flag} cannot be read: ${(error as Error).message}.`)
  }
}
