import { newId } from '../server/platform/pure/ids.ts'
import {
  changeClient,
  createProspect,
  getClient,
  getContact,
  getProspect,
  mergeParties,
} from '../server/rooms/clients/contract.ts'
import { getInterest } from '../server/rooms/interests/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible, picture } from './harness/looks.ts'
import { aClient, anInterest, serviceType, unique, uniqueInn, uniquePhone } from './harness/work.ts'

test('two clients that are one are merged by the keyboard, and taken apart again with what was changed since', async ({
  desk,
  anna,
}) => {
  const inn = uniqueInn()
  const phone = uniquePhone()
  const rich = await aClient(anna, {
    name: unique('ООО «Ромашка»'),
    inn,
    kpp: '668501001',
    phones: [uniquePhone().e164],
    contacts: [{ fullName: 'Иван Петров' }],
  })
  const poor = await aClient(anna, {
    name: unique('Ромашка Трейд'),
    phones: [phone.e164],
    comment: 'Просили не звонить утром',
    contacts: [{ fullName: 'Мария Лунина', position: 'бухгалтер' }],
  })
  const serviceTypeId = await serviceType(anna, 'Сервисное обслуживание')
  const interest = await anInterest(anna, { clientId: poor.id, serviceTypeId, content: 'Замена фильтров' })

  // From the card of one to the other by search, all by the keyboard.
  await desk.goto(`/clients/${poor.id}`)
  await desk.getByRole('link', { name: 'Объединить…' }).focus()
  await desk.keyboard.press('Enter')
  await expect(desk.getByRole('textbox', { name: 'С какой записью объединить' })).toBeFocused()
  await desk.keyboard.type(inn)
  await expect(desk.getByRole('button', { name: `Выбрать: ${rich.name}` })).toBeVisible()
  await expectAccessible(desk, 'Choosing the other record')
  await desk.keyboard.press('Tab')
  await desk.keyboard.press('Enter')

  // The one of which more is known stays; what only the other one has comes along.
  const main = desk.getByRole('main')
  await expect(main.getByText('Останется').locator('..')).toContainText(rich.name)
  const moves = main.getByRole('region', { name: 'Что переедет' })
  await expect(moves).toContainText('Мария Лунина')
  await expect(moves).toContainText(interest.number)
  await expect(main.getByRole('group', { name: 'Комментарий' })).toContainText('Просили не звонить утром')
  await expect(
    main.getByRole('group', { name: 'Телефоны' }).getByRole('radio', { name: 'Взять из обеих' }),
  ).toBeChecked()
  await expectAccessible(desk, 'Preview of a merge')
  await picture(desk, 'merge-preview')
  await desk.keyboard.press('s')
  await expect(main.getByText('Останется').locator('..')).toContainText(poor.name)
  await desk.keyboard.press('s')
  await expect(main.getByText('Останется').locator('..')).toContainText(rich.name)
  await main.getByRole('group', { name: 'Наименование' }).getByRole('radio', { name: poor.name }).check()
  await desk.keyboard.press('Control+Enter')

  // One card with everything; the address of the other one leads here and says so.
  await expect(desk).toHaveURL(new RegExp(`/clients/${rich.id}`))
  await expect(desk.getByRole('heading', { level: 2, name: poor.name })).toBeVisible()
  const merged = await anna.call(getClient, { params: { id: rich.id } })
  expect(merged.contacts.map(each => each.fullName)).toEqual(['Иван Петров', 'Мария Лунина'])
  expect((await anna.call(getInterest, { params: { id: interest.id } })).clientId).toBe(rich.id)
  await desk.goto(`/clients/${poor.id}`)
  await expect(desk).toHaveURL(new RegExp(`/clients/${rich.id}`))
  await expect(desk.getByRole('status').filter({ hasText: 'объединена с этой' })).toBeVisible()
  await expectAccessible(desk, 'Card of a merged client')
  // The other one is still found by what it was known by.
  await desk.keyboard.press('Control+k')
  await desk.keyboard.type(phone.last)
  await expect(desk.getByRole('option').filter({ hasText: poor.name }).first()).toBeVisible()
  await desk.keyboard.press('Escape')

  // What is changed since stays, and the history says so.
  const { version } = await anna.call(getClient, { params: { id: rich.id } })
  await anna.call(changeClient, { params: { id: rich.id }, body: { version, comment: 'Звонить вечером' } })
  const merges = desk.getByRole('region', { name: 'Объединения' })
  await merges.getByRole('button', { name: `Отменить объединение: ${poor.name}` }).click()
  await expect(merges.getByText('отменено')).toBeVisible()
  await expect(merges).toContainText('Комментарий: Звонить вечером')
  await expect(desk.getByText('Объединение отменено. 1 изменение после него осталось')).toBeVisible()
  await expect(desk.getByRole('heading', { level: 2, name: rich.name })).toBeVisible()
  await expectAccessible(desk, 'Card after a merge was undone')
  const back = await anna.call(getClient, { params: { id: poor.id } })
  expect(back).toMatchObject({ id: poor.id, name: poor.name, comment: 'Просили не звонить утром' })
  expect((await anna.call(getInterest, { params: { id: interest.id } })).clientId).toBe(poor.id)
})

test('a merge of prospects is taken back by Z', async ({ desk, anna }) => {
  const prospect = (fullName: string) =>
    anna.call(createProspect, { body: { id: newId(), fullName, phone: uniquePhone().e164, responsibleId: anna.id } })
  const [stays, goes] = [await prospect(unique('Сидоров Олег')), await prospect(unique('Сидоров О.'))]
  await desk.goto(`/prospects/${stays.id}`)
  await expect(desk.getByRole('link', { name: 'Объединить…' })).toBeVisible()
  // The palette leads there too.
  await desk.keyboard.press('Control+k')
  await desk.keyboard.type('>Объединить')
  await expect(desk.getByRole('option', { name: 'Объединить с другой записью' })).toBeVisible()
  await desk.keyboard.press('Enter')
  await expect(desk).toHaveURL(new RegExp(`/merge\\?kind=prospect&a=${stays.id}`))
  await desk.goto(`/merge?kind=prospect&a=${stays.id}&b=${goes.id}`)
  await desk.getByRole('button', { name: 'Объединить', exact: true }).click()
  await expect(desk).toHaveURL(new RegExp(`/prospects/${stays.id}`))
  await expect(desk.getByText('Объединено: «', { exact: false })).toBeVisible()
  await desk.keyboard.press('z')
  await expect(desk.getByText('Объединение отменено')).toBeVisible()
  expect((await anna.call(getProspect, { params: { id: goes.id } })).id).toBe(goes.id)
})

test('a merge of a record that is merged already names where it went', async ({ desk, anna }) => {
  const clients = [
    await aClient(anna, { name: unique('Первый'), contacts: [{ fullName: 'Один Олег' }] }),
    await aClient(anna, { name: unique('Второй') }),
    await aClient(anna, { name: unique('Третий') }),
  ]
  const [one, two, three] = clients.map(each => each.id) as [string, string, string]
  await anna.call(mergeParties, { body: { id: newId(), kind: 'client', winnerId: one, loserId: two } })
  await desk.goto(`/merge?kind=client&a=${two}&b=${three}`)
  await expect(desk.getByRole('alert')).toContainText(clients[0]?.name ?? '')
  await expectAccessible(desk, 'A refused merge')
  const contact = clients[0]?.contacts[0]?.id ?? ''
  expect((await anna.call(getContact, { params: { id: contact } })).clients.map(each => each.id)).toEqual([one])
})
