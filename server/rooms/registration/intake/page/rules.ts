/** What a piece of a pasted text is. */
export type PartKind =
  | 'fullName'
  | 'position'
  | 'company'
  | 'inn'
  | 'kpp'
  | 'ogrn'
  | 'phone'
  | 'email'
  | 'site'
  | 'address'
  | 'need'

/** A recognised piece: its value, and where it stands in the text. */
export interface Part {
  kind: PartKind
  value: string
  from: number
  to: number
}

/** A text while it is being read: `plain` has the same length, so places in one are places in the other. */
export interface Page {
  text: string
  plain: string
  /** 1 where something is recognised or set aside, so that nobody reads it twice. */
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
    .replace(/\p{Extended_Pictographic}|[\uFE0F\uD83C-\uDBFF\uDC00-\uDFFF]/gu, found => ' '.repeat(found.length))
  return { text, plain, taken: new Uint8Array(text.length), parts: [] }
}

/** The text without what is taken. */
export function viewOf(page: Page): string {
  let view = ''
  let from = 0
  for (let at = 0; at <= page.taken.length; at++) {
    if (at < page.taken.length && page.taken[at] === page.taken[from]) continue
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

/** Keeps a piece under its kind; blanks and separators at its ends stay outside. */
export function keep(page: Page, kind: PartKind, from: number, to: number, value?: string): void {
  let [start, end] = [from, to]
  while (start < end && /[\s,;:|]/.test(page.plain[start] ?? '')) start++
  while (end > start && /[\s,;:|]/.test(page.plain[end - 1] ?? '')) end--
  if (!isFree(page, start, end)) return
  const kept = (value ?? page.text.slice(start, end)).replace(/\s+/g, ' ').trim()
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
