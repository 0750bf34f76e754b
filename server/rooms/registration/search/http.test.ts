import { beforeAll, describe, expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { aClient, aContact, aProspect } from '../../clients/builders.ts'
import { archiveClient, changeClient, createClient, createProspect } from '../../clients/contract.ts'
import { directories } from '../../company/contract.ts'
import { createInterest } from '../../interests/contract.ts'
import { search } from '../contract.ts'

const world = await aWorld()
const admin = world.as('administrator')
const anna = world.as('salesperson')
const igor = world.as('colleague')

async function find(
  who: typeof anna,
  q: string,
  more: { limit?: number; match?: 'start' | 'any' | 'exact'; types?: string } = {},
) {
  const answer = await who.ok(search, { query: { q, ...more } })
  return answer.items
}
const titles = async (who: typeof anna, q: string, more = {}) => (await find(who, q, more)).map(item => item.title)

const romashka = aClient({
  kind: 'organisation',
  name: 'ООО «Ромашка-Сервис»',
  inn: '7707083893',
  kpp: '773601001',
  ogrn: '1027700132195',
  phones: ['8 (495) 123-45-67 доб. 118', '+7 916 222-33-33'],
  emails: ['info@romashka-service.ru'],
  sites: ['https://www.romashka-service.ru/'],
  addresses: ['г. Тверь, ул. Можайская, д. 61'],
  messengers: ['@romashka_bot'],
  contacts: [aContact({ fullName: 'Щукина Алёна Игоревна', phones: ['89035554411'], emails: ['a.shchukina@mail.ru'] })],
})
const secret = aClient({
  kind: 'person',
  name: 'Бессонов Кирилл Львович',
  phones: ['+7 921 700-80-90'],
  emails: ['bessonov.k@yandex.ru'],
})

beforeAll(async () => {
  await anna.ok(createClient, { body: romashka })
  await igor.ok(createClient, { body: secret })
  await anna.ok(createProspect, {
    body: aProspect({
      fullName: 'Водопьянова Инга',
      company: 'Кровля 33',
      phone: '8 800 555',
      email: 'inga@vodop.example',
    }),
  })
})

describe('a client is found by', () => {
  test.each([
    ['the beginning of a word', 'рома'],
    ['a part of a word', 'машка'],
    ['words in another order', 'сервис ромашка'],
    ['its name as written', 'ооо "Ромашка-Сервис"'],
    ['its INN', '7707083893'],
    ['the beginning of its INN', '770708'],
    ['its KPP', '773601001'],
    ['the beginning of its OGRN', '10277001'],
    ['a phone with 8', '8 (495) 123-45-67'],
    ['a phone with +7', '+74951234567'],
    ['a second phone of ten digits', '9162223333'],
    ['the last four digits', '4567'],
    ['digits from the middle', '51234'],
    ['the beginning of a phone with 8', '8916222'],
    ['its extension', '118'],
    ['a mail', 'INFO@romashka-service.ru'],
    ['a part of a mail', 'shka-serv'],
    ['a part of a mail that begins in its name', 'fo@romashka-serv'],
    ['a domain', '@romashka-service.ru'],
    ['a site', 'romashka-service.ru'],
    ['an address', 'можайская'],
    ['a messenger', '@romashka_bot'],
    ['its name and a phone', 'ромашка 2233'],
    ['its name and the town', 'ромашка тверь'],
  ])('%s: %s', async (_, q) => {
    const items = await find(anna, q)
    const item = items.find(each => each.id === romashka.id)
    expect(item).toMatchObject({ type: 'client', title: romashka.name, clientId: romashka.id, walled: false })
    expect(item?.matches.length).toBeGreaterThan(0)
    expect(item?.responsible?.name).toBe('Анна Ким')
  })
})

test.each([['щукина'], ['алена щукина'], ['Игоревна Алёна'], ['9035554411'], ['shchukina@'], ['ромашка щукина']])(
  'a contact is found with its client: %s',
  async q => {
    const [first] = (await find(anna, q)).filter(item => item.type === 'contact')
    expect(first).toMatchObject({
      title: 'Щукина Алёна Игоревна',
      clientId: romashka.id,
      contactId: romashka.contacts?.[0]?.id,
    })
    expect(first?.subtitle).toContain('Ромашка')
  },
)

test.each([['щукина 2223333'], ['щукина 4567'], ['Алёна 8 495 123-45-67']])(
  'a number of the client and the name of its contact find both: %s',
  async q => {
    const found = await find(anna, q)
    expect(found.map(item => item.clientId)).toContain(romashka.id)
  },
)

test('words that stand together in one name do not hide a name where they stand apart', async () => {
  const names = ['Гефест Кровля Плюс', 'Гефест Монтаж Кровля Плюс']
  for (const name of names) await anna.ok(createClient, { body: aClient({ kind: 'organisation', name }) })
  expect((await titles(anna, 'гефест кровля плюс')).toSorted()).toEqual(names)
})

test('a name and a number of somebody else find nobody', async () => {
  expect(await find(anna, 'водопьянова 2223333')).toEqual([])
})

test('a part of a mail finds nobody whose mail has another part before it', async () => {
  expect(await titles(anna, 'xo@romashka-service.ru')).toEqual([])
})

test.each([['водопьян'], ['инга'], ['кровля'], ['vodop'], ['8800555'], ['800555']])(
  'a prospect is found: %s',
  async q => {
    expect(await titles(anna, q)).toContain('Водопьянова Инга')
  },
)

test('the reason is told with the places to mark', async () => {
  const [item] = await find(anna, '22-33-33')
  expect(item?.matches).toEqual([{ field: 'phones', text: '+7 916 222-33-33', ranges: [[8, 16]] }])
})

test('nonsense finds nothing, and a criterion that says nothing is dropped', async () => {
  expect(await find(anna, 'ъъщхы')).toEqual([])
  expect(await find(anna, '+7')).toEqual([])
  expect(await find(anna, '"%_\\')).toEqual([])
})

test.each([
  ['a\u0000b@c.ru'],
  ['%_\\%'],
  ["' or 1=1 --"],
  ['\ud83d\ude00 \ud83d'],
  ['9'.repeat(300)],
  ['а '.repeat(150)],
  [`${'@'.repeat(50)}.ru`],
  ['доб. 12 доб. 13'],
  ['{"a":[1,"\\"]}'],
])('%j is answered', async q => {
  const answer = await anna.call(search, { query: { q } })
  expect([200, 422]).toContain(answer.status)
})

test('the match mode is kept to', async () => {
  expect(await titles(anna, 'машка', { match: 'start' })).toEqual([])
  expect(await titles(anna, 'рома', { match: 'start' })).toContain(romashka.name)
  expect(await titles(anna, 'ромашка', { match: 'exact' })).toEqual([])
  expect(await titles(anna, 'Ромашка Сервис', { match: 'exact' })).toContain(romashka.name)
})

test('types narrow the answer', async () => {
  const items = await find(anna, 'ромашка', { types: 'contact' })
  expect(items.every(item => item.type === 'contact')).toBe(true)
  expect((await anna.call(search, { query: { q: 'x', types: 'robot' } })).status).toBe(422)
})

test('a record is found by the request after the one that made it, and at once under its new name', async () => {
  const body = aClient({ kind: 'organisation', name: 'АО Первомай' })
  await anna.ok(createClient, { body })
  expect(await titles(anna, 'первомай')).toContain('АО Первомай')
})

test('ten digits are found behind a code that no plan of numbers knows', async () => {
  const body = aClient({ kind: 'person', name: 'Заокеанский Джон', phones: ['+1 415 142-93-63'] })
  await anna.ok(createClient, { body })
  expect(await titles(anna, '415 142-93-63')).toEqual([body.name])
})

test('an archived name in which the words stand together hides no other that has them', async () => {
  const old = aClient({ name: 'ООО «Бирюза Гранит Опал»' })
  const present = aClient({ name: 'ООО «Бирюза Малахит Гранит Сапфир Опал»' })
  for (const body of [old, present]) await anna.ok(createClient, { body })
  await anna.ok(archiveClient, { params: { id: old.id } })
  expect(await titles(anna, 'бирюза гранит опал')).toEqual([present.name, old.name])
})

test('archived records come last and are marked', async () => {
  const old = aClient({ kind: 'person', name: 'Чечевицын Аркадий' })
  const present = aClient({ kind: 'person', name: 'Чечевицын Борис' })
  for (const body of [present, old]) await anna.ok(createClient, { body })
  await anna.ok(archiveClient, { params: { id: old.id } })
  expect((await find(anna, 'чечевиц')).map(item => [item.title, item.archived])).toEqual([
    [present.name, false],
    [old.name, true],
  ])
})

test('what stands in words where a phone is expected is found as it was typed, and by each of its words', async () => {
  const phones = ['спросить Апполинарию, каб. 12', '8 (4822) 35-12-39 Агриппина', 'тел. 33-22-17 (дом.)']
  await anna.ok(createClient, { body: aClient({ kind: 'person', name: 'Невнятный Телефон', phones }) })
  for (const q of [...phones, 'апполинарию', 'каб 12', 'агриппина', '35-12-39', 'Невнятный 12']) {
    expect(await titles(anna, q), q).toEqual(['Невнятный Телефон'])
  }
})

test('what was changed is found by the new and not by the old', async () => {
  const body = aClient({ kind: 'person', name: 'Ляпунов Глеб', phones: ['+7 912 000-11-22'] })
  const client = await anna.ok(createClient, { body })
  await anna.ok(changeClient, {
    params: { id: body.id },
    body: { version: client.version, name: 'Шаляпинов Глеб', phones: ['+7 912 000-33-44'] },
  })
  expect(await titles(anna, 'шаляпинов')).toEqual(['Шаляпинов Глеб'])
  expect(await titles(anna, 'ляпунов')).toEqual([])
  expect(await titles(anna, '9120003344')).toEqual(['Шаляпинов Глеб'])
  expect(await titles(anna, '9120001122')).toEqual([])
})

test('an Interest is found by its number, in scope only', async () => {
  const serviceTypeId = (await admin.ok(directories.service_type.list)).items[0]?.id
  const interest = await anna.ok(createInterest, {
    body: { id: newId(), content: 'Обогрев теплицы', serviceTypeId, clientId: romashka.id },
  })
  for (const q of [interest.number, interest.number.toLowerCase(), String(Number(interest.number.slice(2)))]) {
    expect((await find(anna, q)).find(item => item.type === 'interest')).toMatchObject({
      id: interest.id,
      title: 'Обогрев теплицы',
      subtitle: romashka.name,
      clientId: romashka.id,
      matches: [{ field: 'number', text: interest.number }],
    })
  }
  expect((await find(igor, interest.number)).filter(item => item.type === 'interest')).toEqual([])
  expect((await find(anna, 'ромашка'))[0]?.openInterests).toBe(1)
})

test('an Interest is found by the words of its subject where nobody bears them, in scope only', async () => {
  const serviceTypeId = (await admin.ok(directories.service_type.list)).items[0]?.id
  const content = 'Капельный полив виноградника'
  const interest = await anna.ok(createInterest, {
    body: { id: newId(), content, serviceTypeId, clientId: romashka.id },
  })
  for (const q of ['капельный', 'полив виногр', 'ноградник капельн']) {
    const [item, ...others] = await find(anna, q)
    expect(item).toMatchObject({ type: 'interest', id: interest.id, matches: [{ field: 'subject', text: content }] })
    expect(others).toEqual([])
    expect((await find(admin, q, { types: 'interest' })).map(each => each.id)).toEqual([interest.id])
    expect(await find(igor, q)).toEqual([])
    expect(await find(anna, q, { types: 'client' })).toEqual([])
  }
})

test('an Interest is found by a rare word of its subject, however many are younger', async () => {
  const serviceTypeId = (await admin.ok(directories.service_type.list)).items[0]?.id
  const client = aClient({ kind: 'organisation', name: 'Арматурщик' })
  await anna.ok(createClient, { body: client })
  const old = { id: newId(), content: 'Гидроцилиндр для пресса', serviceTypeId, clientId: client.id }
  await anna.ok(createInterest, { body: old })
  const columns = await world.db.pool.query<{ list: string }>(
    `select string_agg(column_name, ',') as list from information_schema.columns
     where table_name = 'interest' and is_generated = 'NEVER'`,
  )
  const list = columns.rows[0]?.list ?? ''
  await world.db.pool.query(
    `insert into interest (${list})
     select ${list.replaceAll(/[a-z_]+/g, 'r.$&')} from interest i cross join generate_series(1, 1200) n
     cross join lateral jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(), 'number', 'МН-' || n,
       'search_key', 'прочее', 'created_at', now() + interval '1 minute')) r
     where i.id = $1`,
    [old.id],
  )
  for (const who of [anna, admin]) {
    expect((await find(who, 'гидроцилинд пресс')).map(item => item.id)).toEqual([old.id])
  }
  expect(await find(igor, 'гидроцилинд пресс')).toEqual([])
})

test('a prospect is found by everybody who has one of its Interests, and by nobody else', async () => {
  const serviceTypeId = (await admin.ok(directories.service_type.list)).items[0]?.id
  const prospect = { fullName: 'Ржевусский Казимир', phone: '+7 917 111-00-22' }
  const body = { id: newId(), serviceTypeId, prospect, responsibleId: people.salesperson.id }
  const first = await admin.ok(createInterest, { body })
  expect(await titles(anna, 'ржевусск')).toEqual([prospect.fullName])
  expect(await titles(igor, 'ржевусск')).toEqual([])
  await admin.ok(createInterest, {
    body: { id: newId(), serviceTypeId, prospectId: first.prospectId, responsibleId: people.colleague.id },
  })
  for (const who of [anna, igor]) {
    for (const q of ['ржевусск', 'казимир ржевусский', '1110022', '89171110022']) {
      expect((await find(who, q)).map(item => [item.title, item.walled])).toEqual([[prospect.fullName, false]])
    }
  }
  expect(await titles(world.as('stranger'), 'ржевусск')).toEqual([])
})

describe('a client of somebody else', () => {
  test.each([['бессонов'], ['кирилл'], ['700-80-90'], ['bessonov'], ['yandex']])(
    'is not found by a part: %s',
    async q => {
      expect((await find(anna, q)).filter(item => item.walled || item.title.includes('Бессонов'))).toEqual([])
    },
  )

  test.each([
    ['89217008090', 'phone'],
    ['bessonov.k@yandex.ru', 'email'],
    ['Кирилл Львович Бессонов', 'name'],
  ])('is told by a whole value and shows only it: %s', async (q, field) => {
    const [item, ...others] = await find(anna, q)
    expect(others).toEqual([])
    expect(item).toEqual({
      type: 'client',
      id: null,
      title: q,
      subtitle: '',
      clientId: null,
      contactId: null,
      matches: [{ field, text: q, ranges: [[0, q.length]] }],
      openInterests: 0,
      responsible: { id: expect.any(String), name: 'Игорь Титов' },
      walled: true,
      accessAskedAt: null,
      archived: false,
      slip: null,
    })
  })

  test('is found by the administrator and by the head without a wall', async () => {
    expect((await find(admin, '89217008090'))[0]).toMatchObject({ id: secret.id, walled: false })
    expect((await find(world.as('head'), 'бессонов'))[0]).toMatchObject({ id: secret.id, walled: false })
  })

  test('each telling is audited, and they are limited for one person', async () => {
    const stranger = world.as('stranger')
    for (let i = 0; i < 60; i++) expect((await find(stranger, '89217008090'))[0]?.walled).toBe(true)
    expect(await find(stranger, '89217008090')).toEqual([])
    const rows = await world.platform.db.pool.query(
      `select kind, count(*)::int as n from audit where kind like 'search.%' and actor_id = $1 group by kind order by kind`,
      [people.stranger.id],
    )
    expect(rows.rows).toEqual([
      { kind: 'search.walled', n: 60 },
      { kind: 'search.walls_exhausted', n: 1 },
    ])
  })
})
