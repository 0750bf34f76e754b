import { layoutSwap } from '../../server/platform/pure/layout.ts'
import type { Dice } from '../../server/app/demo/generate/dice.ts'

/** Ways in which hands and habits spoil what somebody means to type. */

const schemes = {
  passport: 'е-e ё-e ж-zh й-i х-kh ц-ts ч-ch ш-sh щ-shch ъ-ie ы-y ь- э-e ю-iu я-ia',
  gost: 'е-e ё-yo ж-zh й-j х-h ц-c ч-ch ш-sh щ-shh ъ- ы-y ь- э-e ю-yu я-ya',
  ear: 'е-e ё-e ж-zh й-y х-h ц-ts ч-ch ш-sh щ-sch ъ- ы-y ь- э-e ю-yu я-ya',
  road: 'е-e ё-yo ж-zh й-y х-kh ц-ts ч-ch ш-sh щ-shch ъ- ы-y ь- э-e ю-yu я-ya',
}
const common = 'а-a б-b в-v г-g д-d з-z и-i к-k л-l м-m н-n о-o п-p р-r с-s т-t у-u ф-f'
const tables = Object.values(schemes).map(
  scheme => new Map(`${common} ${scheme}`.split(' ').map(pair => pair.split('-') as [string, string])),
)

export function inLatin(text: string, dice: Dice): string {
  const table = dice.pick(tables)
  return Array.from(text.toLowerCase(), letter => table.get(letter) ?? letter).join('')
}

/** The same keys under the other layout. On the Russian one the sign @ is a quotation mark. */
export function onOtherLayout(text: string): string {
  return (layoutSwap(text) ?? text).replace('@', text.includes('@') ? '"' : '@')
}

const alike: Record<string, string> = {
  а: 'a',
  в: 'B',
  е: 'e',
  к: 'K',
  м: 'M',
  н: 'H',
  о: 'o',
  р: 'p',
  с: 'c',
  т: 'T',
  у: 'y',
  х: 'x',
}

/** Some letters typed on the Latin keyboard because they look the same. */
export function withLookAlikes(text: string, dice: Dice): string {
  let changed = 0
  return Array.from(text, letter => {
    const other = alike[letter.toLowerCase()]
    if (other === undefined || !dice.chance(changed === 0 ? 0.9 : 0.5)) return letter
    changed++
    return other
  }).join('')
}

const rows = ['йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm']

function neighbour(letter: string, dice: Dice): string {
  const row = rows.find(each => each.includes(letter))
  if (row === undefined) return dice.pick(['а', 'о', 'е', 'и', 'н'])
  const at = row.indexOf(letter)
  return row[at === 0 ? 1 : at === row.length - 1 || dice.chance(0.5) ? at - 1 : at + 1] ?? letter
}

const heard: Record<string, string> = { о: 'а', а: 'о', е: 'и', и: 'е', д: 'т', т: 'д', б: 'п', з: 'с', г: 'к', ш: 'щ' }

/** One slip of the finger or the ear: a letter left out, doubled, mistaken for its neighbour, swapped. */
function slip(word: string, dice: Dice): string {
  const at = dice.between(1, word.length - 2)
  const letter = word[at] ?? ''
  const [head, tail] = [word.slice(0, at), word.slice(at + 1)]
  const kind = dice.next()
  if (kind < 0.25) return head + tail
  if (kind < 0.4) return head + letter + letter + tail
  if (kind < 0.6) return head + neighbour(letter, dice) + tail
  if (kind < 0.8) return head + (heard[letter] ?? neighbour(letter, dice)) + tail
  return head + tail.slice(0, 1) + letter + tail.slice(1)
}

/** So many typos in one word of at least so many letters; null when there is none so long. */
export function withTypos(text: string, typos: 1 | 2, dice: Dice): string | null {
  const words = text.toLowerCase().split(' ')
  const long = words.flatMap((word, at) => (/^\p{L}+$/u.test(word) && word.length >= (typos === 1 ? 5 : 8) ? [at] : []))
  if (long.length === 0) return null
  const at = dice.pick(long)
  const word = words[at] ?? ''
  for (let tries = 0; tries < 20; tries++) {
    const once = slip(word, dice)
    const spoilt = typos === 1 ? once : slip(once, dice)
    if (spoilt !== word && (typos === 1 || spoilt !== once)) return words.with(at, spoilt).join(' ')
  }
  return null
}

/** A mail or a nickname with one thing wrong. */
export function spoilAddress(address: string, dice: Dice): string {
  const [box = '', domain = ''] = address.split('@')
  const spoil = (text: string) => {
    const at = dice.between(1, Math.max(1, text.length - 2))
    const tail = text.slice(at + 1)
    const kind = dice.next()
    if (kind < 0.4) return text.slice(0, at) + tail
    if (kind < 0.7) return text.slice(0, at) + neighbour(text[at] ?? '', dice) + tail
    return text.slice(0, at) + tail.slice(0, 1) + (text[at] ?? '') + tail.slice(1)
  }
  const kind = dice.next()
  if (domain === '') return spoil(address)
  if (kind < 0.15) return address.replace(/\.(?=[^.]*$)/, ',')
  if (kind < 0.3) return address.replace(/\.[^.]*$/, dice.pick(['.com', '.net', '.ry']))
  if (kind < 0.55) return `${box}@${spoil(domain.replace(/\.[^.]*$/, ''))}${/\.[^.]*$/.exec(domain)?.[0] ?? ''}`
  return `${spoil(box)}@${domain}`
}
