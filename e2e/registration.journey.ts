import { listClients } from '../server/rooms/clients/contract.ts'
import { listProspects } from '../server/rooms/clients/prospects/contract.ts'
import { readInterestTimeline } from '../server/rooms/interests/contract.ts'
import { formOf } from './harness/form.ts'
import { expect, test } from './harness/journey.ts'
import { pressRussian } from './harness/keys.ts'
import { expectAccessible } from './harness/looks.ts'
import { aClient, anInterest, interestsOf, serviceType, unique, uniqueInn, uniquePhone } from './harness/work.ts'

test('an unknown person is registered as a prospect by keyboard, and no client card arises', async ({ desk, anna }) => {
  const form = formOf(desk)
  const phone = uniquePhone()
  const name = unique('Семенова Лариса')
  await form.open()
  await expectAccessible(desk, 'empty form')
  await desk.keyboard.type(phone.local)
  await expect(form.dialog.getByText(/^Никого не нашли по/)).toBeVisible()
  await desk.keyboard.press('Enter')
  await expect(form.dialog.getByLabel('Телефон')).not.toHaveValue('')
  await form.dialog.getByLabel('ФИО').fill(name)
  await expectAccessible(desk, 'form with a new prospect')
  await form.content.fill('Кондиционер в квартиру')
  await form.saved()

  const [made] = await interestsOf(anna)
  expect(made).toMatchObject({ clientId: null, party: { kind: 'prospect', name } })
  const prospects = await anna.call(listProspects, { query: { q: name } })
  expect(prospects.items).toHaveLength(1)
  const clients = await anna.call(listClients, { query: { q: name } })
  expect(clients.items).toHaveLength(0)
})

test('a known client is registered in three actions: N, Enter, Ctrl Enter', async ({ desk, anna }) => {
  const client = await aClient(anna, { name: unique('Ромашка'), contacts: [{ fullName: 'Ирина Котова' }] })
  const form = formOf(desk)
  await desk.keyboard.press('n')
  await expect(form.search).toBeFocused()
  await desk.keyboard.type(client.name)
  await expect(form.found(client.name)).toBeVisible()
  await desk.keyboard.press('Enter')
  await expect(form.content).toBeFocused()
  await expect(form.dialog.getByText(client.name).first()).toBeVisible()
  await expectAccessible(desk, 'form with a known client')
  await desk.keyboard.press('Control+Enter')
  await expect(form.dialog).toHaveCount(0)

  const made = await interestsOf(anna, { clientId: client.id })
  expect(made).toHaveLength(1)
})

test('letters typed right after N are all in the search, and closing gives the focus back', async ({ desk }) => {
  const form = formOf(desk)
  await form.open()
  await desk.keyboard.press('Escape')
  await expect(form.dialog).toHaveCount(0)
  await desk.getByRole('link', { name: 'Продажи' }).focus()
  await desk.keyboard.type('nромашка')
  await expect(form.search).toHaveValue('ромашка')
  await form.search.fill('')
  await desk.keyboard.press('Escape')
  await expect(form.dialog).toHaveCount(0)
  await expect(desk.getByRole('link', { name: 'Продажи' })).toBeFocused()
})

test('the Russian layout does not stand in the way of the keys', async ({ desk, anna }) => {
  const client = await aClient(anna, { name: unique('Василек') })
  const form = formOf(desk)
  await pressRussian(desk, 'KeyN')
  await expect(form.search).toBeFocused()
  await expect(form.search).toHaveValue('')
  await form.take(client.name)
  await pressRussian(desk, 'KeyS', ['Alt'])
  await expect(form.search).toBeFocused()
  await expect(form.search).toHaveValue(client.name)
})

