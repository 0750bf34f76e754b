import type { Page } from '@playwright/test'
import { newId } from '../server/platform/pure/ids.ts'
import { addContact, addContractor, getClient, getProspect, linkProspect } from '../server/rooms/clients/contract.ts'
import { getInterest, moveInterest, readInterestTimeline } from '../server/rooms/interests/contract.ts'
import { listScenarios } from '../server/rooms/scenarios/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible, picture } from './harness/looks.ts'
import { enter } from './harness/people.ts'
import { aClient, anInterest, serviceType, unique, uniqueInn, uniquePhone } from './harness/work.ts'

test('a note is written from the keyboard and stands in the timeline', async ({ desk, anna }) => {
  const client = await aClient(anna, { name: unique('Сатурн') })
  const serviceTypeId = await serviceType(anna, 'Сервисное обслуживание')
  const interest = await anInterest(anna, { clientId: client.id, serviceTypeId, content: 'Замена фильтров' })
  await desk.goto(`/sales?interest=${interest.id}`)
  const sheet = desk.getByRole('dialog', { name: 'Замена фильтров' })
  await expect(sheet.getByText('Замена фильтров').first()).toBeVisible()
  await desk.keyboard.press('c')
  await expect(sheet.getByRole('textbox', { name: 'Заметка' })).toBeFocused()
  await desk.keyboard.type('Перезвонить после обеда')
  await desk.keyboard.press('Control+Enter')
  await expect(sheet.getByRole('region', { name: 'Лента' }).getByText('Перезвонить после обеда')).toBeVisible()
  await expectAccessible(desk, 'Interest over the board')
  const { items } = await anna.call(readInterestTimeline, { params: { id: interest.id } })
  expect(items.filter(each => each.note)).toHaveLength(1)

  // A hint that is open takes no key for itself.
  await sheet.getByRole('button', { name: 'Открыть на всю страницу' }).hover()
  await expect(desk.getByRole('tooltip')).toBeVisible()
  await desk.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
})

test('the page of an Interest shows the people of the client and what else is open with them', async ({
  desk,
  anna,
}) => {
  const client = await aClient(anna, { name: unique('Орион'), contacts: [{ id: newId(), fullName: 'Мария Лунина' }] })
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const interest = await anInterest(anna, { clientId: client.id, serviceTypeId, subject: unique('Насосы') })
  const other = await anInterest(anna, { clientId: client.id, serviceTypeId, subject: unique('Фильтры') })
  await desk.goto(`/sales?interest=${interest.id}`)
  await expect(desk.getByRole('dialog', { name: interest.subject })).toBeVisible()
  await desk.keyboard.press('o')
  const around = desk.getByRole('complementary', { name: 'Клиент и другие Интересы' })
  await expect(around.getByRole('link', { name: 'Мария Лунина' })).toBeVisible()
  await expectAccessible(desk, 'Interest as a page')
  await around.getByRole('link', { name: other.subject }).click()
  await expect(desk.getByRole('heading', { name: 'Лента' })).toBeAttached()
  await expect(around.getByRole('link', { name: interest.subject })).toBeVisible()
})

test('by keys alone a card goes through its column, changes a field and its state, and gives the focus back', async ({
  desk,
  anna,
}) => {
  const client = await aClient(anna, { name: unique('Фрегат') })
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const made = await Promise.all(
    ['Первая', 'Вторая', 'Третья'].map(name =>
      anInterest(anna, { clientId: client.id, serviceTypeId, subject: unique(name) }),
    ),
  )
  const { items } = await anna.call(listScenarios)
  const states = items.find(each => each.id === made[0]?.scenarioId)?.states ?? []
  const column = desk.getByRole('region', { name: states[0]?.name ?? '', exact: true })
  for (const { subject } of made) await expect(column.getByRole('link', { name: subject })).toBeVisible()
  const [first = '', second = '', third = ''] = await column.getByRole('link').allInnerTexts()
  const card = (subject: string) => desk.getByRole('dialog', { name: subject })

  await column.getByRole('link', { name: first }).focus()
  await desk.keyboard.press('Enter')
  await expect(card(first).getByRole('button', { name: 'Следующий Интерес' })).toBeEnabled()
  await desk.keyboard.press('j')
  await expect(card(second).getByRole('region', { name: 'Лента' })).toBeVisible()
  await desk.keyboard.press('e')
  await desk.keyboard.type('120000')
  await desk.keyboard.press('Enter')
  await expect(card(second).getByRole('button', { name: /^Ожидаемая выручка/ })).toContainText('120')
  await desk.keyboard.press('2')
  await expect(card(second).getByRole('button', { name: states[1]?.name ?? '' })).toHaveAttribute(
    'aria-current',
    'step',
  )
  await desk.keyboard.press('?')
  const keys = desk.getByRole('dialog', { name: 'Клавиши этого экрана' })
  for (const each of [
    'Следующий Интерес',
    'Предыдущий Интерес',
    'Изменить поле',
    'Заметка',
    'Открыть на всю страницу',
  ]) {
    await expect(keys.getByText(each, { exact: true })).toBeVisible()
  }
  await desk.keyboard.press('Escape')
  await desk.keyboard.press('j')
  await expect(card(third).getByRole('region', { name: 'Лента' })).toBeVisible()
  await desk.keyboard.press('Escape')
  await expect(desk.getByRole('link', { name: third })).toBeFocused()
  await desk.keyboard.press('z')
  await expect(column.getByRole('link', { name: second })).toBeVisible()
})

