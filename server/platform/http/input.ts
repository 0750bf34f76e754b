import type { z } from 'zod'
import { badRequest, invalid, type Texts } from '../contract.ts'
import { type Fault, Localised, Problem } from '../problems.ts'
import { wordsOfIssue } from './input-words.ts'

const MAX_DEPTH = 20

/**
 * Prepares a parsed body for its schema: an empty string means "absent" (`null` in a patch, where it empties the
 * field); null bytes, lone surrogates and deep nesting are named with their place.
 */
export function cleanInput(value: unknown, options: { keepNull: boolean }): { body: unknown; faults: Fault[] } {
  const faults: Fault[] = []
  const walk = (item: unknown, path: string, depth: number): unknown => {
    if (depth > MAX_DEPTH) {
      throw new Problem(badRequest, {
        detail: language => (language === 'ru' ? 'Слишком глубокая вложенность' : 'The body is nested too deeply'),
      })
    }
    if (typeof item === 'string') {
      if (item.includes('\u0000') || !item.isWellFormed()) {
        faults.push({
          path,
          code: 'invalid_text',
          message: new Localised({ ru: 'Недопустимый символ', en: 'A character that is not allowed' }),
        })
      }
      return item === '' ? null : item
    }
    if (Array.isArray(item)) {
      return item.map((each, i) => walk(each, `${path}[${i}]`, depth + 1)).filter(each => each !== null)
    }
    if (item && typeof item === 'object') {
      const result: Record<string, unknown> = {}
      for (const [key, each] of Object.entries(item)) {
        const cleaned = walk(each, path ? `${path}.${key}` : key, depth + 1)
        if (cleaned !== null || options.keepNull) result[key] = cleaned
      }
      return result
    }
    return item
  }
  const result = walk(value, '', 0)
  return { body: result ?? (value === null ? null : undefined), faults }
}

/** Carries the faults past Fastify, which writes into the errors of a validator. */
export class InvalidInput extends Error {
  readonly faults: z.ZodError
  constructor(faults: z.ZodError) {
    super('invalid input')
    this.faults = faults
  }
}

/** Every fault of the input at once, each with its path, in both languages until the answer is written. */
export function invalidInput(error: z.ZodError, faults: readonly Fault[]): Problem {
  return new Problem(invalid, { data: { errors: [...faults, ...error.issues.flatMap(describe)] } })
}

function describe(issue: z.core.$ZodIssue): Fault[] {
  const path = pathOf(issue.path)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => ({
      path: path ? `${path}.${key}` : key,
      code: 'unknown_property',
      message: new Localised({ ru: `Неизвестное свойство «${key}»`, en: `Unknown property "${key}"` }),
    }))
  }
  const said = (issue as { params?: { texts?: Texts; code?: string } }).params
  if (said?.texts) return [{ path, code: said.code ?? 'invalid', message: new Localised(said.texts) }]
  return [{ path, code: issue.code, message: new Localised(wordsOfIssue(issue)) }]
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (all, key) => (typeof key === 'number' ? `${all}[${key}]` : all ? `${all}.${String(key)}` : String(key)),
    '',
  )
}
