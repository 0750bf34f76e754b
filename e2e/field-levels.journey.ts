import { changeClient } from '../server/rooms/clients/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible } from './harness/looks.ts'
import { enter, hired } from './harness/people.ts'
import { aClient, unique } from './harness/work.ts'

test('an observer reads masked phones and mails, can neither call nor write to them, and is told why', async ({
  page,
  context,
  product,
  admin,
  anna,
}) => {
  const name = unique('Наблюдаемая')
  const client = await aClient(anna, { name, phones: ['8 (916) 205-43-21'], emails: ['info@nabludaemaya.ru'] })
  const body = { version: client.version, responsibleId: null }
  await anna.call(changeClient, { params: { id: client.id }, body })
  await enter(context, product.url, await hired(product.url, admin, unique('Вера'), 'observer'))

  await page.goto(`/clients/${client.id}`)
  const phone = page.getByText('+7 ••• •••-••-21')
  await expect(phone).toBeVisible()
  await expect(phone).toHaveAttribute('title', /профиль/)
  await expect(page.getByText('i•••@nabludaemaya.ru')).toBeVisible()
  expect(await page.locator('a[href^="tel:"], a[href^="mailto:"]').count()).toBe(0)
  expect(await page.content()).not.toContain('205-43')
  await expectAccessible(page, 'client card with masked data of contact')

  await page.goto('/clients')
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('+7 ••• •••-••-21')
})
