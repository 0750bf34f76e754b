import { newId } from '../server/platform/pure/ids.ts'
import { aClient } from '../server/rooms/clients/builders.ts'
import { createClient } from '../server/rooms/clients/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible, expectNoSidewaysScroll, picture } from './harness/looks.ts'
import { enter, hired } from './harness/people.ts'

test('who saw and printed a client is found in the log by keyboard alone, and the log is checked', async ({
  page,
  context,
  product,
  admin,
  otherBrowser,
}) => {
  const mark = newId().slice(-6)
  const person = `Вера Смотрова ${mark}`
  const seller = await hired(product.url, admin, person)
  const name = `ООО «Подсолнух ${mark}»`
  const client = await seller.call(createClient, { body: aClient({ name }) })

  // somebody looks at a card and prints it
  const theirs = await (await otherBrowser(seller)).newPage()
  await theirs.goto(`/clients/${client.id}`)
  await expect(theirs.getByRole('heading', { name, exact: true })).toBeVisible()
  const told = theirs.waitForResponse(answer => answer.url().endsWith('/api/v1/audit/prints'))
  await theirs.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  expect((await told).status()).toBe(204)

  // the administrator finds it: by the name of the record, then the row, then everything about the record
  await enter(context, product.url, admin)
  await page.goto('/settings/access-log')
  const { keyboard } = page
  const grid = page.getByRole('grid', { name: 'Журнал доступа' })
  await expect(grid.getByRole('row').nth(1)).toBeVisible()
  await expectAccessible(page, 'the access log')
  await keyboard.press('f')
  await keyboard.type(`Подсолнух ${mark}`)
  const rows = grid.getByRole('row').filter({ hasText: name })
  await expect(rows).toHaveCount(2)
  await expect(rows.nth(0)).toContainText('Печать карточки клиента')
  await expect(rows.nth(1)).toContainText('Открыта карточка клиента')
  await expect(rows.nth(1)).toContainText(person)
  await expect(page).toHaveURL(/q=/)
  await grid.focus()
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: /карточк/ })
  await expect(sheet).toContainText(person)
  await expect(sheet.getByRole('link', { name })).toHaveAttribute('href', `/clients/${client.id}`)
  await expectAccessible(page, 'a row of the access log')
  await keyboard.press('a')
  await expect(sheet).toHaveCount(0)
  await expect(page).toHaveURL(new RegExp(`recordId=${client.id}`))
  await expect(page.getByRole('button', { name: 'Не только эта запись' })).toBeVisible()

  // the address alone brings the same narrowed log back
  await page.reload()
  await expect(rows).toHaveCount(2)
  await page.getByRole('combobox', { name: 'Вид событий' }).focus()
  await keyboard.type('Печ')
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await expect(rows).toHaveCount(1)
  await page.getByRole('textbox', { name: 'Адрес в сети' }).fill('192.0.2.200')
  await expect(page.getByRole('heading', { name: 'Ничего не нашлось' })).toBeVisible()
  await page.getByRole('button', { name: 'Убрать отбор' }).press('Enter')

  // the chain is checked, and says so
  const state = page.getByRole('region', { name: 'Целость журнала' })
  await page.getByRole('button', { name: 'Проверить журнал' }).press('Enter')
  await expect(state.getByText(/^Журнал цел, проверен/)).toBeVisible({ timeout: 20_000 })
  await expect(state.getByLabel(/^Якорь/)).toHaveValue(/^[0-9a-f]{64}:\d+:[0-9a-f]{64}:\d+$/)
  await expect(grid.getByRole('row').nth(1)).toBeVisible()
  await expectAccessible(page, 'the access log after a check')
  await picture(page, 'access-log')

  // on a phone
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(grid.getByRole('row').first()).toBeVisible()
  await expectNoSidewaysScroll(page, 'the access log')
})

test('who may not read the log meets neither its page nor its rows', async ({ page, context, product, anna }) => {
  await enter(context, product.url, anna)
  await page.goto('/settings/me')
  await expect(page.getByRole('link', { name: 'Мои настройки' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Журнал доступа' })).toHaveCount(0)
})
