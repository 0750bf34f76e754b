import { v7, validate } from 'uuid'

/** Stands for "nobody" where a key may not be null (a record without a responsible). */
export const NIL_ID = '00000000-0000-0000-0000-000000000000'

/** A time-ordered id (UUIDv7); made by the caller, so that a retry names the same record. */
export function newId(): string {
  return v7()
}

export function isId(value: unknown): value is string {
  return typeof value === 'string' && validate(value)
}
