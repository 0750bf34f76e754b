import type { Texts } from '../../../platform/contract.ts'
import { phoneKey } from '../../../platform/pure/phone-format.ts'
import { type Fault, readEmails, readPhones } from '../rules.ts'

/** What people changed in a record since a merge wrote it, by field, the oldest change first. */
export type FieldChanges = ReadonlyMap<string, readonly FieldChange[]>
export type Touched = (recordId: string) => FieldChanges
interface FieldChange {
  from?: unknown
  to?: unknown
}
export const UNTOUCHED: FieldChanges = new Map()

export type PartyKind = 'client' | 'contact' | 'prospect'

/** A row that a merge changed: of the columns it touched, what stood there before and what it wrote. */
export interface MovedRow {
  kind: string
  id: string
  title?: string
  /** The record to which the row belongs, where it is none itself. */
  of?: string
  /** Null: the row did not exist, the merge made it. */
  before: Record<string, unknown> | null
  /** Null: the merge removed it, because the winner had the same. */
  after: Record<string, unknown> | null
}

/** What is asked for. */
export interface MergeOrder {
  id: string
  kind: PartyKind
  winnerId: string
  loserId: string
  choices: Readonly<Record<string, 'winner' | 'loser' | 'both'>>
}

/** A field of the winner, as the contract names it. */
export interface MergedField {
  field: string
  before: unknown
  loser: unknown
  after: unknown
}

/** Something that people have changed since the merge, so that its undoing left it alone. */
export interface Kept {
  code: 'edited' | 'moved_on' | 'since' | 'ended' | 'demanded' | 'revoked' | 'reopened' | 'taken'
  record: { kind: string; id: string; title: string }
  field: string | null
  before: unknown
  merged: unknown
  now: unknown
}

export type Choice = MergeOrder['choices'][string]

const lists = new Set(['phones', 'emails', 'sites', 'addresses', 'messengers'])

const fieldsOfKind: Record<PartyKind, readonly string[]> = {
  client: [
    'kind',
    'name',
    'publicName',
    'relationType',
    'inn',
    'kpp',
    'ogrn',
    'phones',
    'emails',
    'sites',
    'addresses',
    'messengers',
    'region',
    'responsibleId',
    'comment',
  ],
  contact: ['fullName', 'phones', 'emails', 'messengers', 'comment'],
  prospect: ['fullName', 'company', 'phone', 'email', 'responsibleId', 'comment'],
}

/** Fields that nobody can be without: the loser's is taken only where it has one. */
const demanded = new Set(['kind', 'name', 'relationType'])

/**
 * The values of the merged record: as chosen, else the winner's, else the loser's; lists are united without doubles.
 * @returns every field with both sides and the result, or what is wrong with the choices
 */
export function decideFields(
  kind: PartyKind,
  winner: object,
  loser: object,
  choices: Readonly<Record<string, Choice>> = {},
): { fields: MergedField[]; faults: Fault[] } {
  const known = fieldsOfKind[kind]
  const faults = Object.entries(choices).flatMap(([field, choice]) => decideChoiceFaults(known, field, choice))
  const fields = known.map(field => {
    const [before, other] = [valueOf(winner, field), valueOf(loser, field)]
    return { field, before, loser: other, after: decideValue(field, before, other, choices[field]) }
  })
  return { fields, faults }
}

function valueOf(record: object, field: string): unknown {
  return (record as Record<string, unknown>)[field] ?? null
}

function decideChoiceFaults(known: readonly string[], field: string, choice: Choice): Fault[] {
  const path = `choices.${field}`
  if (!known.includes(field)) {
    return [{ path, code: 'unknown_field', texts: { ru: 'Такого поля нет', en: 'There is no such field' } }]
  }
  if (choice !== 'both' || lists.has(field) || field === 'comment') return []
  const texts = { ru: 'В этом поле одно значение', en: 'This field holds one value' }
  return [{ path, code: 'one_value', texts }]
}

function decideValue(field: string, winner: unknown, loser: unknown, choice: Choice | undefined): unknown {
  if (choice === 'winner') return winner
  if (choice === 'loser') return demanded.has(field) ? (loser ?? winner) : loser
  if (lists.has(field)) return unite(field, winner as string[], loser as string[])
  if (choice === 'both') return [winner, loser].filter(Boolean).join('\n\n') || null
  return winner ?? loser
}

/** The values of both, in order, none twice: one phone in two notations is one. */
export function unite(field: string, ours: readonly string[], theirs: readonly string[]): string[] {
  const seen = new Set<string>()
  return [...ours, ...theirs].filter(value => {
    const key = keyOf(field, value)
    return !seen.has(key) && seen.add(key)
  })
}

function keyOf(field: string, value: string): string {
  const [phone] = field === 'phones' ? readPhones([value]) : []
  if (phone) return `${phoneKey(phone)} ${phone.extension ?? ''}`
  const [mail] = field === 'emails' ? readEmails([value]) : []
  return mail ? mail.normalized : value.replace(/\s+/g, ' ').trim().toLowerCase()
}

/**
 * What becomes of a field of the winner when the merge is undone: the value from before, unless somebody changed it
 * since, and be it back to what the merge wrote. Of a list that was changed, what the merge brought goes, what people
 * wrote since stays, and what they took out stays out.
 */
