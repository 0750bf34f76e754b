/** `25.11`, `25.11.26`, `25/11/2026` → `2026-11-25`; without a year the next such day. */
export function readDate(text: string, now: Date = new Date()): string | null {
  const found = /^\s*(\d{1,2})[.,/\-\s]+(\d{1,2})(?:[.,/\-\s]+(\d{2}|\d{4}))?\s*\.?$/.exec(text)
  if (!found) return null
  const day = Number(found[1])
  const month = Number(found[2])
  const given = found[3] === undefined ? undefined : Number(found[3].length === 2 ? `20${found[3]}` : found[3])
  const of = (year: number) => new Date(Date.UTC(year, month - 1, day))
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())
  const year = given ?? (of(now.getFullYear()).getTime() < today ? now.getFullYear() + 1 : now.getFullYear())
  const date = of(year)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null
}
