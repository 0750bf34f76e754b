import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeInn10, makeInn12, makeKpp } from '../../../../platform/pure/requisites.ts'
import { mendDigits, mendInn, mendKpp } from './rules.ts'

const dice = fc
  .noShrink(fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })))
  .map(stream => () => stream.next().value ?? 0)
const spoiltDigits = fc.stringMatching(/^'?[0-9 ]{1,14}([.,]0{1,2})?$/)
const typed = fc.oneof(spoiltDigits, fc.stringMatching(/^[0-9][.,][0-9]{3,12}[eE]\+?[0-9]{1,2}$/), fc.string())

test('what was mended is as it should be, and is not mended again', () => {
  fc.assert(
    fc.property(typed, text => {
      for (const mend of [mendDigits, mendInn, mendKpp]) expect(mend(mend(text))).toBe(mend(text))
    }),
  )
})

test('an INN and a KPP come back from whatever a table makes of them', () => {
  fc.assert(
    fc.property(dice, random => {
      for (const inn of [makeInn10(random), makeInn12(random)]) {
        const thousands = inn.replace(/\d(?=(?:\d{3})+$)/g, '$&\u00a0')
        const spoilt = [
          `${thousands},00`,
          inn,
          `'${inn}`,
          `${inn}.0`,
          ` ${inn.slice(0, 4)} ${inn.slice(4)} `,
          inn.replace(/^0/, ''),
        ]
        expect(spoilt.map(mendInn)).toEqual(spoilt.map(() => inn))
      }
      const kpp = makeKpp(random)
      const spoilt = [kpp, `'${kpp}`, `${kpp}.0`, kpp.toLowerCase(), kpp.replace(/^0/, '')]
      expect(spoilt.map(mendKpp)).toEqual(spoilt.map(() => kpp))
    }),
  )
})
