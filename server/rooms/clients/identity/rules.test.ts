import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  identifyClient,
  identifyContact,
  identifyParty,
  identifyProspect,
  nameOrders,
  significantWords,
  siteKey,
  wordsOf,
} from './rules.ts'

const valuesOf = (rows: { kind: string; value: string }[], kind: string) =>
  rows.filter(row => row.kind === kind).map(row => row.value)

test('a person is found from any word on, and by name before surname', () => {
  expect(valuesOf(identifyContact({ fullName: 'Семёнов Пётр Ильич' }), 'name')).toEqual([
    'семенов петр ильич',
    'петр ильич семенов',
    'ильич семенов петр',
    'петр семенов ильич',
  ])
})

test('a company is found without its legal form and as it is written', () => {
  const rows = identifyClient({ kind: 'organisation', name: 'ООО «Строй-Инвест»' })
  expect(valuesOf(rows, 'name')).toEqual(['строй инвест', 'инвест строй', 'ооо строй инвест'])
  expect(rows.filter(row => row.main).map(row => row.value)).toEqual(['строй инвест'])
})

test('a mail is found from each of its pieces on, its top domain apart', () => {
  const rows = identifyProspect({ email: { raw: 'x', normalized: 'i.petrov@romashka.ru' } })
  expect(valuesOf(rows, 'email')).toEqual(['i.petrov@romashka.ru', 'petrov@romashka.ru', 'romashka.ru'])
  expect(wordsOf(rows)).toEqual(['petrov', 'romashka'])
})

test('a phone is kept by its last ten digits, its extension beside', () => {
  const rows = identifyProspect({
    phone: { raw: '8 (495) 123-45-67 доб. 118', e164: '+74951234567', extension: '118' },
  })
  expect(rows.map(row => [row.kind, row.value])).toEqual([
    ['phone', '4951234567'],
    ['extension', '118'],
  ])
})

test('a phone that cannot be read is found by its digits and by its words', () => {
  expect(valuesOf(identifyProspect({ phone: { raw: '123-45-67', e164: null, extension: null } }), 'phone')).toEqual([
    '1234567',
  ])
  const words = identifyProspect({ phone: { raw: 'у Маши', e164: null, extension: null } })
  expect(valuesOf(words, 'text')).toEqual(['у маши', 'маши у'])
  const both = identifyProspect({ phone: { raw: 'каб. 12, Ира', e164: null, extension: null } })
  expect(valuesOf(both, 'phone')).toEqual(['12'])
  expect(valuesOf(both, 'text')).toEqual(['каб 12 ира', '12 ира каб', 'ира каб 12'])
})

test('words beside a number are found too, a label before it is none', () => {
  const beside = identifyProspect({ phone: { raw: '8 495 123-45-67 Ирина', e164: '+74951234567', extension: null } })
  expect(valuesOf(beside, 'text')).toEqual(['ирина'])
  const label = identifyProspect({ phone: { raw: 'тел. 8 495 123-45-67', e164: '+74951234567', extension: null } })
  expect(valuesOf(label, 'text')).toEqual([])
})

test('a number in a messenger is a phone too', () => {
  const rows = identifyContact({ fullName: 'А', messengers: ['https://wa.me/79161234567', '@Petrov_shop'] })
  expect(valuesOf(rows, 'phone')).toEqual(['9161234567'])
  expect(valuesOf(rows, 'messenger')).toEqual(['79161234567', 'petrov_shop', 'shop'])
})

test('the same identifier of one field is written once', () => {
  const phone = { raw: '89161234567', e164: '+79161234567', extension: null }
  expect(identifyContact({ fullName: 'А', phones: [phone, phone] }).filter(row => row.kind === 'phone')).toHaveLength(1)
})

test('a name equals itself in every order of its words', () => {
  expect(nameOrders(['а', 'б', 'в'])).toHaveLength(6)
  expect(nameOrders(['а', 'а'])).toEqual(['а а'])
})

test('numbers of the main legal entity are the client’s own, names only of one that is called otherwise', () => {
  const client = { kind: 'organisation' as const, name: 'ООО «Заря»' }
  const main = { ...client, inn: '7707083893', kpp: '773601001', main: true }
  const other = { kind: 'organisation' as const, name: 'ООО «Заря-Юг»', inn: '500100732259', main: false }
  const found = identifyParty(client, [main, other])
  expect(valuesOf(found.client, 'inn')).toEqual(['7707083893'])
  expect(found.contractors[0]?.identifiers).toEqual([])
  expect(valuesOf(found.contractors[1]?.identifiers ?? [], 'inn')).toEqual(['500100732259'])
  expect(valuesOf(found.contractors[1]?.identifiers ?? [], 'name')[0]).toBe('заря юг')
})

const label = fc.stringMatching(/^[a-z][a-z0-9]{2,12}$/).filter(text => text !== 'www')
const typed = fc.oneof(fc.string({ unit: 'grapheme' }), fc.webUrl({ withQueryParameters: true, withFragments: true }))

test('every notation of a site is one, and the key of a key is the same key', () => {
  fc.assert(
    fc.property(label, label, (name, path) => {
      const site = `${name}.ru/${path}`
      const notations = [site, `http://${site}`, `https://www.${site}/`, ` WWW.${site.toUpperCase()}// `, `www.${site}`]
      expect(new Set(notations.map(siteKey))).toEqual(new Set([site]))
    }),
  )
  fc.assert(
    fc.property(typed, text => {
      expect(siteKey(siteKey(text))).toBe(siteKey(text))
    }),
  )
  expect(siteKey('http://http://www.www.romashka.ru/ / ')).toBe('romashka.ru')
})

test('every notation of a nickname is one', () => {
  fc.assert(
    fc.property(label, name => {
      const keyOf = (messenger: string) =>
        valuesOf(identifyContact({ fullName: 'А', messengers: [messenger] }), 'messenger')
      for (const each of [`@${name}`, `t.me/${name}`, `https://t.me/${name}/`, `T.ME/@${name.toUpperCase()}`])
        expect(keyOf(each)).toEqual(keyOf(name))
    }),
  )
})

test('the words of a name are the same however it is written, and so are the words of these words', () => {
  const word = fc.stringMatching(/^[а-я]{3,9}$/).filter(each => significantWords(`ооо ${each}`).length > 0)
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), words => {
      const name = words.join(' ')
      const plain = significantWords(name)
      for (const each of [
        `ООО «${name}»`,
        `ЗАО "${name.toUpperCase()}"`,
        `${name.replaceAll('е', 'ё')}, АО`,
        `  ${words.join(' — ')} `,
      ])
        expect(significantWords(each)).toEqual(plain)
    }),
  )
  fc.assert(
    fc.property(typed, text => {
      const words = significantWords(text)
      expect(significantWords(words.join(' '))).toEqual(words)
    }),
  )
})

test('whatever is typed, each identifier is what its own notation gives again', () => {
  fc.assert(
    fc.property(typed, typed, (name, site) => {
      for (const { kind, value, main } of identifyClient({ kind: 'organisation', name, sites: [site] })) {
        if (!main) continue
        const again = identifyClient({
          kind: 'organisation',
          name: kind === 'name' ? value : '',
          sites: kind === 'site' ? [value] : [],
        })
        expect(again.filter(each => each.main && each.kind === kind).map(each => each.value)).toEqual([value])
      }
    }),
  )
})
