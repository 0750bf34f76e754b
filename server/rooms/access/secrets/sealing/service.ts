import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What must be read again, such as the password of another service, lies in the database sealed with AES-256-GCM. The
 * key is one secret of the installation, in a file of the data directory and never in the database: a copy of the base
 * alone opens nothing.
 */
const FILE = 'secret.key'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const FORM = 'v1.'

/** Seals a text for one purpose; what was sealed for another does not open. */
export function seal(config: { dataDir: string }, purpose: string, text: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyOf(config, purpose), nonce)
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return FORM + sealed.toString('base64url')
}

/** The text again; null when another secret sealed it, such as that of the installation it was copied from. */
export function unseal(config: { dataDir: string }, purpose: string, sealed: string): string | null {
  if (!sealed.startsWith(FORM)) return null
  const bytes = Buffer.from(sealed.slice(FORM.length), 'base64url')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', keyOf(config, purpose), bytes.subarray(0, NONCE_BYTES))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES))
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

function keyOf({ dataDir }: { dataDir: string }, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretOf(dataDir), '', `interes ${purpose}`, KEY_BYTES))
}

/** Made at the first use; of two that make it at one moment the first stays. */
function secretOf(dataDir: string): Buffer {
  const path = join(dataDir, FILE)
  try {
    return readSecret(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  mkdirSync(dataDir, { recursive: true })
  try {
    writeFileSync(path, `${randomBytes(KEY_BYTES).toString('base64url')}\n`, { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readSecret(path)
}

function readSecret(path: string): Buffer {
  const secret = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64url')
  if (secret.length !== KEY_BYTES) throw new Error(`${path} does not hold the secret of this installation`)
  return secret
}
