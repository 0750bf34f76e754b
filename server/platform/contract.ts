import { z } from 'zod'
import { entryOf, mayTell } from './pure/field-marks.ts'

/** What the outside may say: endpoints and problems are plain data that server, web and OpenAPI read alike. */

export type Language = 'ru' | 'en'
export type Texts = Record<Language, string>

export interface ProblemDeclaration<Code extends string = string, Data extends z.ZodType = z.ZodType> {
  code: Code
  status: number
  /** Shape of `data`; the web relies on it to offer the way out. */
  data: Data
  title: Texts
}

export function problem<const Code extends string, Data extends z.ZodType = z.ZodOptional<z.ZodUnknown>>(
  code: Code,
  status: number,
  title: Texts,
  data?: Data,
): ProblemDeclaration<Code, Data> {
  return { code, status, title, data: data ?? (z.unknown().optional() as unknown as Data) }
}

/** Who may call: nobody in particular, a signed-in person or key, or a holder of the named right. */
export type Access = 'public' | 'session' | { right: string }

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
> {
  method: Method
  /** From the root, Fastify form: `/api/v1/clients/:id`. */
  path: string
  summary: string
  params?: Params
  query?: Query
  body?: Body
  result: Result
  /** Success status of a fresh answer; a repeat of a creation answers 200. */
  status: number
  access: Access
  problems: readonly ProblemDeclaration[]
  hidden?: boolean
  /** A list that is read whole; the server cuts the page that was asked for. */
  whole?: boolean
  /** The body is a file, handed to the handler as a stream that was not looked at. */
  takesFile?: boolean
  /** Belongs to whoever really calls, also while that person looks through the eyes of another. */
  own?: boolean
}

interface EndpointInput<P, Q, B, R> {
  method: Method
  path: string
  summary: string
  params?: P
  query?: Q
  body?: B
  result: R
  status?: number
  access?: Access
  problems?: readonly ProblemDeclaration[]
  hidden?: boolean
  takesFile?: boolean
  own?: boolean
}

/** Declares one operation. `status` defaults to 200, `access` to a signed-in caller. */
export function endpoint<
  P extends z.ZodType = z.ZodType<undefined>,
  Q extends z.ZodType = z.ZodType<undefined>,
  B extends z.ZodType = z.ZodType<undefined>,
  R extends z.ZodType = z.ZodType,
>(e: EndpointInput<P, Q, B, R>): Endpoint<P, Q, B, R> {
  const rest = { status: e.status ?? 200, access: e.access ?? ('session' as const), problems: e.problems ?? [] }
  return isWhole(e) ? { ...e, ...rest, query: pagedQuery(e.query), whole: true } : { ...e, ...rest }
}

/** A list without paging of its own: short, read whole; it takes `limit` and `cursor` like every list. */
function isWhole(e: { method: Method; query?: z.ZodType; result: z.ZodType }): boolean {
  const isList = e.result instanceof z.ZodObject && 'items' in e.result.shape && 'nextCursor' in e.result.shape
  return e.method === 'GET' && isList && !(e.query instanceof z.ZodObject && 'limit' in e.query.shape)
}

function pagedQuery<Q extends z.ZodType>(query: Q | undefined): Q {
  const own = query instanceof z.ZodObject ? query : z.object({})
  return own.extend({ limit: limit.optional(), cursor: paging.cursor }) as unknown as Q
}

export type ParamsOf<E> = E extends Endpoint<infer P, z.ZodType, z.ZodType, z.ZodType> ? z.output<P> : never
export type QueryOf<E> = E extends Endpoint<z.ZodType, infer Q, z.ZodType, z.ZodType> ? z.output<Q> : never
export type BodyOf<E> = E extends Endpoint<z.ZodType, z.ZodType, infer B, z.ZodType> ? z.output<B> : never
export type ResultOf<E> = E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, infer R> ? z.output<R> : never

// ---- shapes that every room uses ----

/** One id is one text, however it was written: it is compared as text wherever it lies inside of a document. */
export const id = z.uuid().toLowerCase().meta({ description: 'UUIDv7 made by the caller' })
export const byId = z.object({ id })
export const instant = z.iso.datetime({ offset: true })
export const day = z.iso.date()
export const language = z.enum(['ru', 'en'])
/** Text of one line; longer input is refused, never cut. */
export const line = (max = 300) => z.string().trim().min(1).max(max)
export const text = (max = 20_000) => z.string().max(max)
export const money = z.object({
  amount: z.string().regex(/^-?\d{1,16}(\.\d{1,2})?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
})
const unknownCurrency = { ru: 'Такой валюты нет', en: 'There is no such currency' }
/** The ISO 4217 code of a currency that exists. */
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, { abort: true })
  .refine(isCurrency, { params: { code: 'unknown_currency', texts: unknownCurrency } })
const belowZero = { ru: 'Сумма не может быть отрицательной', en: 'The amount may not be negative' }
/** A sum that somebody expects: nothing or more, in a currency that exists. */
export const revenue = z.object({
  amount: money.shape.amount.refine(isNotNegative, { params: { code: 'negative_amount', texts: belowZero } }),
  currency,
})
/** A zone that dates can be counted in. */
export const timeZone = z
  .string()
  .max(60)
  .refine(isTimeZone, {
    params: { code: 'unknown_time_zone', texts: { ru: 'Такого часового пояса нет', en: 'There is no such time zone' } },
  })
