import { givenNames } from './given-names.ts'
import { isLegalFormAbbreviation, stripLegalForms } from './legal-forms.ts'

const lookAlikes: ReadonlyMap<string, string> = new Map(
  Object.entries({ a: 'а', b: 'в', c: 'с', e: 'е', h: 'н', k: 'к', m: 'м', o: 'о', p: 'р', t: 'т', x: 'х', y: 'у' }),
)
const lookAlikesBack: ReadonlyMap<string, string> = new Map(
  Array.from(lookAlikes, ([latin, cyrillic]) => [cyrillic, latin] as const),
)

/** Words of one script with single blanks, as most names are: nothing but the case to fold. */
const plainPattern = /^(?:[а-яёА-ЯЁ0-9]+(?: [а-яёА-ЯЁ0-9]+)*|[a-zA-Z0-9]+(?: [a-zA-Z0-9]+)*)$/

/** The form in which any two spellings of one name are equal: case, ё, quotes, dashes, punctuation, look-alike letters. */
export function searchKey(text: string): string {
  if (plainPattern.test(text)) return text.toLowerCase().replaceAll('ё', 'е')
  const known = folds.get(text)
  if (known !== undefined) return known
  const key = fold(text)
  if (folds.size >= MOST_FOLDS) folds.clear()
  folds.set(text, key)
  return key
}

/** One name is asked for many times while its record is written. */
const folds = new Map<string, string>()
const MOST_FOLDS = 2_000

