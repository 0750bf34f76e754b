import { v7, validate } from 'uuid'

/** Stands for "nobody" where a key may not be null (a record without a responsible). */
export const NIL_ID = '00000000-0000-0000-0000-000000000000'

/** A time-ordered id (UUIDv7); made by the caller, so that a retry names the same record. */
export function newId(): string {
  const random = nextRandom()
  const now = Date.now()
  if (now > last.ms) last = { ms: now, seq: new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1 }
  else last.seq++
  return v7({ random, msecs: last.ms, seq: last.seq })
}

/** Ids of one millisecond are counted on, so that those of a list stand in the order in which they were made. */
let last = { ms: 0, seq: 0 }

/** Sixteen random bytes of a store: to ask the system for each id takes longer than everything else about it. */
const store = new Uint8Array(16 * 256)
let used = store.length

function nextRandom(): Uint8Array {
  if (used === store.length) {
    globalThis.crypto.getRandomValues(store)
    used = 0
  }
  used += 16
  return store.subarray(used - 16, used)
}

export function isId(value: unknown): value is string {
  return typeof value === 'string' && validate(value)
}
