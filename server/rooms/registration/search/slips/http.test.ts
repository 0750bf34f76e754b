import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld } from '../../../../app/testing.ts'
import { aClient, aContact, aProspect } from '../../../clients/builders.ts'
import { createClient, createProspect } from '../../../clients/contract.ts'
import { search } from '../../contract.ts'

const world = await aWorld()
const anna = world.as('salesperson')
const igor = world.as('colleague')

async function find(q: string, more: { match?: 'start' | 'any' | 'exact'; types?: string } = {}, who = anna) {
  return (await who.ok(search, { query: { q, ...more } })).items
}

const shop = aClient({
  kind: 'organisation',
  name: 'ООО «Стройинвест»',
  emails: ['zakaz.sklad73@stroyinvest-ural.ru'],
  messengers: ['@stroy_podarki'],
  contacts: [aContact({ fullName: 'Щукина Алёна Игоревна', phones: ['89035554411'], emails: [] })],
})
const builders = aClient({ kind: 'organisation', name: 'АО «Мост Проект»', phones: ['+7 916 222-33-33'], emails: [] })
const latin = aClient({ kind: 'organisation', name: 'Greenfield Kontur', emails: [], phones: [] })
const man = aClient({ kind: 'person', name: 'Кузнецов Григорий Васильевич', phones: [], emails: [] })
const owl = aClient({ kind: 'organisation', name: 'Сова', phones: [], emails: [] })
const secret = aClient({ kind: 'person', name: 'Бессонов Кирилл Львович', phones: ['+7 921 700-80-90'] })

beforeAll(async () => {
  for (const body of [shop, builders, latin, man, owl]) await anna.ok(createClient, { body })
  await igor.ok(createClient, { body: secret })
  await anna.ok(createProspect, { body: aProspect({ fullName: 'Жанна Хохлова' }) })
})

test('words beside a number are all asked for in whatever way the line is read', async () => {
  const meant = aClient({ kind: 'person', name: 'Хвощинский Илья Юрьевич', phones: ['+7 950 926-61-24'] })
  const other = aClient({ kind: 'person', name: 'Хвощинский Олег', phones: ['+7 901 333-92-66'] })
  for (const body of [meant, other]) await anna.ok(createClient, { body })
  // In Latin letters the second word would be an address.
  const items = await find('хвощинский ильяюрьевич 9266')
  expect(items.map(item => item.title)).toEqual([meant.name])
  expect(items[0]?.slip).toEqual({ kind: 'words', meant: 'хвощинский илья юрьевич 9266' })
})

test('who has the digits in the middle of a number stands behind who has them at its end', async () => {
  const middle = aClient({ kind: 'person', name: 'Дымоходов Лев', phones: ['+7 950 713-51-24'] })
  const end = aClient({ kind: 'person', name: 'Дымоходов Остап', phones: ['+7 901 333-71-35'] })
  for (const body of [middle, end]) await anna.ok(createClient, { body })
  expect((await find('дымоходов 7135')).map(item => item.title).toSorted()).toEqual([middle.name, end.name])
})