test('two who change one field at once choose, field by field, whose value stays', async ({
  desk,
  anna,
  admin,
  otherBrowser,
}) => {
  const client = await aClient(anna, { name: unique('Вега') })
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const interest = await anInterest(anna, { clientId: client.id, serviceTypeId, content: 'Осушитель' })
  const other = await (await otherBrowser(admin)).newPage()
  const content = (page: Page) => page.getByRole('button', { name: /^Содержание/ })
  for (const page of [desk, other]) {
    await page.goto(`/interests/${interest.id}`)
    await content(page).click()
  }
  await other.getByRole('textbox', { name: 'Содержание' }).fill('Осушитель, два этажа')
  await other.keyboard.press('Control+Enter')
  await expect(content(other)).toContainText('два этажа')
  await desk.getByRole('textbox', { name: 'Содержание' }).fill('Осушитель и вытяжка')
  await desk.keyboard.press('Control+Enter')

  const question = desk.getByRole('dialog', { name: 'Это поле тем временем изменили' })
  await expect(question.getByRole('row', { name: /^Содержание было: Осушитель/ })).toBeVisible()
  await expect(question.getByRole('radio', { name: 'Содержание Ваше Осушитель и вытяжка' })).toBeChecked()
  await expect(question.getByRole('radio', { name: new RegExp(`${admin.name}, .*Осушитель, два этажа`) })).toBeVisible()
  await expectAccessible(desk, 'whose value stays')
  await picture(desk, 'conflict')
  await desk.keyboard.press('Escape')
  await expect(desk.getByRole('textbox', { name: 'Содержание' })).toHaveValue('Осушитель и вытяжка')
  await expect(desk.getByRole('textbox', { name: 'Содержание' })).toBeFocused()

  await desk.keyboard.press('Control+Enter')
  await expect(question.getByRole('radio').first()).toBeFocused()
  await desk.keyboard.press('Control+Enter')
  await expect(content(desk)).toContainText('Осушитель и вытяжка')
  await expect(content(desk)).toBeFocused()
  await expect(content(other)).toContainText('Осушитель и вытяжка')
  await desk.keyboard.press('z')
  await expect(content(desk)).toContainText('Осушитель, два этажа')
})

test('the prospect card links to a client registered meanwhile, and the Interests follow', async ({ desk, anna }) => {
  const phone = uniquePhone()
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const prospect = { fullName: unique('Орлова Вера'), phone: phone.e164 }
  const interest = await anInterest(anna, { serviceTypeId, prospect })
  const client = await aClient(anna, { name: unique('Дом книги'), phones: [phone.e164] })
  await desk.goto(`/prospects/${interest.prospectId}`)
  await expect(desk.getByText('Клиент уже зарегистрирован')).toBeVisible()
  await expect(desk.getByText(client.name)).toBeVisible()
  await expectAccessible(desk, 'prospect with a client that matches')
  await picture(desk, 'prospect')
  await desk.getByRole('button', { name: 'Связать' }).click()
  await expect
    .poll(async () => (await anna.call(getProspect, { params: { id: interest.prospectId } })).client?.id)
    .toBe(client.id)
  expect((await anna.call(getInterest, { params: { id: interest.id } })).clientId).toBe(client.id)
})

