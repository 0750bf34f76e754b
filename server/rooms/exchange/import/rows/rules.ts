import { readEmail, splitEmails } from '../../../../platform/pure/emails.ts'
import { nameKey } from '../../../../platform/pure/names.ts'
import { readPhone, splitPhones } from '../../../../platform/pure/phones.ts'
import { findNumberFaults } from '../../../../platform/pure/requisite-faults.ts'
import type { ImportField, ImportValues } from '../contract.ts'
import { guessKind, hasLostDigits, mendDigits, mendInn, mendKpp, readKind, readRelation } from '../values/rules.ts'

/** Why something is not, or not quite, as the file has it. */
export interface RowFault {
  column: number | null
  code: string
  effect: 'refused' | 'left_out' | 'kept' | 'mended'
  /** Words of another room, which come in both languages. */
  texts?: { ru: string; en: string }
}

/** A person as a file names one: by name or by e-mail. */
export type FindPerson = (text: string) => { id: string; name: string } | null

export interface ReadRow {
  /** Null when there is nothing to write. */
  values: ImportValues | null
  faults: RowFault[]
}

interface Cell {
  column: number
  text: string
}

/** What a row of a file says, and everything that is wrong with it, each at its cell. */
export function readRow(
  cells: readonly string[],
  columns: readonly (ImportField | null)[],
  header: readonly string[],
  findPerson: FindPerson,
): ReadRow {
  const faults: RowFault[] = []
  const byField = new Map<ImportField, Cell[]>()
  for (const [column, field] of columns.entries()) {
    const text = (cells[column] ?? '').trim()
    if (field && text !== '') byField.set(field, [...(byField.get(field) ?? []), { column, text }])
  }
  const all = (field: ImportField) => byField.get(field) ?? []
  const textOf = (field: ImportField) => all(field)[0]?.text ?? ''
  const add = (cell: Cell | undefined, code: string, effect: RowFault['effect']) =>
    faults.push({ column: cell?.column ?? null, code, effect })

  const contactName = (
    textOf('contactName') ||
    ['contactSurname', 'contactFirstName', 'contactPatronymic']
      .map(field => textOf(field as ImportField))
      .filter(Boolean)
      .join(' ')
  ).replace(/\s+/g, ' ')
  const ownName = (textOf('name') || textOf('publicName')).replace(/\s+/g, ' ')
  const name = ownName || contactName
  const numbers = readNumbers(all, add)
  const kind = kindOf({ name, isPerson: ownName === '' }, all('kind')[0], numbers, add)
  if (name === '') {
    if (byField.size > 0) faults.push({ column: null, code: 'name.absent', effect: 'refused' })
    return { values: null, faults }
  }
  const requisites = keepRight(kind, numbers, all, faults)
  const contact = {
    fullName: contactName,
    position: all('contactPosition')[0]?.text ?? null,
    phones: readPhones(all('contactPhones'), add),
    emails: readEmails(all('contactEmails'), add),
    messengers: splitAll(all('contactMessengers')),
  }
  const phones = readPhones(all('phones'), add)
  const emails = readEmails(all('emails'), add)
  const isContact = contactName !== '' && ownName !== ''
  const values: ImportValues = {
    kind,
    name,
    publicName: textOf('name') === '' || textOf('publicName') === textOf('name') ? null : textOf('publicName') || null,
    ...requisites,
    // Without a contact to belong to, its data are the client's own.
    phones: isContact ? phones : distinct([...phones, ...contact.phones]),
    emails: isContact ? emails : distinct([...emails, ...contact.emails]),
    sites: splitAll(all('sites')),
    addresses: distinct(all('addresses').flatMap(cell => cell.text.split('\n').map(line => line.replace(/\s+/g, ' ')))),
    messengers: distinct([...splitAll(all('messengers')), ...(isContact ? [] : contact.messengers)]),
    relationType: readRelation(textOf('relationType')) ?? 'customer',
    responsible: responsibleOf(all('responsible')[0], findPerson, add),
    comment: commentOf(all('comment'), header),
    contact: isContact ? contact : null,
  }
  return { values, faults: [...faults, ...findTooLong(values)] }
}

