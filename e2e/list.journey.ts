import { getInterest } from '../server/rooms/interests/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible } from './harness/looks.ts'
import { enter, hired, type Person } from './harness/people.ts'
import { aClient, anInterest, serviceType, unique } from './harness/work.ts'

/** Two Interests of one client, the newer one first in the list. */
async function twoInterests(anna: Person) {
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const client = await aClient(anna, { name: unique('Причал') })
  const below = await anInterest(anna, { serviceTypeId, clientId: client.id, subject: unique('Понтоны') })
  const above = await anInterest(anna, { serviceTypeId, clientId: client.id, subject: unique('Кнехты') })
  return { above, below, client }
}

test('a cell is edited in place: F2 begins, Tab goes on, Enter saves, Esc gives the old value back', async ({
  desk,
  anna,
}) => {
  const { above, below } = await twoInterests(anna)
  const now = (id: string) => anna.call(getInterest, { params: { id } })
  await desk.goto('/sales?view=list')
  const grid = desk.getByRole('grid', { name: 'Интересы' })
  await expect(grid.getByText(above.subject)).toBeVisible()
  await desk.keyboard.press('ArrowDown')
  await desk.keyboard.press('F2')
  const subject = grid.getByRole('textbox', { name: 'Тема' })
  await expect(subject).toBeFocused()
  await expect(subject).toHaveValue(above.subject)
  await expectAccessible(desk, 'list with a cell that is edited')
  const renamed = unique('Кнехты чугунные')
  await desk.keyboard.type(renamed)
  await desk.keyboard.press('Tab')
  const revenue = grid.getByRole('textbox', { name: 'Ожидаемая выручка' })
  await expect(revenue).toBeFocused()
  expect((await now(above.id)).subject).toBe(renamed)
  await desk.keyboard.type('1,5 млн')
  await desk.keyboard.press('Enter')
  await expect(revenue).toHaveCount(0)
  await expect(grid).toBeFocused()
  await expect(grid.getByText('1 500 000 ₽')).toBeVisible()
  expect((await now(above.id)).expectedRevenue?.amount).toBe('1500000.00')

  await desk.keyboard.press('ArrowDown')
  await desk.keyboard.press('F2')
  await expect(subject).toHaveValue(below.subject)
  await desk.keyboard.type('не сохранится')
  await desk.keyboard.press('Escape')
  await expect(subject).toHaveCount(0)
  await expect(grid).toBeFocused()
  await expect(grid.getByText(below.subject)).toBeVisible()
  expect((await now(below.id)).version).toBe(below.version)

  await desk.keyboard.press('z')
  await expect(async () => expect((await now(above.id)).expectedRevenue).toBeNull()).toPass()
})

test('a row is read beside the list without leaving it: Space opens and closes, arrows go on, Enter opens the card', async ({
  desk,
  anna,
}) => {
  const { above, below, client } = await twoInterests(anna)
  await desk.goto('/sales?view=list')
  const grid = desk.getByRole('grid', { name: 'Интересы' })
  await expect(grid.getByText(above.subject)).toBeVisible()
  await desk.keyboard.press('ArrowDown')
  await desk.keyboard.press('Space')
  const peek = desk.getByRole('complementary', { name: 'Просмотр Интереса' })
  await expect(peek.getByRole('heading', { name: above.subject })).toBeVisible()
  await expect(peek.getByRole('link', { name: client.name })).toBeVisible()
  await desk.keyboard.press('ArrowDown')
  await expect(peek.getByRole('heading', { name: below.subject })).toBeVisible()
  await expect(grid).toBeFocused()
  await expectAccessible(desk, 'list with a row beside it')
  await desk.keyboard.press('Escape')
  await expect(peek).toHaveCount(0)
  await desk.keyboard.press('Space')
  await expect(peek).toBeVisible()
  await desk.keyboard.press('Space')
  await expect(peek).toHaveCount(0)
  await desk.keyboard.press('Enter')
  await expect(desk).toHaveURL(new RegExp(`interest=${below.id}`))
  await expect(desk.getByRole('dialog').getByText(below.subject).first()).toBeVisible()
})

test('my sales begin with everybody for an administrator, and with the person chosen last when one comes back', async ({
  page,
  context,
  product,
  admin,
  anna,
}) => {
  const { above } = await twoInterests(anna)
  // One who has no Interests yet.
  const newcomer = await hired(product.url, admin, 'Новый администратор', 'administrator')
  await enter(context, product.url, newcomer)
  await page.goto('/sales?view=list')
  const theirs = page.getByRole('grid', { name: 'Интересы' }).getByText(above.subject)
  const whose = page.getByRole('combobox', { name: 'Ответственный' })
  await expect(theirs).toBeVisible()
  await expect(whose).toHaveValue('Все, кого я вижу')

  await whose.click()
  await page.getByRole('option', { name: 'Я', exact: true }).click()
  await expect(page.getByText('Здесь будут ваши Интересы')).toBeVisible()
  await page.goto('/sales?view=list')
  await expect(whose).toHaveValue('Я')
  await expect(page.getByText('Здесь будут ваши Интересы')).toBeVisible()

  await page.getByRole('button', { name: 'Показать Интересы всех' }).click()
  await expect(theirs).toBeVisible()
  await page.goto('/sales?view=list')
  await expect(theirs).toBeVisible()
})

test('an address that leads nowhere keeps the sections at hand', async ({ desk }) => {
  await desk.goto('/nowhere/at-all')
  await expect(desk.getByRole('heading', { name: 'Здесь ничего нет' })).toBeVisible()
  await expect(desk.getByRole('link', { name: 'Клиенты' })).toBeVisible()
  await expectAccessible(desk, 'an address that leads nowhere')
  await desk.getByRole('button', { name: 'К моим продажам' }).click()
  await expect(desk).toHaveURL(/\/sales/)
})
