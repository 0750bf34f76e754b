import { newId } from '../server/platform/pure/ids.ts'
import { listActivities } from '../server/rooms/activities/contract.ts'
import { createScenario, getScenario } from '../server/rooms/scenarios/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible, picture } from './harness/looks.ts'
import { enter, hired } from './harness/people.ts'
import { anInterest, serviceType, unique } from './harness/work.ts'

const aState = (name: string, kind: 'ordinary' | 'won' | 'lost' = 'ordinary') => ({
  id: newId(),
  name,
  kind,
  probability: 50,
})

test('a trigger is set up, does its work, is found in the journal and paused, by keyboard alone', async ({
  page,
  context,
  product,
  admin,
  otherBrowser,
}) => {
  const id = newId()
  const states = [aState('Заявка'), aState('Замер'), aState('Успех', 'won'), aState('Отказ', 'lost')]
  await admin.call(createScenario, { body: { id, name: unique('Двери'), states } })
  const seller = await hired(product.url, admin, 'Вера Лунина')
  const type = await serviceType(seller, 'Продажа товаров')
  const [first, second] = [unique('Входная дверь'), unique('Балконная дверь')]
  const parties = { scenarioId: id, serviceTypeId: type, responsibleId: seller.id }
  const one = await anInterest(seller, { ...parties, subject: first, prospect: { fullName: unique('Лев Ким') } })
  const two = await anInterest(seller, { ...parties, subject: second, prospect: { fullName: unique('Лев Ким') } })

  // a state is opened for its triggers; what is new begins as a task on entry
  await enter(context, product.url, admin)
  await page.goto(`/settings/scenarios/${id}`)
  const { keyboard } = page
  const cell = page.getByRole('button', { name: /^Триггеры состояния «Замер»/ })
  await cell.focus()
  await keyboard.press('Enter')
  const details = page.getByRole('dialog', { name: 'Правила состояния «Замер»' })
  const add = details.getByRole('button', { name: 'Триггер', exact: true })
  await expect(add).toBeFocused()
  await keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: 'Триггер состояния «Замер»' })
  await expect(sheet.getByRole('combobox', { name: 'Событие' })).toBeFocused()
  await expect(sheet.getByRole('combobox', { name: 'Событие' })).toHaveValue('При входе в состояние')

  // published without its theme it is told so, at the field
  await keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await keyboard.press('Escape')
  await expect(details).toHaveCount(0)
  await keyboard.press('Control+Enter')
  await expect(page.getByRole('alert')).toContainText('Триггер состояния «Замер»: Не заполнено')
  await cell.press('Enter')
  const line = details.getByRole('button', { name: /^При входе → задача/ })
  await expect(line).toBeFocused()
  await keyboard.press('Enter')
  const theme = sheet.getByRole('textbox', { name: 'Тема' })
  await expect(theme).toHaveAttribute('aria-invalid', 'true')
  await theme.focus()
  await keyboard.type('Снять размеры')
  await expect(theme).not.toHaveAttribute('aria-invalid', 'true')
  await keyboard.press('Tab')
  await keyboard.type('1')
  // undone and done again like everything in the draft
  await sheet.getByRole('button', { name: 'Условие', exact: true }).focus()
  await keyboard.press('Enter')
  await expect(sheet.getByRole('combobox', { name: 'Что проверить' })).toBeFocused()
  await sheet.getByRole('button', { name: /^Убрать условие/ }).focus()
  await keyboard.press('z')
  await expect(sheet.getByRole('combobox', { name: 'Что проверить' })).toHaveCount(0)
  await expectAccessible(page, 'the form of a trigger')
  await picture(page, 'scenario-trigger')
  await keyboard.press('Escape')
  await expect(line).toBeFocused()
  await expect(line).toContainText('«Снять размеры», 1 рабочий день, ответственному')
  // nothing is in force that could be paused
  await expect(details.getByRole('switch')).toHaveCount(0)
  await keyboard.press('Escape')
  await keyboard.press('Control+Enter')
  await expect(page.getByText('Сценарий опубликован')).toBeVisible()
  const published = await admin.call(getScenario, { params: { id } })
  expect(published.states[1]?.triggers).toMatchObject([
    { event: { on: 'entered' }, action: { does: 'task', subject: 'Снять размеры', inDays: 1 } },
  ])

  // a salesperson moves an Interest, and has the task
  const desk = await (await otherBrowser(seller)).newPage()
  await desk.goto(`/interests/${one.id}`)
  await expect(desk.getByRole('button', { name: /^Замер/ })).toBeVisible()
  await desk.keyboard.press('2')
  await expect(desk.getByRole('button', { name: 'Завершить: Задача: Снять размеры' })).toBeVisible()

  // the journal tells of it: from the line of the trigger, filtered
  await cell.press('Enter')
  await expect(line).toBeFocused()
  await details.getByRole('button', { name: /^Действия с триггером/ }).press('Enter')
  await page.getByRole('menuitem', { name: 'Журнал' }).press('Enter')
  const journal = page.getByRole('grid', { name: 'Журнал триггеров' })
  const row = journal.getByRole('row').filter({ hasText: first })
  await expect(row).toContainText('При входе → задача «Снять размеры»')
  await expect(row).toContainText('перенос, Вера Лунина')
  await expect(row).toContainText('Выполнен: задача поставлена')
  await expect(page).toHaveURL(/triggerId=/)
  await expectAccessible(page, 'the journal of triggers')
  await picture(page, 'trigger-journal')
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  const run = page.getByRole('dialog', { name: 'Срабатывание триггера' })
  await expect(run.getByRole('link', { name: new RegExp(first) })).toBeVisible()
  await expectAccessible(page, 'a run of a trigger')
  await keyboard.press('Escape')
  await expect(run).toHaveCount(0)

  // one press pauses it at once, and the next move does nothing
  await page.goBack()
  await cell.press('Enter')
  const pause = details.getByRole('switch', { name: /^Пауза/ })
  await pause.focus()
  await keyboard.press('Space')
  await expect(pause).toBeChecked()
  await expect.poll(async () => (await admin.call(getScenario, { params: { id } })).pausedTriggers).toHaveLength(1)
  await expectAccessible(page, 'the triggers of a state')
  await picture(page, 'scenario-triggers')
  await desk.goto(`/interests/${two.id}`)
  await expect(desk.getByRole('button', { name: /^Замер/ })).toBeVisible()
  await desk.keyboard.press('2')
  await expect(desk.getByRole('button', { name: /^Замер/ }).first()).toHaveAttribute('aria-current', /.+/)
  const planned = await seller.call(listActivities, { query: { interestId: two.id } })
  expect(planned.items).toEqual([])
})
