import { getInterest } from '../server/rooms/interests/contract.ts'
import { listScenarios } from '../server/rooms/scenarios/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible } from './harness/looks.ts'
import { hired, type Person } from './harness/people.ts'
import { aClient, anInterest, serviceType, unique, uniquePhone } from './harness/work.ts'

/** An Interest of a prospect in the shipped «Продажа», and the state of it that asks for a client. */
async function aProspectAtWork(person: Person) {
  const phone = uniquePhone()
  const prospect = { fullName: unique('Гусев Олег'), company: unique('Северный ветер'), phone: phone.e164 }
  const interest = await anInterest(person, {
    serviceTypeId: await serviceType(person, 'Продажа товаров'),
    subject: unique('Тепловой насос'),
    prospect,
  })
  const { items } = await person.call(listScenarios)
  const scenario = items.find(each => each.id === interest.scenarioId)
  const asking = scenario?.states.find(each => each.fields.some(rule => rule.field === 'client' && rule.required))
  const states = scenario?.states.filter(each => each.kind === 'ordinary') ?? []
  const first = states[0]
  const second = states[1]
  if (!scenario || !asking || !first || !second)
    throw new Error('«Продажа» ships without a state that asks for a client')
  return { interest, prospect, phone, scenario, asking, first, second }
}

test('a blocked move says what is missing, and the client is registered on the spot', async ({ desk, anna }) => {
  const { interest, prospect, asking } = await aProspectAtWork(anna)
  await desk.goto(`/interests/${interest.id}`)
  await desk.getByRole('button', { name: new RegExp(`^${asking.name}`) }).click()
  const repair = desk.getByRole('region', { name: `Чтобы перейти в «${asking.name}»` })
  await expect(repair).toBeVisible()
  await expect(repair.getByRole('button', { name: 'Заполнить и перейти' })).toBeDisabled()
  await expectAccessible(desk, 'Interest with a blocked move')
  await desk.keyboard.press('Escape')
  await expect(desk.getByRole('button', { name: new RegExp(`^${asking.name}`) })).toBeFocused()
  await desk.keyboard.press('Enter')

  await repair.getByRole('button', { name: 'Новый клиент' }).click()
  await expect(repair.getByLabel('Наименование')).toHaveValue(prospect.company)
  await expect(repair.getByLabel('ФИО контакта')).toHaveValue(prospect.fullName)
  await repair.getByRole('button', { name: 'Создать клиента' }).click()
  await expect(repair.getByRole('button', { name: 'Заполнить и перейти' })).toBeEnabled()
  await desk.keyboard.press('Control+Enter')
  await expect(repair).toHaveCount(0)
  await expect(desk.getByRole('button', { name: asking.name, exact: true })).toBeFocused()

  const moved = await anna.call(getInterest, { params: { id: interest.id } })
  expect(moved.stateId).toBe(asking.id)
  expect(moved.client?.name).toBe(prospect.company)
})

test('a client registered meanwhile is offered by the blocked move and linked in one step', async ({ desk, anna }) => {
  const { interest, phone, asking } = await aProspectAtWork(anna)
  const client = await aClient(anna, { name: unique('Ветер, ООО'), phones: [phone.e164] })
  await desk.goto(`/interests/${interest.id}`)
  await desk.getByRole('button', { name: new RegExp(`^${asking.name}`) }).click()
  const repair = desk.getByRole('region', { name: `Чтобы перейти в «${asking.name}»` })
  await expect(repair.getByText(client.name)).toBeVisible()
  await repair.getByRole('button', { name: 'Связать', exact: false }).first().click()
  await expect(repair.getByRole('button', { name: 'Заполнить и перейти' })).toBeEnabled()
  await repair.getByRole('button', { name: 'Заполнить и перейти' }).click()
  await expect(repair).toHaveCount(0)

  const moved = await anna.call(getInterest, { params: { id: interest.id } })
  expect(moved).toMatchObject({ stateId: asking.id, clientId: client.id })
})

test('on the board a card is moved by keyboard, and the live region says where', async ({
  product,
  admin,
  otherBrowser,
}) => {
  const zoya = await hired(product.url, admin, 'Зоя Белых')
  const { interest, first, second } = await aProspectAtWork(zoya)
  const desk = await (await otherBrowser(zoya)).newPage()
  await desk.goto(`/sales?scenarioId=${interest.scenarioId}&responsibleId=${zoya.id}`)
  const column = desk.getByRole('region', { name: first.name, exact: true })
  const next = desk.getByRole('region', { name: second.name, exact: true })
  await column.getByRole('link', { name: interest.subject }).focus()
  await desk.keyboard.press('Alt+ArrowRight')
  await expect(next.getByRole('link', { name: interest.subject })).toBeFocused()
  await expect.poll(async () => (await zoya.call(getInterest, { params: { id: interest.id } })).stateId).toBe(second.id)
  await expectAccessible(desk, 'board')
})

test('on the board a card is dragged; where a client is needed the drop asks for it', async ({
  product,
  admin,
  otherBrowser,
}) => {
  const zoya = await hired(product.url, admin, 'Зоя Белых')
  const { interest, first, second, asking } = await aProspectAtWork(zoya)
  const desk = await (await otherBrowser(zoya)).newPage()
  await desk.goto(`/sales?scenarioId=${interest.scenarioId}&responsibleId=${zoya.id}`)
  const card = desk.getByRole('link', { name: interest.subject })
  await expect(desk.getByRole('region', { name: first.name, exact: true }).and(desk.locator('section'))).toBeVisible()
  await card.dragTo(desk.getByRole('region', { name: second.name, exact: true }))
  await expect(
    desk.getByRole('region', { name: second.name, exact: true }).getByRole('link', { name: interest.subject }),
  ).toBeVisible()
  await card.dragTo(desk.getByRole('region', { name: asking.name, exact: true }))
  await expect(desk.getByRole('region', { name: `Чтобы перейти в «${asking.name}»` })).toBeVisible()
  await desk.keyboard.press('Escape')
  await expect(desk.getByRole('region', { name: `Чтобы перейти в «${asking.name}»` })).toHaveCount(0)
  const still = await zoya.call(getInterest, { params: { id: interest.id } })
  expect(still.stateId).toBe(second.id)
})

test('an Interest is lost with a reason only', async ({ desk, anna }) => {
  const { interest, scenario } = await aProspectAtWork(anna)
  const lost = scenario.states.find(each => each.kind === 'lost')
  await desk.goto(`/interests/${interest.id}`)
  await desk.getByRole('button', { name: 'Завершить' }).click()
  await desk.getByRole('menuitem', { name: lost?.name ?? '' }).click()
  const repair = desk.getByRole('region', { name: `Чтобы перейти в «${lost?.name}»` })
  await expect(repair.getByRole('button', { name: 'Заполнить и перейти' })).toBeDisabled()
  await repair.getByRole('combobox', { name: 'Причина отказа' }).click()
  await desk.getByRole('option').first().click()
  await repair.getByRole('button', { name: 'Заполнить и перейти' }).click()
  await expect(repair).toHaveCount(0)
  const closed = await anna.call(getInterest, { params: { id: interest.id } })
  expect(closed).toMatchObject({ stateId: lost?.id, open: false })
  expect(closed.lossReasonId).not.toBeNull()
})
