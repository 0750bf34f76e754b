import { getClient } from '../server/rooms/clients/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible } from './harness/looks.ts'
import { enter, hired, signedIn } from './harness/people.ts'
import { aClient, unique } from './harness/work.ts'

test('a profile is copied, narrowed by keyboard, given to a person, widened under a preview, and holds at once', async ({
  page,
  context,
  product,
  admin,
  anna,
}) => {
  const client = await aClient(anna, { name: unique('Судоверфь') })
  const novice = await hired(product.url, admin, unique('Новичков Ян'))
  const look = async () => {
    const again = await signedIn(product.url, novice.email, novice.password)
    return again.call(getClient, { params: { id: client.id } }).then(
      seen => seen.can,
      () => 'nothing',
    )
  }
  await enter(context, product.url, admin)
  await page.goto('/settings/profiles')
  const row = (text: string) => page.getByRole('row').filter({ hasText: text })
  await row('Менеджер').first().click()
  await expect(page.getByRole('combobox', { name: 'Клиенты: Видит' })).toHaveValue('свое')
  await expectAccessible(page, 'a shipped profile')
  await page.getByRole('button', { name: 'Скопировать' }).click()
  const name = unique('Стажер')
  await page.getByLabel('Название').fill(name)
  await page.getByRole('checkbox', { name: 'Объединять дубли' }).focus()
  await page.keyboard.press('Space')
  await expect(page.getByText('ни у кого ничего не изменится')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(row(name)).toBeVisible()

  await page.goto('/settings/users')
  await row(novice.name).click()
  await page.getByRole('combobox', { name: 'Профиль' }).click()
  await page.getByRole('option', { name }).click()
  await page.keyboard.press('Control+Enter')
  await expect(row(novice.name)).toContainText(name)
  expect(await look()).toBe('nothing')

  await page.goto('/settings/profiles')
  await row(name).click()
  await page.getByRole('combobox', { name: 'Клиенты: Видит' }).click()
  await page.getByRole('option', { name: 'все', exact: true }).click()
  const effects = page.getByRole('region', { name: 'Что изменится' })
  await expect(effects.getByRole('row').filter({ hasText: novice.name })).toContainText('больше')
  await expectAccessible(page, 'what a profile would change')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Сохранено')).toBeVisible()
  expect(await look()).toMatchObject({ edit: false, merge: false })
})
