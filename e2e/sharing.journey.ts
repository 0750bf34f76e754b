import { formOf } from './harness/form.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible } from './harness/looks.ts'
import { aClient, interestsOf, unique, uniquePhone } from './harness/work.ts'

test('a number that got in the way is said to be shared right there, and asks no more', async ({ desk, anna }) => {
  const phone = uniquePhone()
  const there = await aClient(anna, { name: unique('Бизнес-центр'), phones: [phone.e164] })
  const tenant = unique('Арендатор')
  const form = formOf(desk)
  await form.open()
  await desk.keyboard.press('Alt+p')
  await form.dialog.getByLabel('ФИО').fill(tenant)
  await form.dialog.getByLabel('Телефон').fill(phone.local)
  await form.content.fill('Ремонт офиса')
  await desk.keyboard.press('Control+Enter')
  const alert = form.dialog.getByRole('alert').filter({ hasText: 'Похожие уже есть' })
  await expect(alert).toBeVisible()
  await expectAccessible(desk, 'form with look-alikes')
  await alert.getByRole('button', { name: `Действия: ${there.name}` }).click()
  await desk.getByRole('menuitemcheckbox', { name: 'Общий номер' }).click()
  await expect(alert).toBeHidden()
  await expect(form.dialog.getByRole('button', { name: /^Создать Интерес/ })).toBeVisible()
  await form.saved()
  expect(await interestsOf(anna, { q: tenant })).toHaveLength(1)

  await desk.goto(`/clients/${there.id}`)
  await expect(desk.getByText('общий номер')).toBeVisible()
})

test('a phone of a card is marked as shared and back, and either step can be undone', async ({ desk, anna }) => {
  const phone = uniquePhone()
  const client = await aClient(anna, {
    name: unique('Технопарк'),
    phones: [phone.e164],
    emails: ['office@park.example'],
  })
  await desk.goto(`/clients/${client.id}`)
  const menu = desk.getByRole('button', { name: `Действия: ${phone.e164}` })
  await menu.focus()
  await desk.keyboard.press('Enter')
  const item = desk.getByRole('menuitemcheckbox', { name: 'Общий номер' })
  await expect(item).toHaveAttribute('aria-checked', 'false')
  await expect(item).toBeFocused()
  await desk.keyboard.press('Enter')
  await expect(desk.getByText('общий номер', { exact: true })).toBeVisible()
  await desk.keyboard.press('z')
  await expect(desk.getByText('общий номер', { exact: true })).toBeHidden()
  // Marked once more to be looked at: that may take longer than an undo is offered.
  await menu.focus()
  await desk.keyboard.press('Enter')
  await expect(item).toBeFocused()
  await desk.keyboard.press('Enter')
  await expect(desk.getByText('общий номер', { exact: true })).toBeVisible()
  await expectAccessible(desk, 'client card with a shared number')
})

test('all phones of a found client are at hand: two at once, the rest on demand', async ({ desk, anna }) => {
  const phones = [uniquePhone(), uniquePhone(), uniquePhone()]
  const client = await aClient(anna, { name: unique('Связной'), phones: phones.map(each => each.e164) })
  const form = formOf(desk)
  await form.open()
  await desk.keyboard.type(client.name)
  await expect(form.dialog.getByRole('option').first()).toBeVisible()
  await desk.keyboard.press('Enter')
  const more = form.dialog.getByRole('button', { name: 'Показать еще 1' })
  await expect(more).toBeVisible()
  await more.click()
  await expect(more).toBeHidden()
  const last = phones[2]?.e164.slice(-2) ?? ''
  await expect(form.dialog.getByText(new RegExp(`· .* · .*${last}`))).toBeVisible()
})
