/** Months of a period, both ends included (`2026-10`), as their first days. */
export function monthsOf(from: string, to: string): string[] {
  const first = placeOf(from)
  return Array.from({ length: Math.max(0, placeOf(to) - first + 1) }, (_, n) => `${monthAt(first + n)}-01`)
}

/** So many months later, or earlier. */
export function addMonths(month: string, by: number): string {
  return monthAt(placeOf(month) + by)
}

function placeOf(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1
}

function monthAt(place: number): string {
  return `${String(Math.floor(place / 12)).padStart(4, '0')}-${String((place % 12) + 1).padStart(2, '0')}`
}
