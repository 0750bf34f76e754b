import { checkInn } from '../../../server/platform/pure/requisites.ts'
import { digitsOf } from '../../../server/platform/pure/phones.ts'
import type { Part, PartKind } from '../../../server/rooms/registration/intake/contract.ts'
import type { ClientKind, FormState } from './form-state.ts'

/** A recognised piece of what was pasted, as the person has left or corrected it. */
export type Chip = { kind: PartKind; value: string }

/** What was read of the text in the search field, and how it was corrected since. */
export type Intake = {
  /** The text that the chips come from. */
  of: string
  chips: Chip[]
  edited: boolean
  /** The company by the domain of the mail: nobody has said it. */
  hint: string | null
}

export const noIntake: Intake = { of: '', chips: [], edited: false, hint: null }

/** Longer than anybody types as a question. */
const LONGEST_LINE = 120
const EMAIL = /\S@\S+\.\S/

/** More than a plain question: several lines, a long one, or things of several kinds. */
export function isLetter(text: string): boolean {
  const line = text.trim()
  if (line.includes('\n') || line.length > LONGEST_LINE) return true
  const words = line.replace(/\S+@\S+/g, ' ')
  const kinds = [
    EMAIL.test(line),
    /(?:\d[\s()+.-]*){9,}/.test(words),
    /\p{L}{3,}/u.test(words.replace(/(?<!\p{L})(?:доб|тел|моб|инн|кпп|огрн)\.?(?!\p{L})/giu, ' ')),
  ]
  return kinds.filter(Boolean).length > 1
}

/** The chips of a reading; several pieces of one request are one. A plain line without any is a name. */
export function chipsOf(text: string, parts: readonly Part[]): Chip[] {
  const chips: Chip[] = parts.filter(each => each.kind !== 'need').map(({ kind, value }) => ({ kind, value }))
  const need = parts.filter(each => each.kind === 'need').map(each => each.value)
  if (need.length > 0) chips.push({ kind: 'need', value: need.join('\n') })
  const named = chips.some(each => each.kind === 'fullName' || each.kind === 'company')
  if (named || isLetter(text)) return chips
  let rest = ''
  let from = 0
  for (const each of parts) {
    rest += `${text.slice(from, each.from)} `
    from = each.to
  }
  const line = (parts.some(each => each.kind === 'need') ? text : rest + text.slice(from)).replace(/\s+/g, ' ').trim()
  return /\p{L}/u.test(line)
    ? [...chips.filter(each => each.kind !== 'need'), { kind: 'fullName', value: line }]
    : chips
}

/**
 * What tells who the caller is, as a text again, each under a label by which the server knows its kind: to ask anew for
 * those who are known. Other corrections ask nothing.
 */
export function textOfChips(chips: readonly Chip[]): string {
  const labels: Partial<Record<PartKind, string>> = {
    fullName: 'ФИО',
    company: 'Компания',
    inn: 'ИНН',
    phone: 'Телефон',
    email: 'Email',
  }
  return chips
    .flatMap(({ kind, value }) => (labels[kind] ? [`${labels[kind]}: ${value.replace(/\s+/g, ' ')}`] : []))
    .join('\n')
}

const all = (chips: readonly Chip[], kind: PartKind) =>
  chips.filter(each => each.kind === kind).map(each => each.value.trim())
const first = (chips: readonly Chip[], kind: PartKind) => all(chips, kind)[0] ?? ''

export function prospectOf(chips: readonly Chip[]): FormState['prospect'] {
  return {
    fullName: first(chips, 'fullName'),
    company: first(chips, 'company'),
    email: first(chips, 'email'),
    phone: first(chips, 'phone'),
  }
}

/** Company to the name, person to the contact; a person without a company is the client. */
export function clientOf(chips: readonly Chip[], empty: FormState['client']): FormState['client'] {
  const [fullName, company, inn] = [first(chips, 'fullName'), first(chips, 'company'), first(chips, 'inn')]
  const kind = kindOf(inn, company, fullName)
  const [phones, emails] = [all(chips, 'phone'), all(chips, 'email')]
  const hasContact = kind !== 'person' && fullName !== '' && company !== ''
  const own = hasContact ? 1 : 0
  return {
    ...empty,
    kind,
    inn,
    kpp: kind === 'organisation' ? first(chips, 'kpp') : '',
    name: kind === 'person' || company === '' ? fullName : company,
    phone: phones[own] ?? '',
    email: emails[own] ?? '',
    contact: hasContact
      ? { fullName, position: first(chips, 'position'), phone: phones[0] ?? '', email: emails[0] ?? '' }
      : empty.contact,
  }
}

function kindOf(inn: string, company: string, fullName: string): ClientKind {
  const checked = checkInn(digitsOf(inn))
  if ((checked.ok && checked.kind === 'person') || /^(?:ип|индивидуальный предприниматель)\s/i.test(company)) {
    return 'entrepreneur'
  }
  return company === '' && !checked.ok && fullName !== '' ? 'person' : 'organisation'
}

/** What is needed, and below it what the fields of the party have no place for, so that nothing pasted is lost. */
export function contentOf(chips: readonly Chip[], party: FormState['party']['kind']): string {
  const need = all(chips, 'need').join('\n')
  if (party !== 'newProspect' && party !== 'newClient') return need
  const without = (kind: PartKind, taken: number) => all(chips, kind).slice(taken)
  const labelled = (kind: PartKind, label: string) => all(chips, kind).map(value => `${label} ${value}`)
  const isClient = party === 'newClient'
  const withContact = isClient && first(chips, 'fullName') !== '' && first(chips, 'company') !== ''
  const places = withContact ? 2 : 1
  const rest = [
    ...(isClient ? [] : [...labelled('inn', 'ИНН'), ...labelled('kpp', 'КПП')]),
    ...labelled('ogrn', 'ОГРН'),
    ...without('phone', places),
    ...without('email', places),
    ...without('fullName', 1),
    ...without('company', 1),
    ...without('position', withContact ? 1 : 0),
    ...without('site', 0),
    ...without('address', 0),
  ]
  return [need, rest.join(', ')].filter(Boolean).join('\n\n')
}

/** What the person has not touched follows the chips: empty, or as the chips before had filled it. */
export function follow(now: string, before: string, after: string): string {
  return now.trim() === '' || now === before ? after : now
}