test('the administrator undoes a link, a state that demands a client forbids it, and Z takes the step back', async ({
  page,
  context,
  product,
  admin,
  anna,
}) => {
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const interest = await anInterest(anna, { serviceTypeId, prospect: { fullName: unique('Зотов Лев') } })
  const client = await aClient(anna, { name: unique('Якорь') })
  const params = { id: interest.prospectId }
  const linked = async () => (await anna.call(getProspect, { params })).client?.name
  const scenario = (await anna.call(listScenarios)).items.find(each => each.id === interest.scenarioId)
  const asking = scenario?.states.find(each => each.fields.some(rule => rule.field === 'client' && rule.required))
  await anna.call(linkProspect, { params, body: { clientId: client.id } })
  const { version } = await anna.call(getInterest, { params: { id: interest.id } })
  const moved = await anna.call(moveInterest, { params: { id: interest.id }, body: { version, stateId: asking?.id } })

  await enter(context, product.url, admin)
  await page.goto(`/prospects/${interest.prospectId}`)
  await page.getByRole('button', { name: 'Отменить связь' }).click()
  await expect(page.getByRole('alert').getByText(interest.number)).toBeVisible()
  await anna.call(moveInterest, {
    params: { id: interest.id },
    body: { version: moved.version, stateId: interest.stateId },
  })
  await page.getByRole('button', { name: 'Отменить связь' }).click()
  await expect(page.getByText('Связь отменена')).toBeVisible()
  expect(await linked()).toBeUndefined()
  expect((await anna.call(getInterest, { params: { id: interest.id } })).clientId).toBeNull()
  await page.keyboard.press('z')
  await expect.poll(linked).toBe(client.name)
})

test('a client is archived and brought back, and either step can be undone', async ({ desk, anna }) => {
  const client = await aClient(anna, { name: unique('Маяк') })
  const archivedAt = async () => (await anna.call(getClient, { params: { id: client.id } })).archivedAt
  await desk.goto(`/clients/${client.id}`)
  await desk.getByRole('button', { name: 'В архив' }).click()
  await expect(desk.getByRole('status').getByText('Клиент в архиве')).toBeVisible()
  await expect(desk.getByRole('button', { name: 'Вернуть' })).toBeFocused()
  await desk.keyboard.press('z')
  await expect(desk.getByRole('button', { name: 'В архив' })).toBeVisible()
  expect(await archivedAt()).toBeNull()

  await desk.getByRole('button', { name: 'В архив' }).click()
  await expect(desk.getByRole('button', { name: 'Вернуть' })).toBeVisible()
  await desk.goto('/clients')
  await desk.getByRole('textbox', { name: 'Имя, телефон, ИНН, почта' }).fill(client.name)
  await expect(desk.getByText('По этому фильтру никого нет')).toBeVisible()
  await desk.getByRole('checkbox', { name: 'Архив' }).check()
  await desk.getByText(client.name).first().click()
  await desk.getByRole('button', { name: 'Вернуть' }).click()
  await expect(desk.getByText('Клиент возвращен из архива')).toBeVisible()
  expect(await archivedAt()).toBeNull()
})

test('the client card shows contacts and unfinished Interests; N registers another for it', async ({ desk, anna }) => {
  const client = await aClient(anna, {
    name: unique('Теплый дом'),
    inn: uniqueInn(),
    contacts: [{ fullName: 'Галина Соколова', position: 'закупки', phones: [uniquePhone().e164] }],
  })
  const serviceTypeId = await serviceType(anna, 'Оказание услуг')
  await anInterest(anna, { clientId: client.id, serviceTypeId, subject: 'Проект отопления' })
  await desk.goto(`/clients/${client.id}`)
  await expect(desk.getByText('Галина Соколова').first()).toBeVisible()
  await expect(desk.getByText('Проект отопления').first()).toBeVisible()
  await expectAccessible(desk, 'client card')
  await picture(desk, 'client')
  await desk.keyboard.press('n')
  const form = desk.getByRole('dialog', { name: 'Новый Интерес' })
  await expect(form.getByText(client.name).first()).toBeVisible()
  await expect(form.getByRole('radio', { name: 'Проект отопления' })).toBeVisible()
})

test('plain lists of clients, contacts and prospects are searched by what is known', async ({ desk, anna }) => {
  const phone = uniquePhone()
  const client = await aClient(anna, {
    name: unique('Лесная сказка'),
    contacts: [{ fullName: unique('Дроздов Павел'), phones: [phone.e164] }],
  })
  await desk.goto('/clients')
  await desk.getByRole('textbox', { name: 'Имя, телефон, ИНН, почта' }).fill(client.name)
  await expect(desk.getByText(client.name).first()).toBeVisible()
  await expectAccessible(desk, 'list of clients')
  await desk.getByRole('radiogroup', { name: 'Список' }).getByText('Контакты').click()
  await desk.getByRole('textbox', { name: 'Имя, телефон, ИНН, почта' }).fill(phone.local)
  await expect(desk.getByText(client.contacts[0]?.fullName ?? '').first()).toBeVisible()
})