export function decideRestored(
  merged: MergedField,
  now: unknown,
  since: readonly FieldChange[] = [],
): { value: unknown; kept: boolean } {
  const { field, before, after } = merged
  if (since.length === 0 && same(now, after)) return { value: before, kept: false }
  if (!lists.has(field)) return { value: now, kept: true }
  const keysOf = (values: unknown) => new Set(((values ?? []) as string[]).map(value => keyOf(field, value)))
  const [had, has] = [keysOf(before), keysOf(after)]
  const without = (all: unknown, those: unknown) => [...keysOf(all)].filter(key => !keysOf(those).has(key))
  const added = new Set(since.flatMap(({ from, to }) => without(to, from)))
  const removed = new Set(since.flatMap(({ from, to }) => without(from, to)))
  const isOwn = (key: string) => had.has(key) || !has.has(key) || added.has(key)
  const isLost = (key: string) => !has.has(key) && !removed.has(key)
  const own = (now as string[]).filter(value => isOwn(keyOf(field, value)))
  const lost = (before as string[]).filter(value => isLost(keyOf(field, value)))
  return { value: unite(field, own, lost), kept: true }
}

/** Equal as they are stored; nothing and null are one. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}

/**
 * A row of which the columns stand as the merge left them goes back; `guard` names those that decide it. One that the
 * merge wrote and people wrote again is theirs.
 */
export function isAsMerged(
  row: MovedRow,
  now: Record<string, unknown>,
  guard: readonly string[],
  since: FieldChanges = UNTOUCHED,
): boolean {
  return guard.every(column => !isTouched(row, now, column, since))
}

/** Values to write when a row goes back: from before, except where somebody changed a column since. */
export function columnsBefore(
  row: MovedRow,
  now: Record<string, unknown>,
  since: FieldChanges = UNTOUCHED,
): Record<string, unknown> {
  const changed = Object.keys(row.after ?? {}).filter(column => isTouched(row, now, column, since))
  return { ...row.before, ...Object.fromEntries(changed.map(column => [column, now[column]])) }
}

/** Whether people changed a column of a moved row since. */
export function isTouched(
  row: MovedRow,
  now: Record<string, unknown>,
  column: string,
  since: FieldChanges = UNTOUCHED,
): boolean {
  const [before, after] = [row.before?.[column], row.after?.[column]]
  return !same(now[column], after) || (since.has(column) && !same(before, after))
}

export interface MovedKind {
  kind: string
  count: number
  titles: string[]
}

/** How many of each kind moved, and what the first ones are called; a row without a title only follows another. */
export function summarise(kind: PartyKind, rows: readonly MovedRow[]): MovedKind[] {
  const kindOf = (row: MovedRow) => (row.kind !== 'link' ? row.kind : kind === 'contact' ? 'client' : 'contact')
  const kinds = new Map<string, MovedKind>()
  for (const row of rows) {
    if (row.title === undefined) continue
    const all = kinds.get(kindOf(row)) ?? { kind: kindOf(row), count: 0, titles: [] }
    all.count += 1
    if (row.title !== '' && all.titles.length < MOST_TITLES) all.titles.push(row.title)
    kinds.set(kindOf(row), all)
  }
  return [...kinds.values()]
}
const MOST_TITLES = 5

interface Entity {
  id: string
  inn: string | null
  kpp: string | null
  ogrn: string | null
  main: boolean
}

/**
 * Legal entities that stand on both sides: those of the same INN and KPP, and the two main ones where one of them has
 * no number of its own and so only repeats its client.
 */
export function pairContractors<E extends Entity>(winner: readonly E[], loser: readonly E[]): { ours: E; theirs: E }[] {
  const pairs: { ours: E; theirs: E }[] = []
  const isFree = (entity: E) => !pairs.some(pair => pair.ours.id === entity.id || pair.theirs.id === entity.id)
  for (const theirs of loser) {
    const ours = winner.find(each => each.inn !== null && each.inn === theirs.inn && each.kpp === theirs.kpp)
    if (ours && isFree(ours)) pairs.push({ ours, theirs })
  }
  const isBare = ({ inn, ogrn }: E) => inn === null && ogrn === null
  const [ours, theirs] = [winner.find(each => each.main), loser.find(each => each.main)]
  if (ours && theirs && isFree(ours) && isFree(theirs) && (isBare(ours) || isBare(theirs))) pairs.push({ ours, theirs })
  return pairs
}

const said: Record<Kept['code'], Texts> = {
  edited: { ru: 'Изменено после объединения: осталось как есть', en: 'Edited since the merge: left as it is' },
  moved_on: {
    ru: 'Перенесено после объединения: осталось там, где сейчас',
    en: 'Moved on since the merge: left where it is',
  },
  since: {
    ru: 'Создан после объединения, неясно для кого: остался у итоговой записи',
    en: 'Created since the merge, unclear for whom: stays with the merged record',
  },
  ended: { ru: 'Контакт отвязан после объединения', en: 'The contact left since the merge' },
  demanded: {
    ru: 'Состояние требует клиента: Интерес остался у итоговой записи',
    en: 'Its state demands a client: the Interest stays with the merged record',
  },
  reopened: {
    ru: 'Доступ открыт заново после объединения: остался',
    en: 'The access was given anew since the merge: it stays',
  },
  revoked: { ru: 'Доступ отозван после объединения', en: 'The access was taken back since the merge' },
  taken: {
    ru: 'Такие же ИНН и КПП теперь есть и у другого клиента',
    en: 'Another client holds the same INN and KPP now',
  },
}

/** Why something was not taken back, in words. */
export function describeKept(code: Kept['code']): Texts {
  return said[code]
}
