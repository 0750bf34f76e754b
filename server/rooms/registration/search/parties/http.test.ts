import { expect, test } from 'vitest'
import { aWorld } from '../../../../app/testing.ts'
import { newId } from '../../../../platform/pure/ids.ts'
import { aClient, aContact, aProspect } from '../../../clients/builders.ts'
import { addContact, archiveClient, createClient, createProspect, linkProspect } from '../../../clients/contract.ts'
import { search } from '../../contract.ts'

const world = await aWorld()
const admin = world.as('administrator')
const anna = world.as('salesperson')
const igor = world.as('colleague')
const titles = async (who: typeof anna, q: string) =>
  (await who.ok(search, { query: { q } })).items.map(item => item.title)

test('who works for a client of others too is not found by what that client has', async () => {
  const shared = aContact({ fullName: 'Двоеслужин Фома' })
  const own = aClient({ name: 'ООО «Лазурит»', contacts: [shared] })
  const others = aClient({ name: 'ООО «Хризолит»', phones: ['+7 383 604-71-82'], inn: '7707083893' })
  await anna.ok(createClient, { body: own })
  await igor.ok(createClient, { body: others })
  await admin.ok(addContact, { params: { id: others.id }, body: { id: newId(), contactId: shared.id } })
  for (const q of ['двоеслужин хризолит', 'двоеслужин 6047182', 'фома двоеслужин 7182', 'двоеслужин 7707083893']) {
    expect(await titles(admin, q), q).toContain(shared.fullName)
    expect(await titles(anna, q), q).toEqual([])
  }
  expect(await titles(anna, 'двоеслужин лазурит')).toContain(shared.fullName)
})

test('a number finds nobody by the name of a prospect that belongs to somebody else, though its client is in scope', async () => {
  const body = aClient({ name: 'ООО «Яшма»', phones: ['+7 495 604-53-19'] })
  await anna.ok(createClient, { body })
  const prospect = aProspect({ fullName: 'Скрытников Егор' })
  await igor.ok(createProspect, { body: prospect })
  await admin.ok(linkProspect, { params: { id: prospect.id }, body: { clientId: body.id } })
  for (const q of ['скрытников 84956045319', 'скрытников 5319', 'егор 0453']) {
    expect(await titles(admin, q), q).toContain(prospect.fullName)
    expect(await titles(anna, q), q).toEqual([])
  }
})

test('a word of a mail beside a number finds whoever has both, in either alphabet', async () => {
  const body = aClient({ name: 'ООО «Опал»', emails: ['zakaz@hrizopraz.ru'], phones: ['+7 495 604-51-23'] })
  await anna.ok(createClient, { body })
  for (const q of ['hrizopraz 84956045123', 'hrizopraz 5123', 'hrizopraz 0451', 'хризопраз 84956045123']) {
    expect(await titles(anna, q), q).toEqual([body.name])
  }
})

test('beside digits from the middle of a number words are found in several names of a party, and inside of words', async () => {
  const contacts = [aContact({ fullName: 'Берилловская Ева', phones: ['+7 903 999-88-66'] })]
  const body = aClient({ name: 'ООО «Сердолик»', phones: ['+7 916 471-13-33'], contacts })
  await anna.ok(createClient, { body })
  expect(await titles(anna, 'сердолик берилловская 4711')).not.toEqual([])
  expect(await titles(anna, 'рдолик 4711')).toEqual([body.name])
  expect(await titles(anna, 'рилловская 7113')).not.toEqual([])
})

test('two numbers beside each other are a phone and its extension', async () => {
  const body = aClient({ name: 'ООО «Цитрин»', phones: ['+7 916 471-22-55 доб. 101'] })
  await anna.ok(createClient, { body })
  expect(await titles(anna, '9164712255 101')).toEqual([body.name])
})

test('archived records do not stand in the way of those of today', async () => {
  const phones = ['+7 495 604-77-19']
  const old = Array.from({ length: 12 }, (_, n) => aClient({ kind: 'person', name: `Гранатов Олег ${n + 10}`, phones }))
  const now = aClient({ kind: 'person', name: 'Гранатов Олег 99', phones })
  for (const body of [...old, now]) await anna.ok(createClient, { body })
  for (const { id } of old) await anna.ok(archiveClient, { params: { id } })
  const items = (await anna.ok(search, { query: { q: 'гранатов 84956047719', limit: 3 } })).items
  expect(items[0]?.title).toBe(now.name)
})

test('a name and the last digits of an INN find whoever has both', async () => {
  const body = aClient({
    name: 'ООО «Турмалин»',
    inn: '5003052454',
    contacts: [aContact({ fullName: 'Турмалиев Ян' })],
  })
  await anna.ok(createClient, { body })
  expect(await titles(anna, 'турмалин 2454')).toEqual([body.name])
  expect(await titles(anna, 'турмалиев 2454')).toContain('Турмалиев Ян')
})

test('a name with a slip beside a number of its company finds who bears it, and not the company alone', async () => {
  const contacts = [aContact({ fullName: 'Кварцевалов Павел Игоревич', phones: ['+7 903 111-22-44'] })]
  const body = aClient({ name: 'ООО «Аметист»', phones: ['+7 495 604-53-17'], contacts })
  await anna.ok(createClient, { body })
  expect(await titles(anna, 'квацевалов павел 84956045317')).toContain('Кварцевалов Павел Игоревич')
})
