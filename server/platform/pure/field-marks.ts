import { z } from 'zod'

/** Fields of which a profile may show or let change less than everything. */
export type LimitedField = 'phone' | 'email' | 'requisites' | 'revenue' | 'responsible'

/** What a caller does not get to see whole; null: everything is shown. */
export type Limits = Readonly<Partial<Record<LimitedField, 'masked' | 'hidden'>>>

/** What a part of a contract carries, so that the levels of the caller are applied to it. */
export type Mark =
  /** The value of a field. `as`: how it is masked, where it is no plain text. */
  | { kind: 'field'; field: LimitedField; as?: 'phone' | 'email' | 'number' }
  /** A text that may be, or hold, a phone, a mail or a registration number: the title of a prospect. */
  | { kind: 'text' }
  /** An entry that names a field, and holds values of it. `whole`: without them nothing is left of the entry. */
  | { kind: 'entry'; name: string; values: readonly string[]; whole?: true }
  /** An obstacle that names a field to be filled. */
  | { kind: 'obstacle' }
  /** A choice of the caller that asks by a field: how a list is ordered. */
  | { kind: 'choice'; field: LimitedField; choices: readonly string[] }
  /** A record whose keys are names of fields, each of which is written by it. */
  | { kind: 'names' }
  /** Nothing in it is of a record in sight, where this flag of it is set: a wall quotes what was typed. */
  | { kind: 'unless'; flag: string }
  /** Looked at and free of such values: says why. */
  | { kind: 'free'; why: string }

export const fieldMarks = z.registry<Mark>()

function marked<S extends z.ZodType>(schema: S, mark: Mark): S {
  // A clone: a shape that other contracts share keeps its own meaning.
  const copy = schema.clone() as S
  fieldMarks.add(copy, mark)
  return copy
}

/** The value of a limited field, in an answer as well as in a body or a query. */
export const ofField = <S extends z.ZodType>(field: LimitedField, schema: S, as?: 'phone' | 'email' | 'number'): S =>
  marked(schema, { kind: 'field', field, ...(as && { as }) })
/** A name, title or line that may be a phone, a mail or a number. */
export const mayTell = <S extends z.ZodType>(schema: S): S => marked(schema, { kind: 'text' })
/** Values beside the name of the field whose they are. */
export const entryOf = <S extends z.ZodType>(schema: S, name: string, ...values: string[]): S =>
  marked(schema, { kind: 'entry', name, values })
/** The same, where the value is all that the entry tells: it leaves its list with the value. */
export const entryAll = <S extends z.ZodType>(schema: S, name: string, ...values: string[]): S =>
  marked(schema, { kind: 'entry', name, values, whole: true })
export const obstacle = <S extends z.ZodType>(schema: S): S => marked(schema, { kind: 'obstacle' })
export const choosesBy = <S extends z.ZodType>(schema: S, field: LimitedField, ...choices: string[]): S =>
  marked(schema, { kind: 'choice', field, choices })
export const byNames = <S extends z.ZodType>(schema: S): S => marked(schema, { kind: 'names' })
export const unless = <S extends z.ZodType>(flag: string, schema: S): S => marked(schema, { kind: 'unless', flag })
/** For the test that looks for forgotten marks: such a name, and nothing to hide behind it. */
export const tellsNothing = <S extends z.ZodType>(schema: S, why: string): S => marked(schema, { kind: 'free', why })

/** Names of fields as answers, histories and bodies use them. */
const names: Readonly<Record<string, LimitedField>> = {
  phone: 'phone',
  phones: 'phone',
  contactPhones: 'phone',
  extension: 'phone',
  email: 'email',
  emails: 'email',
  contactEmails: 'email',
  inn: 'requisites',
  kpp: 'requisites',
  innKpp: 'requisites',
  ogrn: 'requisites',
  expectedRevenue: 'revenue',
  weightedRevenue: 'revenue',
  revenue: 'revenue',
  responsible: 'responsible',
  responsibleId: 'responsible',
}

/** Which limited field a name means; undefined for every other one. */
export function fieldOfName(name: unknown): LimitedField | undefined {
  return typeof name === 'string' && Object.hasOwn(names, name) ? names[name] : undefined
}

/** What the fields are called in refusals. */
export const fieldNames: Readonly<Record<LimitedField, { ru: string; en: string }>> = {
  phone: { ru: 'телефоны', en: 'phones' },
  email: { ru: 'адреса почты', en: 'e-mail addresses' },
  requisites: { ru: 'реквизиты', en: 'registration numbers' },
  revenue: { ru: 'выручку', en: 'the revenue' },
  responsible: { ru: 'ответственного', en: 'the responsible' },
}