test('the list of My sales shows the same work as the board', async ({ desk, anna }) => {
  const client = await aClient(anna, { name: unique('Северная верфь') })
  const subject = unique('Вентиляция цеха')
  await anInterest(anna, { clientId: client.id, serviceTypeId: await serviceType(anna, 'Продажа товаров'), subject })
  await desk.goto('/sales')
  await expect(desk.getByRole('link', { name: subject })).toBeVisible()
  await desk.keyboard.press('v')
  await expect(desk).toHaveURL(/view=list/)
  await expect(desk.getByText(subject).first()).toBeVisible()
  await expectAccessible(desk, 'list of Interests')
})

test('a legal entity of a client is changed, becomes the main one, and goes into the archive and back', async ({
  desk,
  anna,
}) => {
  const client = await aClient(anna, { name: unique('Гранит'), inn: uniqueInn() })
  const body = { id: newId(), kind: 'organisation' as const, name: unique('Базальт') }
  await anna.call(addContractor, { params: { id: client.id }, body })
  const entity = async () =>
    (await anna.call(getClient, { params: { id: client.id } })).contractors.find(each => each.id === body.id)
  await desk.goto(`/clients/${client.id}`)
  const section = desk.getByRole('region', { name: 'Контрагенты' })
  await section.getByRole('button', { name: `Изменить: ${body.name}` }).click()
  const inn = uniqueInn()
  await section.getByRole('textbox', { name: 'ИНН' }).fill(`${inn.slice(0, 9)}${(Number(inn[9]) + 1) % 10}`)
  await expect(section.getByText('Контрольные цифры не сходятся, проверьте')).toBeVisible()
  await section.getByRole('textbox', { name: 'ИНН' }).fill(client.inn ?? '')
  await section.getByRole('button', { name: 'Сохранить' }).click()
  await expect(section.getByRole('alert').getByText('Клиент с этим ИНН уже есть')).toBeVisible()
  await expectAccessible(desk, 'form of a contractor')
  await section.getByRole('textbox', { name: 'ИНН' }).fill(inn)
  await section.getByRole('button', { name: 'Сохранить' }).click()
  await expect(section.getByText(inn)).toBeVisible()
  expect((await entity())?.inn).toBe(inn)

  await section.getByRole('button', { name: `Изменить: ${body.name}` }).click()
  await section.getByRole('button', { name: 'Сделать основным' }).click()
  await expect.poll(async () => (await entity())?.main).toBe(true)
  await expect(desk.getByRole('button', { name: 'Отменить' }).first()).toBeVisible()
  await desk.keyboard.press('z')
  await expect.poll(async () => (await entity())?.main).toBe(false)

  await section.getByRole('button', { name: `Изменить: ${body.name}` }).click()
  await section.getByRole('button', { name: 'В архив' }).click()
  await expect(section.getByText('Контрагент в архиве')).toBeVisible()
  await section.getByRole('button', { name: 'Вернуть' }).click()
  await expect.poll(async () => (await entity())?.archived).toBe(false)
  await expect(section.getByRole('textbox', { name: 'ИНН' })).toHaveCount(0)

  // The first line of the card is the main entity: what is wrong with it stands at its field.
  await desk.getByRole('button', { name: /^ИНН/ }).click()
  await desk.keyboard.type('7707083894')
  await desk.keyboard.press('Enter')
  await expect(desk.getByRole('alert').getByText(/контрольн/i)).toBeVisible()
})

test('a person who changed the employer leaves the card of the client, and can be brought back', async ({
  desk,
  anna,
}) => {
  const contact = { id: newId(), fullName: unique('Резник Олег'), position: 'снабжение' }
  const client = await aClient(anna, { name: unique('Причал'), contacts: [contact] })
  const elsewhere = await aClient(anna, { name: unique('Пирс') })
  const people = async () => (await anna.call(getClient, { params: { id: client.id } })).contacts
  await desk.goto(`/clients/${client.id}`)
  const section = desk.getByRole('region', { name: 'Контакты' })
  const leave = section.getByRole('button', { name: `Больше не работает здесь: ${contact.fullName}` })
  await leave.click()
  await expect(desk.getByRole('alert').getByText(/единственное место работы/)).toBeVisible()
  await anna.call(addContact, { params: { id: elsewhere.id }, body: { id: newId(), contactId: contact.id } })
  await leave.click()
  await expect(section.getByText(contact.fullName)).toHaveCount(0)
  expect(await people()).toEqual([])
  await desk.keyboard.press('z')
  await expect(section.getByText(contact.fullName)).toBeVisible()
  expect(await people()).toMatchObject([{ id: contact.id, position: 'снабжение' }])
})
