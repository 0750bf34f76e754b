import { newId } from '../server/platform/pure/ids.ts'
import { createDepartment, listDepartments } from '../server/rooms/access/contract.ts'
import { listScenarios } from '../server/rooms/scenarios/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible, picture } from './harness/looks.ts'
import { enter } from './harness/people.ts'
import { unique } from './harness/work.ts'

test('a new person comes in by the one-time link that the administrator hands over', async ({
  page,
  context,
  product,
  admin,
  otherBrowser,
}) => {
  await enter(context, product.url, admin)
  const name = unique('Тимур Алиев')
  await page.goto('/settings/users')
  await page.getByRole('button', { name: 'Пользователь', exact: false }).first().click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Имя и фамилия').fill(name)
  await sheet.getByLabel('Email').fill(`${name.split(' ').at(-1)}@example.org`)
  await page.keyboard.press('Control+Enter')
  await sheet.getByRole('button', { name: 'Сделать ссылку для входа' }).click()
  await expect(sheet.getByLabel('Одноразовая ссылка')).toHaveValue(/sign-in/)
  await expectAccessible(page, 'a user and the link')
  const link = await sheet.getByLabel('Одноразовая ссылка').inputValue()

  const theirs = await (await otherBrowser()).newPage()
  await theirs.goto(link)
  await expect(theirs.getByLabel('Новый пароль')).toBeVisible()
  await expect(theirs).toHaveURL(`${product.url}/sign-in`)
  await theirs.getByLabel('Новый пароль').fill('пароль123')
  await theirs.getByRole('button', { name: 'Сохранить пароль и войти' }).click()
  await expect(theirs.getByText('Это один из самых частых паролей, его пробуют первым')).toBeVisible()
  await theirs.getByLabel('Новый пароль').fill('облако-двадцать-два')
  await theirs.getByRole('button', { name: 'Сохранить пароль и войти' }).click()
  await expect(theirs.getByRole('button', { name: `${name}: меню` })).toBeVisible()
})

test('an administrator makes a field required, and the state asks for it', async ({
  page,
  context,
  product,
  admin,
}) => {
  await enter(context, product.url, admin)
  await page.goto('/settings/scenarios')
  await page.getByText('Разовая продажа').first().click()
  await expect(page.getByRole('textbox', { name: 'Название сценария' })).toHaveValue('Разовая продажа')
  const boxes = page.getByRole('checkbox', { name: /обязательно «Канал»/ })
  await boxes.nth(1).check()
  await expectAccessible(page, 'states and rules of a scenario')
  await picture(page, 'scenario')
  await page
    .getByRole('button', { name: /^Опубликовать/ })
    .first()
    .click()
  await expect(page.getByText('Сценарий опубликован')).toBeVisible()
  await page.reload()
  await expect(boxes.nth(1)).toBeChecked()
})

test('the lists of administration open, with nothing for readers to stumble over', async ({
  page,
  context,
  product,
  admin,
}) => {
  test.slow()
  await enter(context, product.url, admin)
  const pages = [
    'users',
    'departments',
    'directories/service_type',
    'directories/loss_reason',
    'api-keys',
    'company',
    'form',
    'me',
  ]
  for (const each of pages) {
    await page.goto(`/settings/${each}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectAccessible(page, `settings/${each}`)
  }
})

test('departments keep the order into which an administrator puts them, by mouse and by keyboard', async ({
  page,
  context,
  product,
  admin,
}) => {
  const [first, second] = [unique('Запад'), unique('Восток')]
  for (const name of [first, second]) await admin.call(createDepartment, { body: { id: newId(), name } })
  const order = async () => (await admin.call(listDepartments)).items.map(each => each.name).slice(-2)
  expect(await order()).toEqual([first, second])
  await enter(context, product.url, admin)
  await page.goto('/settings/departments')
  const up = page.getByRole('button', { name: `Выше: ${second}` })
  await expect(up).toBeVisible()
  await expectAccessible(page, 'departments in order')
  await up.click()
  await expect(page.getByText(`Порядок изменен: ${second}`)).toBeVisible()
  expect(await order()).toEqual([second, first])
  await expect(up).toBeFocused()

  await page.getByRole('grid', { name: 'Подразделения' }).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Alt+ArrowUp')
  await expect(page.getByText(`Порядок изменен: ${first}`)).toBeVisible()
  expect(await order()).toEqual([first, second])
  await page.keyboard.press('z')
  await expect(async () => expect(await order()).toEqual([second, first])).toPass()
  await page.reload()
  await expect(
    page
      .getByRole('row', { name: first })
      .or(page.getByRole('row', { name: second }))
      .last(),
  ).toContainText(first)
})

test('scenarios are offered in the order into which an administrator puts them', async ({
  page,
  context,
  product,
  admin,
}) => {
  const order = async () => (await admin.call(listScenarios)).items.map(each => each.name)
  const [first, second] = await order()
  await enter(context, product.url, admin)
  await page.goto('/settings/scenarios')
  const up = page.getByRole('button', { name: `Выше: ${second}` })
  await expect(up).toBeVisible()
  await expectAccessible(page, 'scenarios in order')
  await up.click()
  await expect(page.getByText(`Порядок изменен: ${second}`)).toBeVisible()
  expect((await order()).slice(0, 2)).toEqual([second, first])
  await page.keyboard.press('z')
  await expect(async () => expect((await order()).slice(0, 2)).toEqual([first, second])).toPass()
})

test('the interface speaks English to whoever chose it', async ({ desk }) => {
  await desk.goto('/settings/me')
  await desk.getByText('English', { exact: true }).click()
  await expect(desk.getByRole('link', { name: 'Sales' })).toBeVisible()
  for (const path of ['/sales', '/sales?view=list', '/clients', '/settings/me', '/sales?new=true']) {
    await desk.goto(path)
    await expect(desk.getByRole('link', { name: 'Sales' })).toBeVisible()
    const words = await desk.locator('body').innerText()
    // names of people and of what the company calls its own stay as they are written
    const russian = words.replace(/Анна Ким|Русский|Продажа товаров|Оказание услуг|Сервисное обслуживание/g, '')
    expect(
      russian.match(/(?:нет|все|мои|создать|клиент|состояни|ответственн|сохран|поиск)\p{L}*/giu) ?? [],
      path,
    ).toEqual([])
  }
  await desk.goto('/settings/me')
  await desk.getByText('Русский', { exact: true }).click()
  await expect(desk.getByRole('link', { name: 'Продажи' })).toBeVisible()
})