export const personRef = z.object({ id, name: z.string() })
export const version = z.number().int().positive()

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

let currencies: Set<string> | undefined

function isCurrency(code: string): boolean {
  currencies ??= new Set(Intl.supportedValuesOf('currency'))
  return currencies.has(code)
}

function isNotNegative(amount: string): boolean {
  return !(amount.startsWith('-') && /[1-9]/.test(amount))
}

/** Filters come as text; `true`/`false` only, so that `?open=0` is an error and not a surprise. */
export const flag = z.enum(['true', 'false']).transform(v => v === 'true')
const limit = z.coerce.number().int().min(1).max(200)
export const paging = {
  limit: limit.default(50),
  cursor: z.string().max(500).optional(),
}
export const list = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** A finding that never refuses a write (`warnings[]`). */
export const warning = z.object({
  code: z.string(),
  field: z.string(),
  message: mayTell(z.string()),
  data: mayTell(z.unknown().optional()),
})
export type Warning = z.infer<typeof warning>

export const record = {
  id,
  version,
  createdAt: instant,
  updatedAt: instant,
  can: z.record(z.string(), z.boolean()),
}

// ---- problems of the platform itself ----

const fieldError = z.object({ path: z.string(), code: z.string(), message: z.string() })

export const invalid = problem(
  'invalid',
  422,
  { ru: 'Данные заполнены неверно', en: 'Some of the input is not valid' },
  z.object({ errors: z.array(fieldError) }),
)
export const badRequest = problem('bad_request', 400, {
  ru: 'Запрос не удалось прочитать',
  en: 'The request could not be read',
})
export const unauthenticated = problem('unauthenticated', 401, { ru: 'Нужно войти', en: 'Sign in first' })
/** Whoever looks through the eyes of another changes nothing. */
export const viewAsReadOnly = problem(
  'view_as.read_only',
  403,
  {
    ru: 'Вы смотрите глазами другого сотрудника: менять ничего нельзя',
    en: 'You are looking through the eyes of another person: nothing can be changed',
  },
  z.object({ as: z.string() }),
)
export const forbidden = problem(
  'forbidden',
  403,
  { ru: 'Недостаточно прав', en: 'You may not do this' },
  z
    .object({
      /** The right that is missing. */
      reason: z.string().optional(),
      rule: z.string().optional(),
      /** In words, and who can give it; whether it may be asked for from the card. */
      missing: z.string().optional(),
      help: z.string().optional(),
      whom: z.array(personRef).optional(),
      mayAsk: z.boolean().optional(),
      ownerId: id.nullish(),
    })
    .optional(),
)
export const notFound = problem('not_found', 404, { ru: 'Запись не найдена', en: 'No such record' })
export const methodNotAllowed = problem('method_not_allowed', 405, { ru: 'Так нельзя', en: 'Method not allowed' })
export const conflict = problem(
  'conflict',
  409,
  { ru: 'Запись изменили, пока вы работали', en: 'The record was changed meanwhile' },
  z.object({
    version,
    fields: z.array(
      entryOf(
        z.object({ field: z.string(), mine: z.unknown(), theirs: z.unknown(), base: z.unknown() }),
        'field',
        'theirs',
        'base',
      ),
    ),
    /** Who changed one of these fields last, and when. */
    changedBy: id.nullable(),
    changedAt: instant.nullable(),
  }),
)
export const idTaken = problem('id_taken', 409, {
  ru: 'Запись с таким номером уже есть',
  en: 'A record with this id exists',
})
export const operationReused = problem('operation.reused', 422, {
  ru: 'Этот ключ уже использован для другого запроса',
  en: 'This id or key was already used for another request',
})
export const tooLarge = problem('too_large', 413, { ru: 'Запрос слишком велик', en: 'The request is too large' })
export const unsupportedMedia = problem('unsupported_media_type', 415, {
  ru: 'Нужен JSON',
  en: 'The body must be JSON',
})
export const tooMany = problem('too_many_requests', 429, {
  ru: 'Слишком много запросов, подождите',
  en: 'Too many requests, wait a little',
})
export const crossSite = problem('cross_site', 403, {
  ru: 'Запрос пришел с чужого сайта',
  en: 'The request came from another site',
})
export const brokenCursor = problem('broken_cursor', 400, {
  ru: 'Ссылка на продолжение списка повреждена',
  en: 'The cursor is broken',
})
export const internal = problem('internal', 500, {
  ru: 'Внутренняя ошибка. Сообщите администратору номер запроса',
  en: 'Internal error. Give the administrator the request id',
})
export const unavailable = problem('unavailable', 503, {
  ru: 'База данных временно недоступна, повторите',
  en: 'The database is not available at the moment, try again',
})

export const platformProblems = [
  invalid,
  badRequest,
  unauthenticated,
  forbidden,
  viewAsReadOnly,
  notFound,
  methodNotAllowed,
  conflict,
  idTaken,
  operationReused,
  tooLarge,
  unsupportedMedia,
  tooMany,
  crossSite,
  brokenCursor,
  internal,
  unavailable,
] as const

export const problemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  data: z.unknown().optional(),
  requestId: z.string(),
})
export type ProblemBody = z.infer<typeof problemBody>
