import fc from 'fast-check'
import { expect, test } from 'vitest'
import { disarm, rearm } from './formulas.ts'

test('what a table program could run becomes text, phones and numbers stay as they are', () => {
  for (const text of [
    '=1+1',
    '+cmd|calc',
    '-2+3',
    '@SUM(A1)',
    '  =1',
    '\t=1',
    '＝1',
    '\u0000=1',
    '-',
    '=HYPERLINK("x")',
  ])
    expect(disarm(text)).toBe(`'${text}`)
  for (const text of ['+7 916 222-33-44', '-15', '+79162223344', 'ООО «Ромашка»', '', "'тихо", 'a=b'])
    expect(disarm(text)).toBe(text)
})

test('every text comes back from its disarmed form, and no disarmed text is a formula', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', "'", ' ', '\t', '1', 'я', '＝') }), text => {
      expect(rearm(disarm(text))).toBe(text)
      expect(/^(?:\p{Cc}|\s*[=@＝])/u.test(disarm(text))).toBe(false)
    }),
  )
})
