import type { Page } from '../page/rules.ts'

export type Field = 'name' | 'company' | 'party' | 'position' | 'need' | 'address' | 'subject' | 'noise' | 'number'

/** A value that somebody has named: «Имя: …», «Компания | …». */
export interface Labelled {
  field: Field
  /** Where the label begins. */
  at: number
  from: number
  to: number
}

/** What people and forms write before a value; the longer label is tried first. */
const labels: Record<Field, readonly string[]> = {
  name: [
    'имя клиента',
    'ваше имя',
    'имя',
    'ф\\.\\s?и\\.\\s?о\\.?',
    'фио',
    'контактное лицо',
    'конт\\.?\\s?лицо',
    'контакт на объекте',
    'новый контакт',
    'ответственное лицо',
    'ответственный',
    'client name',
    'full name',
    'your name',
    'contact person',
    'name',
    'заявитель',
    'представился',
    'представилась',
    'представитель',
    'отправитель',
    'кан\\.?',
    'исп\\.?',
    'исполнитель',
    'самозанятый',
  ],
  company: [
    'компания',
    'организация',
    'наименование организации',
    'сокращ[её]нное наименование',
    'сокр\\.?\\s?наименование',
    'полное наименование',
    'наименование',
    'название',
    'фирма',
    'company',
    'organi[sz]ation',
    'экспонент',
    'грузоотправитель',
    'контрагент',
    'плательщик',
  ],
  party: [
    'клиент(?:ка)?',
    'заказчик',
    'покупатель',
    'арендатор',
    'получатель',
    'контакты?',
    'contact',
    'customer',
    'менеджер',
    'от кого',
    'from',
    'от',
  ],
  position: ['должность', 'position', 'job title'],
  need: [
    'комментарий',
    'сообщение',
    'текст обращения',
    'что интересует',
    'что нужно',
    'ваш вопрос',
    'вопрос',
    'суть',
    'услуга',
    'хочет',
    'message',
    'comment',
    'notes?',
    'textarea',
    'тема звонка',
    'задача',
    'запрос',
  ],
  subject: ['тема', 'subject'],
  address: [
    'юр(?:идический)?\\.?\\s?адрес',
    'факт(?:ический)?\\.?\\s?адрес',
    'почтовый адрес',
    'адрес доставки',
    'адрес',
    'местонахождение',
    'место нахождения',
    'address',
  ],
  noise: [
    'страница',
    'page',
    'источник',
    'филиал',
    'форма',
    'файл',
    'город',
    'city',
    'согласие[^:\\n]{0,20}',
    'отправлено',
    'checkbox',
    'удобное время',
    'доставка',
    'сфера',
    'дата',
    'date',
    'sent',
    'кому',
    'to',
    'копия',
    'cc',
    'банк',
    'skype',
    'instagram',
    'inst',
    'time',
    'utm',
    'когда',
    'длительность[^:\\n]{0,20}',
    'дедлайн[^:\\n]{0,16}',
    'срок[^:\\n]{0,20}',
    'бюджет',
    'ip',
  ],
  number: [
    'контактный (?:номер|телефон)',
    'номер телефона',
    'номер абонента',
    'номер',
    'client phone',
    'phone',
    'тел(?:ефон)?(?:/факс)?\\.?',
    'моб\\.?',
    'e-?mail',
    'эл\\.?\\s?(?:почта|адрес)',
    'почта',
    'сайт',
    'инн(?:/кпп)?',
    'кпп',
    'огрн(?:ип)?',
    'бик',
    'связь',
  ],
}

const fields = Object.keys(labels) as Field[]
const everyLabel = fields.map(
  field => `(?<${field}>${[...labels[field]].sort((a, b) => b.length - a.length).join('|')})`,
)
const labelPattern = new RegExp(
  `(?<=^|[\\n|;,{("&•]|[.!?] |\\t|\\d/|\\s/ | {2})[ \\t>*]{0,8}"?(?:${everyLabel.join('|')})"?(?![\\p{L}])[ \\t]{0,8}\\*?[ \\t]{0,8}(?:[:=|;\\t]|-(?= )|(?=\\n[^\\n]))[ \\t"]{0,8}`,
  'giu',
)
/** Without a sign between label and value: only where the label begins the line, and only the plainest. */
const barePattern = /(?<=^|\n)[ \t]*(?<name>имя|ф\.\s?и\.\s?о\.?\s?\*?|фио)[ \t]+(?=\p{L})/giu
const subjectMark = /^\s*(?:(?:re|fwd?|на|отв)\s*:\s*)+/iu

/** Everything that is labelled, in the order of the text; a value ends where the next label or its line does. */
export function findLabelled(page: Page): Labelled[] {
  const heads = [...page.plain.matchAll(labelPattern), ...page.plain.matchAll(barePattern)]
    .map(match => ({
      field: fields.find(field => match.groups?.[field] !== undefined) as Field,
      at: match.index,
      from: match.index + match[0].length,
    }))
    .sort((a, b) => a.at - b.at)
    .filter((head, at, all) => at === 0 || head.at >= (all[at - 1]?.from ?? 0))
  return heads.map(({ field, at, from }, index) => {
    // «Имя» alone on its line names the line below it
    const start = page.plain[from] === '\n' ? from + 1 : from
    const next = heads[index + 1]?.at ?? page.plain.length
    // a value that began with a quotation mark ends with one
    const end = (page.plain[start - 1] === '"' ? /[\n|;"]/ : /[\n|;]/).exec(page.plain.slice(start))
    return { field, at, from: start, to: Math.min(next, end ? start + end.index : page.plain.length) }
  })
}

/** «Re: Re: прайс» begins a letter with what it is about. */
export function subjectMarkLength(line: string): number {
  return subjectMark.exec(line)?.[0].length ?? 0
}