describe('a record is found though', () => {
  test.each([
    ['the keyboard was Latin', 'reptywjd', man.name, 'layout', 'кузнецов'],
    ['the keyboard was Latin from the second word on', 'кузнецов uhbujhbq', man.name, 'layout', 'кузнецов григорий'],
    ['the keyboard was Latin and letters lie on signs', ';fyyf [j[kjdf', 'Жанна Хохлова', 'layout', 'жанна хохлова'],
    ['the keyboard was Latin before a number', 'vjcn 2233', builders.name, 'layout', 'мост 2233'],
    ['the keyboard was Russian', 'пкууташудв', latin.name, 'layout', 'greenfield'],
    ['the keyboard was Russian in a mail', 'яфлфяюылдфв73"ыекщнштмуые-гкфдюкг', shop.name, 'layout', null],
    ['the keyboard was Russian and its name is too', 'ыргслштф', 'Щукина Алёна Игоревна', 'layout', 'щукина'],
    ['it is written in Latin letters', 'Shchukina Alyona', 'Щукина Алёна Игоревна', 'translit', 'щукина алена'],
    ['it is written by ear', 'schukina alena', 'Щукина Алёна Игоревна', 'translit', 'щукина алена'],
    ['its beginning is written in Latin letters', 'kuznets', man.name, 'translit', 'кузнец'],
    ['it is written in Russian letters', 'контур', latin.name, 'translit', 'kontur'],
    ['a letter is wrong', 'кузницов', man.name, 'typo', 'кузнецов'],
    ['a letter is missing', 'кузнеов григорий', man.name, 'typo', 'кузнецов григорий'],
    ['two letters are swapped', 'гирогрий', man.name, 'typo', 'григорий'],
    ['two letters of a long word are wrong', 'васильивеч', man.name, 'typo', 'васильевич'],
    ['the beginning of a word holds a typo', 'стройивн', 'ООО «Стройинвест»', 'typo', null],
    ['one word is written as two', 'строй инвест', 'ООО «Стройинвест»', null, null],
    ['two words are written as one', 'мостпроект', builders.name, 'words', 'мост проект'],
    ['its letters are Latin ones that look alike', 'COBA', owl.name, 'letters', 'сова'],
    ['the legal form is written out', 'Акционерное общество Мост Проект', builders.name, null, null],
    ['the legal form is another and the keyboard Latin', 'jjj vjcn ghjtrn', builders.name, 'layout', null],
    ['a letter of its mail is wrong', 'zakaz.sklat73@stroyinvest-ural.ru', shop.name, 'typo', null],
    ['a letter of its domain is wrong', 'zakaz.sklad73@stroyinvset-ural.ru', shop.name, 'typo', null],
    ['its domain ends wrongly', 'zakaz.sklad73@stroyinvest-ural.com', shop.name, 'typo', null],
    ['its mail has a comma', 'zakaz.sklad73@stroyinvest-ural,ru', shop.name, 'typo', null],
    ['a letter of its nickname is wrong', '@stroy_podorki', shop.name, 'typo', null],
  ])('%s: %s', async (_, q, title, kind, meant) => {
    const items = await find(q)
    expect(items.map(item => item.title)).toContain(title)
    const item = items.find(each => each.title === title)
    expect(item?.slip?.kind ?? null).toBe(kind)
    if (meant !== null) expect(item?.slip?.meant).toBe(meant)
    expect(item?.matches.length).toBeGreaterThan(0)
    for (const { text, ranges } of item?.matches ?? [])
      for (const [from, to] of ranges) expect(text.slice(from, to)).not.toBe('')
  })
})

test('what was meant is marked in the text of the record', async () => {
  const [found] = await find('shchukina')
  expect(found?.matches[0]).toMatchObject({ field: 'fullName', ranges: [[0, 6]] })
})

test.each([['ффывфыв'], ['qwxzzkj'], ['asdfgh'], ['ъъщхы'], ['йцукен йцукен'], ['zzzz@qqqq.ru'], ['???'], ['[[[[']])(
  'nonsense finds nothing: %s',
  async q => {
    expect(await find(q)).toEqual([])
  },
)

test('who is found as typed hides who might have been meant', async () => {
  const near = aClient({ kind: 'person', name: 'Кузнецев Олег' })
  await anna.ok(createClient, { body: near })
  expect((await find('кузнецев')).map(item => [item.title, item.slip])).toEqual([['Кузнецев Олег', null]])
})

test('a name with a slip beside a number is found, however many others are called almost so', async () => {
  const phones = ['+7 921 555-77-01']
  await anna.ok(createClient, { body: aClient({ kind: 'person', name: 'Хрусталёва Александра Юрьевна', phones }) })
  for (const letter of 'бвгдзк') {
    const name = `Хрусталёва Александ${letter}а Юрьевна`
    await anna.ok(createClient, { body: aClient({ kind: 'person', name, phones: [] }) })
  }
  const [found] = await find('хрусталева алексаднра юрьевна 7701')
  expect(found?.title).toBe('Хрусталёва Александра Юрьевна')
})

test('a slip opens no wall and finds nothing out of scope', async () => {
  for (const q of ['bessonov kirill lvovich', ',tccjyjd rbhbkk kmdjdbx', 'бессоннов кирилл львович', 'бесонов']) {
    expect(await find(q)).toEqual([])
    expect((await find(q, {}, igor)).map(item => item.title)).toEqual([secret.name])
  }
})

test('the match mode is kept to', async () => {
  expect(await find('кузницов', { match: 'exact' })).toEqual([])
  expect((await find('reptywjd', { match: 'start' })).map(item => item.title)).toContain(man.name)
})

test('types narrow what was meant', async () => {
  expect((await find('shchukina', { types: 'client' })).filter(item => item.type !== 'client')).toEqual([])
})
