import fc from 'fast-check'
import { expect, test } from 'vitest'
import { searchKey } from './names.ts'
import { soundOf, soundsOf } from './sounds.ts'

const sound = (text: string) => soundOf(searchKey(text))

test.each([
  ['Щукин', ['Shchukin', 'Schukin', 'Shhukin', 'Shukin']],
  ['Юлия', ['Yulia', 'Yuliya', 'Iuliia', 'Julia', 'Juliya']],
  ['Васильев', ['Vasilyev', 'Vasiliev', 'Vasilev', "Vasil'ev"]],
  ['Соловьёв', ['Solovyov', 'Soloviev', 'Solovev', 'Solovjov']],
  ['Дмитрий', ['Dmitry', 'Dmitriy', 'Dmitrii', 'Dmitri', 'Dmitrij']],
  ['Сергей', ['Sergey', 'Sergei', 'Sergej']],
  ['Алексей', ['Alexey', 'Aleksei', 'Aleksey', 'Alexei']],
  ['Александр', ['Aleksandr', 'Alexandr', 'Alexander']],
  ['Евгений', ['Evgeny', 'Yevgeniy', 'Evgenii']],
  ['Татьяна', ['Tatyana', 'Tatiana', 'Tatjana']],
  ['Хохлов', ['Khokhlov', 'Hohlov']],
  ['Цветков', ['Tsvetkov', 'Cvetkov']],
  ['Кузнецов', ['Kuznetsov', 'Kuznecov']],
  ['Виктор', ['Viktor', 'Victor']],
  ['Фёдор', ['Fyodor', 'Fedor']],
  ['Майоров', ['Mayorov', 'Maiorov', 'Majorov']],
  ['Геннадий', ['Gennady', 'Gennadii', 'Genadiy']],
  ['Чернышёв', ['Chernyshev', 'Chernyshyov', 'Chernishev']],
  ['Жуков', ['Zhukov']],
  ['Яковлев', ['Yakovlev', 'Iakovlev', 'Jakovlev']],
  ['Ильин', ['Ilyin', 'Ilin', 'Iljin']],
  ['Ксения', ['Ksenia', 'Kseniya', 'Xenia']],
  ['Ромашка', ['Romashka']],
])('%s sounds as %j', (russian, latin) => {
  for (const each of latin) expect([each, sound(each)]).toEqual([each, sound(russian)])
})

test('one letter may stand for two', () => {
  expect(soundsOf('xoxlov')).toContain(sound('Хохлов'))
  expect(soundsOf('alexey')).toContain(sound('Алексей'))
})

test('names that sound differently stay apart', () => {
  const names = 'Иванов Попов Петров Панов Носов Котов Зотов Титов Карпов Марков Маркин Белов Орлов Королев'.split(' ')
  expect(new Set(names.map(sound)).size).toBe(names.length)
})

const words = fc.oneof(
  fc.stringMatching(/^[а-яё]{1,20}$/),
  fc.stringMatching(/^[a-z]{1,20}$/),
  fc.string({ unit: 'grapheme' }).map(searchKey),
)

test('what sounds is already its own sound', () => {
  fc.assert(
    fc.property(words, word => {
      const once = soundOf(word)
      expect(soundOf(once)).toBe(once)
      expect(once).not.toMatch(/[a-zъьщэёйы]/)
      expect([...once].length).toBeLessThanOrEqual([...word].length * 2)
    }),
  )
})

test('ё and е, doubled letters and soft signs sound alike', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[а-я]{1,20}$/), word => {
      expect(soundOf(word.replaceAll('е', 'ё'))).toBe(soundOf(word))
      expect(soundOf(word.replaceAll('ь', ''))).toBe(soundOf(word))
      expect(soundOf(word.replace(/[бвгд]/g, '$&$&'))).toBe(soundOf(word))
    }),
  )
})
