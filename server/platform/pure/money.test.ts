import fc from 'fast-check'
import { expect, test } from 'vitest'
import { amountOf, formatMoney, minorOf, parseMoney, shortMoney, sumMoney, weighted } from './money.ts'

const rub = (amount: string) => ({ amount, currency: 'RUB' })
const shown = (text: string) => text.replaceAll('\u00a0', ' ')

test.each([
  ['150 000,50', '150000.50'],
  ['150000.00', '150000.00'],
  ['150000', '150000.00'],
  ['1 500 000 ₽', '1500000.00'],
  ['1 500 000 руб.', '1500000.00'],
  ['500 р.', '500.00'],
  ['1,500.25', '1500.25'],
  ['1.500,25', '1500.25'],
  ['1,500,000', '1500000.00'],
  ['150,000', '150000.00'],
  ['1,5', '1.50'],
  ['0,5', '0.50'],
  ['1,5 млн', '1500000.00'],
  ['1,125 млн', '1125000.00'],
  ['150 тыс. ₽', '150000.00'],
  ['150к', '150000.00'],
  ['-20,5', '-20.50'],
  ["1'000", '1000.00'],
])('%s is the amount %s', (text, amount) => {
  expect(parseMoney(text)).toEqual(rub(amount))
})

test('a sign of a currency names the currency', () => {
  expect(parseMoney('$ 1,200.50')).toEqual({ amount: '1200.50', currency: 'USD' })
  expect(parseMoney('100 €')).toEqual({ amount: '100.00', currency: 'EUR' })
  expect(parseMoney('100', 'KZT')).toEqual({ amount: '100.00', currency: 'KZT' })
})

test.each(['', 'много', '1,2345', '1.2.3', '12,34,567', '1 2 a', '9'.repeat(17), '1e5', 'Infinity', '0,001'])(
  '"%s" is no amount',
  text => {
    expect(parseMoney(text)).toBeNull()
  },
)

test('money is shown as its language does', () => {
  expect(shown(formatMoney(rub('1980000.00'), 'ru'))).toBe('1 980 000 ₽')
  expect(shown(formatMoney(rub('1980000.50'), 'ru'))).toBe('1 980 000,50 ₽')
  expect(shown(formatMoney(rub('1980000.50'), 'en'))).toBe('RUB 1,980,000.50')
  expect(shown(formatMoney(rub('0.05'), 'ru'))).toBe('0,05 ₽')
  expect(shown(formatMoney(rub('-1000'), 'ru'))).toBe('−1 000 ₽')
  expect(shown(formatMoney({ amount: '10', currency: 'BYN' }, 'ru'))).toBe('10 BYN')
})

test.each([
  ['8500000.00', '8,5 млн ₽', 'RUB 8.5m'],
  ['8000000.00', '8 млн ₽', 'RUB 8m'],
  ['12340000.00', '12,3 млн ₽', 'RUB 12.3m'],
  ['123450000.00', '123 млн ₽', 'RUB 123m'],
  ['999960000.00', '1 млрд ₽', 'RUB 1bn'],
  ['850000.00', '850 тыс. ₽', 'RUB 850k'],
  ['999999.99', '1 млн ₽', 'RUB 1m'],
  ['1500.00', '1,5 тыс. ₽', 'RUB 1.5k'],
  ['999.50', '1 000 ₽', 'RUB 1,000'],
  ['0.00', '0 ₽', 'RUB 0'],
  ['-2500000.00', '−2,5 млн ₽', '−RUB 2.5m'],
])('%s in short is %s', (amount, ru, en) => {
  expect(shown(shortMoney(rub(amount), 'ru'))).toBe(ru)
  expect(shown(shortMoney(rub(amount), 'en'))).toBe(en)
})

test('the weighted amount is rounded half up', () => {
  expect(weighted(rub('100.50'), 65)).toEqual(rub('65.33'))
  expect(weighted(rub('0.01'), 50)).toEqual(rub('0.01'))
  expect(weighted(rub('0.01'), 49)).toEqual(rub('0.00'))
  expect(weighted(rub('1980000.00'), 100)).toEqual(rub('1980000.00'))
})

test('sums stay apart by currency', () => {
  expect(sumMoney([rub('0.10'), rub('0.20'), { amount: '5', currency: 'USD' }])).toEqual([
    rub('0.30'),
    { amount: '5.00', currency: 'USD' },
  ])
  expect(sumMoney([])).toEqual([])
})

const minor = fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n })

test('an amount survives text, display and reading', () => {
  fc.assert(
    fc.property(minor, value => {
      const money = rub(amountOf(value))
      expect(minorOf(money.amount)).toBe(value)
      expect(parseMoney(formatMoney(money, 'ru'))).toEqual(money)
      expect(parseMoney(formatMoney(money, 'en'))).toEqual(money)
    }),
  )
})

test('a text that is no amount is refused, not guessed', () => {
  expect(() => minorOf('1,5')).toThrow(RangeError)
  fc.assert(
    fc.property(fc.string(), text => {
      parseMoney(text)
    }),
  )
})
