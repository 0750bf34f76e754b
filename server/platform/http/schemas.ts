import type { z } from 'zod'

/** A schema as it is looked into: the parts of its definition that lead on. */
export type Schema = z.ZodType & { _zod: { def: Definition } }
interface Definition {
  type: string
  innerType?: Schema
  in?: Schema
  out?: Schema
  element?: Schema
  shape?: Record<string, Schema>
  options?: Schema[]
  discriminator?: string
  valueType?: Schema
  items?: Schema[]
  values?: unknown[]
  catchall?: Schema
}

/** An object of a document; dates and texts that wait for their language are none. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
