import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEmail, splitEmails } from './emails.ts'

test.each([
  ['Ivanov@Mail.RU', 'ivanov@mail.ru'],
  ['  a.b+c@x-y.co.uk ', 'a.b+c@x-y.co.uk'],
  ['mailto:a@b.ru?subject=x', 'a@b.ru'],
  ['Иван Иванов <I.Ivanov@x.ru>', 'i.ivanov@x.ru'],
  ['a@b.ru.', 'a@b.ru'],
  ['<a@b.ru>', 'a@b.ru'],
  ['a@b.ru;', 'a@b.ru'],
  ['Почта@Пример.РФ', 'почта@пример.рф'],
])('%s is read as %s', (raw, normalized) => {
  expect(readEmail(raw)).toEqual({ raw, normalized, valid: true })
})

test.each(['', 'нет', 'a@', '@b.ru', 'a@b', 'a b@c.ru', 'a@b..ru', '.a@b.ru', 'a@@b.ru', 'a@b.ru c@d.ru'])(
  '"%s" is no address, but stays as typed',
  raw => {
    expect(readEmail(raw)).toMatchObject({ raw, valid: false })
  },
)

test('reading a read address changes nothing', () => {
  fc.assert(
    fc.property(fc.emailAddress(), raw => {
      const { normalized } = readEmail(raw)
      expect(readEmail(normalized).normalized).toBe(normalized)
    }),
  )
})

test('several addresses in one cell come apart', () => {
  expect(splitEmails('a@b.ru, c@d.ru; e@f.ru\ng@h.ru')).toEqual(['a@b.ru', 'c@d.ru', 'e@f.ru', 'g@h.ru'])
  expect(splitEmails('Иван Петров <a@b.ru>, c@d.ru')).toEqual(['Иван Петров <a@b.ru>', 'c@d.ru'])
  expect(splitEmails(' ; ')).toEqual([])
})
