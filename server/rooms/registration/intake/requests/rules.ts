import { type Labelled, subjectMarkLength } from '../labels/rules.ts'
import { keep, type Line, linesOf, type Page, viewOf, WALL } from '../page/rules.ts'

/** By such words a sentence reads as a request. */
const asks =
  /(?<!\p{L})(?:нуж(?:ен|на|но|ны|ен,)|надо|хо(?:чу|тим|чет|тел[аи]?|тят|телось)|прошу|просим|просит|просьба|интересу\p{L}*|треб\p{L}+|сколько|стоит|стоимость|цен[аыу]|прайс|подска\p{L}+|посчита\p{L}+|рассчита\p{L}+|расч[её]т|смет\p{L}|купить|куплю|купим|закаж\p{L}+|заказ(?:ать|ал[аи]?)?|пришлите|скиньте|скинь|отправьте|выстав\p{L}+|сч[её]т|кп|коммерческ\p{L}+ предложен\p{L}+|перезвон\p{L}+|позвон\p{L}+|набрать|связаться|ищ(?:ем|у|ет)|готовы|планиру\p{L}+|можно|можете|делаете|есть ли|возможн\p{L}+|аренд\p{L}+|достав\p{L}+|постав\p{L}+|ремонт\p{L}*|установ\p{L}+|монтаж\p{L}*|консультаци\p{L}+|заявк\p{L}+|запрос|договор\p{L}*|оформите|верните|не работает|сломал\p{L}+|вызвать|записаться|забронир\p{L}+|актуально|вопрос|приглаша\p{L}+|насч[её]т|по поводу|давайте|увеличим|дай|запись|пробн\p{L}+|need|want|wants|looking for|quote|order|price|would like|please|pls|do you|could you|можешь|есть|когда|направля\p{L}+|ждет|жд[её]м|спросить|подберите|сделать|сделайте)(?!\p{L})/iu
const courtesy =
  /^(?:здравствуйте|здрасьте|здр|салам\p{L}*(?: алейкум)?|ассалам алейкум|добр(?:ый|ое|ого|рый)(?: (?:день|вечер|утро|времени суток|дня))?|день добрый|приветствую|привет|алло[^\n]{0,20}|hello(?: there)?|hi(?: there)?|доброго времени суток|коллеги|уважаем\p{L}+(?: \p{L}+)?|дорогие коллеги|спасибо(?: большое)?|заранее (?:спасибо|благодар\p{L}+)|благодарю|с уважением|с ув|с наилучшими(?: пожеланиями)?|best regards|kind regards|warm regards|regards|best|best wishes|sincerely(?: yours)?|thanks|thank you|dear \p{L}+(?: \p{L}+)?|thanks and regards|ok|re|fw|fwd|девочки|добрый)[\s,.!?:;)👋-]*$/iu
