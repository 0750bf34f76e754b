import {
  findGivenName,
  isPatronymicWord,
  isSurnameLike,
  straightPatronymic,
  straightSurname,
} from '../../../../platform/pure/person-words.ts'
import { nameWords } from '../../../../platform/pure/names.ts'
import { isFree, keep, type Page, viewOf, WALL } from '../page/rules.ts'
import type { Labelled } from '../labels/rules.ts'
import { findPositions } from '../positions/rules.ts'

/** What a word may be in a name: given name, patronymic, initial, likely surname, any other with a capital. */
type Sort = 'given' | 'patronymic' | 'initial' | 'surname' | 'capital' | 'turkic' | 'other'

interface Word {
  text: string
  from: number
  to: number
  sort: Sort
  oblique: boolean
  /** A usual word in small letters that is a name too. */
  weak: boolean
}

interface Candidate {
  from: number
  to: number
  value: string
  weight: number
}

const wordPattern = /\p{Lu}\.(?=\s?\p{Lu})|\p{Lu}\.|\p{L}[\p{L}'’]*(?:-\p{L}[\p{L}'’]*)*/gu
const stopWords = new Set(
  (
    'инн кпп огрн огрнип бик здравствуйте добрый день вечер утро доброе доброго времени суток привет приветствую салам ассалам алейкум алло спасибо ' +
    'уважением уважением, ув ваш ваша ваши наш мой моя мы вы я он она они это этот эта есть нужен нужна нужно нужны надо хочу ' +
    'хотим прошу просим интересует можно сколько когда где кто что как для или при без под над про звоните звонить перезвоните ' +
    'контакт контакты контактное лицо клиент клиентка клиента заказчик покупатель менеджер директор инженер номер телефон тел ' +
    'моб факс имя фио компания организация адрес город почта сайт источник тема кому отправлено заявка заказ новый новая новое ' +
    'сообщение комментарий счет счёт пришлите скиньте подскажите отправьте набрать спросить передайте позвонить опт москва спб ' +
    'россия казань уфа тверь омск томск самара пермь саранск вологда ижевск астана нальчик сочи вайлдберриз авито яндекс ' +
    'telegram whatsapp viber mango office name phone email mail company message regards best kind wishes thanks hello dear hi ' +
    'sales manager director engineer head export mob tel cell sent from the and with please pls this here my your our note ' +
    'входящий пропущенный лид выставка визитка реквизиты банк директора председатель администратор бухгалтерия бухгалтер ' +
    'генеральный главный коммерческий технический отдел служба группа завод магазин кафе форма площадь ул улица пр проспект г ' +
    'обл область край район дом кв офис этаж корпус стр литер бизнес центр школа сад фонд институт академия мой свой ' +
    'january monday march вторник среда четверг пятница понедельник суббота воскресенье января февраля марта апреля мая июня ' +
    "июля августа сентября октября ноября декабря услуга филиал страница вопрос ответ поле дата исп кан рук ген дир i'm"
  ).split(' '),
)
const greeting =
  /(?:здравствуйте|здрасьте|здравствуй|добр(?:ый|ое|ого|рый)(?: (?:день|вечер|утро|времени суток|дня))?|день добрый|приветствую|привет|уважаем\p{L}+|дорог\p{L}+|hello|hi|dear|good (?:day|morning|afternoon))[,!]?\s*$/iu
const greetedBehind =
  /^\s*[,!]\s*(?:здравствуйте|добр(?:ый|ое|ого)|день добрый|привет|приветствую|дай|скинь|good|hello)/iu
const signOff =
  /(?:с уважением|с ув\.?|с наилучшими(?: пожеланиями)?|с благодарностью|заранее благодар\p{L}+|искренне ваш\p{L}?|сердечно|ваш[аи]?|спасибо|благодарю|всего доброго|(?:best |kind |warm )?regards|best wishes|sincerely(?: yours)?|best|thanks|thank you|thanks and regards|mit freundlichen gr\S+|cheers|^-{2,}|_{3,})[\s,!./|:-]*(?:ваш[аи]?\s+)?(?:с уважением)?[\s,:-]*$/iu
