export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251' | 'ibm866'

/** The most frequent letters of Russian texts; a wrong table of letters makes rare ones and frames of them. */
const FREQUENT = new Set('оеаинтсрвлкмдпу')
const CYRILLIC = /[а-яё]/
const ODD = /[\u2500-\u259f\u0402\u0403\u0409-\u040f\u0452\u0453\u0459-\u045f\u0490\u0491\u0080-\u009f\ufffd¤¦§¬±µ¶·√■]/

/** Guesses how a text is written, from its first bytes. Files of Russian offices know five ways. */
export function guessEncoding(sample: Uint8Array): Encoding {
  const [a, b, c] = sample
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  const wide = guessWide(sample)
  if (wide) return wide
  if (isUtf8(sample)) return 'utf-8'
  return scoreOf(sample, 'ibm866') > scoreOf(sample, 'windows-1251') ? 'ibm866' : 'windows-1251'
}

/** Without a mark: one half of the bytes is 0 (Latin, digits, separators) or 4 (Cyrillic). */
function guessWide(sample: Uint8Array): Encoding | null {
  if (sample.length < 4) return null
  const high = [0, 0]
  for (const [at, byte] of sample.entries()) if (byte === 0 || byte === 4) high[at % 2] = (high[at % 2] ?? 0) + 1
  const half = Math.floor(sample.length / 2)
  if ((high[1] ?? 0) > half * 0.9) return 'utf-16le'
  return (high[0] ?? 0) > half * 0.9 ? 'utf-16be' : null
}

function isUtf8(sample: Uint8Array): boolean {
  try {
    // The sample may end in the middle of a letter.
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true })
    return true
  } catch {
    return false
  }
}

function scoreOf(sample: Uint8Array, encoding: Encoding): number {
  let score = 0
  let before = ''
  for (const char of new TextDecoder(encoding).decode(sample)) {
    const small = char.toLowerCase()
    if (CYRILLIC.test(small)) {
      score += FREQUENT.has(small) ? 2 : 1
      // A capital behind a small letter hardly ever stands in a word.
      if (char !== small && CYRILLIC.test(before)) score -= 3
    } else if (ODD.test(char)) score -= 4
    before = char
  }
  return score
}

/** Text of bytes that come in pieces; a letter cut in two is put together again. */
export async function* decodeText(
  pieces: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder(encoding)
  for await (const piece of pieces) {
    const text = decoder.decode(piece, { stream: true })
    if (text !== '') yield text
  }
  const rest = decoder.decode()
  if (rest !== '') yield rest
}