const furniture =
  /^(?:реквизиты[^.]{0,20}|карточка предприятия|новая заявка|tilda form|квиз пройден|мои данные|контакт|контакты|пропущенный звонок|запрос кп|callback request|форма|whatsapp business|м\.?п\.?|[-–_—=*•|/:.,;()\s\d№#]*|тел|моб|факс|доб|ип|инн(?:\s*[/,]\s*кпп)?|кпп|огрн(?:ип)?|почта|e-?mail|сайт|мы|имя|спросить|позвонить|адрес|customer|[a-zа-я]\.?)$/iu

/** Marks and greetings in front of a request. */
const dress =
  /^(?:[\s,;:.!)("»•*>-]|(?:re|fwd?|отв)\s*:|(?:здравствуйте|здрасьте|добр(?:ый|ое|ого) (?:день|вечер|утро|времени суток)|день добрый|приветствую|привет|hello|hi(?: there)?|коллеги|уважаемые (?:коллеги|партн[её]ры|господа))(?=[\s,.!)]))*/iu
/** Somebody else is greeted by name. */
const greeted =
  /^(?:(?:[Зз]дравствуйте|[Дд]обр(?:ый|ое|ого) (?:день|вечер|утро)|[Пп]ривет|[Уу]важаем\p{L}+|[Дд]орог\p{L}+|[Dd]ear|[Hh](?:i|ello))[,!]?\s+(?:\p{Lu}\p{L}+[\s.,!]*){1,3}|\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?,\s+(?:добрый|доброе|здравствуйте|привет|приветствую)[^.]{0,8})$/u

const isCourtesy = (text: string) => courtesy.test(text) || greeted.test(text)

/** The request: what remains and reads as one. Pieces of a sentence around a phone or a name are kept apart. */
export function readNeed(page: Page, labelled: readonly Labelled[]): void {
  const view = viewOf(page)
  const spans = spansOf(view, labelled, linesOf(page.plain))
  const told = spans.filter(span => span.kind === 'told' && words(view.slice(span.from, span.to)) > 0)
  const free = spans.filter(span => span.kind === 'free')
  const asking = free.filter(span => asks.test(view.slice(span.from, span.to)))
  // One sentence that asks makes the plain sentences around it a part of the request.
  const first = asking[0]?.from ?? Number.POSITIVE_INFINITY
  const last = asking.at(-1)?.to ?? -1
  const chosen = free.filter(span => {
    const text = view.slice(span.from, span.to)
    if (asking.includes(span)) return true
    const isSentence = words(text) >= 3 && /\p{Ll}{3}/u.test(text)
    return (
      isSentence &&
      (span.to > first - 400 && span.from < last + 400 ? asking.length > 0 : false) &&
      !/^\s*\p{Lu}\.\s?\p{Lu}\./u.test(text)
    )
  })
  // Nothing asks and nothing is labelled: a leftover of some length is what it is about.
  const rest =
    told.length + chosen.length > 0
      ? []
      : free.filter(
          span =>
            words(view.slice(span.from, span.to)) >= 2 &&
            /\p{Ll}{3}/u.test(view.slice(span.from, span.to)) &&
            span.line.speaks,
        )
  const all = [...told, ...chosen, ...rest].sort((a, b) => a.from - b.from)
  let from = all[0]?.from ?? 0
  for (const [at, { to }] of all.entries()) {
    const next = all[at + 1]
    // neighbouring sentences stay one piece
    if (next && /^[\s>]*$/.test(view.slice(to, next.from))) continue
    keepPieces(page, from, to)
    from = next?.from ?? 0
  }
}

interface Span {
  kind: 'told' | 'free'
  from: number
  to: number
  line: Line & { speaks: boolean }
}

/** Sentences of the lines that are free, and the values that are labelled as the request. */
function spansOf(view: string, labelled: readonly Labelled[], lines: readonly Line[]): Span[] {
  const spans: Span[] = []
  for (const line of lines) {
    const mine = labelled.filter(each => each.at < line.to && each.to > line.from)
    const text = view.slice(line.from, line.to)
    const speaks = !/^\s*(?:\d{6},|г\.|ул\.)/u.test(text)
    let from = line.from
    const free = (to: number) => {
      for (const sentence of sentencesOf(view, from, to))
        spans.push({ kind: 'free', ...sentence, line: { ...line, speaks } })
    }
    for (const each of mine) {
      free(Math.min(each.at, line.to))
      const start = Math.max(each.from, line.from)
      if (start < line.to && (each.field === 'need' || each.field === 'subject')) {
        const body = start + (each.field === 'subject' ? subjectMarkLength(view.slice(start, each.to)) : 0)
        const kind = each.field === 'need' ? 'told' : 'free'
        if (kind === 'told') spans.push({ kind, from: body, to: Math.min(each.to, line.to), line: { ...line, speaks } })
        else
          for (const sentence of sentencesOf(view, body, Math.min(each.to, line.to)))
            spans.push({ kind, ...sentence, line: { ...line, speaks: false } })
      }
      // What follows a name on its line may be the request: «Клиент Эвелина хочет запись».
      if (each.field === 'party' || each.field === 'name' || each.field === 'number' || each.field === 'company') {
        from = start
        free(Math.min(each.to, line.to))
      }
      from = Math.max(from, Math.min(each.to, line.to))
    }
    free(line.to)
  }
  return spans
}

function sentencesOf(view: string, from: number, to: number): { from: number; to: number }[] {
  if (from >= to) return []
  const sentences: { from: number; to: number }[] = []
  let start = from
  const ends = /[.!?](?=\s+[\p{Lu}\d«"])|[!?]+|[|•]|\s[/]\s|;/gu
  const text = view.slice(from, to)
  const push = (end: number) => {
    const body = view.slice(start, end)
    const bare = body.replaceAll(WALL, ' ').trim()
    if (bare !== '' && !isCourtesy(bare) && !furniture.test(bare)) sentences.push({ from: start, to: end })
    start = end
  }
  for (const match of text.matchAll(ends)) {
    // «кв. м», «г. Тверь» end no sentence
    if (
      match[0] === '.' &&
      (/(?:^|[\s(,])(?:г|гг|ул|пр|просп|пл|пер|ш|наб|обл|р-н|пос|дер|им|д|стр|корп|тыс|млн|руб|т|кв|мин|макс|ок|св|напр|т\.е)$/iu.test(
        text.slice(0, match.index),
      ) ||
        (/(?:^|[\s(])\p{L}{1,4}$/u.test(text.slice(0, match.index)) &&
          /^\s+\d|^\s+\p{Ll}/u.test(text.slice(match.index + 1))))
    )
      continue
    push(from + match.index + match[0].length)
  }
  push(to)
  return sentences
}

function words(text: string): number {
  return text.replaceAll(WALL, ' ').match(/\p{L}{2,}/gu)?.length ?? 0
}

/** The free pieces of a sentence; what only led to a taken piece («тел.», «почта») is dropped. */
function keepPieces(page: Page, from: number, to: number): void {
  const view = viewOf(page).slice(from, to)
  for (const match of view.matchAll(new RegExp(`[^${WALL}]+`, 'g'))) {
    const piece = match[0]
    const dressed = dress.exec(piece)?.[0].length ?? 0
    const end = piece
      .replace(
        /[\s,;:("«•|/–-]*(?:(?<!\p{L})(?:тел(?:ефон)?|т|моб|сот|раб|номер|мой|мой номер|мой телефон|почта|e-?mail|эл\.?\s?почта|инн|связь|контакт(?:ное лицо)?|звонить|по тел(?:ефону)?|это|от|из|на|для|к|я|меня зовут|с ув(?:ажением)?|пишите|wa|вацап)[\s.:,(-]*)*$/iu,
        '',
      )
      .trimEnd().length
    const text = piece.slice(dressed, end).trim()
    if (end <= dressed || !/\p{L}{2}/u.test(text) || isCourtesy(text) || furniture.test(text)) continue
    if (words(text) < 1) continue
    // what a greeting stood before begins a sentence now
    const value = text.replace(/^\p{Ll}/u, letter => letter.toUpperCase())
    keep(page, 'need', from + match.index + dressed, from + match.index + end, value)
  }
}
