import { newId } from '../server/platform/pure/ids.ts'
import { createScenario } from '../server/rooms/scenarios/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible, expectNoSidewaysScroll, picture } from './harness/looks.ts'
import { enter } from './harness/people.ts'
import { anInterest, serviceType, unique } from './harness/work.ts'

const aState = (name: string, kind: 'ordinary' | 'won' | 'lost' = 'ordinary') => ({
  id: newId(),
  name,
  kind,
  probability: 50,
})

test('a way is closed and a checklist set up in the editor, and the salesperson meets both', async ({
  desk,
  anna,
  admin,
  product,
  otherBrowser,
}) => {
  const id = newId()
  const states = [aState('Заявка'), aState('Замер'), aState('Договор'), aState('Успех', 'won'), aState('Отказ', 'lost')]
  await admin.call(createScenario, { body: { id, name: unique('Окна'), states } })

  const office = await otherBrowser(admin)
  await enter(office, product.url, admin)
  const page = await office.newPage()
  await page.goto(`/settings/scenarios/${id}`)
  await page.getByRole('button', { name: 'Действия с состоянием «Договор»' }).press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Правила…' })).toBeFocused()
  await page.keyboard.press('Enter')
  const ways = page.getByRole('dialog', { name: 'Правила состояния «Договор»' })
  await ways.getByLabel('Сюда можно перейти только из').click()
  await page.keyboard.type('Замер')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expectAccessible(page, 'moves of a state')
  await picture(page, 'state-ways')
  await ways.getByRole('button', { name: 'Готово' }).click()
  await page.getByRole('rowheader').getByRole('button', { name: 'Замер', exact: true }).press('Enter')
  await page.getByRole('checkbox', { name: 'Не выпускать, пока чек-лист не закрыт' }).check()
  await page.getByRole('button', { name: 'Готово' }).click()
  await page.getByRole('button', { name: 'Пункт', exact: true }).click()
  await page.keyboard.type('Снять размеры')
  await page.getByRole('checkbox', { name: 'Снять размеры: в состоянии «Замер»' }).check()
  await page.getByRole('checkbox', { name: 'Снять размеры: в состоянии «Заявка»' }).uncheck()
  await expectAccessible(page, 'scenario with ways and a checklist')
  await picture(page, 'scenario-checklist')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Сценарий опубликован')).toBeVisible()

  const interest = await anInterest(anna, {
    serviceTypeId: await serviceType(anna, 'Продажа товаров'),
    scenarioId: id,
    content: unique('Остекление'),
    prospect: { fullName: 'Зоя Верба' },
  })
  await desk.goto(`/interests/${interest.id}`)
  const bar = desk.getByRole('list', { name: /^Состояния сценария/ })
  await bar.getByRole('button', { name: /^Договор.*переход закрыт/ }).click()
  const closed = desk.getByRole('region', { name: 'Чтобы перейти в «Договор»' })
  await expect(closed).toContainText('Из состояния «Заявка» в «Договор» перейти нельзя')
  await expect(closed.getByRole('button', { name: /Заполнить и перейти/ })).toHaveCount(0)
  await expectAccessible(desk, 'a closed way')
  await picture(desk, 'closed-way')
  await desk.keyboard.press('Escape')
  await desk.keyboard.press('2')
  const list = desk.getByRole('region', { name: /^Чек-лист/ })
  await expect(list.getByRole('checkbox', { name: 'Снять размеры' })).toBeVisible()
  await desk.keyboard.press('3')
  const panel = desk.getByRole('region', { name: 'Чтобы перейти в «Договор»' })
  await expect(panel).toContainText('Чек-лист')
  await expectAccessible(desk, 'a card that a checklist holds')
  await picture(desk, 'checklist')
  await desk.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(desk, 'a card that a checklist holds')
  await desk.setViewportSize({ width: 1440, height: 900 })
  // The tick is shown by what the card knows, a moment after the click.
  const item = panel.getByRole('checkbox', { name: 'Снять размеры' })
  await item.click()
  await expect(item).toBeChecked()
  await desk.keyboard.press('Control+Enter')
  await expect(bar.getByRole('button', { name: /^Договор/ })).toHaveAttribute('aria-current', 'step')
  await expect(desk.getByText('выполнен пункт чек-листа')).toBeVisible()
})

