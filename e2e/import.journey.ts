import { makeInn10 } from '../server/platform/pure/requisites.ts'
import { newId } from '../server/platform/pure/ids.ts'
import { listClients } from '../server/rooms/clients/contract.ts'
import { aCsv } from '../server/rooms/exchange/import/builders.ts'
import { createImport, getImport, listImportRows, startImport } from '../server/rooms/exchange/contract.ts'
import { createInterest } from '../server/rooms/interests/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible, expectNoSidewaysScroll, picture } from './harness/looks.ts'
import { enter } from './harness/people.ts'
import { serviceType } from './harness/work.ts'

/** What an office really has: windows-1251, a title above the header, several phones in a cell, mistakes, repeats. */
function aDirtyFile(mark: string): Buffer {
  const inn = makeInn10(Math.random)
  return aCsv([
    ['Контрагенты на 27.11.2026'],
    [],
    ['Наименование', 'ИНН/КПП', 'Телефон', 'Эл. почта', 'Контактное лицо', 'Должность', 'Моб. тел.', 'Примечание'],
    [
      `ООО "Ветер ${mark}"`,
      `${inn}/770101001`,
      '8(495)123-45-67, доб. 12; +7 916 222-33-44',
      'info@veter.ru',
      'Иванов Иван Петрович',
      'Директор',
      '8-926-111-22-33',
      'звонить\nпосле 10; не по пятницам',
    ],
    [`ООО "Ветер ${mark}"`, `${inn}/770101001`, '', '', 'Петрова Анна', 'Бухгалтер', '89261112244', ''],
    [`ИП Сидоров ${mark}`, '', '7,9161234567E+10', 'не почта', '', '', '', ''],
    ['', '', '+7 999 000-00-00', '', '', '', '', 'чей-то номер'],
    ['Итого: 3'],
  ])
}

test('a dirty file of an office: read as it is, checked, imported, and taken back as a whole', async ({
  page,
  context,
  product,
  admin,
}) => {
  const mark = newId().slice(-6)
  await enter(context, product.url, admin)
  await page.goto('/clients')
  await page.getByRole('link', { name: 'Импорт' }).click()
  await expect(page.getByRole('button', { name: 'Выбрать файл' })).toBeVisible()
  await expectAccessible(page, 'the list of imports')
  await page.locator('input[type=file]').setInputFiles({
    name: 'Контрагенты.csv',
    mimeType: 'text/csv',
    buffer: aDirtyFile(mark),
  })

  // The button that took the file is gone with its page: the keyboard goes on from the steps of the import.
  const steps = page.getByRole('list', { name: 'Шаги импорта' })
  await expect(steps).toBeFocused()

  // the guesses
  await expect(page.getByRole('combobox', { name: 'Куда загрузить: ИНН/КПП' })).toHaveValue('ИНН и КПП вместе')
  await expect(page.getByRole('combobox', { name: 'Куда загрузить: Моб. тел.' })).toHaveValue('Телефоны контакта')
  const rows = page.getByRole('grid', { name: 'Строки файла' })
  await expect(rows.getByText(`ООО "Ветер ${mark}"`).first()).toBeVisible()
  await expectAccessible(page, 'the columns of a file')
  await picture(page, 'import-columns')

  // the check
  await page.getByRole('button', { name: 'Проверить', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Проверить еще раз' })).toBeVisible()
  await expect(page.getByText('Тот же клиент, что в строке 1')).toBeVisible()
  await expect(page.getByText('Нет ни названия клиента, ни имени контакта')).toBeVisible()
  await expectAccessible(page, 'the checked file')

  // A file that was read before its screen opens takes the keyboard too.
  await page.goBack()
  await page.getByRole('grid', { name: 'Импорты' }).press('Enter')
  await expect(page.getByRole('button', { name: 'Проверить еще раз' })).toBeVisible()
  await expect(steps).toBeFocused()

  // the import
  await page.getByRole('button', { name: /^Загрузить строк/ }).click()
  await expect(page.getByRole('button', { name: 'Отменить импорт' })).toBeVisible()
  const figure = (name: string) => page.locator('dl > div').filter({ hasText: name }).locator('dd')
  await expect(figure('создано клиентов')).toHaveText('2')
  await expect(figure('не загружено')).toHaveText('1')
  await expectAccessible(page, 'the result of an import')
  await picture(page, 'import-result')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Скачать незагруженные строки' }).click()
  expect((await download).suggestedFilename()).toContain('.csv')
  const found = await admin.call(listClients, { query: { q: `Ветер ${mark}` } })
  expect(found.items).toHaveLength(1)

  // narrow
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page, 'the result on a phone')
  await page.setViewportSize({ width: 1440, height: 900 })

  // the way back
  await page.getByRole('button', { name: 'Отменить импорт' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Отменить импорт' }).click()
  await expect(figure('отменено')).toHaveText('4')
  await expect(async () => {
    expect((await admin.call(listClients, { query: { q: `Ветер ${mark}` } })).items).toEqual([])
  }).toPass()
})

test('imports are out of reach of a salesperson', async ({ desk }) => {
  await desk.goto('/clients')
  await expect(desk.getByRole('textbox', { name: 'Имя, телефон, ИНН, почта' })).toBeVisible()
  await expect(desk.getByRole('link', { name: 'Импорт' })).toHaveCount(0)
})

test('a board that is open while two thousand rows come in stays at hand, and current afterwards', async ({
  page,
  context,
  product,
  admin,
}) => {
  const serviceTypeId = await serviceType(admin, 'Продажа товаров')
  await enter(context, product.url, admin)
  await page.goto('/sales?view=board')
  const board = page.getByRole('main')
  await expect(board).toBeVisible()
  const id = newId()
  const rows = Array.from({ length: 2_000 }, (_, n) => [`Поток ${n} ${id}`, `flow${n}@example.org`, `Контакт ${n}`])
  await admin.call(createImport, { body: { id, name: 'поток.csv' } })
  const answer = await fetch(`${product.url}/api/v1/imports/${id}/file`, {
    method: 'PUT',
    headers: { cookie: `sid=${admin.cookie}`, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(aCsv([['Название', 'Почта компании', 'Контактное лицо'], ...rows])),
  })
  expect(answer.ok).toBe(true)
  const status = async () => (await admin.call(getImport, { params: { id } })).status
  await expect.poll(status).toBe('mapping')
  await admin.call(startImport, { params: { id } })
  // In the middle of it the form opens and takes letters.
  await page.keyboard.press('n')
  await expect(page.getByRole('combobox', { name: /^Клиент, контакт, телефон/ })).toBeFocused()
  await page.keyboard.type('Поток')
  await page.keyboard.press('Escape')
  await expect.poll(status, { timeout: 90_000 }).toBe('done')
  const { items } = await admin.call(listImportRows, { params: { id }, query: { limit: 1 } })
  const subject = `После потока ${id.slice(-6)}`
  await admin.call(createInterest, {
    body: { id: newId(), serviceTypeId, clientId: items[0]?.clientId, subject },
  })
  await expect(board.getByText(subject)).toBeVisible()
})