const introduced =
  /(?:меня зовут|зовут|(?<!\p{L})это|(?<!\p{L})я|пишет|представил(?:ся|ась)|звонил[аи]?|обращается|my name is|i'?m|this is|контакт(?: на объекте)?\s*[-:]?|клиентка|клиент|контактное лицо|ответственный|представитель|вопросы?\s*[-:к]?(?: к)?|talk to|спросить|позвонить|набрать|передайте|покупатель|заказчик)\s*[:-]?\s*$/iu
const obliqueCue =
  /(?:(?<!\p{L})(?:от|для|спросить|позвонить|набрать|передать|передайте|к|у|на|представил(?:ся|ась)|звонить|перезвонить|просьба позвонить|заявка от|имя|контакт)\s*:?\s*)$/iu
const another =
  /(?:рекомендации|посоветовал\p{L}*|подруга|сестра|брат|муж|жена|водитель|сосед|(?<!\p{L})я от|сын|дочь|мама|пишу по|recommendation from|на встречу с)\s*,?\s*(?:мой|моя)?\s*$/iu
const smallTalk = 48

/** The person who asks: by label, sign-off, introduction or place; never the one who is greeted. */
export function readPerson(page: Page, labelled: readonly Labelled[]): void {
  const strict = strictlyLabelled(page, labelled)
  const found = [...strict, ...findPeople(page, labelled)]
  const best = found.reduce<Candidate | undefined>(
    (first, each) => (first === undefined || each.weight > first.weight ? each : first),
    undefined,
  )
  if (!best || best.weight <= 0) return
  const whole = found.find(each => each.weight > 0 && holdsMore(each.value, best.value)) ?? best
  keep(page, 'fullName', whole.from, whole.to, capitalised(whole.value))
}

/** «саркисян ашот» is written as names are; capitals throughout may be the person's own way and stay. */
function capitalised(name: string): string {
  if (name !== name.toLowerCase()) return name
  return name.replace(/(?<!\p{L})\p{L}/gu, letter => letter.toUpperCase())
}

/** «Ермолаев Сергей Николаевич» says more than «Сергей Ермолаев». */
function holdsMore(longer: string, shorter: string): boolean {
  const [more, less] = [nameWords(longer), nameWords(shorter)]
  return more.length > less.length && less.every(word => more.includes(word))
}

/** «Имя: Лука» is a name whatever the word; three labels of one form make one name. */
function strictlyLabelled(page: Page, labelled: readonly Labelled[]): Candidate[] {
  const names = labelled.filter(each => each.field === 'name')
  const candidates: Candidate[] = []
  const whole = inThreeFields(page)
  if (whole) candidates.push(whole)
  for (const { from, to, at } of names) {
    const head = page.plain.slice(at, from)
    const value = /^[^,(\n\d;|&+*/"]{2,60}/u.exec(page.plain.slice(from, to))?.[0].trim() ?? ''
    const words = value.split(/\s+/)
    const isName =
      /^\p{L}/u.test(value) &&
      words.length <= 4 &&
      words.every(word => /^\p{L}[\p{L}'’.-]*$/u.test(word)) &&
      !/^(?:нет|не указано?|anonymous|аноним|отдел)/iu.test(value) &&
      !words.every(word => stopWords.has(word.toLowerCase()))
    const isPlainLabel = /(?:имя|фио|ф\.\s?и\.\s?о|name)/iu.test(head)
    if (!isName || !(isPlainLabel || words.some(word => /^\p{Lu}/u.test(word)))) continue
    if (!isFree(page, from, from + value.length)) continue
    const before = isPlainLabel ? 0 : findPeopleWeight(words)
    if (!isPlainLabel && before === 0) continue
    candidates.push({ from, to: from + value.length, value, weight: isPlainLabel ? 130 : 110 })
  }
  return candidates
}

/** «Фамилия: …, Имя: …, Отчество: …». */
function inThreeFields(page: Page): Candidate | null {
  const match =
    /фамилия\s*[:=-]\s*(\p{L}[\p{L}-]*)[\s;,|]+имя\s*[:=-]\s*(\p{L}[\p{L}-]*)(?:[\s;,|]+отчество\s*[:=-]\s*(\p{L}[\p{L}-]*))?/iu.exec(
      page.plain,
    )
  if (!match) return null
  const value = match.slice(1).filter(Boolean).join(' ')
  return { from: match.index, to: match.index + match[0].length, value, weight: 140 }
}

function findPeopleWeight(words: readonly string[]): number {
  return words.filter(word => findGivenName(word) || isPatronymicWord(word) || /^\p{Lu}\.?$/u.test(word)).length
}

function findPeople(page: Page, labelled: readonly Labelled[]): Candidate[] {
  const view = viewOf(page)
  const words = wordsOf(view)
  const rest = view.replaceAll(WALL, '').trim()
  const candidates: Candidate[] = []
  for (let at = 0; at < words.length; at++) {
    const run = runFrom(view, words, at)
    const candidate = bestPattern({ page, view, rest, labelled }, run)
    if (!candidate) continue
    candidates.push(candidate)
  }
  return candidates
}

function wordsOf(view: string): Word[] {
  return [...view.matchAll(wordPattern)].map(match => {
    const text = match[0]
    const base = { text, from: match.index, to: match.index + text.length, oblique: false, weak: false }
    if (/^\p{Lu}\.$/u.test(text)) return { ...base, sort: 'initial' as const }
    if (/^(?:оглы|оглу|кызы|гызы|угли)$/iu.test(text)) return { ...base, sort: 'turkic' as const }
    const given = findGivenName(text)
    const small = /^\p{Ll}/u.test(text)
    if (given)
      return {
        ...base,
        sort: 'given' as const,
        oblique: given.oblique,
        weak: small && (given.alsoWord || given.oblique),
      }
    if (stopWords.has(text.toLowerCase()) || /^(?:уважаем|дорог)\p{L}+$/iu.test(text) || isPost(text))
      return { ...base, sort: 'other' as const }
    if (isPatronymicWord(text)) return { ...base, sort: 'patronymic' as const }
    // «С», «В», «К» in a text of capitals are prepositions
    if (/^[^\P{Lu}ВСКОУИАЯI]$/u.test(text)) return { ...base, sort: 'initial' as const }
    if (isSurnameLike(text)) return { ...base, sort: 'surname' as const, weak: small }
    return { ...base, sort: small ? ('other' as const) : ('capital' as const) }
  })
}

/** Up to four words that stand close together. */
function runFrom(view: string, words: readonly Word[], at: number): Word[] {
  const run: Word[] = []
  for (const word of words.slice(at, at + 5)) {
    const last = run.at(-1)
    if (last && !/^[ \t]{0,3}$/.test(view.slice(last.to, word.from))) break
    if (last && last.sort !== 'initial' && word.from === last.to) break
    run.push(word)
  }
  return run
}

const isPost = (word: string) => findPositions(word).some(post => post.to - post.from === word.length)
const isFamily = (word: Word | undefined) =>
  word !== undefined && (word.sort === 'surname' || word.sort === 'capital') && !word.weak

/** How the words of a name may follow each other, the surest first; each says how many words it takes. */
function patternOf(run: readonly Word[], isLoose: boolean): { length: number; weight: number } | null {
  const [a, b, c, d] = run
  const sort = (word: Word | undefined) => word?.sort
  const isOther = (word: Word | undefined) => isFamily(word) || (sort(word) === 'given' && !word?.weak)
  const small = (word: Word | undefined) => isLoose && word?.sort === 'surname'
  const isFirst = isOther(a) || small(a) || (sort(a) === 'patronymic' && /^\p{Lu}/u.test(a?.text ?? ''))
  if (isFirst && sort(b) === 'given' && (sort(c) === 'patronymic' || sort(d) === 'turkic')) {
    return { length: sort(d) === 'turkic' ? 4 : 3, weight: 66 }
  }
  if (sort(a) === 'given' && sort(b) === 'patronymic' && isFamily(c)) return { length: 3, weight: 62 }
  if (isFamily(a) && isFamily(b) && sort(c) === 'patronymic') return { length: 3, weight: 50 }
  if (isOther(a) && sort(b) === 'initial' && sort(c) === 'initial') return { length: 3, weight: 48 }
  if (sort(a) === 'initial' && sort(b) === 'initial' && isOther(c)) return { length: 3, weight: 48 }
  if (sort(a) === 'given' && sort(b) === 'patronymic') return { length: 2, weight: 47 }
  if (sort(a) === 'surname' && !a?.weak && sort(b) === 'given') return { length: 2, weight: 52 }
  if (sort(a) === 'given' && !a?.weak && sort(b) === 'surname' && !b?.weak) return { length: 2, weight: 52 }
  if (small(a) && sort(b) === 'given') return { length: 2, weight: 40 }
  if (sort(a) === 'given' && !a?.weak && small(b)) return { length: 2, weight: 34 }
  if (sort(a) === 'given' && sort(b) === 'given' && !a?.weak && !b?.weak) return { length: 2, weight: 46 }
  if (sort(a) === 'capital' && sort(b) === 'given') return { length: 2, weight: 36 }
  if (sort(a) === 'given' && !a?.weak && sort(b) === 'capital') return { length: 2, weight: 38 }
  if (sort(a) === 'given' && !a?.weak && sort(b) === 'initial') return { length: 2, weight: 40 }
  if (isFamily(a) && sort(b) === 'initial') return { length: 2, weight: 26 }
  if (sort(a) === 'given' && !a?.weak) return { length: 1, weight: 26 }
  if (sort(a) === 'patronymic' && /^\p{Lu}/u.test(a?.text ?? '')) return { length: 1, weight: 10 }
  return null
}

interface Setting {
  page: Page
  view: string
  /** The view without what is taken. */
  rest: string
  labelled: readonly Labelled[]
}

function bestPattern({ page, view, rest, labelled }: Setting, run: readonly Word[]): Candidate | null {
  const first = run[0]
  if (!first) return null
  const found = patternOf(run, rest.length <= smallTalk)
  if (!found) return signedAlone(page, view, run) ?? bareSurname(view, rest, run)
  const taken = run.slice(0, found.length)
  const { from } = first
  const to = taken.at(-1)?.to ?? first.to
  const context = weightOfPlace(page, view, from, to, labelled)
  // An oblique form alone may be any word: it is a name where somebody is spoken of.
  const oblique = taken.some(word => word.oblique)
  if (oblique && !obliqueCue.test(view.slice(Math.max(0, from - 24), from)) && found.weight < 45) return null
  return { from, to, value: valueOf(taken, oblique, view, from), weight: found.weight + context }
}

/** Two or three words with capitals alone on a line, above a post: who signs, in whatever language. */
function signedAlone(page: Page, view: string, run: readonly Word[]): Candidate | null {
  const [first] = run
  const last = run.at(-1)
  if (!first || !last || run.length < 2 || run.length > 3) return null
  if (!run.every(word => isFamily(word) || word.sort === 'given')) return null
  const lineEnd = view.indexOf('\n', last.to)
  const below = lineEnd < 0 ? '' : (view.slice(lineEnd + 1).split('\n', 1)[0] ?? '')
  const isLine =
    /(?:^|\n)[ \t]*$/.test(page.plain.slice(Math.max(0, first.from - 20), first.from)) &&
    /^[ \t]*$/.test(view.slice(last.to, lineEnd < 0 ? undefined : lineEnd))
  if (!isLine || !findPositions(below).some(post => post.from < 3)) return null
  return { from: first.from, to: last.to, value: view.slice(first.from, last.to), weight: 40 }
}

/** «Федорова 8-922-…»: a surname alone counts when nothing else is there. */
function bareSurname(view: string, rest: string, run: readonly Word[]): Candidate | null {
  const [only] = run
  if (!only || run.length > 1 || rest.length > only.text.length + 2 || only.text !== rest.replace(/[.,:;]+$/, ''))
    return null
  if (only.sort !== 'surname' && only.sort !== 'capital') return null
  if (!view.includes(WALL) && only.sort === 'capital') return null
  return { from: only.from, to: only.to, value: only.text, weight: 20 }
}

function valueOf(words: readonly Word[], oblique: boolean, view: string, from: number): string {
  const cue = obliqueCue.test(view.slice(Math.max(0, from - 24), from))
  const straighten =
    oblique ||
    (cue &&
      words.some(
        word => word.sort === 'patronymic' && /(?:а|у|ем|ы|ой)$/iu.test(word.text) && !/(?:вна|чна)$/iu.test(word.text),
      ))
  if (!straighten) return view.slice(words[0]?.from, words.at(-1)?.to)
  const given = words.find(word => word.sort === 'given')
  const name = given ? (findGivenName(given.text)?.name ?? given.text) : ''
  return words
    .map(word => {
      if (word === given) return name
      if (word.sort === 'patronymic') return straightPatronymic(word.text)
      return word.sort === 'surname' || word.sort === 'capital' ? straightSurname(word.text, name) : word.text
    })
    .join(' ')
}

function weightOfPlace(page: Page, view: string, from: number, to: number, labelled: readonly Labelled[]): number {
  const before = page.plain.slice(Math.max(0, from - 60), from)
  const behind = page.plain.slice(to, to + 60)
  if (greetedBehind.test(behind) && /(?:^|\n)\s*$/.test(before)) return -200
  const lineStart = page.plain.lastIndexOf('\n', from - 1) + 1
  const lineEnd = page.plain.indexOf('\n', to)
  const line = page.plain.slice(
    Math.max(lineStart, from - 200),
    Math.min(lineEnd < 0 ? page.plain.length : lineEnd, to + 200),
  )
  const ahead = page.plain.slice(Math.max(lineStart, from - 200), from)
  if (
    greeting.test(before) &&
    (/^\s*[!,.]/.test(behind) || /уважаем|дорог|dear/iu.test(before)) &&
    !/^\s*,?\s*(?:\+|\d|тел)/.test(behind)
  )
    return -200
  let weight = 0
  const zone = labelled.find(each => from >= each.from && from < each.to)
  if (zone?.field === 'noise') return -200
  if (zone?.field === 'name') weight += 45
  if (zone?.field === 'party') weight += 30
  if (zone?.field === 'position') weight += 10
  if (zone?.field === 'need' || zone?.field === 'subject') weight -= 15
  const last =
    page.plain
      .slice(Math.max(0, from - 200), from)
      .trimEnd()
      .split('\n')
      .at(-1) ?? ''
  if (signOff.test(ahead) && ahead.trim() !== '') weight += 35
  else if (ahead.trim() === '' && signOff.test(last.trim())) weight += 35
  if (introduced.test(before)) weight += 34
  if (another.test(before)) weight -= 60
  if (/^\s*\([^)]*\d/.test(behind)) weight += 4
  if (line.trim() === page.plain.slice(from, to)) weight += 12
  else if (ahead.trim() === '') weight += 4
  // a number or a mail close by is the same person's
  const near = `${view.slice(Math.max(0, from - 30), from)}|${view.slice(to, to + 45)}`
  if (near.includes(WALL)) weight += 10
  if (/(?:^|\n)\s*(?:\[[^\]\n]{4,40}\]\s*)?$/.test(before) && /^\s*(?:,\s*\[[^\]\n]+\])?:/.test(behind)) weight += 30
  if (/(?:forwarded from|переслано от)\s*$/iu.test(before)) weight += 26
  if (/^\s*<|^\s*"\s*</.test(behind)) weight += 22
  // the later of two is rather the one who signs
  return weight + (ahead.trim() === '' ? 3 * (from / Math.max(1, page.plain.length)) : 0)
}
