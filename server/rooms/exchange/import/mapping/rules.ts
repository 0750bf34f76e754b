import { searchKey } from '../../../../platform/pure/names.ts'
import { readEmail, splitEmails } from '../../../../platform/pure/emails.ts'
import { readPhone, splitPhones } from '../../../../platform/pure/phones.ts'
import { checkInn } from '../../../../platform/pure/requisites.ts'
import type { ImportField } from '../contract.ts'
import { looksLikeCompany, looksLikePerson, mendDigits } from '../values/rules.ts'

/** Fields that take several columns; of the others the first column wins. */
const LISTS: ReadonlySet<ImportField> = new Set<ImportField>([
  'phones',
  'emails',
  'sites',
  'addresses',
  'messengers',
  'comment',
  'contactPhones',
  'contactEmails',
  'contactMessengers',
])

/** Words of headers as 1C, amoCRM, Битрикс24 and people write them, folded; the first that fits decides. */
const DICTIONARY: readonly [ImportField | null, RegExp][] = [
  [
    null,
    /^(?:id|код|номер|номер п п|п п|no|n|guid|uid)$|^(?:дата|создан|кем|изменен|created|modified|updated)\S*(?: |$)/,
  ],
  ['innKpp', /инн (?:и )?кпп|inn kpp/],
  ['inn', /(?:^| )(?:инн|inn|tin|vat)(?: |$)/],
  ['kpp', /(?:^| )(?:кпп|kpp)(?: |$)/],
  ['ogrn', /огрн|ogrn/],
  ['contactPosition', /должност|position|job title|(?:^| )post(?: |$)/],
  ['emails', /e ?mail|(?:^| )(?:почта|мыло|mail|мейл|емейл|емайл|имейл|имэйл)(?: |$)|электронн\S* (?:почт|адрес)/],
  ['phones', /телефон|(?:^| )(?:тел|моб|сот|факс|phone|phones|mobile|tel|fax|cell|номер телефона)(?: |$)|мобильн/],
  [
    'messengers',
    /телеграм|telegram|whatsapp|ватсап|viber|вайбер|skype|скайп|мессендж|messenger|вконтакте|(?:^| )(?:vk|icq)(?: |$)/,
  ],
  ['sites', /сайт|(?:^| )(?:web|www|url|site|website)(?: |$)|интернет страниц/],
  ['addresses', /адрес|address|(?:^| )(?:город|city|регион|region|индекс|улица|область)(?: |$)/],
  ['responsible', /ответственн|менеджер|куратор|responsible|(?:^| )(?:owner|manager|assigned)(?: |$)/],
  ['relationType', /тип (?:компании|отношен|клиента)|(?:^| )(?:отношени\S*|relation|company type)(?: |$)/],
  [
    'kind',
    /вид контрагента|юр физ|тип контрагента|юридическое физическое|вид клиента|правовая форма|(?:^| )(?:kind|опф)(?: |$)/,
  ],
  [
    'comment',
    /коммент|примечан|описани|заметк|доп\S* (?:информац|сведен)|(?:^| )(?:comment|comments|note|notes|description|тег|теги|tags|tag)(?: |$)/,
  ],
  ['contactSurname', /(?:^| )(?:фамилия|last name|surname)(?: |$)/],
  ['contactPatronymic', /(?:^| )(?:отчество|second name|middle name|patronymic)(?: |$)/],
  ['contactFirstName', /^(?:имя|first name|given name)$|(?:контакт|контактное лицо|contact) (?:имя|first name)$/],
  [
    'contactName',
    /контактн\S* лиц|(?:^| )(?:фио|ф и о|контакт|контакты|full name|contact|contact name|contact person|представитель|директор|руководитель)(?: |$)|имя контакта/,
  ],
  [
    'publicName',
    /публичн|рабочее наименование|краткое|сокращенн|наименование в программе|бренд|торгов\S* (?:марк|наз)|public name|brand/,
  ],
  [
    'name',
    /наименовани|названи|(?:^| )(?:контрагент|клиент|компания|организация|фирма|покупатель|партнер|name|company|client|customer|organisation|organization|account|юрлицо)(?: |$)/,
  ],
]

/** Columns of the contact in a table whose header names the contact itself in a row above or beside. */
const OF_CONTACT: Partial<Record<ImportField, ImportField>> = {
  phones: 'contactPhones',
  emails: 'contactEmails',
  messengers: 'contactMessengers',
  name: 'contactName',
}
const OF_COMPANY = /компани|организаци|контрагент|клиент|company|organi[sz]ation|client|юр/
const CONTACT = /контакт|contact|сотрудник|представител/
const FULL = /полное|юридическое наименование|full|официальн/

