import { changeClient, getClient } from '../server/rooms/clients/contract.ts'
import { changeInterest, getInterest } from '../server/rooms/interests/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible } from './harness/looks.ts'
import { hired } from './harness/people.ts'
import { aClient, anInterest, serviceType, unique } from './harness/work.ts'

test('a head gives a field of a client back from its history, by keys alone', async ({
  product,
  admin,
  anna,
  otherBrowser,
}) => {
  const head = await hired(product.url, admin, 'Павел Громов', 'administrator')
  const client = await aClient(anna, { name: unique('Ратник') })
  const params = { id: client.id }
  await anna.call(changeClient, { params, body: { version: 1, comment: 'Оплата по факту', sites: ['ratnik.example'] } })
  await anna.call(changeClient, { params, body: { version: 2, comment: 'Только предоплата' } })
  const page = await (await otherBrowser(head)).newPage()
  await page.goto(`/clients/${client.id}`)
  await expect(page.getByRole('heading', { name: client.name, exact: true })).toBeVisible()
  await page.keyboard.press('h')
  const sheet = page.getByRole('dialog', { name: `История: ${client.name}` })
  await expect(sheet.getByText('Только предоплата')).toBeVisible()
  await expectAccessible(page, 'history of a client')

  // What it was is looked at first: a version earlier, with what differs marked.
  await sheet
    .getByRole('button', { name: /^Как было после изменения/ })
    .nth(1)
    .focus()
  await page.keyboard.press('Enter')
  await expect(sheet.getByRole('status')).toContainText('Версия 2 из 3')
  await expect(sheet.getByText('сейчас: Только предоплата')).toBeVisible()
  await sheet.getByRole('button', { name: 'Вернуть поле «Комментарий»' }).focus()
  await page.keyboard.press('Enter')
  const question = page.getByRole('dialog', { name: 'Вернуть прежние значения' })
  await expect(question.getByRole('list', { name: 'Изменится' })).toContainText('Оплата по факту')
  await expectAccessible(page, 'what is given back')
  await question.getByRole('button', { name: 'Вернуть', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Прежние значения возвращены')).toBeVisible()
  expect(await anna.call(getClient, { params })).toMatchObject({
    comment: 'Оплата по факту',
    sites: ['ratnik.example'],
  })

  // The notice takes it back again.
  await page.keyboard.press('z')
  await expect.poll(async () => (await anna.call(getClient, { params })).comment).toBe('Только предоплата')
})

test('one’s own change is undone in the timeline, until a colleague has changed the same field', async ({
  desk,
  anna,
  admin,
}) => {
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const client = await aClient(anna, { name: unique('Полюс') })
  const { id } = await anInterest(anna, { clientId: client.id, serviceTypeId, subject: unique('Поставка') })
  const change = (person: typeof anna, version: number, body: object) =>
    person.call(changeInterest, { params: { id }, body: { version, ...body } })
  const read = () => anna.call(getInterest, { params: { id } })
  await change(anna, 1, { tags: ['мой'] })
  await change(admin, 2, { content: 'Уточнено' })
  await desk.goto(`/interests/${id}`)
  const feed = desk.getByRole('region', { name: 'Лента' })
  const mine = feed.getByRole('listitem').filter({ hasText: 'мой' })
  await mine.getByRole('button', { name: /^Отменить изменение/ }).click()
  await expect(desk.getByText('Изменение отменено')).toBeVisible()
  expect(await read()).toMatchObject({ tags: [], content: 'Уточнено' })

  await change(anna, 4, { tags: ['снова мой'] })
  await change(admin, 5, { tags: ['чужой'] })
  const late = feed.getByRole('listitem').filter({ hasText: 'снова мой' }).filter({ hasText: anna.name })
  await late
    .getByRole('button', { name: /^Отменить изменение/ })
    .last()
    .click()
  const refused = desk.getByRole('dialog', { name: 'Отменить не получится' })
  await expect(refused).toContainText(`поле «Теги» потом изменено: ${admin.name}`)
  await expectAccessible(desk, 'an undo that is refused')
  await refused.getByRole('button', { name: 'Закрыть' }).last().click()
  expect((await read()).tags).toEqual(['чужой'])
})
