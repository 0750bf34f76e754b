import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What the database keeps and a copy of it must not tell: sealed with the key of this installation, which lies outside
 * of the database. Only what has to be read again belongs here; what is merely compared is kept as a digest.
 */
export interface Vault {
  /** @param purpose what the text is and whose: it opens for nothing else, wherever somebody copies it to */
  seal(purpose: string, text: Buffer): Buffer
  /** @throws ForeignKey when it was sealed with the key of another installation */
  open(purpose: string, sealed: Buffer): Buffer
  /** Was it sealed with this key? */
  knows(sealed: Buffer): boolean
}

/** Sealed by an installation with another key: a restored database without its key, or a node that was given none. */
export class ForeignKey extends Error {}

const FILE = 'secret.key'
const CIPHER = 'aes-256-gcm'
const VERSION = 1
const MARK_BYTES = 4
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * The one vault of a node. The key is the setting `secretKey`, which several nodes share; without it a file of the data
 * directory that only its owner may read, made when it is needed first.
 */
export function vaultOf(config: { secretKey?: string | undefined; dataDir: string }): Vault {
  let known: { key: Buffer; mark: Buffer } | undefined
  const keys = () => (known ??= keysOf(config.secretKey ?? keptKey(config.dataDir)))
  const knows = (sealed: Buffer) => sealed[0] === VERSION && sealed.subarray(1, 1 + MARK_BYTES).equals(keys().mark)
  return {
    knows,
    seal(purpose, text) {
      const { key, mark } = keys()
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(purpose))
      const body = Buffer.concat([cipher.update(text), cipher.final()])
      return Buffer.concat([Buffer.of(VERSION), mark, nonce, cipher.getAuthTag(), body])
    },
    open(purpose, sealed) {
      const { key } = keys()
      const at = (from: number, length: number) => sealed.subarray(from, from + length)
      if (!knows(sealed)) throw new ForeignKey('sealed with the key of another installation')
      const nonceAt = 1 + MARK_BYTES
      const bodyAt = nonceAt + NONCE_BYTES + TAG_BYTES
      const decipher = createDecipheriv(CIPHER, key, at(nonceAt, NONCE_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(at(nonceAt + NONCE_BYTES, TAG_BYTES))
      return Buffer.concat([decipher.update(sealed.subarray(bodyAt)), decipher.final()])
    },
  }
}

/** The mark tells keys apart and gives nothing of them away. */
function keysOf(secret: string): { key: Buffer; mark: Buffer } {
  const derive = (what: string, bytes: number) => Buffer.from(hkdfSync('sha256', secret, '', `interes ${what}`, bytes))
  return { key: derive('vault', 32), mark: derive('vault mark', MARK_BYTES) }
}

/** Written beside and put in its place whole, so that of two who start at once both read the same one. */
function keptKey(dataDir: string): string {
  const file = join(dataDir, FILE)
  const found = readKey(file)
  if (found !== undefined) return found
  mkdirSync(dataDir, { recursive: true })
  const fresh = `${file}.new-${process.pid}-${randomBytes(4).toString('hex')}`
  writeFileSync(fresh, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true })
  try {
    linkSync(fresh, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(fresh, { force: true })
  }
  return readKey(file) ?? ''
}

function readKey(file: string): string | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  // An empty key would seal with what everybody knows.
  if (text.length < 32) throw new Error(`${file} holds no key: bring it back from a copy of the data directory.`)
  return text
}
