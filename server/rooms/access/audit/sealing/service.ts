import { createHash, randomBytes } from 'node:crypto'

/** What a row of the log is, for the chain: what never changes as text, and what may be blanked. */
export interface Sealable {
  body: string
  personal: string | null
}

const FORM = 'interes audit 1'
/** Before the first row. */
export const GENESIS = Buffer.alloc(32)

const sha256 = (...parts: readonly (string | Buffer)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

export const newSalt = (): Buffer => randomBytes(16)

/** Of what is personal: the salt goes with the value, so that nobody can try which of a few values it was. */
export function digestPersonal(personal: string, salt: Buffer): Buffer {
  return sha256(salt, personal)
}

/** Of a whole row: what is personal counts by its digest only, so that blanking it changes nothing. */
export function digestRow(body: string, personalDigest: Buffer | null, form = FORM): Buffer {
  return sha256(form, '\n', body, '\n', personalDigest?.toString('hex') ?? '')
}

export function chainOn(before: Buffer, digest: Buffer): Buffer {
  return sha256(before, digest)
}
