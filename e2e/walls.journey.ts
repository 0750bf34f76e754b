import type { Page } from '@playwright/test'
import { listClientViewers } from '../server/rooms/clients/contract.ts'
import { declineAccessRequest, grantAccessRequest } from '../server/rooms/registration/contract.ts'
import { listNotices, type Notice, readAllNotices } from '../server/rooms/notices/contract.ts'
import { formOf } from './harness/form.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible, expectNoSidewaysScroll, picture } from './harness/looks.ts'
import {
  aClient,
  anInterest,
  interestsOf,
  serviceType,
  unique,
  uniqueInn,
  uniquePhone,
  uniqueWord,
} from './harness/work.ts'
import { enter } from './harness/people.ts'

const bell = /^Уведомления/

/** Types what a client of somebody else has and enters at its wall, by keyboard. */
async function meetWall(page: Page, typed: string) {
  const form = formOf(page)
  await form.open()
  await form.search.fill(typed)
  await expect(form.found('Уже в базе')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(form.content).toBeFocused()
  return form
}

test('the wall: access is asked for by what was typed, granted in place, and the card opens', async ({
  desk,
  anna,
  igor,
  otherBrowser,
}) => {
  // What other journeys told them is read.
  for (const each of [anna, igor]) await each.call(readAllNotices)
  const phone = uniquePhone()
  const client = await aClient(igor, { name: unique('Дальний берег'), phones: [phone.e164] })
  const form = await meetWall(desk, phone.local)
  await expect(form.dialog).not.toContainText(client.name)
  await form.dialog.getByRole('button', { name: 'Почему так' }).click()
  await expectAccessible(desk, 'form at a wall')
  await picture(desk, 'form-wall')
  await desk.keyboard.press('Alt+a')
  await expect(form.dialog.getByText('Доступ запрошен: Игорь Титов')).toBeVisible()
  await desk.keyboard.press('Escape')

  const other = await (await otherBrowser(igor)).newPage()
  await other.goto('/sales')
  await other.getByRole('button', { name: /^Уведомления, непрочитанных: 1/ }).click()
  const notices = other.getByRole('dialog', { name: 'Уведомления' })
  const asked = notices
    .getByRole('listitem')
    .filter({ hasText: `${anna.name} просит доступ` })
    .filter({ hasText: client.name })
  await expect(asked).toContainText(client.name)
  await expectAccessible(other, 'notices')
  await picture(other, 'notices')
  await other.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(other, 'notices on a phone')
  await other.setViewportSize({ width: 1440, height: 900 })
  await asked.getByRole('button', { name: 'Отклонить' }).press('Enter')
  await expect(asked.getByLabel('Почему')).toBeFocused()
  await other.keyboard.press('Escape')
  await expect(asked.getByRole('button', { name: 'Отклонить' })).toBeFocused()
  await other.keyboard.press('Shift+Tab')
  await other.keyboard.press('Enter')
  await expect(asked.getByText('Доступ открыт')).toBeVisible()

  // Told without a refresh.
  await expect(desk.getByRole('button', { name: /^Уведомления, непрочитанных: 1/ })).toBeVisible()
  await desk.keyboard.press('g')
  await desk.keyboard.press('u')
  const mine = desk.getByRole('dialog', { name: 'Уведомления' })
  await mine.getByRole('link', { name: client.name }).click()
  await expect(desk.getByRole('heading', { name: client.name, level: 2 })).toBeVisible()
  await expect(desk.getByRole('button', { name: 'Уведомления', exact: true })).toBeVisible()
  await desk.goto(`/clients/${client.id}`)
  await desk.getByRole('button', { name: 'Кто видит' }).click()
  await expect(desk.getByRole('region', { name: 'Данные клиента' }).getByText('Открыт доступ')).toBeVisible()
  await expect(desk.getByRole('button', { name: 'Открыть доступ' })).toHaveCount(0)
  await expectAccessible(desk, 'card of an opened client')
})

test('from the card a client is opened to a colleague and closed again by undo', async ({ desk, anna, igor }) => {
  const client = await aClient(anna, { name: unique('Общее дело') })
  await desk.goto(`/clients/${client.id}`)
  await desk.getByRole('button', { name: 'Кто видит' }).click()
  await desk.getByRole('button', { name: 'Открыть доступ' }).click()
  await desk.getByRole('combobox', { name: 'Кому открыть доступ' }).fill('титов')
  await desk.getByRole('option', { name: igor.name }).click()
  await desk.getByRole('button', { name: 'Открыть', exact: true }).click()
  await expect(desk.getByRole('button', { name: `Закрыть доступ: ${igor.name}` })).toBeVisible()
  await expect(desk.getByText(`Доступ открыт: ${igor.name}`)).toBeVisible()
  await desk.keyboard.press('z')
  await expect(desk.getByRole('button', { name: `Закрыть доступ: ${igor.name}` })).toBeHidden()
  const { items } = await anna.call(listClientViewers, { params: { id: client.id } })
  expect(items.some(each => each.user.id === igor.id)).toBe(false)
})

test('the wall: a request is handed over with what was typed, and the colleague registers it', async ({
  desk,
  anna,
  igor,
  otherBrowser,
}) => {
  const phone = uniquePhone()
  const client = await aClient(igor, { name: unique('Ледовый дворец'), phones: [phone.e164] })
  const before = (await interestsOf(anna)).length
  const form = await meetWall(desk, phone.local)
  await desk.keyboard.press('Control+Enter')
  await expect(form.dialog.getByText('Напишите, что передать').first()).toBeVisible()
  await form.content.fill('Просят посчитать чиллер до пятницы')
  await form.saved()
  await expect(desk.getByText(`Обращение передано: ${igor.name}`)).toBeVisible()
  expect(await interestsOf(anna)).toHaveLength(before)
  await form.open()
  await expect(form.search).toHaveValue('')
  await desk.keyboard.press('Escape')

  const other = await (await otherBrowser(igor)).newPage()
  await other.goto('/sales')
  await other.getByRole('button', { name: bell }).click()
  const notices = other.getByRole('dialog', { name: 'Уведомления' })
  const given = notices.getByRole('listitem').filter({ hasText: client.name })
  await expect(given).toContainText('Просят посчитать чиллер до пятницы')
  await given.getByRole('button', { name: 'Записать Интерес' }).click()
  const theirs = formOf(other)
  await expect(theirs.content).toHaveValue('Просят посчитать чиллер до пятницы')
  await expect(theirs.dialog.getByText(client.name).first()).toBeVisible()
  await theirs.saved()
  expect(await interestsOf(igor, { clientId: client.id })).toMatchObject([
    { subject: expect.stringContaining('Просят посчитать чиллер') },
  ])
  await expect(desk.getByRole('button', { name: bell })).toHaveAccessibleName(/непрочитанных/)
})

test('a request for an unfinished Interest out of sight is handed over to whoever sells there', async ({
  desk,
  anna,
  igor,
  admin,
}) => {
  const client = await aClient(anna, { name: unique('Два продавца') })
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const hidden = await anInterest(admin, { serviceTypeId, clientId: client.id, responsibleId: igor.id })
  const form = formOf(desk)
  await form.open()
  await form.take(client.name)
  await form.dialog.getByRole('radio', { name: `Передать обращение в ${hidden.number}` }).check()
  await form.content.fill('Спрашивают про срок')
  await expectAccessible(desk, 'form with an Interest out of sight')
  await expect(form.dialog.getByRole('button', { name: /^Передать обращение/ })).toBeVisible()
  await form.saved()
  await expect(desk.getByText(`Обращение передано: ${igor.name}`)).toBeVisible()
})

test('the wall of INN and KPP: a refused client leads on to both ways, and that access waits is told after a reload', async ({
  desk,
  anna,
  igor,
}) => {
  const inn = uniqueInn()
  const kpp = '667101001'
  const there = await aClient(igor, { name: unique('ООО «Скрытый мыс»'), inn, kpp })
  const form = formOf(desk)
  await form.open()
  await desk.keyboard.press('Alt+k')
  await form.dialog.getByLabel('ИНН').fill(inn)
  await form.dialog.getByLabel('КПП').fill(kpp)
  await form.dialog.getByLabel('Наименование').fill('Мыс, филиал')
  await form.content.fill('Просят счет на насосы')
  await desk.keyboard.press('Control+Enter')
  const refusal = form.dialog.getByRole('alert').filter({ hasText: 'Клиент с этим ИНН уже есть' })
  await expect(refusal).toContainText('отв. Игорь Титов')
  await expect(refusal).not.toContainText(there.name)
  await expectAccessible(desk, 'form with a client behind a wall')
  await picture(desk, 'form-inn-wall')
  await desk.keyboard.press('Alt+a')
  await expect(refusal.getByText('Доступ запрошен: Игорь Титов')).toBeVisible()
  await desk.keyboard.press('Alt+b')
  await expect(form.content).toBeFocused()
  await expect(form.content).toHaveValue('Просят счет на насосы')
  await expect(form.dialog.getByText(/Доступ запрошен: сегодня, .*Ответа пока нет/)).toBeVisible()
  await expect(form.dialog.getByText('Черновик сохранен')).toBeVisible()

  await desk.reload()
  await expect(form.dialog.getByText(/Доступ запрошен: сегодня, .*Ответа пока нет/)).toBeVisible()
  await expect(form.dialog.getByRole('button', { name: 'Запросить доступ' })).toHaveCount(0)
  await desk.keyboard.press('Alt+s')
  await form.search.fill(inn)
  await expect(form.found(/Доступ запрошен: сегодня/)).toBeVisible()
  await expectAccessible(desk, 'form with a wall at which access waits')
  await desk.keyboard.press('Enter')
  await form.saved()
  await expect(desk.getByText(`Обращение передано: ${igor.name}`)).toBeVisible()
  expect(await interestsOf(anna, { clientId: there.id })).toEqual([])
})

test('the wall of INN and KPP stands the same on the card of a client and of an Interest', async ({
  desk,
  anna,
  igor,
}) => {
  const inn = uniqueInn()
  const there = await aClient(igor, { name: unique('ООО «Чужие доки»'), inn, kpp: '667101001' })
  const own = await aClient(anna, { name: unique('Свои доки'), kpp: '667101001' })
  await desk.goto(`/clients/${own.id}`)
  const data = desk.getByRole('region', { name: 'Данные клиента' })
  await data.getByRole('button', { name: /^ИНН/ }).click()
  await data.getByRole('textbox', { name: 'ИНН' }).fill(inn)
  await desk.keyboard.press('Enter')
  const refusal = data.getByRole('alert').filter({ hasText: 'Клиент с этим ИНН уже есть' })
  await expect(refusal).toContainText('отв. Игорь Титов')
  await expect(refusal).not.toContainText(there.name)
  await expectAccessible(desk, 'card with a client behind a wall')
  await desk.keyboard.press('Alt+b')
  await refusal.getByLabel('Что передать').fill('Просят договор')
  await picture(desk, 'client-inn-wall')
  await desk.keyboard.press('Control+Enter')
  await expect(refusal.getByText('Обращение передано: Игорь Титов')).toBeVisible()
  await refusal.getByRole('button', { name: 'Запросить доступ' }).press('Enter')
  await expect(refusal.getByText('Доступ запрошен: Игорь Титов')).toBeVisible()
  await data.getByRole('textbox', { name: 'ИНН' }).press('Escape')
  await expect(refusal).toHaveCount(0)

  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const prospect = { fullName: unique('Лоцманов Петр'), phone: uniquePhone().e164 }
  const interest = await anInterest(anna, { serviceTypeId, prospect, content: 'Нужны краны' })
  await desk.goto(`/interests/${interest.id}`)
  await desk.getByRole('button', { name: /^Подготовка предложения/ }).click()
  await desk.getByRole('button', { name: 'Новый клиент' }).click()
  await desk.getByLabel('Вид клиента').getByText('Юр. лицо').click()
  await desk.getByLabel('ИНН').fill(inn)
  await desk.getByLabel('КПП').fill('667101001')
  await desk.getByLabel('Наименование').fill('Доки')
  await desk.getByRole('button', { name: 'Создать клиента' }).click()
  const told = desk.getByRole('alert').filter({ hasText: 'Клиент с этим ИНН уже есть' })
  await expect(told.getByText(/Доступ запрошен: сегодня/)).toBeVisible()
  await told.getByRole('button', { name: 'Передать обращение' }).click()
  await expect(told.getByLabel('Что передать')).toHaveValue('Нужны краны')
  await expectAccessible(desk, 'Interest with a client behind a wall')
  await told.getByRole('button', { name: /^Передать/ }).click()
  await expect(told.getByText('Обращение передано: Игорь Титов')).toBeVisible()
})

test('the wall: the open form follows what is decided about the request for access', async ({ desk, igor }) => {
  const phone = uniquePhone()
  const client = await aClient(igor, { name: unique('Маячный створ'), phones: [phone.e164] })
  const asked = async () => {
    const items = (await igor.call(listNotices, { query: { limit: 200 } })).items as Notice[]
    const found = items.find(
      each => each.kind === 'access.requested' && each.data.client.id === client.id && each.outcome === null,
    )
    return { id: found?.kind === 'access.requested' ? found.data.requestId : '' }
  }
  const form = await meetWall(desk, phone.local)
  await desk.keyboard.press('Alt+a')
  await expect(form.dialog.getByText('Доступ запрошен: Игорь Титов')).toBeVisible()
  await igor.call(declineAccessRequest, { params: await asked(), body: {} })
  await expect(form.dialog.getByRole('button', { name: 'Запросить доступ' })).toBeVisible()
  await desk.keyboard.press('Alt+a')
  await expect(form.dialog.getByText('Доступ запрошен: Игорь Титов')).toBeVisible()
  await igor.call(grantAccessRequest, { params: await asked() })
  await expect(form.dialog.getByText('Карточка вам открыта')).toBeVisible()
  await expectAccessible(desk, 'form at a wall that has opened')
  await form.dialog.getByRole('button', { name: 'Взять этого клиента' }).click()
  await expect(form.dialog.getByText(client.name).first()).toBeVisible()
})

test('the wall of a look-alike by one word leads on to both ways, in the form and on the card of an Interest', async ({
  desk,
  anna,
  igor,
}) => {
  const word = uniqueWord('Кречет')
  const there = await aClient(igor, { name: `ООО «${word}»`, phones: [uniquePhone().e164] })
  const form = formOf(desk)
  await form.open()
  await desk.keyboard.press('Alt+k')
  await form.dialog.getByLabel('Наименование').fill(word)
  const told = form.dialog.getByRole('status').filter({ hasText: 'Похоже, уже записаны' })
  await expect(told).toContainText('отв. Игорь Титов')
  await expectAccessible(desk, 'form with a look-alike behind a wall')
  await told.getByRole('button', { name: 'Запросить доступ' }).press('Enter')
  // The keyboard goes on from there.
  await expect(told.getByText('Доступ запрошен: Игорь Титов')).toBeFocused()
  await told.getByRole('button', { name: 'Передать обращение' }).press('Enter')
  await expect(form.content).toBeFocused()
  await expect(form.dialog.getByText(/Доступ запрошен: сегодня, .*Ответа пока нет/)).toBeVisible()
  await form.content.fill('Просят прайс')
  await form.saved()
  await expect(desk.getByText(`Обращение передано: ${igor.name}`)).toBeVisible()

  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const prospect = { company: word, fullName: unique('Лоцманов Петр') }
  const interest = await anInterest(anna, { serviceTypeId, prospect, content: 'Нужны краны' })
  await desk.goto(`/interests/${interest.id}`)
  await desk.getByRole('button', { name: /^Подготовка предложения/ }).click()
  await desk.getByRole('button', { name: 'Новый клиент' }).click()
  await desk.getByRole('button', { name: 'Создать клиента' }).click()
  const alike = desk.getByRole('alert').filter({ hasText: 'Похожие уже есть' })
  await expect(alike.getByText(/Доступ запрошен: сегодня/)).toBeVisible()
  await expectAccessible(desk, 'Interest with a look-alike behind a wall')
  await picture(desk, 'interest-alike-wall')
  const give = alike.getByRole('button', { name: 'Передать обращение' })
  await give.press('Enter')
  await expect(alike.getByLabel('Что передать')).toBeFocused()
  await desk.keyboard.press('Escape')
  await expect(give).toBeFocused()
  await desk.keyboard.press('Enter')
  await expect(alike.getByLabel('Что передать')).toHaveValue('Нужны краны')
  await desk.keyboard.press('Control+Enter')
  await expect(alike.getByText('Обращение передано: Игорь Титов')).toBeFocused()
  const { items } = await igor.call(listNotices, { query: { limit: 200 } })
  const given = (items as Notice[]).filter(
    each => each.kind === 'request.handed_over' && each.data.client?.id === there.id,
  )
  expect(given).toHaveLength(2)
})

test('of two walls that one number met the one that was chosen is asked, and the form goes on with it', async ({
  desk,
  admin,
  igor,
}) => {
  const phone = uniquePhone()
  await aClient(igor, { name: unique('Первый причал'), phones: [phone.e164] })
  await aClient(admin, { name: unique('Второй причал'), phones: [phone.e164], responsibleId: admin.id })
  const form = formOf(desk)
  await form.open()
  await form.search.fill(phone.local)
  await expect(form.dialog.getByRole('option')).toHaveCount(2)
  const other = form.dialog.getByRole('option').filter({ hasText: admin.name })
  await other.click()
  await expect(form.dialog.getByText(`Отв. ${admin.name}`)).toBeVisible()
  await desk.keyboard.press('Alt+a')
  await expect(form.dialog.getByText(`Доступ запрошен: ${admin.name}`, { exact: true })).toBeVisible()
  const asked = async (person: typeof igor) =>
    ((await person.call(listNotices, { query: { limit: 200 } })).items as Notice[]).filter(
      each => each.kind === 'access.requested' && each.data.typed === phone.local,
    )
  expect([(await asked(admin)).length, (await asked(igor)).length]).toEqual([1, 0])
})

test('a reason for a second card with the same INN and KPP is given where they are typed on a card', async ({
  page,
  context,
  product,
  admin,
}) => {
  await enter(context, product.url, admin)
  const inn = uniqueInn()
  const kpp = '667101001'
  const there = await aClient(admin, { name: unique('ООО «Два склада»'), inn, kpp })
  const own = await aClient(admin, { name: unique('Склад на Северной'), kpp })
  await page.goto(`/clients/${own.id}`)
  const data = page.getByRole('region', { name: 'Данные клиента' })
  await data.getByRole('button', { name: /^ИНН/ }).press('F2')
  await data.getByRole('textbox', { name: 'ИНН' }).fill(inn)
  await page.keyboard.press('Enter')
  const refusal = data.getByRole('alert').filter({ hasText: 'Клиент с этим ИНН уже есть' })
  await expect(refusal).toContainText(there.name)
  await expect(refusal.getByRole('button', { name: 'Сохранить' })).toBeDisabled()
  await expectAccessible(page, 'card where a reason is asked for')
  await picture(page, 'client-inn-reason')
  await refusal.getByLabel('Все равно сохранить, указать причину').fill('Отдельный договор склада')
  await page.keyboard.press('Enter')
  await expect(refusal).toHaveCount(0)
  await expect(data.getByRole('button', { name: /^ИНН/ })).toContainText(inn)
  await page.reload()
  await expect(data.getByRole('button', { name: /^ИНН/ })).toContainText(inn)
})
