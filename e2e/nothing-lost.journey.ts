import { newId } from '../server/platform/pure/ids.ts'
import { changeClient, getClient } from '../server/rooms/clients/contract.ts'
import { directories } from '../server/rooms/company/contract.ts'
import { createInterest } from '../server/rooms/interests/contract.ts'
import { formOf } from './harness/form.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible } from './harness/looks.ts'
import { openPassage } from './harness/passage.ts'
import { enter, hired } from './harness/people.ts'
import { aClient, anInterest, interestsOf, serviceType, unique, uniquePhone } from './harness/work.ts'

test('a reload in the middle of typing brings everything back', async ({ desk, anna }) => {
  const client = await aClient(anna, { name: unique('Меридиан') })
  const form = formOf(desk)
  await form.open()
  await form.take(client.name)
  await desk.keyboard.type('Нужен расчет на три помещения')
  await desk.reload()

  await expect(form.dialog.getByText(/^Вернули черновик/)).toBeVisible()
  await expect(form.content).toHaveValue('Нужен расчет на три помещения')
  await expect(form.dialog.getByText(client.name).first()).toBeVisible()
  await form.saved()

  const made = await interestsOf(anna, { clientId: client.id })
  expect(made.map(each => each.subject)).toEqual(['Нужен расчет на три помещения'])
  await desk.goto('/sales')
  await expect(desk.getByRole('button', { name: /^Создать/ }).first()).toBeVisible()
  await form.open()
  await expect(form.content).toHaveValue('')
})

test('a draft that comes back says what has changed meanwhile, and keeps what was typed', async ({
  desk,
  anna,
  admin,
}) => {
  const type = { id: newId(), name: unique('Пусконаладка') }
  await admin.call(directories.service_type.create, { body: type })
  const client = await aClient(anna, { name: unique('Сириус') })
  const form = formOf(desk)
  await desk.reload()
  await expect(desk.getByRole('button', { name: /^Создать/ }).first()).toBeVisible()
  await form.open()
  await form.take(client.name)
  await desk.keyboard.type('Нужен второй насос')
  await form.serviceType.fill(type.name)
  await desk.getByRole('option', { name: type.name }).click()
  await expect(form.dialog.getByText('Черновик сохранен')).toBeVisible()
  await desk.keyboard.press('Escape')
  await expect(form.dialog).toHaveCount(0)

  const other = await serviceType(admin, 'Оказание услуг')
  const made = await anInterest(admin, { clientId: client.id, serviceTypeId: other, content: 'Первый насос' })
  const { version } = await anna.call(getClient, { params: { id: client.id } })
  await admin.call(changeClient, { params: { id: client.id }, body: { version, responsibleId: null } })
  await admin.call(directories.service_type.archive, { params: { id: type.id } })

  await desk.keyboard.press('n')
  await expect(form.content).toBeFocused()
  const bar = form.dialog.getByRole('status').filter({ hasText: 'Вернули черновик' })
  await expect(bar).toContainText('клиент остался без ответственного')
  await expect(bar).toContainText(`появился 1 незавершенный Интерес: ${made.number}`)
  await expect(bar).toContainText(`тип услуги «${type.name}» ушел в архив, выберите другой`)
  await expect(form.content).toHaveValue('Нужен второй насос')
  await expect(form.serviceType).toHaveValue(`${type.name} (в архиве)`)
  await expectAccessible(desk, 'a draft that came back')

  await admin.call(changeClient, {
    params: { id: client.id },
    body: { version: version + 1, responsibleId: admin.id },
  })
  await desk.keyboard.press('Escape')
  await expect(form.dialog).toHaveCount(0)
  await desk.keyboard.press('n')
  await expect(form.content).toBeFocused()
  await expect(bar).toContainText('клиент перешел к другим, его карточку вы больше не видите')
  await expect(form.content).toHaveValue('Нужен второй насос')
})

