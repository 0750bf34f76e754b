import { grantClient } from '../server/rooms/clients/contract.ts'
import { aScenario, aState } from '../server/rooms/scenarios/builders.ts'
import { createScenario } from '../server/rooms/scenarios/contract.ts'
import { expect, test } from './harness/journey.ts'
import { pressTogether } from './harness/keys.ts'
import { expectAccessible } from './harness/looks.ts'
import { aClient, anInterest, interestsOf, serviceType, unique } from './harness/work.ts'

test('a co-executor without access to the client is added together with it, and finds the Interest on the board', async ({
  desk,
  anna,
  igor,
  otherBrowser,
}) => {
  const client = await aClient(anna, { name: unique('Лесопромышленный комбинат') })
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const subject = unique('Пусконаладка линии')
  const interest = await anInterest(anna, { serviceTypeId, clientId: client.id, subject })
  await desk.goto(`/interests/${interest.id}`)
  const members = desk.getByRole('group', { name: 'Соисполнители' })
  const choose = async () => {
    await members.getByRole('button', { name: 'Добавить соисполнителя' }).click()
    await desk.getByRole('option', { name: igor.name }).click()
  }
  await choose()
  const question = desk.getByRole('dialog', { name: 'Открыть доступ к клиенту?' })
  await expect(question).toContainText(client.name)
  await expectAccessible(desk, 'question of access')
  await question.getByRole('button', { name: 'Не добавлять' }).click()
  await expect(members).not.toContainText(igor.name)
  expect(await interestsOf(igor, { q: subject })).toEqual([])

  await choose()
  await expect(question.getByRole('button', { name: 'Открыть доступ и добавить' })).toBeFocused()
  await desk.keyboard.press('Enter')
  await expect(members).toContainText(igor.name)

  const page = await (await otherBrowser(igor)).newPage()
  await page.goto('/sales')
  const card = page.getByRole('link', { name: subject })
  await expect(card).toBeVisible()
  await expect(page.getByRole('img', { name: 'Вы соисполнитель' }).first()).toBeVisible()
  await page.goto('/sales?notices=true')
  await expect(page.getByText(`${anna.name} добавляет вас соисполнителем`).first()).toBeVisible()

  await page.goto(`/interests/${interest.id}`)
  await page.getByRole('button', { name: `Действия: ${igor.name}` }).click()
  await page.getByRole('menuitem', { name: 'Сделать основным' }).click()
  // The two have changed places, in the other browser too.
  await expect(members).toContainText(anna.name)
  await expect(members).not.toContainText(igor.name)
  await expectAccessible(desk, 'card with a co-executor')
})

test('a star of one’s own stands on list, board and card by one key, and the list is narrowed to it', async ({
  desk,
  anna,
  igor,
}) => {
  const client = await aClient(anna, { name: unique('Маяк') })
  await anna.call(grantClient, { params: { id: client.id, userId: igor.id }, body: {} })
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const subject = unique('Фонари')
  const { id } = await anInterest(anna, { serviceTypeId, clientId: client.id, subject })
  await desk.goto(`/sales?view=list&q=${encodeURIComponent(subject)}`)
  const row = desk.getByRole('row').filter({ hasText: subject })
  await expect(row).toBeVisible()
  await pressTogether(desk, 'ArrowDown', 'KeyS')
  const star = row.getByRole('button', { name: `Пометка: ${subject}` })
  await expect(star).toHaveAttribute('aria-pressed', 'true')
  await expectAccessible(desk, 'list with a star')
  await desk.goto('/sales?view=list&starred=true')
  await expect(desk.getByRole('row').filter({ hasText: subject })).toBeVisible()
  expect((await interestsOf(igor, { q: subject }))[0]?.starred).toBe(false)

  await desk.goto(`/interests/${id}`)
  const mark = desk.getByRole('button', { name: 'Пометка', exact: true })
  await expect(mark).toHaveAttribute('aria-pressed', 'true')
  await desk.keyboard.press('s')
  await expect(mark).toHaveAttribute('aria-pressed', 'false')
  await desk.getByRole('button', { name: 'Взять на контроль' }).click()
  await expect(desk.getByRole('button', { name: 'На контроле' })).toBeVisible()
})

