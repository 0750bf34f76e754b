import { newId } from '../server/platform/pure/ids.ts'
import { checkDuplicates, listDuplicates, listProspects, mergeParties } from '../server/rooms/clients/contract.ts'
import { formOf } from './harness/form.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible } from './harness/looks.ts'
import { enter } from './harness/people.ts'
import { aClient, unique, uniquePhone } from './harness/work.ts'

const openOf = async (person: Parameters<typeof aClient>[0], name: string) =>
  (await person.call(listDuplicates, { query: { limit: 200 } })).items.filter(each => each.left.title.includes(name))

test('a pair is looked at side by side and said to be none by one key, and back by another', async ({ desk, anna }) => {
  const phone = uniquePhone()
  const name = unique('Ромашка')
  await aClient(anna, { name: `ООО «${name}»`, phones: [phone.e164], emails: ['office@romashka.example'] })
  await aClient(anna, { name: `АО ${name}`, phones: [phone.local] })
  await desk.goto('/clients')
  await desk.getByRole('link', { name: 'Дубли' }).click()
  const row = desk.getByRole('listitem').filter({ hasText: name })
  await expect(row).toBeVisible()
  await expect(row.getByText('точно')).toBeVisible()
  // Equal in both, in whatever notation.
  await expect(row.locator('mark').filter({ hasText: phone.e164 })).toBeVisible()
  await expect(row.locator('mark').filter({ hasText: phone.local })).toBeVisible()
  await expectAccessible(desk, 'list of duplicates')
  await row.click({ position: { x: 200, y: 5 } })
  await desk.keyboard.press('d')
  await expect(row).toBeHidden()
  expect(await openOf(anna, name)).toEqual([])
  await desk.keyboard.press('z')
  await expect(row).toBeVisible()
  await row.getByRole('button', { name: 'Не дубль' }).click()
  await expect(row).toBeHidden()
  await desk.getByText('Не дубли', { exact: true }).click()
  await expect(row.getByText('Анна Ким')).not.toHaveCount(0)
  await row.getByRole('button', { name: 'Вернуть в список' }).click()
  await expect(row).toBeHidden()
  expect(await openOf(anna, name)).toHaveLength(1)
})

test('of a look-alike that the form warns of one says that it is none, and is never asked again', async ({
  desk,
  anna,
}) => {
  const phone = uniquePhone()
  const there = await aClient(anna, { name: unique('Соседний офис'), phones: [phone.e164] })
  const form = formOf(desk)
  await form.open()
  await desk.keyboard.press('Alt+p')
  await form.dialog.getByLabel('ФИО').fill(unique('Новиков'))
  await form.dialog.getByLabel('Телефон').fill(phone.local)
  await expect(form.dialog.getByRole('status').filter({ hasText: 'Похоже, уже записаны' })).toContainText(there.name)
  await form.content.fill('Другой человек с того же номера')
  await desk.keyboard.press('Control+Enter')
  const alert = form.dialog.getByRole('alert').filter({ hasText: 'Похожие уже есть' })
  await expect(alert.getByText(there.name)).toBeVisible()
  await alert.getByRole('button', { name: 'Не дубль' }).click()
  await expect(alert).toBeHidden()
  await form.saved()
  const [prospect] = (await anna.call(listProspects, { query: { q: phone.e164 } })).items
  const check = { type: 'prospect', phones: [phone.e164], id: prospect?.id }
  expect((await anna.call(checkDuplicates, { body: check })).matches.map(each => each.id)).not.toContain(there.id)
  const others = { type: 'prospect', phones: [phone.e164] }
  expect((await anna.call(checkDuplicates, { body: others })).matches.map(each => each.id)).toContain(there.id)
})

test('several pairs are chosen with Shift and the arrows, and decided at once', async ({ desk, anna }) => {
  const name = unique('Василек')
  for (const at of [1, 2, 3]) {
    const phone = uniquePhone()
    for (const form of ['ООО', 'АО']) await aClient(anna, { name: `${form} «${name} ${at}»`, phones: [phone.e164] })
  }
  await desk.keyboard.press('g')
  await desk.keyboard.press('b')
  await expect(desk.getByRole('listitem').filter({ hasText: name })).toHaveCount(3)
  await desk.keyboard.press('ArrowDown')
  await desk.keyboard.press('Shift+ArrowDown')
  await desk.keyboard.press('Shift+ArrowDown')
  await expect(desk.getByRole('status').filter({ hasText: 'Выбрано: 3' })).toBeVisible()
  await expectAccessible(desk, 'duplicates with a selection')
  await desk.keyboard.press('d')
  await expect(desk.getByRole('listitem').filter({ hasText: name })).toHaveCount(0)
  await desk.keyboard.press('z')
  await expect(desk.getByRole('listitem').filter({ hasText: name })).toHaveCount(3)
})