type Add = (cell: Cell | undefined, code: string, effect: RowFault['effect']) => void
type All = (field: ImportField) => readonly Cell[]

interface Numbers {
  inn: string
  kpp: string
  ogrn: string
}

function readNumbers(all: All, add: Add): Numbers {
  const both = all('innKpp')[0]
  const [first = '', second = ''] = both ? both.text.split(/[\s/\\;,]+/).filter(Boolean) : []
  const innCell = all('inn')[0] ?? both
  const typed = {
    inn: all('inn')[0]?.text ?? first,
    kpp: all('kpp')[0]?.text ?? second,
    ogrn: all('ogrn')[0]?.text ?? '',
  }
  const numbers = { inn: mendInn(typed.inn), kpp: mendKpp(typed.kpp), ogrn: mendDigits(typed.ogrn).replace(/\s/g, '') }
  if (numbers.inn.length === typed.inn.replace(/\s/g, '').length + 1) add(innCell, 'inn.zero_restored', 'mended')
  if (/^[-–—0]*$/.test(numbers.kpp)) numbers.kpp = ''
  if (/^[-–—0]*$/.test(numbers.inn)) numbers.inn = ''
  return numbers
}

function kindOf(
  { name, isPerson }: { name: string; isPerson: boolean },
  cell: Cell | undefined,
  numbers: Numbers,
  add: Add,
): ImportValues['kind'] {
  const told = readKind(cell?.text ?? '')
  if (cell && told === null) add(cell, 'kind.unknown', 'left_out')
  const guessed = isPerson ? 'person' : guessKind(name, numbers.inn, numbers.kpp)
  // «Физлицо» of 1C may be a sole trader; the legal form in the name knows better.
  if (told === 'person' && guessed === 'entrepreneur') return guessed
  return told ?? guessed
}

const NUMBERS = ['inn', 'kpp', 'ogrn'] as const

/** Wrong check digits are told and kept; a number that is none is left out. */
function keepRight(
  kind: ImportValues['kind'],
  numbers: Numbers,
  all: All,
  faults: RowFault[],
): Record<keyof Numbers, string | null> {
  const kept: Record<keyof Numbers, string | null> = { inn: null, kpp: null, ogrn: null }
  for (const field of NUMBERS) kept[field] = numbers[field] || null
  for (const { path, code, texts } of findNumberFaults(kind, kept)) {
    const isKept = code.endsWith('.checksum')
    const column = (all(path)[0] ?? all('innKpp')[0])?.column ?? null
    faults.push({ column, code, texts, effect: isKept ? 'kept' : 'left_out' })
    if (!isKept) kept[path] = null
  }
  return kept
}

function readPhones(cells: readonly Cell[], add: Add): string[] {
  const phones = cells.flatMap(cell => {
    if (hasLostDigits(cell.text)) {
      add(cell, 'phone.digits_lost', 'left_out')
      return []
    }
    const parts = splitPhones(mendDigits(cell.text))
    if (parts.some(part => !readPhone(part).valid)) add(cell, 'phone.unreadable', 'kept')
    return parts
  })
  return distinct(phones)
}

function readEmails(cells: readonly Cell[], add: Add): string[] {
  const emails = cells.flatMap(cell => {
    const parts = splitEmails(cell.text)
    if (parts.some(part => !readEmail(part).valid)) add(cell, 'email.unreadable', 'kept')
    return parts
  })
  return distinct(emails)
}

function responsibleOf(cell: Cell | undefined, findPerson: FindPerson, add: Add): ImportValues['responsible'] {
  if (!cell) return null
  const person = findPerson(cell.text)
  if (!person) add(cell, 'responsible.unknown', 'left_out')
  return person
}

