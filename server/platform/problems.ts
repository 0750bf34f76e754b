import type { z } from 'zod'
import { invalid, type Language, type ProblemBody, type ProblemDeclaration } from './contract.ts'

/** The only error that reaches a caller with its own words; everything else becomes 500 with an id. */
export class Problem extends Error {
  readonly declaration: ProblemDeclaration
  readonly data: unknown
  readonly detail: ((language: Language) => string) | undefined
  /** Seconds for `Retry-After`. */
  readonly retryAfter: number | undefined

  constructor(
    declaration: ProblemDeclaration,
    options: { data?: unknown; detail?: (language: Language) => string; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(declaration.code, { cause: options.cause })
    this.declaration = declaration
    this.data = options.data
    this.detail = options.detail
    this.retryAfter = options.retryAfter
  }

  get code(): string {
    return this.declaration.code
  }

  /** RFC 9457 body in the caller's language. */
  body(language: Language, requestId: string): ProblemBody {
    const { code, status, title } = this.declaration
    return {
      type: `/api/docs/problems#${code}`,
      title: title[language],
      status,
      code,
      detail: this.detail?.(language) ?? title[language],
      ...(this.data === undefined ? {} : { data: localise(this.data, language) }),
      requestId,
    }
  }
}

/** Refuses with a declared problem; `data` is checked against its declaration by the type. */
export function refuse<D extends z.ZodType>(
  declaration: ProblemDeclaration<string, D>,
  data?: Deep<z.input<D>>,
  detail?: (language: Language) => string,
): never {
  throw new Problem(declaration, { data, detail })
}

/** A text in both languages inside `data`; it is turned into one string when the answer is written. */
export class Localised {
  readonly texts: Record<Language, string>
  constructor(texts: Record<Language, string>) {
    this.texts = texts
  }
  toJSON(): string {
    return this.texts[speaking]
  }
}

let speaking: Language = 'ru'
const encoder = new TextEncoder()

/**
 * The bytes of an answer; texts that waited for it come out in the caller's language. Writing is one synchronous
 * step, so nobody else can change the language meanwhile. Bytes, because a socket writes a long Cyrillic string slowly.
 */
export function writeJson(value: unknown, language: Language): Buffer {
  speaking = language
  const bytes = encoder.encode(JSON.stringify(value))
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** One thing that is wrong with the input, at its place. Gather them: a refusal names everything at once. */
export interface Fault {
  path: string
  code: string
  message: Localised
}

/** A reference to a record that does not exist or that the caller may not see: told apart for nobody. */
export function unknownReference(path: string): Fault {
  return {
    path,
    code: 'unknown_reference',
    message: new Localised({ ru: 'Такой записи нет', en: 'There is no such record' }),
  }
}

/** Refuses with everything that was gathered; passes when there is nothing. */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new Problem(invalid, { data: { errors: faults } })
}

type Deep<T> = T extends string
  ? T | Localised
  : T extends readonly (infer U)[]
    ? Deep<U>[]
    : T extends object
      ? { [K in keyof T]: Deep<T[K]> }
      : T

/** Replaces every `Localised` by its text. */
export function localise(value: unknown, language: Language): unknown {
  if (value instanceof Localised) return value.texts[language]
  if (Array.isArray(value)) return value.map(item => localise(item, language))
  if (value && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, localise(item, language)]))
  }
  return value
}