test('a pair leads to the merge, several pairs are merged under one preview and taken apart again', async ({
  desk,
  anna,
}) => {
  const name = unique('Лютик')
  for (const at of [1, 2]) {
    const phone = uniquePhone()
    for (const form of ['ООО', 'АО']) await aClient(anna, { name: `${form} «${name} ${at}»`, phones: [phone.e164] })
  }
  await desk.goto('/duplicates')
  const rows = desk.getByRole('listitem').filter({ hasText: name })
  await expect(rows).toHaveCount(2)
  await rows.first().getByRole('button', { name: 'Объединить' }).click()
  await expect(desk).toHaveURL(/\/merge\?kind=client&a=.+&b=.+/)
  await expect(desk.getByRole('heading', { name: 'Объединение', exact: false }).first()).toBeVisible()
  await desk.goBack()
  for (const row of await rows.all()) await row.getByRole('checkbox').check()
  await desk.keyboard.press('m')
  const dialog = desk.getByRole('dialog', { name: 'Объединить выбранные' })
  await expect(dialog.getByText('Будет объединено 2 пары.')).toBeVisible()
  await expectAccessible(desk, 'preview of several merges')
  await dialog.getByRole('button', { name: 'Объединить' }).click()
  await expect(dialog).toBeHidden()
  await expect(rows).toHaveCount(0)
  await desk.keyboard.press('z')
  await expect(rows).toHaveCount(2)
})

test('a merged pair is taken apart from the list of what was merged', async ({ desk, anna }) => {
  const name = unique('Астра')
  const phone = uniquePhone()
  const winner = await aClient(anna, { name: `ООО «${name}»`, phones: [phone.e164] })
  const loser = await aClient(anna, { name: `АО «${name}»`, phones: [phone.e164] })
  const merge = { id: newId(), kind: 'client' as const, winnerId: winner.id, loserId: loser.id }
  await anna.call(mergeParties, { body: merge })
  await desk.goto('/duplicates?status=merged')
  const row = desk.getByRole('listitem').filter({ hasText: name })
  await expect(row).toBeVisible()
  await expect(row.getByRole('checkbox')).toHaveCount(0)
  await expectAccessible(desk, 'list of merged pairs')
  await row.getByRole('button', { name: 'Отменить объединение' }).click()
  await expect(desk.getByText('Объединение отменено')).toBeVisible()
  await expect(row).toHaveCount(0)
  expect(await openOf(anna, name)).toHaveLength(1)
})

test('the administrator searches the whole base and weighs the rules with a dry run', async ({
  page,
  context,
  product,
  admin,
  anna,
}) => {
  const name = unique('Пион')
  const phone = uniquePhone()
  for (const form of ['ООО', 'АО']) await aClient(anna, { name: `${form} «${name}»`, phones: [phone.e164] })
  await enter(context, product.url, admin)
  await page.goto('/duplicates')
  await page.getByRole('button', { name: 'Искать по всей базе' }).click()
  await expect(page.getByText(/Последний поиск: .*, пар найдено: \d+/)).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('listitem').filter({ hasText: name })).toBeVisible()
  await page.goto('/settings/duplicates')
  const weight = page.getByRole('textbox', { name: 'Телефон совпадает: Клиенты' })
  await expect(weight).toHaveValue('90')
  await expect(page.getByText(/Клиенты: \d+ → \d+/).first()).toBeVisible()
  await expectAccessible(page, 'rules of duplicates')
  await weight.fill('10')
  await page.getByRole('textbox', { name: 'Имя совпадает: Клиенты' }).fill('10')
  await expect(page.getByText(/Клиенты: [1-9]\d* → 0/)).toBeVisible()
  await page.getByRole('button', { name: 'Сохранить правила' }).click()
  await expect(page.getByText('Правила дублей изменены')).toBeVisible()
  await page.goto('/duplicates')
  await expect(page.getByRole('heading', { name: 'Дубли' })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: name })).toHaveCount(0)
  await page.goto('/settings/duplicates')
  await page.getByRole('button', { name: 'Как было в поставке' }).click()
  await page.getByRole('button', { name: 'Сохранить правила' }).click()
  await expect(page.getByRole('button', { name: 'Сохранить правила' })).toBeDisabled()
  const wrong = page.getByRole('textbox', { name: 'Предупреждать при записи от: Клиенты' })
  await wrong.fill('99')
  await page.getByRole('button', { name: 'Сохранить правила' }).click()
  await expect(page.getByText('Пороги должны расти', { exact: false })).toBeVisible()
})
