import { readCalendar } from '../server/rooms/company/calendar/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible, expectNoSidewaysScroll } from './harness/looks.ts'
import { enter } from './harness/people.ts'

test('an administrator gives the company a day off by keyboard, loads a further year from a file, and takes both back', async ({
  page,
  context,
  product,
  admin,
}) => {
  const inForce = async (year: number) =>
    (await admin.call(readCalendar)).years.find(each => each.year === year)?.daysOff ?? []
  const year = Number((await admin.call(readCalendar)).years.at(-2)?.year)
  await enter(context, product.url, admin)
  await page.goto('/settings')
  await page.getByRole('link', { name: 'Производственный календарь' }).click()
  await expect(page.getByRole('button', { name: '9 мая, выходной' })).toBeVisible()
  for (let shown = new Date().getFullYear(); shown !== year; shown += Math.sign(year - shown)) {
    await page.getByRole('button', { name: shown < year ? 'Следующий год' : 'Предыдущий год' }).click()
  }

  await page.getByRole('button', { name: '10 марта, рабочий' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('button', { name: '11 марта, рабочий' })).toBeFocused()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: '11 марта, выходной, изменен здесь' })).toBeFocused()
  await expectAccessible(page, 'the calendar with a day of the company')
  await page.getByRole('button', { name: 'Сохранить дни' }).click()
  await expect(page.getByText(`Календарь на ${year} год изменен`)).toBeVisible()
  expect(await inForce(year)).toContain('03-11')
  await page.getByRole('button', { name: /^Отменить(?! изм)/ }).click()
  await expect(page.getByRole('button', { name: '11 марта, рабочий' })).toBeVisible()
  expect(await inForce(year)).not.toContain('03-11')

  const file = (text: string) => ({ name: 'calendar.xml', mimeType: 'text/xml', buffer: Buffer.from(text) })
  const input = page.locator('input[type="file"]')
  await input.setInputFiles(file('<calendar year="2030"><days><day d="02.30" t="1"/></days></calendar>'))
  await expect(page.getByRole('alert')).toContainText('Такого дня нет: «2030-02-30»')
  await input.setInputFiles(file('<calendar year="2030"><days><day d="03.11" t="1"/></days></calendar>'))
  await expect(page.getByText('Календарь на 2030 год загружен')).toBeVisible()
  await expect(page.getByRole('button', { name: '11 марта, выходной' })).toBeVisible()
  expect(await inForce(2030)).toEqual(['03-11'])
  await page.getByText('Россия', { exact: true }).click()
  await page.getByRole('button', { name: 'Вернуть как поставлено' }).click()
  await expect(page.getByText('Календаря на 2030 год нет', { exact: false })).toBeVisible()
  expect(await inForce(2030)).toEqual([])

  // the same file may be chosen again after it was refused
  expect(await input.evaluate(field => (field as HTMLInputElement).value)).toBe('')

  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page, 'the calendar on a phone')
})

test('days that are not saved are not lost by leaving the page without a word', async ({
  page,
  context,
  product,
  admin,
}) => {
  await enter(context, product.url, admin)
  await page.goto('/settings/me')
  await page.getByRole('link', { name: 'Производственный календарь' }).click()
  const day = page.getByRole('button', { name: /^11 марта/ })
  const other = page.getByRole('link', { name: 'Мои настройки' })
  await day.click()
  await expect(page.getByRole('button', { name: 'Сохранить дни' })).toBeEnabled()
  await other.click()
  const question = page.getByRole('dialog', { name: 'Дни не сохранены' })
  await expect(question.getByRole('button', { name: 'Остаться' })).toBeFocused()
  await expectAccessible(page, 'days that are not saved')
  await page.keyboard.press('Escape')
  await expect(question).toHaveCount(0)
  await expect(day).toHaveAttribute('aria-label', /изменен здесь/)
  await page.goBack()
  await question.getByRole('button', { name: 'Остаться' }).press('Enter')
  await expect(day).toHaveAttribute('aria-label', /изменен здесь/)
  // what opens over the page does not leave it
  await page.keyboard.press('n')
  await expect(page.getByRole('dialog', { name: 'Новый Интерес' })).toBeVisible()
  await page.keyboard.press('Escape')
  await other.click()
  await question.getByRole('button', { name: 'Уйти без сохранения' }).press('Enter')
  await expect(page).toHaveURL(/settings\/me/)
})
