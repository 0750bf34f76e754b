/** From and to (exclusive) in UTF-16 units of the shown text. */
export type Range = [from: number, to: number]

interface Folded {
  text: string
  /** For each unit of the folded text, where it stands in the shown one; one more for the end. */
  places: number[]
}

const skeleton = new Map(
  Object.entries({
    ё: 'е',
    a: 'а',
    b: 'в',
    c: 'с',
    e: 'е',
    h: 'н',
    k: 'к',
    m: 'м',
    o: 'о',
    p: 'р',
    t: 'т',
    x: 'х',
    y: 'у',
  }),
)

/**
 * Which parts of a shown text a search matched: ё = е, case, quotes and look-alike letters do not matter, digits
 * match across blanks, brackets and dashes, and 8… finds +7…. A token that is not in the text marks nothing.
 */
export function markRanges(text: string, tokens: readonly string[]): Range[] {
  const letters = foldLetters(text)
  let digits: Folded | null = null
  const ranges: Range[] = []
  for (const token of tokens) {
    const found = rangesOf(letters, foldLetters(token.trim()).text)
    if (found.length > 0) {
      ranges.push(...found)
      continue
    }
    const run = token.replace(/\D/g, '')
    if (run.length > 1 && /^[\d\s()+.\-–—/]*$/.test(token)) {
      digits ??= foldDigits(text)
      ranges.push(...digitRanges(digits, run))
      continue
    }
    const words = token.split(/[^\p{L}\p{N}]+/u).filter(word => word !== '')
    if (words.length > 1) for (const word of words) ranges.push(...rangesOf(letters, foldLetters(word).text))
  }
  return mergeRanges(ranges)
}

function digitRanges(text: Folded, run: string): Range[] {
  const whole = rangesOf(text, run)
  if (whole.length > 0) return whole
  // The trunk prefix 8 and the country 7 are one number in two notations; so are they and none.
  return run.length > 3 && /^[78]/.test(run) ? rangesOf(text, run.slice(1)) : []
}

function rangesOf(text: Folded, token: string): Range[] {
  const ranges: Range[] = []
  if (token === '') return ranges
  for (let at = text.text.indexOf(token); at >= 0; at = text.text.indexOf(token, at + token.length)) {
    const from = text.places[at] ?? 0
    const to = (text.places[at + token.length - 1] ?? 0) + 1
    ranges.push([from, to])
  }
  return ranges
}

function foldLetters(text: string): Folded {
  let folded = ''
  const places: number[] = []
  for (let index = 0; index < text.length; index++) {
    const char = text[index] ?? ''
    if ('«»“”„"\'’ʼ`\u0301\u00ad'.includes(char)) continue
    const lower = char.toLowerCase()
    // A letter whose lower case is longer would shift what follows.
    const one = lower.length === 1 ? lower : char
    folded += /[\s\u00a0]/.test(one) ? ' ' : '‐‑–—'.includes(one) ? '-' : (skeleton.get(one) ?? one)
    places.push(index)
  }
  return { text: folded, places }
}

function foldDigits(text: string): Folded {
  let folded = ''
  const places: number[] = []
  for (let index = 0; index < text.length; index++) {
    const char = text[index] ?? ''
    if (char >= '0' && char <= '9') {
      folded += char
      places.push(index)
    } else if (/[\p{L}@,;]/u.test(char) && folded !== '' && !folded.endsWith('|')) {
      // Letters and commas end a number: «доб. 118» is not its continuation.
      folded += '|'
      places.push(index)
    }
  }
  return { text: folded, places }
}

function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = []
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = merged.at(-1)
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}
