import { expectAccessible, expectNoSidewaysScroll, picture } from './harness/looks.ts'
import { expect, test } from './harness/journey.ts'

test.use({ beginning: 'nobody' })
test.describe.configure({ mode: 'serial' })

const person = { name: 'Ольга Мещерякова', email: 'olga@example.org', password: 'двадцать-один-облако' }

const tokenOf = (link: string) => link.split('#token=')[1] ?? ''

test('the printed address makes the first administrator and leads to work', async ({ page, product }) => {
  expect(tokenOf(product.printedLink()).length).toBeGreaterThan(30)
  const asked: string[] = []
  page.on('request', request => asked.push(request.url()))
  await page.goto(product.printedLink())
  await expect(page.getByRole('heading', { name: 'Первый запуск' })).toBeVisible()
  // The token leaves the address bar at once, and no request carries it in its address.
  await expect(page).toHaveURL(`${product.url}/set-up`)
  expect(asked.filter(address => address.includes(tokenOf(product.printedLink())))).toEqual([])
  await page.reload()
  await expect(page).toHaveURL(`${product.url}/set-up`)
  await expect(page.getByLabel('Имя и фамилия')).toBeVisible()
  await expectAccessible(page, 'first run')
  await expectNoSidewaysScroll(page)
  await picture(page, 'first-run')

  await page.getByRole('button', { name: 'Начать работу' }).click()
  await expect(page.getByText('Напишите имя и фамилию')).toBeVisible()

  await page.getByLabel('Имя и фамилия').fill(person.name)
  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Пароль', { exact: true }).fill(person.password)
  await page.getByLabel('Еще раз').fill(person.password)
  await page.getByLabel('Название').fill('Климат Плюс')
  await page.getByRole('radio', { name: /^Чистая база/ }).check()
  await page.keyboard.press('Control+Enter')

  await expect(page).toHaveURL(/\/sales/)
  await expect(page.getByRole('button', { name: /^Создать/ }).first()).toBeVisible()
  // What let in is not kept once it has let in.
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(tokenOf(product.printedLink()))
  await page.keyboard.press('n')
  await expect(page.getByRole('dialog', { name: 'Новый Интерес' })).toBeVisible()
  await expect(page.getByRole('combobox', { name: /^Клиент, контакт, телефон/ })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('set-up is closed for ever afterwards', async ({ page, product }) => {
  await page.goto(product.printedLink())
  await expect(page.getByText('Первая настройка уже выполнена')).toBeVisible()
})

test('a stranger signs in and comes to the page that was asked for', async ({ page }) => {
  await page.goto('/clients')
  await expect(page.getByRole('heading', { name: 'Вход' })).toBeVisible()
  await expect(page.getByText('Климат Плюс')).toBeVisible()
  await expectAccessible(page, 'sign-in')
  await picture(page, 'sign-in')

  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Пароль', { exact: true }).fill('не тот пароль')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('Email или пароль не подходят')

  await page.getByLabel('Пароль', { exact: true }).fill(person.password)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/clients/)

  await page.getByRole('button', { name: `${person.name}: меню` }).click()
  await page.getByRole('menuitem', { name: 'Выйти' }).click()
  await expect(page.getByRole('heading', { name: 'Вход' })).toBeVisible()
  await page.goto('/clients')
  await expect(page.getByRole('heading', { name: 'Вход' })).toBeVisible()
})
