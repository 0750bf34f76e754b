import type { z } from 'zod'
import type { Texts } from '../contract.ts'

/** What is wrong with a value, short, in words that a person can act on. */
export function wordsOfIssue(issue: z.core.$ZodIssue): Texts {
  switch (issue.code) {
    case 'invalid_type':
      return isMissing(issue) ? required : (types[issue.expected] ?? wrong)
    case 'invalid_format':
      return formats[issue.format] ?? { ru: 'Неверный формат', en: 'Not in the right form' }
    case 'invalid_value':
      return oneOf(issue.values)
    case 'too_big':
      return bound('most', issue.origin, Number(issue.maximum), issue.inclusive ?? true)
    case 'too_small':
      return bound('least', issue.origin, Number(issue.minimum), issue.inclusive ?? true)
    default:
      return wrong
  }
}

const required = { ru: 'Не заполнено', en: 'Required' }
const wrong = { ru: 'Неверное значение', en: 'Not a valid value' }

const types: Partial<Record<string, Texts>> = {
  string: { ru: 'Нужен текст', en: 'Must be text' },
  number: { ru: 'Нужно число', en: 'Must be a number' },
  int: { ru: 'Нужно целое число', en: 'Must be a whole number' },
  boolean: { ru: 'Нужно true или false', en: 'Must be true or false' },
  array: { ru: 'Нужен список', en: 'Must be a list' },
  object: { ru: 'Нужен объект', en: 'Must be an object' },
  record: { ru: 'Нужен объект', en: 'Must be an object' },
}

const formats: Partial<Record<string, Texts>> = {
  uuid: { ru: 'Неверный идентификатор: нужен UUID', en: 'Not a valid id: must be a UUID' },
  date: { ru: 'Неверная дата: нужна в виде 2026-05-31', en: 'Not a valid date: write it as 2026-05-31' },
  datetime: {
    ru: 'Неверные дата и время: нужны в виде 2026-05-31T10:00:00Z',
    en: 'Not a valid date and time: write it as 2026-05-31T10:00:00Z',
  },
  email: { ru: 'Неверный адрес почты', en: 'Not a valid e-mail address' },
  url: { ru: 'Неверная ссылка', en: 'Not a valid link' },
}

function isMissing(issue: z.core.$ZodIssue): boolean {
  // In a patch an empty text arrives as null.
  return issue.input === undefined || issue.input === null
}

function oneOf(values: readonly unknown[]): Texts {
  const all = values.map(String).join(', ')
  return values.length === 1
    ? { ru: `Только ${all}`, en: `Only ${all}` }
    : { ru: `Одно из: ${all}`, en: `One of: ${all}` }
}

function bound(which: 'most' | 'least', origin: string, limit: number, inclusive: boolean): Texts {
  const isMost = which === 'most'
  if (origin === 'string') {
    if (!isMost && limit === 1) return required
    return {
      ru: `${isMost ? 'Не длиннее' : 'Не короче'} ${limit} ${genitive(limit, 'символа', 'символов')}`,
      en: `${isMost ? 'At most' : 'At least'} ${limit} ${limit === 1 ? 'character' : 'characters'}`,
    }
  }
  if (origin === 'array' || origin === 'set') {
    return {
      ru: `${isMost ? 'Не больше' : 'Не меньше'} ${limit} ${genitive(limit, 'значения', 'значений')}`,
      en: `${isMost ? 'At most' : 'At least'} ${limit} ${limit === 1 ? 'item' : 'items'}`,
    }
  }
  if (inclusive)
    return { ru: `Не ${isMost ? 'больше' : 'меньше'} ${limit}`, en: `${isMost ? 'At most' : 'At least'} ${limit}` }
  return { ru: `${isMost ? 'Меньше' : 'Больше'} ${limit}`, en: `${isMost ? 'Less' : 'More'} than ${limit}` }
}

/** «не длиннее 21 символа», «не длиннее 22 символов» */
function genitive(count: number, one: string, many: string): string {
  return count % 10 === 1 && count % 100 !== 11 ? one : many
}
