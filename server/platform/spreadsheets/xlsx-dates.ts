const DAY_MS = 86_400_000
/** Days are counted from a leap day that never was. */
const EPOCH = Date.UTC(1899, 11, 30)
const EPOCH_1904 = Date.UTC(1904, 0, 1)

/** Whether a format shows a number as a date or a time: the built-in ones by number, others by their letters. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58)
  // What stands in quotes, brackets or behind a backslash is text or a colour.
  const letters = code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')
  return /[dmyhsдмгчс]/i.test(letters) && !/[#0?]/.test(letters)
}

/** A day as people write it, with the time where there is one. */
export function cellDate(value: number, epoch1904: boolean): string {
  if (!Number.isFinite(value)) return ''
  const at = new Date((epoch1904 ? EPOCH_1904 : EPOCH) + Math.round(value * 86_400) * 1_000)
  if (Number.isNaN(at.getTime())) return ''
  const iso = at.toISOString()
  const day = `${iso.slice(8, 10)}.${iso.slice(5, 7)}.${iso.slice(0, 4)}`
  const time = iso.slice(11, 16)
  if (value < 1) return time
  return at.getTime() % DAY_MS === 0 ? day : `${day} ${time}`
}
