import { changeClient, getClient, grantClient } from '../server/rooms/clients/contract.ts'
import { readAllNotices } from '../server/rooms/notices/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible } from './harness/looks.ts'
import { aClient, anInterest, serviceType, unique } from './harness/work.ts'

test('a card that is only seen: access is asked for on it, granted from the notice, and the record is changed', async ({
  desk,
  anna,
  igor,
  otherBrowser,
}) => {
  for (const each of [anna, igor]) await each.call(readAllNotices)
  const client = await aClient(igor, { name: unique('Чужая пристань') })
  await igor.call(grantClient, { params: { id: client.id, userId: anna.id }, body: {} })
  await desk.goto(`/clients/${client.id}`)
  await expect(desk.getByText('Только просмотр')).toBeVisible()
  await desk.getByRole('button', { name: 'Попросить…' }).press('Enter')
  await expect(desk.getByRole('radio', { name: 'открыть мне клиента для изменения' })).toBeFocused()
  await desk.getByLabel('Зачем').fill('Завтра еду к ним')
  await expectAccessible(desk, 'asking from a card')
  await desk.getByRole('button', { name: 'Отправить запрос' }).press('Enter')
  await expect(desk.getByRole('status').filter({ hasText: 'Запрос отправлен' }).first()).toBeVisible()
  await expect(desk.getByRole('button', { name: 'Попросить…' })).toHaveCount(0)

  const other = await (await otherBrowser(igor)).newPage()
  await other.goto('/sales')
  await other.getByRole('button', { name: /^Уведомления, непрочитанных/ }).click()
  const asked = other
    .getByRole('dialog', { name: 'Уведомления' })
    .getByRole('listitem')
    .filter({ hasText: `${anna.name} просит открыть клиента для изменения` })
    .filter({ hasText: client.name })
  await expect(asked).toContainText('Завтра еду к ним')
  await asked.getByRole('button', { name: 'Открыть доступ' }).press('Enter')
  await expect(asked.getByText('Разрешено')).toBeVisible()

  // Told and opened without a refresh.
  await expect(desk.getByText('Только просмотр')).toHaveCount(0)
  const { version } = await anna.call(getClient, { params: { id: client.id } })
  await anna.call(changeClient, { params: { id: client.id }, body: { version, comment: 'Были у них' } })
  await expect(desk.getByText('Были у них').first()).toBeVisible()
})

test('a request about an Interest is declined on its card with a word, and the asker is told', async ({
  desk,
  anna,
  igor,
  otherBrowser,
}) => {
  for (const each of [anna, igor]) await each.call(readAllNotices)
  const client = await aClient(igor, { name: unique('Тихая гавань') })
  const serviceTypeId = await serviceType(igor, 'Оказание услуг')
  const interest = await anInterest(igor, { clientId: client.id, serviceTypeId })
  await igor.call(grantClient, { params: { id: client.id, userId: anna.id }, body: {} })
  await desk.goto(`/interests/${interest.id}`)
  await desk.getByRole('button', { name: 'Попросить…' }).click()
  await desk.getByRole('radio', { name: 'передать мне' }).check()
  await desk.getByRole('button', { name: 'Отправить запрос' }).click()
  await expect(desk.getByText(/Запрос отправлен .*передать мне/)).toBeVisible()

  const other = await (await otherBrowser(igor)).newPage()
  await other.goto(`/interests/${interest.id}`)
  const asked = other.getByRole('region', { name: `${anna.name} просит передать` })
  await asked.getByRole('button', { name: 'Отклонить' }).click()
  await asked.getByLabel('Почему').fill('Справлюсь')
  await other.keyboard.press('Enter')
  await expect(asked).toHaveCount(0)

  await desk.getByRole('button', { name: /^Уведомления, непрочитанных/ }).click()
  const told = desk.getByRole('dialog', { name: 'Уведомления' }).getByRole('listitem').first()
  await expect(told).toContainText('В просьбе отказано')
  await expect(told).toContainText('Справлюсь')
})
