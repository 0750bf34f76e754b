import { findGivenName, isPatronymicWord, isSurnameLike } from '../../../../platform/pure/person-words.ts'
import { keep, type Page, viewOf, WALL } from '../page/rules.ts'
import type { Labelled } from '../labels/rules.ts'
import { findPositions } from '../positions/rules.ts'

const FORMS =
  'ООО|ОOО|OOO|АО|ПАО|ЗАО|ОАО|НАО|ТОО|АНО|ФГУП|ГУП|МУП|ФГБУ|ФГБОУ|ФГАОУ|ФКУ|ГБУ|ГБУЗ|ГБОУ|ГБПОУ|ГАУЗ|ГУЗ|ГКУ|МКОУ|МБУЗ|ОБУЗ|ГАУ|МБУ|МБОУ|МБДОУ|МКУ|МАУ|МАОУ|ТСЖ|ТСН|СНТ|ДНП|КФХ|СПК|НКО|НПО|ЧОП|ПК|ГСК|JSC|OJSC|PJSC|ООО|УК|СК|ГК|ТД|ТК|ТПК|АБ|ИД|РЦ|ТЦ|ТРЦ|БЦ|НИИ'
const LONG_FORMS =
  'общество с ограниченной ответственностью|(?:публичное |закрытое |открытое |непубличное )?акционерное общество|муниципальное унитарное предприятие|(?:федеральное )?государственное (?:бюджетное|унитарное|автономное|казенное) (?:учреждение|предприятие)(?: науки)?|автономная некоммерческая организация|товарищество собственников (?:жилья|недвижимости)|группа компаний|торговый дом|управляющая компания'
/** Kinds of companies in the nominative, each with the stem of its cases. */
const kinds: readonly (readonly [string, string])[] = [
  ['компания', 'компани[яиюей]+'],
  ['фирма', 'юрфирм|фирм'],
  ['магазин', 'интернет-магазин|магазин'],
  ['завод', 'завод'],
  ['кафе', 'кафе'],
  ['ресторан', 'ресторан'],
  ['клуб', '(?:фитнес-|ночной |ночного |яхт-)?клуб'],
  ['клиника', 'клиник'],
  ['стоматология', 'стоматологи'],
  ['салон', 'салон'],
  ['гостиница', 'гостиниц'],
  ['отель', 'отел'],
  ['студия', 'дизайн-студи|студи'],
  ['фабрика', 'фабрик'],
  ['сеть', 'сет[ьи]'],
  ['школа', 'школ'],
  ['детский сад', 'детск(?:ий|ого|ому) сад'],
  ['центр', 'центр'],
  ['гимназия', 'гимнази'],
  ['агентство', '(?:тур)?агентств'],
  ['автосервис', 'автосервис'],
  ['сервис', 'сервис'],
  ['фонд', 'фонд'],
  ['институт', 'институт'],
  ['администрация', 'администраци'],
  ['аптека', 'аптек'],
  ['санаторий', 'санатори'],
  ['база отдыха', 'баз[аыеу] отдыха'],
  ['бригада', 'бригад'],
  ['команда', 'команд'],
  ['ателье', 'ателье'],
  ['ферма', '(?:эко-)?ферм'],
  ['холдинг', 'холдинг'],
  ['пекарня', 'пекарн'],
  ['кофейня', 'кофейн'],
  ['типография', 'типографи'],
  ['предприятие', 'предприяти'],
  ['организация', 'организаци'],
]
const KINDS = kinds.map(([, stem]) => `(?:${stem})`).join('|')
const QUOTED = `(?:«[^«»\\n${WALL}]{1,70}(?:«[^«»\\n${WALL}]{1,60}»?)?[^«»\\n${WALL}]{0,40}»{1,2}|"[^"\\n${WALL}]{1,60}"(?:[^"\\n${WALL}]{1,40}"(?:")?(?=[\\s,.;)|/]|$))?|“[^”\\n${WALL}]{1,60}”|„[^“\\n${WALL}]{1,60}“)`
const NUMBERED = '(?:№\\s?\\d+)'
const WORD = "(?:[А-ЯЁA-Z0-9][\\p{L}\\p{N}&+.'-]*[\\p{L}\\p{N}+]|[А-ЯЁA-Z])"
const NAME_WORDS = `${WORD}(?: (?:&|и|№\\s?\\d+|${WORD})){0,4}`
const tailForms =
  'LLC|Ltd\\.?|Limited|Inc\\.?|GmbH|JSC|CJSC|LLP|SARL|S\\.p\\.A\\.|S\\.r\\.l\\.|A\\.Ş\\.|AG|BV|B\\.V\\.|Oy|AB|Co\\.,? Ltd\\.?|Pvt\\.? Ltd\\.?|Corp\\.?|ООО|ЗАО|ОАО|АО'

