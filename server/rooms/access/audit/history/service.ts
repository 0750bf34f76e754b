import { chainOn, digestPersonal, digestRow, newSalt } from '../sealing/service.ts'

const FORM = 'interes event 1'
export const DIGEST = 32
export const SALT = 16

/** An event as it is sealed: what never changes as text, and what may be blanked. */
export interface SealableEvent {
  id: string
  body: string
  personal: string | null
}

/** What a block keeps of its events, in their order; the chain stands behind the last of them. */
export interface Block {
  ids: string[]
  digests: Buffer
  personalDigests: Buffer | null
  salts: Buffer | null
  chain: Buffer
}

/** Digests of some events, chained one to the other from where the chain stood. */
export function sealBlock(events: readonly SealableEvent[], before: Buffer): Block {
  const hasPersonal = events.some(each => each.personal !== null)
  const digests = Buffer.alloc(events.length * DIGEST)
  const personalDigests = Buffer.alloc(hasPersonal ? digests.length : 0)
  const salts = Buffer.alloc(hasPersonal ? events.length * SALT : 0)
  let chain = before
  for (const [at, { body, personal }] of events.entries()) {
    if (personal !== null) {
      const salt = newSalt()
      salt.copy(salts, at * SALT)
      digestPersonal(personal, salt).copy(personalDigests, at * DIGEST)
    }
    const digest = digestEvent(body, slotOf(personalDigests, at, DIGEST))
    digest.copy(digests, at * DIGEST)
    chain = chainOn(chain, digest)
  }
  const ids = events.map(each => each.id)
  return hasPersonal
    ? { ids, digests, personalDigests, salts, chain }
    : { ids, digests, personalDigests: null, salts: null, chain }
}

export function digestEvent(body: string, personalDigest: Buffer | null): Buffer {
  return digestRow(body, personalDigest, FORM)
}

/** What stands at a place of a packed column; null where nothing does. */
export function slotOf(packed: Buffer | null, at: number, size: number): Buffer | null {
  const slot = packed?.subarray(at * size, (at + 1) * size)
  return slot?.some(byte => byte !== 0) ? slot : null
}

/** Were the values taken out of this personal part? The names of the fields stay. */
export function isBlanked(personal: string | null): boolean {
  if (personal === null) return true
  const fields = Object.values(JSON.parse(personal) as Record<string, unknown>)
  return fields.every(each => each !== null && typeof each === 'object' && Object.keys(each).every(key => key === 'of'))
}