/** The field that the words of a header name; undefined when they say nothing. */
export function fieldOfHeader(header: string): ImportField | null | undefined {
  const words = searchKey(header)
  if (words === '') return undefined
  const found = DICTIONARY.find(([, pattern]) => pattern.test(words))
  if (!found) return undefined
  const [field] = found
  // «Телефон (компания)» of amoCRM stays the company's, although the table is one of contacts.
  if (field && CONTACT.test(words) && !OF_COMPANY.test(words)) return OF_CONTACT[field] ?? field
  return field
}

/** How many cells of a row are words of a header. */
export function countHeaderWords(cells: readonly string[]): number {
  return cells.filter(cell => cell.length <= 80 && fieldOfHeader(cell) !== undefined).length
}

/** The form in which the headers of two files are the same. */
export function headerKey(header: readonly string[]): string {
  return header.map(searchKey).join('|')
}

/** Where each column probably goes: by its header, by what stands in it, and by its neighbours. */
export function guessColumns(header: readonly string[], rows: readonly (readonly string[])[]): (ImportField | null)[] {
  const columns: (ImportField | null)[] = header.map((name, at) => {
    const named = fieldOfHeader(name)
    const told =
      named === undefined || named === 'contactName' || named === 'name' ? fieldOfContent(cellsOf(rows, at)) : null
    if (named === undefined) return told
    // «Контакты» may hold names, and as well phones; what has a word beside its number is a name.
    const isNumber = told === 'phones' && shareOf(cellsOf(rows, at), cell => /\p{L}{4}/u.test(cell)) < 0.5
    return isNumber || told === 'emails' ? told : named
  })
  preferLegalName(header, columns)
  const taken = new Set<ImportField>()
  for (const [at, field] of columns.entries()) {
    if (field === null || LISTS.has(field)) continue
    if (taken.has(field)) columns[at] = null
    else taken.add(field)
  }
  giveToContact(header, columns)
  nameByContent(rows, columns, header)
  return columns
}

/** 1C exports two names: the legal one is the client's, the short one what people say. */
function preferLegalName(header: readonly string[], columns: (ImportField | null)[]): void {
  const names = columns.flatMap((field, at) => (field === 'name' ? [at] : []))
  const full = names.find(at => FULL.test(searchKey(header[at] ?? '')))
  if (full === undefined || names.length < 2) return
  // With another name beside it the full one is too long to be said and is not needed.
  columns[full] = null
}

/** Plain «Телефон» behind the column of the contact is the contact's own. */
function giveToContact(header: readonly string[], columns: (ImportField | null)[]): void {
  const first = columns.findIndex(
    field => field === 'contactName' || field === 'contactSurname' || field === 'contactFirstName',
  )
  if (first < 0) return
  for (const field of ['phones', 'emails', 'messengers'] as const) {
    const ofContact = OF_CONTACT[field] as ImportField
    if (columns.includes(ofContact)) continue
    for (const [at, each] of columns.entries()) {
      if (each === field && at > first && !OF_COMPANY.test(searchKey(header[at] ?? ''))) columns[at] = ofContact
    }
  }
}

/** A table without a column for the name: the one that holds companies, or else people. */
function nameByContent(
  rows: readonly (readonly string[])[],
  columns: (ImportField | null)[],
  header: readonly string[],
): void {
  const isNamed = columns.some(field => field === 'name' || field === 'contactName' || field === 'contactSurname')
  if (isNamed) return
  const free = columns.flatMap((field, at) =>
    field === null && fieldOfHeader(header[at] ?? '') === undefined ? [at] : [],
  )
  const text = free.find(at => shareOf(cellsOf(rows, at), cell => /\p{L}{2}/u.test(cell)) > 0.6)
  if (text !== undefined) columns[text] = 'name'
}

function cellsOf(rows: readonly (readonly string[])[], at: number): string[] {
  return rows.map(row => row[at] ?? '')
}

function fieldOfContent(cells: readonly string[]): ImportField | null {
  const filled = cells.filter(cell => cell.trim() !== '')
  if (filled.length === 0) return null
  if (shareOf(filled, cell => splitEmails(cell).some(mail => readEmail(mail).valid)) >= 0.6) return 'emails'
  if (shareOf(filled, cell => checkInn(mendDigits(cell)).ok) >= 0.6) return 'inn'
  if (shareOf(filled, cell => splitPhones(mendDigits(cell)).some(phone => readPhone(phone).e164 !== null)) >= 0.6)
    return 'phones'
  if (
    shareOf(filled, cell =>
      /^(?:https?:\/\/|www\.)\S+$|^[a-zа-я0-9-]+\.(?:ru|рф|com|su|org|net)\/?$/i.test(cell.trim()),
    ) >= 0.6
  )
    return 'sites'
  if (shareOf(filled, looksLikeCompany) >= 0.4) return 'name'
  return shareOf(filled, looksLikePerson) >= 0.5 ? 'contactName' : null
}

function shareOf(cells: readonly string[], fits: (cell: string) => boolean): number {
  return cells.length === 0 ? 0 : cells.filter(fits).length / cells.length
}
