import type { Part, PartKind } from '../contract.ts'

/** A text while it is being read: `plain` has the same length, so places in one are places in the other. */
export interface Page {
  text: string
  plain: string
  /** 1 where something is recognised or not the caller's; 2 where a number is nobody's phone, though it may be wanted. */
  taken: Uint8Array
  parts: Part[]
}

/** Stands in a view for what is taken; no pattern goes across it. */
export const WALL = '\uE000'

/** Lays a text out for reading: unusual blanks, dashes and pictures become plain ones, nothing moves. */
export function layOut(text: string): Page {
  const plain = text
    .replace(/[\uE000\u00A0\u2000-\u200D\u202F\u2060\uFEFF\u00AD\r\f\v]/g, ' ')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\uFE0F|\p{Cs}/gu, found =>
      ' '.repeat(found.length),
    )
  return { text, plain, taken: new Uint8Array(text.length), parts: [] }
}

/** The text without what is taken. */
export function viewOf(page: Page): string {
  let view = ''
  let from = 0
  for (let at = 0; at <= page.taken.length; at++) {
    if (at < page.taken.length && Boolean(page.taken[at]) === Boolean(page.taken[from])) continue
    view += page.taken[from] ? page.plain.slice(from, at).replace(/[^\n]/g, WALL) : page.plain.slice(from, at)
    from = at
  }
  return view
}

/** Whether nothing between two places is taken. */
export function isFree(page: Page, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (page.taken[at]) return false
  return to > from
}

/** Sets a piece aside: it is known, and is nothing to keep. */
export function setAside(page: Page, from: number, to: number): void {
  page.taken.fill(1, from, to)
}

/** Hides numbers from those who look for phones; what is asked for may still hold them. */
export function hideNumber(page: Page, from: number, to: number): void {
  page.taken.fill(2, from, to)
}

/** Shows the hidden numbers again. */
export function showNumbers(page: Page): void {
  for (let at = 0; at < page.taken.length; at++) if (page.taken[at] === 2) page.taken[at] = 0
}

/** Keeps a piece under its kind; blanks and separators at its ends stay outside. */
export function keep(page: Page, kind: PartKind, from: number, to: number, value?: string): void {
  let [start, end] = [from, to]
  while (start < end && /[\s,;:|]/.test(page.plain[start] ?? '')) start++
  while (end > start && /[\s,;:|]/.test(page.plain[end - 1] ?? '')) end--
  if (!isFree(page, start, end)) return
  const kept = (value ?? page.text.slice(start, end))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n')
    .trim()
  if (kept === '') return
  page.parts.push({ kind, value: kept, from: start, to: end })
  setAside(page, start, end)
}

/** Every match of a pattern in what is still free. */
export function* scan(page: Page, pattern: RegExp): Generator<RegExpMatchArray & { index: number }> {
  for (const match of viewOf(page).matchAll(pattern)) {
    if (match.index !== undefined && match[0] !== '') yield match as RegExpMatchArray & { index: number }
  }
}

/** A line of the text by its ends. */
export interface Line {
  from: number
  to: number
}

/** The lines of a text, empty ones too. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = []
  let from = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
    lines.push({ from, to: at })
    from = at + 1
  }
  lines.push({ from, to: text.length })
  return lines
}