const withForm = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?:${FORMS})(?: (?:${FORMS}|ДПО|ДО|ВО))?(?:[ \\t]{0,2}(?:г\\.\\s?\\p{L}+ )?(?:${QUOTED}|(?:СОШ )?${NUMBERED}(?: г\\. \\p{Lu}\\p{L}+)?)|[ \\t]{1,2}(?:г\\.\\s?\\p{L}+ )?${NAME_WORDS})`,
  'gu',
)
const withLongForm = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?:${LONG_FORMS})[ \\t]{0,2}(?:${QUOTED}|${WORD}(?: [\\p{L}-]+){0,5})`,
  'giu',
)
const withFormSmall = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?:ооо|зао|оао|пао|тсж|снт|ооо тд|Ооо)[ \\t]{1,2}(?:${QUOTED}|[\\p{L}\\p{N}-]{2,}(?: [\\p{L}\\p{N}-]{2,}){0,1})`,
  'gu',
)
const SOLE = 'ИП|Ип|ип|[Ии]ндивидуальный предприниматель'
const INITIALS = '\\p{Lu}\\.\\s?\\p{Lu}\\.?'
const PERSON = `\\p{Lu}\\p{L}+(?:-\\p{Lu}\\p{L}+)?(?: ${INITIALS}| \\p{Lu}\\p{L}+(?: \\p{Lu}\\p{L}+(?: (?:оглы|кызы))?)?)?`
const soleTrader = new RegExp(`(?<![\\p{L}\\p{N}-])(?:${SOLE})[ \\t]{1,2}${PERSON}`, 'gu')
const soleTraderBehind = new RegExp(`(?<=^|[\\n:,;|])\\s*${PERSON} (?:ИП)(?![\\p{L}])`, 'gu')
const withTail = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?:${QUOTED}|[A-ZА-ЯЁÀ-Þ][\\p{L}\\p{N}.'-]*(?: (?:&|[A-ZÀ-ÞА-ЯЁ][\\p{L}\\p{N}.'-]*)){0,4}),? (?:${tailForms})(?![\\p{L}])`,
  'gu',
)
const withKind = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:\\p{Lu}\\p{Ll}+(?:ая|ое|ий|ый|ой) )?(?:${KINDS})(?:[а-яё]{0,3})(?: (?:красоты|интерьера|единоборств|оптики|отдыха|недвижимости|железобетонных изделий|связи|поддержки предпринимательства|танцев|автозапчастей|аптек|сельсовета|района|плюс)){0,2}[ \\t]{1,2}(?:${QUOTED}|${NUMBERED}(?: "[^"\\n${WALL}]+")?|${WORD}(?:[ ]${WORD}|[ ]сельсовета|[ ]области){0,3})`,
  'giu',
)
const quoted = new RegExp(QUOTED, 'gu')
const english =
  /(?<=(?:\bat|@|\bwork for|\brepresent|\bof|\bhere from|\bis \p{Lu}\p{L}+ from|I'm \p{Lu}\p{L}+ from) )(?:[A-Z][\p{L}\p{N}&'-]*)(?: (?:&|[A-Z][\p{L}\p{N}&'-]*)){0,3}/gu
const fromCompany =
  /(?<=(?:^|[\n.,:!?(] ?|это |я |[Зз]вонила? )\p{Lu}\p{L}+(?: \p{L}+)?,? (?:из|с|со) )(\p{Lu}\p{L}+(?:-\p{L}+)?)(?= |[,.!?)\n]|$)/gu

const notCompany =
  /^(?:спасибо|здравствуйте|добрый|доброе|уважаем\p{L}+|с уважением|генеральный|директор|тел|моб|факс|инн|кпп|адрес|юридический|банк\p{L}*|whatsapp|telegram|viber|авито|avito|профи|marquiz|tilda|roistat|mango|callibri|amocrm|яндекс|2гис|циан|юла|instagram|в?тб|сбер\p{L}*|альфа-?банк|филиал)/iu
const banks = /банк|втб|точка|тбанк|уфк|казначейств/iu
const places =
  /^(?:москв|питер|спб|казан|сочи|тул|твер|омск|томск|уф|самар|перм|орл|рязан|грозн|дмитров|мытищ|подольск|химк|балаших|люберц|королев|тверск|ленинградк|каменск|циндао|турци|кита|росси|украин|беларус|казахстан|астан|алмат|бердск|чехов|истр|воронеж|липецк|сургут|екатеринбург|новосиб|красноярск|краснодар|ростов|волгоград|челябинск|нижн|саратов|тюмен|ижевск|барнаул|иркутск|хабаровск|владивосток|ярослав|махачкал|оренбург|кемеров|astana|almaty|moscow|busan|russia|samara|novoross)/iu

export interface CompanyFound {
  from: number
  to: number
  /** Where it is not what the text says. */
  value?: string
  weight: number
}

/** The company that the caller speaks for: by its form, its kind, its quotes, its label, or beside a post. */
export function readCompany(page: Page, labelled: readonly Labelled[]): void {
  const view = viewOf(page)
  const found = findCompanies(view, labelled)
  const best = found.reduce<CompanyFound | undefined>(
    (first, each) => (first === undefined || each.weight > first.weight ? each : first),
    undefined,
  )
  if (best) keep(page, 'company', best.from, best.to, best.value ?? straight(page.text.slice(best.from, best.to)))
}

function findCompanies(view: string, labelled: readonly Labelled[]): CompanyFound[] {
  const found: CompanyFound[] = []
  const noise = labelled.filter(each => each.field === 'noise')
  const isNoise = (at: number) => noise.some(each => at >= each.from && at < each.to)
  const zone = (at: number) => labelled.find(each => at >= each.from && at < each.to)?.field
  const add = (from: number, raw: string, weight: number) => {
    const text = trimmed(raw)
    if (text.length < 2 || isNoise(from) || notCompany.test(text)) return
    const before = view.slice(Math.max(0, from - 24), from)
    // the bank of an account, and somebody's partner who only sent the caller
    const isBank = banks.test(text) && /(?:^|[\s(])(?:в|банк|филиал\p{L}*|ф-л)\s*[:|"]?\s*(?:\p{Lu}+ )?$/iu.test(before)
    if (isBank || (banks.test(text) && weight < 60)) return
    const sent = /(?:партн[её]р|через|от лица банка)\s*$/iu.test(before) ? 40 : 0
    const field = zone(from)
    const bonus = field === 'company' ? 40 : field === 'party' ? 15 : field === 'need' || field === 'subject' ? -20 : 0
    found.push({ from, to: from + text.length, weight: weight + bonus - sent })
  }
  for (const each of labelled) {
    if (each.field !== 'company') continue
    const value = view.slice(each.from, each.to).split(/[,\n]|\((?![^)]*»)/)[0] ?? ''
    const text = value.replace(new RegExp(`${WALL}.*$`, 's'), '').trimEnd()
    const at = each.from + (value.length - value.trimStart().length)
    if (/\p{L}{2}/u.test(text) && !/^\s*(?:нет|не указан\p{L}*|-+)\s*$/iu.test(text)) add(at, text.trimStart(), 75)
  }
  for (const [pattern, weight] of [
    [soleTrader, 85],
    [soleTraderBehind, 84],
    [withForm, 90],
    [withLongForm, 88],
    [withFormSmall, 70],
    [withTail, 82],
    [withKind, 60],
    [fromCompany, 55],
    [english, 52],
  ] as const) {
    for (const match of view.matchAll(pattern)) {
      const at = match.index + match[0].length - match[0].trimStart().length
      const text = match[0].trimStart()
      if (
        (pattern === fromCompany || pattern === english) &&
        (places.test(text) || findGivenName(text.split(' ')[0] ?? ''))
      )
        continue
      if (pattern === fromCompany) addStraight(at, text, weight)
      else if (pattern === withKind) addKind(at, text, weight)
      else add(at, text, weight)
    }
  }
  for (const match of view.matchAll(quoted)) {
    const inner = match[0].replace(/[«»"“”„]/g, '')
    if (inner.length < 3 || /[?!]|^\p{Ll}/u.test(inner) || isPersonLike(inner)) continue
    const before = view.slice(Math.max(0, match.index - 40), match.index)
    if (
      /(?:объявлени\p{L}*|форма|заявка|курс\p{L}*|обучении|линию|направления|юла:?|карты -|авито:?)\s*$/iu.test(before)
    )
      continue
    // a name of a thing stands inside a sentence, one of a company in a place of its own
    const stands =
      /(?:^|[\n,:|/(•]|- |\p{L}\.)\s*(?:команда\s*)?$/u.test(before) ||
      findPositions(before).some(post => post.to >= before.trimEnd().length)
    if (stands) add(match.index, match[0], 45)
  }
  for (const { to } of findPositions(view)) {
    const behind =
      /^(?:[ ]|, |[ ]?[/|][ ]?)((?:[A-ZА-ЯЁ][\p{L}\p{N}&'-]+)(?: (?:&|[A-Z][\p{L}\p{N}&'-]*)){0,3})(?=[\n,;.|]|$)/u.exec(
        view.slice(to, to + 60),
      )
    const name = behind?.[1]
    if (name !== undefined && !isPersonLike(name)) add(to + (behind?.[0].length ?? 0) - name.length, name, 48)
  }
  for (const match of view.matchAll(
    /(?<=^|\n)[ \t]*((?:[A-Z][\p{L}\p{N}&'-]+)(?: (?:&|[A-Z][\p{L}\p{N}&'-]+)){1,3})[ \t]*(?=\n|$)/gu,
  )) {
    const name = match[1] ?? ''
    if (
      !isPersonLike(name) &&
      findPositions(name).length === 0 &&
      /[\n]/.test(view.trim()) &&
      !/regards|wishes|phone|sales|dept|mail|yahoo|iphone|form/i.test(name)
    ) {
      add(match.index + match[0].indexOf(name), name, 30)
    }
  }
  return found

  function addStraight(at: number, text: string, weight: number): void {
    const before = found.length
    add(at, text, weight)
    const made = found[before]
    if (made) made.value = fromGenitive(text)
  }

  function addKind(at: number, text: string, weight: number): void {
    const hasQuotes = /[«"“„№]/.test(text)
    const words = text.split(/\s+/)
    const name = words.at(-1) ?? ''
    const kindAt = words.findIndex(word => new RegExp(`^(?:${KINDS})`, 'iu').test(word))
    const isProper = hasQuotes || words.slice(kindAt + 1).some(word => /^[\p{Lu}\d]/u.test(word))
    if (!isProper) return
    // «для частной клиники»: an adjective in small letters belongs to the sentence
    if (kindAt === 1 && /^\p{Ll}/u.test(text))
      return addKind(at + (words[0] ?? '').length + 1, words.slice(1).join(' '), weight)
    // «центр Москвы», «школа Иванова»: a kind alone with a place or a person is no company
    if (!hasQuotes && words.length === 2 && (places.test(name) || isPersonLike(name))) return
    add(at, text, hasQuotes ? weight + 5 : weight - 8)
  }
}

/** A company's name as it is said in the nominative: «клуба единоборств «Барс»» is «клуб единоборств «Барс»». */
function straight(text: string): string {
  for (const [kind, stem] of kinds) {
    const match = new RegExp(`(?<![\\p{L}])((?:${stem}))([а-яё]{0,3})(?= )`, 'iu').exec(text)
    if (!match || match.index > 24) continue
    const word = match[0]
    if (word.toLowerCase() === kind || (/[-тф]/.test(stem.slice(0, 4)) && word.toLowerCase().endsWith(kind)))
      return text
    const found = kinds.find(([each]) => word.toLowerCase().startsWith(each.slice(0, -1)))
    if (!found || match.index > 0) return text
    const made = /^\p{Lu}/u.test(word) ? found[0].replace(/^./u, letter => letter.toUpperCase()) : found[0]
    return `${made}${text.slice(word.length)}`
  }
  return text
}

/** «из Ромашки» → «Ромашка», «из Стройгаранта» → «Стройгарант». */
function fromGenitive(word: string): string {
  if (/[гкх]и$/u.test(word)) return word.replace(/и$/u, 'а')
  if (/ии$/u.test(word)) return word.replace(/и$/u, 'я')
  if (/ы$/u.test(word)) return word.replace(/ы$/u, 'а')
  if (/[бвгджзклмнпрстфхц]а$/u.test(word)) return word.replace(/а$/u, '')
  return word
}

function trimmed(raw: string): string {
  const walled = raw.indexOf(WALL)
  let text = (walled < 0 ? raw : raw.slice(0, walled)).trimEnd()
  // «ООО Гермес Стас» ends where a person begins
  const words = text.split(' ')
  for (let at = 2; at < words.length; at++) {
    const word = words[at] ?? ''
    if (/[«"]/.test(text)) break
    if (findGivenName(word) && !/^(?:ИП|Ип|ип|инд)/iu.test(text) && !/предприниматель/iu.test(text)) {
      const from = at > 2 && isSurnameLike(words[at - 1] ?? '') ? at - 1 : at
      text = words.slice(0, from).join(' ')
      break
    }
    if (/^(?:инн|кпп|огрн|тел|моб|ИНН|на|по|для|просит|хочет|хотят|от|в|с|и|безнал|счет)$/u.test(word)) {
      text = words.slice(0, at).join(' ')
      break
    }
  }
  return text.replace(/[\s,;:.-]+$/u, found =>
    /^\.$/.test(found) && /(?:Ltd|Inc|Corp|\p{Lu})$/u.test(text.slice(0, -1)) ? found : '',
  )
}

function isPersonLike(name: string): boolean {
  const words = name.split(' ')
  return words.some(word => findGivenName(word) !== null || isPatronymicWord(word))
}