function fold(text: string): string {
  const folded = text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\u0300-\u036f\u00ad\u200b-\u200d]/g, '')
    .replace(/(\p{L})['’ʼ`](?=\p{L})/gu, '$1')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  // The fold is dear and rarely needed: only a text that holds both scripts can have a mixed word.
  if (!/[a-z]/.test(folded) || !/[а-я]/.test(folded)) return folded
  return folded.replace(/\S+/g, foldLookAlikes)
}

/** «PОМАШКА» with a Latin P, «Аcme» with a Cyrillic А: the letters that cannot be look-alikes decide. */
function foldLookAlikes(word: string): string {
  if (!/[a-z]/.test(word) || !/[а-я]/.test(word)) return word
  const letters = [...word]
  if (letters.every(c => !/[a-z]/.test(c) || lookAlikes.has(c))) {
    return letters.map(c => lookAlikes.get(c) ?? c).join('')
  }
  if (letters.every(c => !/[а-я]/.test(c) || lookAlikesBack.has(c))) {
    return letters.map(c => lookAlikesBack.get(c) ?? c).join('')
  }
  return word
}

/** The word in the other alphabet when each of its letters looks alike there: «COBA» typed on the Latin keyboard. */
export function lookAlike(word: string): string | null {
  const table = /^[a-z]+$/.test(word) ? lookAlikes : lookAlikesBack
  const letters = Array.from(word, letter => table.get(letter))
  return letters.length > 0 && letters.every(letter => letter !== undefined) ? letters.join('') : null
}

/** The words of a name in the folded form, in the order typed. */
export function nameWords(text: string): string[] {
  const key = searchKey(text)
  return key === '' ? [] : key.split(' ')
}

/** Duplicate key of a company: without legal forms, the order of words kept («Ромашка Юг» is not «Юг Ромашка»). */
export function companyKey(text: string): string {
  return withoutLegalForms(nameWords(text)).join(' ')
}

/** All words where nothing else is left. */
function withoutLegalForms(words: string[]): string[] {
  const rest = stripLegalForms(words)
  return rest.length > 0 ? rest : words
}

/** Duplicate key of a person, sole traders included: any order of the words is the same person. */
export function personKey(text: string): string {
  // «Иванов ИП» and «Иванов ИП Петр»: a form in the middle may come to an end by the order.
  return withoutLegalForms(withoutLegalForms(nameWords(text)).sort()).join(' ')
}

export function nameKey(text: string, kind: 'organisation' | 'entrepreneur' | 'person'): string {
  return kind === 'organisation' ? companyKey(text) : personKey(text)
}

export interface FullName {
  surname: string | null
  name: string | null
  patronymic: string | null
}

const patronymicPattern = /(?:[её]вич|ович|[ео]вна|ична|инична|ьич|мич|кич|нич|тич|угли|оглы|кызы)$/iu
const turkicEnding = /^(?:оглы|оглу|углы|угли|кызы|гызы|кизи)$/iu
const initialPattern = /^\p{Lu}\.?$/u

/** Guesses the three parts of a person's name; people may correct the guess, so it never refuses. */
export function splitFullName(text: string): FullName {
  const words = joinTurkicEndings(
    text
      .replace(/(\p{Lu}\.)(?=\p{L})/gu, '$1 ')
      .trim()
      .split(/\s+/)
      .filter(Boolean),
  )
  const [first, second, third] = words
  if (first === undefined) return { surname: null, name: null, patronymic: null }
  if (second === undefined) {
    return givenNames.has(searchKey(first))
      ? { surname: null, name: first, patronymic: null }
      : { surname: first, name: null, patronymic: null }
  }
  if (third === undefined) {
    if (initialPattern.test(first) && !initialPattern.test(second))
      return { surname: second, name: first, patronymic: null }
    if (isPatronymic(second) && givenNames.has(searchKey(first)))
      return { surname: null, name: first, patronymic: second }
    const namesFirst = givenNames.has(searchKey(first)) && !givenNames.has(searchKey(second))
    return namesFirst
      ? { surname: second, name: first, patronymic: null }
      : { surname: first, name: second, patronymic: null }
  }
  const isNameFirst = initialPattern.test(first)
    ? !initialPattern.test(third)
    : isPatronymic(second) && !isPatronymic(third) && !initialPattern.test(third)
  if (isNameFirst) return { surname: words.slice(2).join(' '), name: first, patronymic: second }
  return { surname: first, name: second, patronymic: words.slice(2).join(' ') }
}

function isPatronymic(word: string): boolean {
  return patronymicPattern.test(word)
}

function joinTurkicEndings(words: readonly string[]): string[] {
  const joined: string[] = []
  for (const word of words) {
    const last = joined.at(-1)
    if (turkicEnding.test(word) && last !== undefined && joined.length > 1)
      joined[joined.length - 1] = `${last} ${word}`
    else joined.push(word)
  }
  return joined
}

/** «Иванов И. И.» for places too narrow for the whole name. */
export function initialsOf(fullName: string): string {
  const { surname, name, patronymic } = splitFullName(fullName)
  const initials = [name, patronymic].filter(part => part !== null).map(part => `${[...part][0]?.toUpperCase()}.`)
  return [surname ?? name ?? '', ...(surname === null ? initials.slice(1) : initials)].join(' ').trim()
}

/** The name people say: without «ООО» and without the quotes around the whole. A sole trader keeps «ИП». */
export function displayCompany(name: string): string {
  const words = name.trim().split(/(?<=\s)|(?=[«“„"])/)
  const head = leadingFormLength(words)
  const withoutHead = words.slice(head).join('').trim()
  const tail = /[\s,]+(\p{L}+)\s*$/u.exec(withoutHead)
  const bare =
    tail && isLegalFormAbbreviation(searchKey(tail[1] ?? '')) ? withoutHead.slice(0, tail.index).trim() : withoutHead
  const unquoted = unquote(bare)
  return unquoted === '' ? name.trim() : unquoted
}

function leadingFormLength(words: readonly string[]): number {
  for (let length = Math.min(8, words.length - 1); length > 0; length--) {
    const key = nameWords(words.slice(0, length).join(''))
    if (key.length > 0 && key[0] !== 'ип' && key[0] !== 'индивидуальный' && stripLegalForms(key).length === 0)
      return length
  }
  return 0
}

const closing: Record<string, string> = { '«': '»', '„': '“', '“': '”' }

/** Takes away quotes that hold the whole text; «Торговый дом «Ромашка» is often closed once for both. */
function unquote(text: string): string {
  const first = text[0] ?? ''
  const inner = text.slice(1, -1).trim()
  if (first === '"' && text.endsWith('"')) {
    const count = text.split('"').length - 1
    if (count % 2 === 1) return `${inner}"`
    return count === 2 || text.endsWith('""') ? inner : text
  }
  if (closing[first] === undefined) return text
  const open: string[] = []
  for (let index = 0; index < text.length; index++) {
    const char = text[index] ?? ''
    if (char === open.at(-1)) open.pop()
    else if (closing[char] !== undefined) open.push(closing[char])
    if (open.length === 0 && index < text.length - 1) return text
  }
  if (open.length === 0) return inner
  return text.endsWith(open[0] ?? '') ? `${inner}${text.at(-1)}` : text
}

/** Registers answer in capitals: «ОБЩЕСТВО … "РОМАШКА"» is shown as «Общество … "Ромашка"»; other texts are left alone. */
export function sentenceCase(text: string): string {
  if (!/\p{Lu}{2}/u.test(text) || /\p{Ll}/u.test(text)) return text
  let isStart = true
  return text.replace(/[«“„"]|[\p{L}\p{N}]+/gu, part => {
    if (!/[\p{L}\p{N}]/u.test(part)) {
      isStart = true
      return part
    }
    const isAbbreviation =
      isLegalFormAbbreviation(searchKey(part)) || !/[АЕЁИОУЫЭЮЯAEIOUY]/.test(part) || /\d/.test(part)
    const isConnective = /^(?:С|В|К|И|О|У|НА|ПО|ОТ|ИЗ|ДЛЯ)$/.test(part)
    const shown = isAbbreviation && !isConnective ? part : isStart ? capitalise(part) : part.toLowerCase()
    isStart = false
    return shown
  })
}

/** «ИВАНОВ-ПЕТРОВ ИВАН» → «Иванов-Петров Иван»; a name typed with small letters somewhere is left alone. */
export function personCase(text: string): string {
  if (/\p{Ll}/u.test(text)) return text
  return text.replace(/\p{L}+/gu, word => (turkicEnding.test(word) ? word.toLowerCase() : capitalise(word)))
}

function capitalise(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()
}
