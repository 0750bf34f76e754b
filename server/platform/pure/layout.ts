const latin = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
const cyrillic = 'ёйцукенгшщзхъфывапролджэячсмитьбю'
const latinUpper = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
const cyrillicUpper = cyrillic.toUpperCase()

const toCyrillic = new Map([...zip(latin, cyrillic), ...zip(latinUpper, cyrillicUpper)])
const toLatin = new Map(Array.from(toCyrillic, ([from, to]) => [to, from] as const))
// Signs that stand elsewhere on the other keyboard. `ю` and `б` are the keys of full stop and comma, so these go one way.
toCyrillic.set('/', '.').set('?', ',').set('@', '"')
toLatin.set('"', '@')

function zip(from: string, to: string): [string, string][] {
  return [...from].map((key, index) => [key, to[index] ?? key])
}

/**
 * The text as it would have come from the other keyboard layout («bynthtc» → «интерес», «шыфзз» → «isapp»).
 * The script of most of its letters tells the direction; null when there is nothing to swap.
 */
export function layoutSwap(text: string): string | null {
  const cyrillicLetters = text.match(/[а-яё]/gi)?.length ?? 0
  const latinLetters = text.match(/[a-z]/gi)?.length ?? 0
  if (cyrillicLetters + latinLetters === 0) return null
  const table = latinLetters >= cyrillicLetters ? toCyrillic : toLatin
  const swapped = Array.from(text, key => table.get(key) ?? key).join('')
  return swapped === text ? null : swapped
}