/** Several columns become one text in which each says what it is. */
function commentOf(cells: readonly Cell[], header: readonly string[]): string | null {
  if (cells.length === 0) return null
  if (cells.length === 1) return cells[0]?.text ?? null
  return cells.map(({ column, text }) => `${header[column] || '—'}: ${text}`).join('\n')
}

function splitAll(cells: readonly Cell[]): string[] {
  return distinct(cells.flatMap(cell => cell.text.split(/[;,\n|]|\s+(?=https?:)/)))
}

function distinct(values: readonly string[]): string[] {
  const seen = new Set<string>()
  return values
    .map(value => value.trim())
    .filter(value => value !== '' && !seen.has(value.toLowerCase()) && seen.add(value.toLowerCase()))
}

/** As the contract of a client has it: a text longer than a field is refused, never cut. */
const LONGEST = { name: 300, publicName: 300, comment: 5_000 } as const

function findTooLong(values: ImportValues): RowFault[] {
  const isLong =
    Object.entries(LONGEST).some(([field, most]) => (values[field as keyof typeof LONGEST] ?? '').length > most) ||
    [...values.phones, ...values.emails, ...values.sites, ...values.messengers].some(text => text.length > 300) ||
    values.addresses.some(text => text.length > 500) ||
    [values.phones, values.emails, values.sites, values.addresses, values.messengers].some(list => list.length > 50) ||
    (values.contact !== null &&
      [values.contact.fullName, values.contact.position ?? '', ...values.contact.phones, ...values.contact.emails].some(
        text => text.length > 200,
      ))
  return isLong ? [{ column: null, code: 'value.too_long', effect: 'refused' }] : []
}

/** Whether this row can be written at all. */
export function isRefused(row: ReadRow): boolean {
  return row.values === null || row.faults.some(fault => fault.effect === 'refused')
}

/** By what two rows of one file are the same client: INN with KPP, or else the name. */
export function rowKey(values: ImportValues): string {
  const name = nameKey(values.name, values.kind)
  return values.inn === null ? `name ${name}` : `inn ${values.inn} ${values.kpp ?? ''}`
}

const TEXTS: Record<string, { ru: string; en: string }> = {
  'name.absent': { ru: 'Нет ни названия клиента, ни имени контакта', en: 'Neither a client nor a contact is named' },
  'kind.unknown': {
    ru: 'Непонятен вид клиента: определен по названию и ИНН',
    en: 'Unknown kind: taken from name and INN',
  },
  'inn.zero_restored': { ru: 'Восстановлен ноль в начале ИНН', en: 'The leading zero of the INN was restored' },
  'phone.digits_lost': {
    ru: 'Таблица потеряла последние цифры номера: значение пропущено',
    en: 'The table lost the last digits of the number: left out',
  },
  'phone.unreadable': {
    ru: 'Номер не разобран, сохраняется как есть',
    en: 'The number could not be read, kept as it is',
  },
  'email.unreadable': {
    ru: 'Похоже, это не адрес почты; сохраняется как есть',
    en: 'This is no e-mail address; kept as it is',
  },
  'responsible.unknown': {
    ru: 'Такого сотрудника нет: ответственный берется из правил импорта',
    en: 'No such colleague: the responsible is that of the rules',
  },
  'value.too_long': { ru: 'Значение длиннее, чем помещается в поле', en: 'A value is longer than its field' },
  'contractor.exists': { ru: 'Организация с этими ИНН и КПП уже есть', en: 'A company with this INN and KPP exists' },
  'client.walled': {
    ru: 'Организация с этими ИНН и КПП уже есть, доступа к ней нет',
    en: 'A company with this INN and KPP exists, out of your sight',
  },
  'client.archived': { ru: 'Такой клиент есть в архиве', en: 'Such a client is in the archive' },
  'row.failed': { ru: 'Строку не удалось записать', en: 'The row could not be written' },
}

/** The words of a fault; those of other rooms come with it. */
export function textsOfFault({ code, texts }: RowFault): { ru: string; en: string } {
  return texts ?? TEXTS[code] ?? (TEXTS['row.failed'] as { ru: string; en: string })
}
