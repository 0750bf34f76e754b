import pg from 'pg'

/** Dates stay `YYYY-MM-DD`: a JavaScript Date would move them across zones. */
const DATE_OID = 1082
const INSTANT_OID = 1184
/** How values of columns are read; the others as the driver does. */
export const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === DATE_OID) return (value: string) => value
    if (oid === INSTANT_OID) return readInstant
    return pg.types.getTypeParser(oid as never, format as never)
  },
}

/**
 * `2026-02-03 04:05:06.789+00`, the only form that a session in UTC writes for our centuries; a list holds hundreds, and
 * the general reader takes four times as long. Other forms go to that one.
 */
export function readInstant(text: string): Date {
  const end = text.length - 3
  // `Date.UTC` takes the years below 100 for those of the last century.
  const isPlain = end >= 19 && text.charCodeAt(4) === DASH && !text.startsWith('00') && text.endsWith('+00')
  if (!isPlain) return readAnyInstant(text)
  const at = (place: number) => (text.charCodeAt(place) - ZERO) * 10 + text.charCodeAt(place + 1) - ZERO
  let ms = 0
  for (let place = 20; place < 23; place++) ms = ms * 10 + (place < end ? text.charCodeAt(place) - ZERO : 0)
  return new Date(Date.UTC(at(0) * 100 + at(2), at(5) - 1, at(8), at(11), at(14), at(17), ms))
}
const ZERO = 48
const DASH = 45
const readAnyInstant = pg.types.getTypeParser(INSTANT_OID) as unknown as (text: string) => Date

const isPlain = (item: unknown) =>
  item === null || typeof item === 'string' || typeof item === 'boolean' || Number.isFinite(item)

/** A long list as the text that PostgreSQL reads, where JSON writes the same text: the driver takes five times as long. */
export function listLiteral(value: unknown): unknown {
  if (!Array.isArray(value) || value.length < 8 || !value.every(isPlain)) return value
  const text = JSON.stringify(value)
  // What is escaped is escaped in another way there.
  return text.includes('\\') ? value : `{${text.slice(1, -1)}}`
}