test('a draft is kept, taken back step by step, tried on open Interests and published with a stuck one', async ({
  desk,
  anna,
  admin,
  otherBrowser,
}) => {
  const id = newId()
  const states = [aState('Заявка'), aState('Договор'), aState('Успех', 'won'), aState('Отказ', 'lost')]
  await admin.call(createScenario, { body: { id, name: unique('Двери'), states } })
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const stuck = await anInterest(anna, {
    serviceTypeId,
    scenarioId: id,
    subject: unique('Дверь входная'),
    prospect: { fullName: 'Лев Дубов' },
  })

  const page = await (await otherBrowser(admin)).newPage()
  await page.goto(`/settings/scenarios/${id}`)
  const probability = page.getByRole('textbox', { name: 'Вероятность состояния «Договор»' })
  await probability.fill('80')
  const rule = page.getByRole('checkbox', { name: 'Договор: обязательно «Клиент»' })
  await rule.check()
  await expect(page.getByRole('status').filter({ hasText: 'черновик, изменений: 2' })).toBeVisible()
  await page.keyboard.press('z')
  await expect(rule).not.toBeChecked()
  await page.keyboard.press('z')
  await expect(probability).toHaveValue('50')
  await page.keyboard.press('Shift+Z')
  await page.keyboard.press('Shift+Z')
  await expect(rule).toBeChecked()
  await expect(page.getByRole('status').filter({ hasText: 'черновик, изменений: 2' })).toBeVisible()
  await page.reload()
  await expect(rule).toBeChecked()
  await expect(probability).toHaveValue('80')

  await page.getByRole('button', { name: 'Проверить на открытых' }).click()
  const effects = page.getByRole('list', { name: 'Что изменят новые правила' })
  await expect(effects).toContainText('Не пустит сюда 1 незавершенный Интерес')
  await effects.getByRole('button', { name: 'Показать' }).click()
  await expect(effects.getByRole('link', { name: stuck.subject })).toBeVisible()
  await expectAccessible(page, 'a dry run')
  await picture(page, 'dry-run')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Сценарий опубликован')).toBeVisible()
  await page.getByRole('button', { name: 'Версии' }).click()
  const versions = page.getByRole('region', { name: /^Версии/ })
  await expect(versions).toContainText('Договор: вероятность: 50 → 80')
  await versions.getByRole('button', { name: 'Взять в черновик' }).click()
  await expect(probability).toHaveValue('50')
  await expectAccessible(page, 'versions of a scenario')

  await desk.goto(`/interests/${stuck.id}`)
  await expect(desk.getByRole('list', { name: /^Состояния сценария/ })).toBeVisible()
  await desk.keyboard.press('2')
  await expect(desk.getByRole('region', { name: 'Чтобы перейти в «Договор»' })).toContainText('Клиент')
})

test('a scenario goes out as a file and comes in as another one', async ({ page, context, product, admin }) => {
  const id = newId()
  const name = unique('Ворота')
  const states = [aState('Заявка'), aState('Успех', 'won'), aState('Отказ', 'lost')]
  await admin.call(createScenario, { body: { id, name, states } })
  await enter(context, product.url, admin)
  await page.goto('/settings/scenarios')
  const row = page.getByRole('listitem').filter({ hasText: name })
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    row.getByRole('link', { name: 'Выгрузить' }).click(),
  ])
  expect(file.suggestedFilename()).toBe(`${name}.json`)
  await page.locator('input[type=file]').setInputFiles(await file.path())
  await expect(page.getByRole('textbox', { name: 'Название сценария' })).toHaveValue(name)
  expect(page.url()).not.toContain(id)
})
