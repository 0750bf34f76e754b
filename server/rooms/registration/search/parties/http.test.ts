import { expect, test } from 'vitest'
import { aWorld } from '../../../../app/testing.ts'
import { newId } from '../../../../platform/pure/ids.ts'
import { aClient, aContact, aProspect } from '../../../clients/builders.ts'
import { addContact, createClient, createProspect, linkProspect } from '../../../clients/contract.ts'
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
