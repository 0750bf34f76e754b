import type { Page } from '@playwright/test'
import { expect, test } from './harness/journey.ts'
import { pressRussian } from './harness/keys.ts'
import { expectAccessible } from './harness/looks.ts'
import { enter } from './harness/people.ts'
import { aClient, anInterest, serviceType, unique, uniqueInn } from './harness/work.ts'

function paletteOf(page: Page) {
  const dialog = page.getByRole('dialog', { name: 'Поиск и команды' })
  return {
    dialog,
    field: dialog.getByRole('combobox'),
    row: (name: string | RegExp) => dialog.getByRole('option', { name }).first(),
    current: dialog.getByRole('option', { selected: true }),
    async open(): Promise<void> {
      await page.keyboard.press('Control+k')
      await expect(this.field).toBeFocused()
    },
  }
}

test('a record is found and opened by keyboard, and what was opened comes first the next time', async ({
  desk,
  anna,
}) => {
  const client = await aClient(anna, { name: unique('Астра'), inn: uniqueInn() })
  const palette = paletteOf(desk)
  await pressRussian(desk, 'KeyK', ['Control'])
  await expect(palette.field).toBeFocused()
  await desk.keyboard.type(client.name)
  await desk.keyboard.press('Enter')
  await expect(desk).toHaveURL(new RegExp(`/clients/${client.id}`))

  await desk.goto('/sales')
  await expect(desk.getByRole('button', { name: /^Создать/ }).first()).toBeVisible()
  await palette.open()
  await expect(palette.current).toContainText(client.name)
  await expect(palette.dialog.getByRole('group', { name: 'Недавние' })).toContainText(client.name)
  await expect(palette.dialog.getByRole('group', { name: 'Команды' }).getByRole('option')).toHaveCount(3)
  await expectAccessible(desk, 'palette with recent records')
  await desk.keyboard.press('Enter')
  await expect(desk).toHaveURL(new RegExp(`/clients/${client.id}`))
})

test('the right arrow shows what can be done with a row: a new Interest for the client, and more', async ({
  desk,
  anna,
}) => {
  const inn = uniqueInn()
  const client = await aClient(anna, { name: unique('Бегония'), inn, emails: [`begonia-${inn}@example.org`] })
  const palette = paletteOf(desk)
  await palette.open()
  await desk.keyboard.type(client.name)
  // Pressed before the row is there, it waits for it.
  await desk.keyboard.press('ArrowRight')
  const actions = palette.dialog.getByRole('group', { name: `Действия: ${client.name}` })
  await expect(actions.getByRole('option', { name: `Написать: begonia-${inn}@example.org` })).toBeVisible()
  await expect(actions.getByRole('option', { name: 'Скопировать ИНН' })).toBeVisible()
  await expect(palette.current).toContainText('Новый Интерес для этого клиента')
  await expectAccessible(desk, 'palette with actions')
  await desk.keyboard.press('ArrowLeft')
  await expect(actions).toHaveCount(0)
  await expect(palette.current).toContainText(client.name)
  await desk.keyboard.press('ArrowRight')
  await expect(palette.current).toContainText('Новый Интерес для этого клиента')
  await desk.keyboard.press('Enter')
  await expect(palette.dialog).toHaveCount(0)
  const form = desk.getByRole('dialog', { name: 'Новый Интерес' })
  await expect(form.getByText(client.name).first()).toBeVisible()
  await expect(form.getByLabel('Содержание')).toBeFocused()
})

test('a sign in front narrows the palette to commands, Interests or people', async ({ desk, anna, igor }) => {
  const serviceTypeId = await serviceType(anna, 'Сервисное обслуживание')
  const made = await anInterest(anna, { serviceTypeId, prospect: { fullName: unique('Клевер') }, content: 'Клевер' })
  const palette = paletteOf(desk)
  await palette.open()
  await desk.keyboard.type('>')
  const groups = palette.dialog.getByRole('group')
  await expect(groups).toHaveCount(1)
  await expect(groups).toHaveAccessibleName('Команды')
  await desk.keyboard.type('список')
  await expect(palette.dialog.getByRole('option')).toHaveCount(1)
  await desk.keyboard.press('Enter')
  await expect(desk).toHaveURL(/view=list/)

  await palette.open()
  await desk.keyboard.type(`#${made.number}`)
  await expect(palette.row(/Клевер/)).toBeVisible()
  await expect(groups).toHaveAccessibleName('Интересы')
  await desk.keyboard.press('Enter')
  await expect(desk).toHaveURL(new RegExp(`interest=${made.id}`))

  await desk.goto('/sales')
  await expect(desk.getByRole('button', { name: /^Создать/ }).first()).toBeVisible()
  await palette.open()
  await desk.keyboard.type('@титов')
  await expect(palette.row(igor.name)).toHaveAttribute('aria-disabled', 'true')
  await desk.keyboard.press('Control+a')
  await desk.keyboard.type('@ким')
  await expect(palette.row(/Анна Ким \(вы\)/)).toBeVisible()
  await desk.keyboard.press('Enter')
  await expect(desk).toHaveURL(new RegExp(`responsibleId=${anna.id}`))
})

test('the head of everybody goes to the sales of a person, and opens a row in a tab of its own', async ({
  page,
  context,
  product,
  admin,
  anna,
}) => {
  const client = await aClient(anna, { name: unique('Георгин') })
  await enter(context, product.url, admin)
  await page.goto('/sales')
  await expect(page.getByRole('button', { name: /^Создать/ }).first()).toBeVisible()
  const palette = paletteOf(page)
  await palette.open()
  await page.keyboard.type('@анна ким')
  await expect(palette.row(/Анна Ким/)).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`responsibleId=${anna.id}`))

  await palette.open()
  await page.keyboard.type(client.name)
  await expect(palette.row(client.name)).toBeVisible()
  const opened = context.waitForEvent('page')
  await page.keyboard.press('Control+Enter')
  const tab = await opened
  await expect(tab).toHaveURL(new RegExp(`/clients/${client.id}`))
  await expect(tab.getByRole('heading', { name: client.name }).first()).toBeVisible()
  await expect(palette.field).toHaveValue(client.name)
  await page.keyboard.press('Escape')
  await expect(palette.dialog).toHaveCount(0)
})