test('a loss is given up in one browser and decided in the other: returned, and confirmed the second time', async ({
  desk,
  admin,
  anna,
  otherBrowser,
}) => {
  const [first, second] = [aState({ name: unique('Запрос') }), aState({ name: unique('Расчет') })]
  const { id, name, states, lost } = aScenario([first, second])
  await admin.call(createScenario, {
    body: { id, name, states: states.map(each => (each === lost ? { ...lost, confirmsLoss: true } : each)) },
  })
  const client = await aClient(anna, { name: unique('Кабельный завод') })
  const subject = unique('Освещение цеха')
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const interest = await anInterest(anna, { serviceTypeId, scenarioId: id, clientId: client.id, subject })

  await desk.goto(`/interests/${interest.id}`)
  const lose = async (competitor: string) => {
    await expect(desk.getByRole('button', { name: 'Завершить' })).toBeVisible()
    await desk.keyboard.press('4')
    const panel = desk.getByRole('region', { name: `Чтобы перейти в «${lost.name}»` })
    await expect(panel.getByRole('combobox', { name: 'Причина отказа' })).toBeFocused()
    await panel.getByRole('combobox', { name: 'Причина отказа' }).click()
    await desk.getByRole('option').first().click()
    await panel.getByLabel('Конкурент').fill(competitor)
    await desk.keyboard.press('Control+Enter')
    await expect(desk.getByText(`Потеря ждет подтверждения: ${admin.name}`)).toBeVisible()
  }
  await lose('Северный поток')
  await expect(desk.getByRole('button', { name: 'Подтвердить потерю' })).toHaveCount(0)
  await expectAccessible(desk, 'a loss that waits')

  const page = await (await otherBrowser(admin)).newPage()
  await page.goto('/sales?notices=true')
  const notice = page.getByRole('listitem').filter({ hasText: subject })
  await expect(notice).toContainText('Северный поток')
  await notice.getByRole('button', { name: 'Вернуть в состояние…' }).click()
  await page.getByRole('menuitem', { name: second.name }).click()
  await expect(notice).toContainText('Возвращен в работу')
  await expectAccessible(page, 'notices of losses')
  // The other browser sees it without being asked to look.
  await expect(desk.getByText(/Потеря ждет подтверждения/)).toHaveCount(0)

  await lose('Полюс')
  await page.goto(`/sales?view=list&scenarioId=${id}&stateId=${lost.id}&responsibleId=all`)
  await expect(page.getByRole('row').filter({ hasText: subject })).toContainText(`ждет ${admin.name}`)
  await page.goto(`/interests/${interest.id}`)
  await page.getByRole('button', { name: 'Подтвердить потерю' }).click()
  await expect(page.getByText(/Потеря ждет подтверждения/)).toHaveCount(0)
  await page.getByRole('button', { name: 'Закрывался 2 раза' }).click()
  await expect(page.getByText(/конкурент: Полюс/)).toBeVisible()
  await expect(page.getByText(/конкурент: Северный поток/)).toBeVisible()
  await expectAccessible(page, 'card with its closings')
})

test('who has the same card open is seen at its head, and gone when the card is left', async ({
  desk,
  anna,
  igor,
  otherBrowser,
}) => {
  const client = await aClient(anna, { name: unique('Верфь') })
  await anna.call(grantClient, { params: { id: client.id, userId: igor.id }, body: {} })
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const { id } = await anInterest(anna, { serviceTypeId, clientId: client.id, subject: unique('Кран') })
  await desk.goto(`/interests/${id}`)
  await expect(desk.getByRole('button', { name: 'Взять на контроль' })).toBeVisible()
  const present = desk.getByRole('list', { name: 'Сейчас в карточке' })
  await expect(present).toHaveCount(0)

  const page = await (await otherBrowser(igor)).newPage()
  await page.goto(`/interests/${id}`)
  await expect(
    page.getByRole('list', { name: 'Сейчас в карточке' }).getByRole('img', { name: anna.name }),
  ).toBeVisible()
  await expect(present.getByRole('img', { name: igor.name })).toBeVisible()
  await expectAccessible(desk, 'card that two people have open')
  await page.getByRole('link', { name: 'Мои продажи' }).click()
  await expect(present).toHaveCount(0)
})

test('a state is addressed to a role in the editor, and one of the role takes what waits there', async ({
  desk,
  admin,
  anna,
  igor,
  otherBrowser,
}) => {
  const [first, queue] = [aState({ name: unique('Прием') }), aState({ name: unique('Очередь') })]
  const { id, name, states } = aScenario([first, queue])
  await admin.call(createScenario, { body: { id, name, states } })
  const boss = await (await otherBrowser(admin)).newPage()
  await boss.goto(`/settings/scenarios/${id}`)
  await boss.getByRole('rowheader').getByRole('button', { name: queue.name, exact: true }).press('Enter')
  await boss.getByRole('combobox', { name: 'Ролевая адресация' }).click()
  await boss.getByRole('option', { name: 'Менеджер' }).click()
  await expectAccessible(boss, 'a state addressed to a role')
  await boss.getByRole('button', { name: 'Готово' }).click()
  await boss.keyboard.press('Control+Enter')
  await expect(boss.getByText('Сценарий опубликован')).toBeVisible()

  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const subject = unique('Ремонт насоса')
  const interest = await anInterest(igor, {
    serviceTypeId,
    scenarioId: id,
    stateId: queue.id,
    subject,
    prospect: { fullName: 'Вера Липа' },
  })
  await desk.goto(`/sales?scenarioId=${id}`)
  await desk.getByRole('link', { name: subject }).click()
  await expect(desk.getByRole('img', { name: 'Ролевая очередь' }).first()).toBeVisible()
  await expectAccessible(desk, 'a card from the queue')
  await desk.getByRole('button', { name: 'Взять себе' }).click()
  await expect(desk.getByText('Ролевая очередь: состояние адресовано вашей роли')).toHaveCount(0)
  expect((await interestsOf(anna, { q: subject }))[0]).toMatchObject({ id: interest.id, responsible: { id: anna.id } })
})
