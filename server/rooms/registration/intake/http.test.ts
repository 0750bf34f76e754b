import { beforeAll, expect, test } from 'vitest'
import { aWorld, people } from '../../../app/testing.ts'
import { invalid } from '../../../platform/contract.ts'
import { aClient, aContact } from '../../clients/builders.ts'
import { createClient } from '../../clients/contract.ts'
import { parseIntake } from './contract.ts'

const world = await aWorld()
const anna = world.as('salesperson')
const igor = world.as('colleague')

const known = aClient({
  kind: 'organisation',
  name: 'ООО «Ромашка-Сервис»',
  inn: '7707083893',
  phones: ['8 (495) 123-45-67'],
  emails: ['info@romashka-service.ru'],
  contacts: [aContact({ fullName: 'Щукина Алёна Игоревна', phones: ['89035554411'], emails: [] })],
})
const foreign = aClient({ kind: 'person', name: 'Бессонов Кирилл Львович', phones: ['+7 921 700-80-90'] })

beforeAll(async () => {
  await anna.ok(createClient, { body: known })
  await igor.ok(createClient, { body: foreign })
})

const parse = (who: typeof anna, text: string) => who.ok(parseIntake, { body: { text } })

test('a letter of somebody unknown is told in fields and in places of the text, and matches nobody', async () => {
  const text = 'Здравствуйте! Нужен расчет окон.\nМарина Белова, 8 912 555-60-21, belova@polus-holod.ru'
  const answer = await parse(anna, text)
  expect(answer.matches).toEqual([])
  expect(answer.fields).toMatchObject({
    fullName: 'Марина Белова',
    phones: ['8 912 555-60-21'],
    emails: ['belova@polus-holod.ru'],
    company: null,
    companyHint: 'polus-holod',
    need: 'Нужен расчет окон.',
  })
  expect(answer.parts.map(part => [part.kind, text.slice(part.from, part.to)])).toEqual([
    ['need', 'Нужен расчет окон.'],
    ['fullName', 'Марина Белова'],
    ['phone', '8 912 555-60-21'],
    ['email', 'belova@polus-holod.ru'],
  ])
})

test.each([
  ['its phone in another notation', 'Пришлите счет. +7 495 1234567'],
  ['its mail', 'Пишет INFO@Romashka-Service.RU, нужен договор'],
  ['its INN', 'Карточка предприятия\nИНН: 7707083893'],
  ['its name', 'Добрый день, мы ООО Ромашка-Сервис, нужен договор'],
])('a known client is found by %s, with what matched', async (_, text) => {
  const { matches } = await parse(anna, text)
  expect(matches[0]).toMatchObject({ clientId: known.id, walled: false })
  expect(matches[0]?.matches.length).toBeGreaterThan(0)
})

test('whoever is found by more stands first, once, with every reason', async () => {
  const { matches } = await parse(anna, 'Щукина Алёна Игоревна, ООО «Ромашка-Сервис»\nтел. 8 903 555-44-11')
  const [first] = matches
  expect(first).toMatchObject({ type: 'contact', contactId: known.contacts?.[0]?.id })
  expect(first?.matches.map(match => match.field)).toEqual(expect.arrayContaining(['phones', 'fullName']))
  expect(new Set(matches.map(each => `${each.type} ${each.id}`)).size).toBe(matches.length)
})

test('a wall tells what was typed and the responsible, and is counted as in the search', async () => {
  const { matches } = await parse(anna, 'Бессонов, перезвоните: +7 921 700 80 90')
  expect(matches).toEqual([
    expect.objectContaining({
      id: null,
      clientId: null,
      walled: true,
      title: '+7 921 700 80 90',
      responsible: expect.objectContaining({ id: people.colleague.id }),
    }),
  ])
  const { rows } = await world.platform.db.pool.query(
    `select count(*)::int as n from audit where kind = 'search.walled' and actor_id = $1`,
    [people.salesperson.id],
  )
  expect(rows[0].n).toBe(1)
})

test('a text that is too long is refused with a clear fault, and nobody without a session is answered', async () => {
  const answer = await anna.call(parseIntake, { body: { text: 'а'.repeat(20_001) } })
  expect(answer.status).toBe(invalid.status)
  expect(JSON.stringify(answer.body)).toContain('20')
  expect((await anna.call(parseIntake, { body: { text: 'а'.repeat(20_000) } })).status).toBe(200)
  expect((await world.as(null).call(parseIntake, { body: { text: 'а' } })).status).toBe(401)
})

test.each([["' or 1=1 --"], ['%_\\%'], ['{"a":[1,"\\"]}'], ['а@б.в а@б.в 🙂']])('%j is answered', async text => {
  expect((await anna.call(parseIntake, { body: { text } })).status).toBe(200)
})
