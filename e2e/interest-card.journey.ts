import { addNote, changeInterest, moveInterest } from '../server/rooms/interests/contract.ts'
import { newId } from '../server/platform/pure/ids.ts'
import { listScenarios } from '../server/rooms/scenarios/contract.ts'
import { directories } from '../server/rooms/company/contract.ts'
import { formOf } from './harness/form.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible } from './harness/looks.ts'
import { aClient, anInterest, serviceType, unique } from './harness/work.ts'

test('the last change is taken back from the timeline by keyboard, which is pinned, narrowed and told whole', async ({
  desk,
  anna,
}) => {
  const contacts = [{ id: newId(), fullName: 'Соколова Ирина' }]
  const client = await aClient(anna, { name: unique('Тепломаш'), contacts })
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const [first, other] = [unique('Котел'), unique('Горелка')]
  const interest = await anInterest(anna, { serviceTypeId, clientId: client.id, subject: first })
  const beside = await anInterest(anna, { serviceTypeId, clientId: client.id, subject: other })
  const params = { id: interest.id }
  await anna.call(addNote, { params, body: { id: newId(), body: 'Окно монтажа в августе' } })
  await anna.call(addNote, { params: { id: beside.id }, body: { id: newId(), body: 'Сказано в другом' } })
  await anna.call(changeInterest, { params, body: { version: 1, tags: ['срочно'] } })
  const scenarios = (await anna.call(listScenarios)).items
  const states = scenarios.find(each => each.id === interest.scenarioId)?.states ?? []
  await anna.call(moveInterest, { params, body: { version: 2, stateId: states[1]?.id } })

  await desk.goto(`/interests/${interest.id}`)
  const feed = desk.getByRole('region', { name: 'Лента' })
  const undo = feed.getByRole('button', { name: /^Отменить изменение от/ })
  await expect(undo).toHaveCount(2)
  await undo.first().focus()
  await desk.keyboard.press('Enter')
  await expect(desk.getByText('дни в состоянии пойдут заново')).toBeVisible()
  await expectAccessible(desk, 'what an undo keeps')
  await desk.keyboard.press('Enter')
  await expect(desk.locator('[aria-current="step"]')).toContainText(states[0]?.name ?? '')
  // What took it back is a change as well.
  await expect(undo).toHaveCount(3)

  const note = feed.getByRole('listitem').filter({ hasText: 'Окно монтажа' })
  await note.getByRole('button', { name: /^Закрепить/ }).focus()
  await desk.keyboard.press('Enter')
  await expect(feed.getByRole('region', { name: 'Закреплено' })).toContainText('Окно монтажа')
  await feed.getByText('Поля', { exact: true }).click()
  await expect(feed.getByText('срочно')).toBeVisible()
  await expect(feed.getByText('Окно монтажа'), 'what is pinned is never hidden').toHaveCount(1)
  await feed.getByText('Все', { exact: true }).click()
  const top = feed.getByRole('region', { name: 'Закреплено' })
  await top.getByRole('button', { name: /^Закрепить/ }).press('Enter')
  await expect(top).toHaveCount(0)
  await desk.keyboard.press('Tab')
  await expect(feed.locator(':focus'), 'the focus of what went away stays with the timeline').toHaveCount(1)
  await expect(feed.getByText('Сказано в другом')).toHaveCount(0)
  await feed.getByRole('button', { name: 'Вся история клиента' }).click()
  await expect(feed.getByText('Сказано в другом')).toBeVisible()
  await expectAccessible(desk, 'timeline of a card')

  const deal = desk.getByRole('group', { name: 'В сделке' })
  await deal.getByRole('button', { name: 'Добавить контакт в сделку' }).click()
  await desk.getByRole('option', { name: 'Соколова Ирина' }).click()
  await deal.getByRole('button', { name: 'Роль в сделке: Соколова Ирина' }).focus()
  await desk.keyboard.press('Enter')
  await desk.getByRole('menuitemradio', { name: 'принимает решение' }).focus()
  await desk.keyboard.press('Enter')
  await expect(deal.getByText('принимает решение')).toBeVisible()
  await expectAccessible(desk, 'contacts of a deal')
  await deal.getByRole('button', { name: 'Роль в сделке: Соколова Ирина' }).press('Enter')
  await desk.getByRole('menuitem', { name: 'Убрать из сделки' }).press('Enter')
  await expect(deal.getByText('Соколова Ирина')).toHaveCount(0)
  await expect(deal.locator('button:focus'), 'the focus of whoever went away stays in the deal').toHaveCount(1)
})

test('an Interest is given its project, and another one is registered on its basis for the same client and contact', async ({
  desk,
  anna,
  admin,
}) => {
  const project = { id: newId(), name: unique('Склад в Химках') }
  await admin.call(directories.project.create, { body: project })
  const contactId = newId()
  const contacts = [{ id: contactId, fullName: 'Соколова Ирина' }]
  const client = await aClient(anna, { name: unique('Теплосеть'), contacts })
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const subject = unique('Бойлер')
  const interest = await anInterest(anna, { serviceTypeId, clientId: client.id, contactId, subject })

  await desk.goto(`/sales?view=list&interest=${interest.id}`)
  const fields = desk.getByRole('region', { name: 'Поля' })
  await fields.getByRole('button', { name: /^Проект/ }).focus()
  await desk.keyboard.press('Enter')
  await desk.keyboard.type(project.name)
  await desk.getByRole('option', { name: project.name }).click()
  await expect(fields.getByRole('button', { name: /^Проект/ })).toContainText(project.name)
  await expect(fields.getByText('Подразделение')).toBeVisible()

  await desk.getByRole('dialog', { name: subject }).getByRole('button', { name: 'Создать Интерес' }).focus()
  await desk.keyboard.press('Enter')
  const form = formOf(desk)
  await expect(form.dialog.getByText(`Основание: ${interest.number}, ${subject}`)).toBeVisible()
  await expect(form.dialog.getByText(client.name).first()).toBeVisible()
  await expectAccessible(desk, 'form on the basis of an Interest')
  await form.content.fill('Монтаж бойлера')
  await form.saved()

  const card = desk.getByRole('dialog', { name: 'Монтаж бойлера' })
  await expect(card.getByRole('link', { name: 'Соколова Ирина' }).first()).toBeVisible()
  await expectAccessible(desk, 'card with a basis')
  await card.getByRole('link', { name: subject }).click()
  await expect(desk).toHaveURL(new RegExp(`/interests/${interest.id}`))
  await desk.keyboard.press('Control+K')
  await desk.keyboard.type('создать на основании')
  await expect(desk.getByRole('option', { name: 'Создать Интерес на основании этого' })).toBeVisible()
  await desk.keyboard.press('Enter')
  await form.dialog.getByRole('button', { name: 'Без основания' }).click()
  await expect(form.dialog.getByText('Основание:')).toHaveCount(0)
})

test('a field that somebody is editing is outlined with the name for everybody else', async ({
  desk,
  anna,
  admin,
  otherBrowser,
}) => {
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const interest = await anInterest(anna, {
    serviceTypeId,
    prospect: { fullName: 'Орлов Иван' },
    subject: unique('Насос'),
  })
  await desk.goto(`/interests/${interest.id}`)
  const page = await (await otherBrowser(admin)).newPage()
  await page.goto(`/interests/${interest.id}`)
  await page.getByRole('button', { name: /^Теги/ }).click()
  const taken = desk.getByText(`правит ${admin.name}`)
  await expect(taken).toBeVisible()
  await expectAccessible(desk, 'a field that somebody edits')
  await page.keyboard.press('Escape')
  await expect(taken).toHaveCount(0)
})
