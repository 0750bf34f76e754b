import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { day, flag, id, instant, line, money, version } from '../contract.ts'
import { wordsOfIssue } from './input-words.ts'

function said(schema: z.ZodType, value: unknown): [string, string] {
  const { ru, en } = wordsOfIssue(schema.safeParse(value, { reportInput: true }).error?.issues[0] as z.core.$ZodIssue)
  return [ru, en]
}

describe('a wrong value is told in short words of both languages', () => {
  test.each<[string, z.ZodType, unknown, string, string]>([
    ['an absent value', id, undefined, 'Не заполнено', 'Required'],
    ['blanks', line(), '  ', 'Не заполнено', 'Required'],
    ['a date', day, '2026-02-31', 'Неверная дата: нужна в виде 2026-05-31', 'Not a valid date: write it as 2026-05-31'],
    [
      'an instant',
      instant,
      'вчера',
      'Неверные дата и время: нужны в виде 2026-05-31T10:00:00Z',
      'Not a valid date and time: write it as 2026-05-31T10:00:00Z',
    ],
    ['an id', id, '17', 'Неверный идентификатор: нужен UUID', 'Not a valid id: must be a UUID'],
    ['a mail', z.email(), 'x', 'Неверный адрес почты', 'Not a valid e-mail address'],
    ['a pattern', money.shape.amount, 'сто', 'Неверный формат', 'Not in the right form'],
    ['one of several', z.enum(['ru', 'en']), 'de', 'Одно из: ru, en', 'One of: ru, en'],
    ['a flag', flag, '0', 'Одно из: true, false', 'One of: true, false'],
    ['the only one', z.literal('v1'), 'v2', 'Только v1', 'Only v1'],
    ['a long text', line(21), 'x'.repeat(22), 'Не длиннее 21 символа', 'At most 21 characters'],
    ['a longer text', line(300), 'x'.repeat(301), 'Не длиннее 300 символов', 'At most 300 characters'],
    ['a short text', z.string().min(11), 'x', 'Не короче 11 символов', 'At least 11 characters'],
    ['a long list', z.array(z.string()).max(1), ['a', 'b'], 'Не больше 1 значения', 'At most 1 item'],
    ['a large number', z.number().max(200), 201, 'Не больше 200', 'At most 200'],
    ['a small number', version, 0, 'Больше 0', 'More than 0'],
    ['a broken number', version, 1.5, 'Нужно целое число', 'Must be a whole number'],
    ['a text for a number', version, '1', 'Нужно число', 'Must be a number'],
    ['a number for a text', line(), 1, 'Нужен текст', 'Must be text'],
    ['a text for a list', z.array(id), 'x', 'Нужен список', 'Must be a list'],
    ['a text for an object', money, 'x', 'Нужен объект', 'Must be an object'],
    [
      'something without words of its own',
      z.union([z.string(), z.number()]),
      {},
      'Неверное значение',
      'Not a valid value',
    ],
  ])('%s', (_, schema, value, ru, en) => {
    expect(said(schema, value)).toEqual([ru, en])
  })
})