test('a lost answer and its repeat make one Interest', async ({ desk, anna, watched }) => {
  watched.expect(/net::ERR_/)
  const client = await aClient(anna, { name: unique('Полюс') })
  let attempts = 0
  // Long before the form is saved: on a busy machine the browser begins to ask a while after it was told to.
  await desk.route(`**${createInterest.path}`, async route => {
    if (route.request().method() !== 'POST') return route.fallback()
    attempts += 1
    if (attempts > 1) return route.fallback()
    // the server has done it; its answer never arrives
    await route.fetch()
    await route.abort('connectionreset')
  })
  const form = formOf(desk)
  await form.open()
  await form.take(client.name)
  await form.saved()
  expect(attempts).toBe(2)
  expect(await interestsOf(anna, { clientId: client.id })).toHaveLength(1)
})

test('a double click makes one Interest', async ({ desk, anna }) => {
  const client = await aClient(anna, { name: unique('Зенит') })
  const form = formOf(desk)
  await form.open()
  await form.take(client.name)
  await form.save.dblclick()
  await expect(form.dialog).toHaveCount(0)
  expect(await interestsOf(anna, { clientId: client.id })).toHaveLength(1)
})

test('two people who register the same caller at once are told of each other', async ({ desk, igor, otherBrowser }) => {
  const phone = uniquePhone()
  const other = await (await otherBrowser(igor)).newPage()
  await other.goto('/sales')
  await expect(other.getByRole('button', { name: /^Создать/ }).first()).toBeVisible()
  const mine = formOf(desk)
  const theirs = formOf(other)
  await mine.open()
  await desk.keyboard.type(phone.local)
  await theirs.open()
  await other.keyboard.type(phone.e164)
  await expect(theirs.dialog.getByText('Сейчас это же обращение записывает Анна Ким')).toBeVisible()
  await expect(mine.dialog.getByText('Сейчас это же обращение записывает Игорь Титов')).toBeVisible()
  await desk.keyboard.press('Escape')
  await other.keyboard.press('Escape')
})

test('a session that ends in the middle of work is renewed over the form', async ({ desk, anna, context }) => {
  const client = await aClient(anna, { name: unique('Парус') })
  const form = formOf(desk)
  await form.open()
  await form.take(client.name)
  await desk.keyboard.type('Обслуживание кондиционеров')
  await context.clearCookies()
  await desk.keyboard.press('Control+Enter')
  const again = desk.getByRole('dialog', { name: 'Сеанс закончился' })
  await again.getByLabel('Email').fill(anna.email)
  await again.getByLabel('Пароль', { exact: true }).fill(anna.password)
  await desk.keyboard.press('Enter')
  await expect(again).toHaveCount(0)
  await expect(form.dialog).toHaveCount(0)
  const made = await interestsOf(anna, { clientId: client.id })
  expect(made.map(each => each.subject)).toEqual(['Обслуживание кондиционеров'])
})

test('eight tabs share one stream of events, and each sees what others do', async ({ browser, product, admin }) => {
  // The board of one's own: what others left on that of everybody would push the new card off the screen.
  const zoya = await hired(product.url, admin, 'Зоя Белых')
  const passage = await openPassage(product.url)
  const context = await browser.newContext({ baseURL: passage.url, locale: 'ru-RU' })
  try {
    await enter(context, passage.url, zoya)
    const tabs = []
    for (let tab = 0; tab < 8; tab += 1) {
      const page = await context.newPage()
      await page.goto(`/sales?responsibleId=${zoya.id}`)
      await expect(page.getByRole('button', { name: /^Создать/ }).first()).toBeVisible()
      tabs.push(page)
    }
    await expect.poll(passage.streams).toBe(1)

    const subject = unique('Чиллер')
    const client = await aClient(zoya, { name: unique('Компас') })
    const serviceTypeId = await serviceType(zoya, 'Продажа товаров')
    await anInterest(zoya, { clientId: client.id, serviceTypeId, subject })
    for (const page of tabs.filter((_, at) => at % 7 === 0)) await expect(page.getByText(subject).first()).toBeVisible()
    expect(passage.streams()).toBe(1)
  } finally {
    await context.close()
    await passage.close()
  }
})
