import { newId } from '../server/platform/pure/ids.ts'
import { getActivity, planActivity } from '../server/rooms/activities/contract.ts'
import { getInterest } from '../server/rooms/interests/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible, expectNoSidewaysScroll } from './harness/looks.ts'
import { enter, hired } from './harness/people.ts'
import { aClient, anInterest, serviceType, unique } from './harness/work.ts'

test('my work goes to a colleague, counted before, and comes back by undo', async ({
  desk,
  admin,
  igor,
  product,
  otherBrowser,
}) => {
  // Somebody of whom other journeys know nothing: all of the work goes over.
  const anna = await hired(product.url, admin, 'Вера Орлова')
  await enter(desk.context(), product.url, anna)
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const client = await aClient(anna, { name: unique('Галактика Молл') })
  const interest = await anInterest(anna, { serviceTypeId, subject: unique('Чиллер'), clientId: client.id })
  const body = { id: newId(), kind: 'task', subject: unique('Подготовить расчет'), interestId: interest.id } as const
  const step = await anna.call(planActivity, { body })
  const handsOf = async () => [
    (await anna.call(getInterest, { params: { id: interest.id } })).responsible?.name,
    (await anna.call(getActivity, { params: { id: step.id } })).assignee.name,
  ]
  await desk.goto('/my-day')
  await expect(desk.getByRole('listitem').filter({ hasText: body.subject })).toBeVisible()
  await desk.getByRole('button', { name: 'Передать дела' }).click()
  const dialog = desk.getByRole('dialog', { name: 'Передать дела' })
  const to = dialog.getByRole('combobox', { name: 'Кому' })
  await expect(to).toBeFocused()
  await desk.keyboard.type('Титов')
  await desk.getByRole('option', { name: igor.name }).click()
  const shares = dialog.getByRole('list', { name: 'Кто сколько получит' })
  await expect(shares).toContainText('1 дело, 0 Интересов')
  await dialog.getByRole('checkbox', { name: 'Открытые Интересы' }).check()
  await expect(shares).toContainText('1 дело, 1 Интерес')
  await expectAccessible(desk, 'hand-over of work')
  await expectNoSidewaysScroll(desk)
  await dialog.getByRole('button', { name: /^Передать/ }).click()
  await expect(desk.getByText('Передано: 1 дело, 1 Интерес')).toBeVisible()
  await expect(desk.getByRole('listitem').filter({ hasText: body.subject })).toHaveCount(0)
  expect(await handsOf()).toEqual([igor.name, igor.name])

  const page = await (await otherBrowser(igor)).newPage()
  await page.goto('/sales')
  await page
    .getByRole('button', { name: /^Уведомления/ })
    .first()
    .click()
  await expect(page.getByText(`${anna.name} передает вам дела`)).toBeVisible()
  await expect(page.getByText('1 дело, 1 Интерес')).toBeVisible()

  await desk.getByRole('button', { name: /^Отменить/ }).click()
  await expect(desk.getByText('Возвращено: 2')).toBeVisible()
  expect(await handsOf()).toEqual([anna.name, anna.name])
})