test('whoever asked is chosen among the contacts of the row, by keyboard, before the client is taken', async ({
  desk,
  anna,
}) => {
  const name = unique('Подсолнух')
  await aClient(anna, { name, contacts: [{ fullName: 'Анна Первая' }, { fullName: 'Борис Второй' }] })
  const form = formOf(desk)
  await form.open()
  await desk.keyboard.type(name)
  await expect(form.found(name)).toBeVisible()
  await desk.keyboard.press('ArrowRight')
  await expect(form.found(/^Контакт Анна Первая/)).toHaveAttribute('aria-selected', 'true')
  await desk.keyboard.press('ArrowDown')
  await expect(form.found(/^Контакт Борис Второй/)).toHaveAttribute('aria-selected', 'true')
  await expectAccessible(desk, 'contacts of a row')
  await desk.keyboard.press('Escape')
  await expect(form.found(/^Контакт Борис/)).toHaveCount(0)
  await expect(form.search).toBeFocused()
  await desk.keyboard.press('ArrowRight')
  await desk.keyboard.press('ArrowDown')
  await desk.keyboard.press('Enter')
  await expect(form.content).toBeFocused()
  await expect(form.dialog.getByRole('radio', { name: 'Борис Второй' })).toBeChecked()
})

test('every key of the form does what it says', async ({ desk, anna }) => {
  const [first, second] = [unique('Лаванда'), unique('Лаванда')]
  await aClient(anna, { name: first })
  await aClient(anna, { name: second })
  const form = formOf(desk)
  await form.open()
  await desk.keyboard.type('лаванда')
  const rows = form.dialog.getByRole('option', { name: /Лаванда/ })
  await expect(rows).toHaveCount(2)
  await desk.keyboard.press('ArrowDown')
  await expect(rows.nth(1)).toHaveAttribute('aria-selected', 'true')
  await desk.keyboard.press('ArrowUp')
  await expect(rows.nth(0)).toHaveAttribute('aria-selected', 'true')
  await desk.keyboard.press('Tab')
  await expect(form.content).toBeFocused()
  await desk.keyboard.press('Alt+p')
  await expect(form.dialog.getByLabel('ФИО')).toBeFocused()
  await desk.keyboard.press('Alt+k')
  await expect(form.save).toHaveText(/^Создать клиента и Интерес/)
  await desk.keyboard.press('Alt+s')
  await expect(form.search).toBeFocused()
  const name = (await rows.nth(0).innerText()).split('\n')[0] ?? ''
  await desk.keyboard.press('Control+o')
  await expect(desk).toHaveURL(/\/clients\//)
  await expect(form.dialog).toHaveCount(0)
  await expect(desk.getByRole('heading', { name }).first()).toBeVisible()
})

test('a client is found by whatever is known of it, and what matched is marked', async ({ desk, anna }) => {
  const phone = uniquePhone()
  const inn = uniqueInn()
  const mail = `zakaz-${inn}@example.org`
  const name = unique('Елочная фабрика')
  await aClient(anna, {
    name,
    inn,
    phones: [phone.e164],
    emails: [mail],
    sites: [`elka-${inn}.example`],
    contacts: [{ fullName: unique('Петров Федор') }],
  })
  const form = formOf(desk)
  await form.open()
  const [first, second, tail] = name.split(' ')
  const texts = [
    name,
    `${second} ${tail} ${first}`.toUpperCase(),
    name.replace('Елочная', 'Ёлочная'),
    inn,
    phone.local,
    phone.e164.slice(2),
    phone.last,
    mail,
    mail.slice(0, 14),
    `elka-${inn}`,
  ]
  for (const text of texts) {
    await form.search.fill(text)
    await expect(form.found(name), `by «${text}»`).toBeVisible()
    await expect(form.found(name).locator('mark').first(), `mark of «${text}»`).toBeVisible()
  }
  await form.search.fill(`tkjxyfz af,hbrf ${tail}`)
  await expect(form.found(name)).toBeVisible()
  await expect(form.dialog.getByText(`исправлено: «елочная фабрика ${tail}»`)).toBeVisible()
  await form.search.fill(name)
  await expect(form.found(name)).toBeVisible()
  await expectAccessible(desk, 'form with matches')
})

test('a request about an open Interest is added to it instead of making a second one', async ({ desk, anna }) => {
  const client = await aClient(anna, { name: unique('Орион') })
  const type = await serviceType(anna, 'Оказание услуг')
  const open = await anInterest(anna, { clientId: client.id, serviceTypeId: type, content: 'Монтаж вентиляции' })
  const form = formOf(desk)
  await form.open()
  await form.take(client.name)
  await expect(form.dialog.getByRole('radio', { name: 'Монтаж вентиляции' })).toBeVisible()
  await desk.keyboard.press('Alt+2')
  await expect(form.dialog.getByRole('radio', { name: 'Монтаж вентиляции' })).toBeChecked()
  await expect(form.dialog.getByRole('button', { name: /^Связать с выбранным/ })).toBeVisible()
  await expectAccessible(desk, 'form joining an open Interest')
  await form.content.fill('Просят считать и второй этаж')
  await form.saved()

  expect(await interestsOf(anna, { clientId: client.id })).toHaveLength(1)
  const timeline = await anna.call(readInterestTimeline, { params: { id: open.id } })
  expect(JSON.stringify(timeline.items)).toContain('Просят считать и второй этаж')
})

test('a second Interest of the same service type is asked about once', async ({ desk, anna }) => {
  const client = await aClient(anna, { name: unique('Кристалл') })
  const type = await serviceType(anna, 'Продажа товаров')
  const first = await anInterest(anna, { clientId: client.id, serviceTypeId: type, content: 'Сплит-системы' })
  const form = formOf(desk)
  await form.open()
  await form.take(client.name)
  await expect(form.dialog.getByText(`Уже открыт Интерес этого типа: ${first.number}`)).toBeVisible()
  await desk.keyboard.press('Control+Enter')
  const again = desk.getByRole('button', { name: 'Создать еще один' })
  await expect(again).toBeFocused()
  await desk.keyboard.press('Enter')
  await expect(form.dialog).toHaveCount(0)
  expect(await interestsOf(anna, { clientId: client.id })).toHaveLength(2)
})

test('the question comes however late the open Interests are known, and for one of a colleague too', async ({
  desk,
  anna,
  igor,
}) => {
  const client = await aClient(anna, { name: unique('Гранат') })
  const type = await serviceType(anna, 'Продажа товаров')
  await anInterest(anna, { clientId: client.id, serviceTypeId: type, responsibleId: igor.id })
  await desk.route(/\/clients\/[^/]+\/interests/, async route => {
    await new Promise(done => setTimeout(done, 1500))
    await route.continue()
  })
  const form = formOf(desk)
  await form.open()
  await form.take(client.name)
  await desk.keyboard.press('Control+Enter')
  await expect(desk.getByRole('button', { name: 'Создать еще один' })).toBeFocused()
  await expect(desk.getByRole('button', { name: /^Связать с/ })).toHaveCount(0)
  await desk.keyboard.press('Enter')
  await expect(form.dialog).toHaveCount(0)
})

test('a new client, its contact and the Interest are saved together', async ({ desk, anna }) => {
  const form = formOf(desk)
  const inn = uniqueInn()
  const name = unique('ООО «Альтаир»')
  await form.open()
  await desk.keyboard.type(inn)
  await expect(form.dialog.getByText(/^Никого не нашли по/)).toBeVisible()
  await desk.keyboard.press('Alt+k')
  await expect(form.dialog.getByLabel('ИНН')).toHaveValue(inn)
  const wrong = `${inn.slice(0, 9)}${(Number(inn[9]) + 1) % 10}`
  await form.dialog.getByLabel('ИНН').fill(wrong)
  await expect(form.dialog.getByText('Контрольные цифры не сходятся, проверьте')).toBeVisible()
  await form.dialog.getByLabel('ИНН').fill(inn)
  await form.dialog.getByLabel('КПП').fill('667101001')
  await form.dialog.getByLabel('Наименование').fill(name)
  await form.dialog.getByLabel('ФИО контакта').fill('Николай Зайцев')
  await expectAccessible(desk, 'form with a new client')
  await expect(form.dialog.getByRole('button', { name: /^Создать клиента и Интерес/ })).toBeVisible()
  await form.saved()

  const [client] = (await anna.call(listClients, { query: { q: inn } })).items
  expect(client?.name).toBe(name)
  const [made] = await interestsOf(anna, { clientId: client?.id })
  expect(made?.contactId).not.toBeNull()
})

test('the same INN and KPP cannot be registered twice: the client that is there is offered', async ({ desk, anna }) => {
  const inn = uniqueInn()
  const there = await aClient(anna, { name: unique('ООО «Вега»'), inn, kpp: '667101001' })
  const form = formOf(desk)
  await form.open()
  await desk.keyboard.press('Alt+k')
  await form.dialog.getByLabel('ИНН').fill(inn)
  await form.dialog.getByLabel('КПП').fill('667101001')
  await form.dialog.getByLabel('Наименование').fill('Вега, филиал')
  await desk.keyboard.press('Control+Enter')
  await expect(form.dialog.getByRole('alert').filter({ hasText: 'Клиент с этим ИНН уже есть' })).toBeVisible()
  await expectAccessible(desk, 'form with a duplicate')
  await form.dialog.getByRole('button', { name: 'Взять этого клиента' }).click()
  await form.saved()
  expect(await interestsOf(anna, { clientId: there.id })).toHaveLength(1)
  expect((await anna.call(listClients, { query: { q: inn } })).items).toHaveLength(1)
})

test('a client of somebody else is told of by its whole phone, and by no more', async ({ desk, igor }) => {
  const phone = uniquePhone()
  const client = await aClient(igor, { name: unique('Чужой причал'), phones: [phone.e164] })
  const form = formOf(desk)
  await form.open()
  await form.search.fill(phone.local)
  const row = form.dialog.getByRole('option').first()
  await expect(row).toContainText('Уже в базе')
  await expect(row).toContainText('Игорь Титов')
  await expect(row).not.toContainText(client.name)
  await expectAccessible(desk, 'form with a wall')
  await form.search.focus()
  await desk.keyboard.press('Enter')
  await expect(form.content).toBeFocused()
  await expect(form.dialog.getByRole('button', { name: /^Передать обращение/ })).toBeVisible()
})

test('a known prospect is chosen with its Interests, and a contact is added to a client on the way', async ({
  desk,
  anna,
}) => {
  const serviceTypeId = await serviceType(anna, 'Сервисное обслуживание')
  const prospect = { fullName: unique('Жукова Майя') }
  await anInterest(anna, { serviceTypeId, prospect, subject: 'Ремонт насоса' })
  const form = formOf(desk)
  await form.open()
  await form.take(prospect.fullName)
  await expect(form.dialog.getByRole('radio', { name: 'Ремонт насоса' })).toBeVisible()
  await form.saved()
  const [second] = await interestsOf(anna)
  expect(second?.party).toMatchObject({ kind: 'prospect', name: prospect.fullName })

  const client = await aClient(anna, { name: unique('Бирюза') })
  await desk.goto('/sales')
  await expect(desk.getByRole('button', { name: /^Создать/ }).first()).toBeVisible()
  await form.open()
  await form.take(client.name)
  await form.dialog.getByRole('button', { name: 'Контакт', exact: true }).click()
  await form.dialog.getByLabel('ФИО').fill('Степан Белов')
  await form.dialog.getByRole('button', { name: 'Добавить контакт' }).click()
  await expect(form.dialog.getByRole('radio', { name: 'Степан Белов' })).toBeChecked()
  await form.saved()
  const [third] = await interestsOf(anna, { clientId: client.id })
  expect(third?.contactId).not.toBeNull()
})
