import { expect, test } from './harness/journey.ts'
import { expectAccessible } from './harness/looks.ts'
import { hired } from './harness/people.ts'
import { aClient, unique } from './harness/work.ts'
import { createDepartment } from '../server/rooms/access/contract.ts'
import { grantClient } from '../server/rooms/clients/contract.ts'
import { newId } from '../server/platform/pure/ids.ts'

test('a card says who sees it and why, and is opened to a department until a day', async ({ desk, anna, admin }) => {
  const client = await aClient(anna, { name: unique('Дальний склад') })
  const name = unique('Монтажники')
  await admin.call(createDepartment, { body: { id: newId(), name } })
  await desk.goto(`/clients/${client.id}`)
  const section = desk.getByRole('region', { name: 'Кто видит' })
  await section.getByRole('button', { name: 'Кто видит' }).click()
  await expect(section).toContainText('Ответственный')
  await expect(section).toContainText('Видит все записи')
  await section.getByRole('button', { name: 'Открыть доступ' }).click()
  await expect(section.getByLabel('Кому открыть доступ').first()).toBeFocused()
  await desk.keyboard.type(name)
  await desk.keyboard.press('ArrowDown')
  await desk.keyboard.press('Enter')
  await section.getByLabel('По какой день').first().fill('31.12.2030')
  await section.getByRole('button', { name: 'Открыть', exact: true }).click()
  await expect(section).toContainText('открыт до 31.12.2030')
  await expectAccessible(desk, 'who sees a client')
  await section
    .getByRole('button', { name: /^Закрыть доступ: / })
    .first()
    .click()
  await expect(section).not.toContainText('открыт до')
})

test('whoever sees a card that may not be changed is told why, and whom to ask', async ({
  anna,
  igor,
  otherBrowser,
}) => {
  const client = await aClient(anna, { name: unique('Тихая гавань') })
  await anna.call(grantClient, { params: { id: client.id, userId: igor.id }, body: {} })
  const page = await (await otherBrowser(igor)).newPage()
  await page.goto(`/clients/${client.id}`)
  await page.getByRole('button', { name: 'Только просмотр' }).focus()
  await expect(page.getByRole('tooltip')).toContainText(`Меняет ответственный: ${anna.name}`)
})

test('an administrator looks through the eyes of a salesperson, reads only, and leaves by Esc Esc', async ({
  product,
  admin,
  anna,
  igor,
  otherBrowser,
}) => {
  const foreign = await aClient(anna, { name: unique('Чужой причал') })
  const boss = await hired(product.url, admin, 'Вера Главная', 'administrator')
  const page = await (await otherBrowser(boss)).newPage()
  await page.goto('/clients')
  await expect(page.getByText(foreign.name)).toBeVisible()
  await page.goto(`/settings/users?open=${igor.id}`)
  await page.getByRole('button', { name: 'Смотреть глазами сотрудника' }).click()
  const bar = page.getByText(`Вы смотрите глазами: ${igor.name}`)
  await expect(bar).toBeVisible()
  await page.goto('/clients')
  await expect(bar).toBeVisible()
  await expect(page.getByRole('button', { name: /^Создать/ }).first()).toBeVisible()
  await expect(page.getByText(foreign.name)).toBeHidden()
  await expectAccessible(page, 'looking through the eyes of a colleague')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(bar).toBeHidden()
  await expect(page.getByText(foreign.name)).toBeVisible()
})
