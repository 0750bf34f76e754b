import { newId } from '../server/platform/pure/ids.ts'
import { addDays, localDateOf } from '../server/platform/pure/working-time.ts'
import { getActivity, listActivities, planActivity, readMyDay } from '../server/rooms/activities/contract.ts'
import { getInterest } from '../server/rooms/interests/contract.ts'
import { createScenario } from '../server/rooms/scenarios/contract.ts'
import { expect, test } from './harness/journey.ts'
import { pressRussian } from './harness/keys.ts'
import { expectAccessible, expectNoSidewaysScroll } from './harness/looks.ts'
import type { Person } from './harness/people.ts'
import { aClient, anInterest, serviceType, unique, uniquePhone } from './harness/work.ts'

const today = () => localDateOf(new Date(), 'Europe/Moscow')

/** Something planned for today, for an Interest of a client that can be dialled. */
async function aStep(person: Person, subject: string) {
  const phone = uniquePhone()
  const client = await aClient(person, { name: unique('Галактика Молл'), phones: [phone.e164] })
  const serviceTypeId = await serviceType(person, 'Продажа товаров')
  const interest = await anInterest(person, { serviceTypeId, subject: unique('Чиллер'), clientId: client.id })
  const body = { id: newId(), kind: 'interaction', subject, dueDay: today(), interestId: interest.id } as const
  return { client, interest, phone, step: await person.call(planActivity, { body }) }
}

const plannedFor = async (person: Person, interestId: string) =>
  (await person.call(listActivities, { query: { interestId, open: true } })).items

test('one line plans; the day counts it, and undo takes it back', async ({ desk, anna }) => {
  const subject = unique('напомнить про оплату')
  await pressRussian(desk, 'KeyG')
  await pressRussian(desk, 'KeyT')
  await expect(desk.getByRole('heading', { name: 'Мои дела' })).toBeVisible()
  await pressRussian(desk, 'KeyT')
  const line = desk.getByRole('textbox', { name: 'Что запланировать' })
  await expect(line).toBeFocused()
  await desk.keyboard.type(`звонок завтра 15:00 ${subject}`)
  await expect(desk.getByRole('radio', { name: 'Звонок' })).toBeChecked()
  await expect(desk.getByRole('radio', { name: 'завтра' })).toBeChecked()
  await expect(desk.getByRole('textbox', { name: 'Время' })).toHaveValue('15:00')
  await expectAccessible(desk, 'My day with a line')
  await desk.keyboard.press('Enter')
  const tomorrow = desk.getByRole('region', { name: 'Завтра', exact: true })
  await expect(tomorrow.getByRole('listitem').filter({ hasText: subject })).toContainText('Звонок завтра, 15:00')
  await expect(line).toHaveValue('')
  await expect(line).toBeFocused()

  await desk.getByRole('button', { name: /^Отменить/ }).click()
  await expect(desk.getByText(subject, { exact: true })).toHaveCount(0)
  const { groups } = await anna.call(readMyDay)
  expect(groups.flatMap(each => each.items).filter(each => each.subject === subject)).toEqual([])
})

test('a step is done with its result and the next one in one go, by keyboard', async ({ desk, anna }) => {
  const { client, interest, phone, step } = await aStep(anna, unique('уточнить объем'))
  await desk.goto('/my-day')
  const row = desk.getByRole('listitem').filter({ hasText: step.subject ?? '' })
  await expect(row).toContainText(client.name)
  await expect(row.getByRole('link', { name: '+7 912' })).toHaveAttribute('href', `tel:${phone.e164}`)
  await expect(desk.getByRole('link', { name: /^Мои дела, ждет: \d/ })).toBeVisible()
  await row.focus()
  await desk.keyboard.press('Space')
  await expect(row.getByRole('textbox', { name: 'Результат' })).toBeFocused()
  await expectAccessible(desk, 'My day with the form of what is done')
  await desk.keyboard.type('Нужны две установки')
  await desk.keyboard.press('Tab')
  await desk.keyboard.type('встреча послезавтра 10:00 показать образцы')
  await expect(row.getByRole('button', { name: /^Готово и запланировать/ })).toBeEnabled()
  await desk.keyboard.press('Control+Enter')
  await expect(row).toHaveCount(0)
  const done = await anna.call(getActivity, { params: { id: step.id } })
  expect(done).toMatchObject({ outcome: 'done', result: 'Нужны две установки' })
  const [next] = await plannedFor(anna, interest.id)
  expect(next).toMatchObject({ kind: 'interaction', subject: 'показать образцы' })

  await desk.goto(`/interests/${interest.id}`)
  await expect(desk.getByText(`Звонок завершен: ${step.subject}`)).toBeVisible()
  await expect(desk.getByText('Нужны две установки')).toBeVisible()
  await desk.goto('/my-day')
  await desk.getByRole('button', { name: 'Завершено сегодня' }).click()
  await expect(desk.getByText('Нужны две установки')).toBeVisible()
})

test('a step is put off by a digit, handed over, and the mouse drags it to another day', async ({
  desk,
  anna,
  igor,
}) => {
  const { step } = await aStep(anna, unique('согласовать срок'))
  await desk.goto('/my-day')
  const row = desk.getByRole('listitem').filter({ hasText: step.subject ?? '' })
  await row.focus()
  await desk.keyboard.press('r')
  await expect(desk.getByRole('menuitem', { name: 'Сегодня' })).toBeFocused()
  await desk.keyboard.press('2')
  await expect(desk.getByRole('region', { name: 'Завтра', exact: true }).getByText(step.subject ?? '')).toBeVisible()
  const later = await anna.call(getActivity, { params: { id: step.id } })
  expect(later).toMatchObject({ dueDay: addDays(today(), 1) })

  await anna.call(planActivity, { body: { id: newId(), kind: 'task', subject: unique('сегодня'), dueDay: today() } })
  await desk.reload()
  await row.dragTo(desk.getByRole('region', { name: 'Сегодня', exact: true }).getByRole('heading'))
  await expect(desk.getByRole('region', { name: 'Сегодня', exact: true }).getByText(step.subject ?? '')).toBeVisible()
  await expect.poll(async () => (await anna.call(getActivity, { params: { id: step.id } })).dueDay).toBe(today())

  await row.focus()
  await desk.keyboard.press('d')
  await expect(desk.getByRole('combobox', { name: 'Кому' })).toBeFocused()
  await desk.keyboard.type('Игорь')
  await desk.keyboard.press('ArrowDown')
  await desk.keyboard.press('Enter')
  await expect(row).toHaveCount(0)
  const given = await anna.call(getActivity, { params: { id: step.id } })
  expect(given.assignee.id).toBe(igor.id)
  await desk.keyboard.press('z')
  await expect(row).toBeVisible()
})

test('a state that demands a step is refused without one, and the panel plans and moves', async ({
  desk,
  anna,
  admin,
}) => {
  const of = (name: string, kind: 'ordinary' | 'won' | 'lost', rules: object = {}) =>
    ({ id: newId(), name, kind, probability: kind === 'won' ? 100 : 0, ...rules }) as const
  const agreed = of('Договорились', 'ordinary', { planningRule: 'interaction' })
  const asking = of('Спросит', 'ordinary', { asksPlan: true, asksResult: true, autoCompleteRule: 'both' })
  const states = [of('Начало', 'ordinary'), agreed, asking, of('Успех', 'won'), of('Потерян', 'lost')]
  const body = { id: newId(), name: unique('С шагами'), states }
  const scenario = await admin.call(createScenario, { body })
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const client = await aClient(anna, { name: unique('Логопарк') })
  const interest = await anInterest(anna, { serviceTypeId, scenarioId: scenario.id, clientId: client.id })

  await desk.goto(`/interests/${interest.id}`)
  await desk.getByRole('button', { name: agreed.name }).click()
  const panel = desk.getByRole('region', { name: `Чтобы перейти в «${agreed.name}»` })
  await expect(panel.getByText('Запланируйте взаимодействие')).toBeVisible()
  await expect(panel.getByRole('button', { name: /^Заполнить и перейти/ })).toBeDisabled()
  await expect(panel.getByRole('textbox', { name: 'Что запланировать' })).toBeFocused()
  await expectAccessible(desk, 'a move that demands a step')
  await desk.keyboard.type('завтра 15:00 согласовать график')
  await desk.keyboard.press('Control+Enter')
  await expect(panel).toHaveCount(0)
  const moved = await anna.call(getInterest, { params: { id: interest.id } })
  expect(moved).toMatchObject({ stateId: agreed.id, nextStep: { kind: 'interaction', subject: 'согласовать график' } })

  // the only step may not go without another one
  await expect(desk.getByRole('listitem').filter({ hasText: 'согласовать график' }).first()).toBeVisible()
  await expect(desk.getByRole('button', { name: /^Завершить: Звонок/ })).toBeVisible()
  await desk.keyboard.press('a')
  await expect(desk.getByRole('textbox', { name: 'Результат' })).toBeFocused()
  await desk.keyboard.press('Control+Enter')
  await expect(desk.getByRole('alert').filter({ hasText: 'Запланируйте взаимодействие' })).toBeVisible()
  await expect(desk.getByRole('textbox', { name: 'Что запланировать' })).toBeFocused()
  await desk.keyboard.type('встреча через неделю показать образцы')
  await desk.keyboard.press('Control+Enter')
  await expect(desk.getByRole('listitem').filter({ hasText: 'показать образцы' }).first()).toBeVisible()
  await expectAccessible(desk, 'the card with what is planned')

  // a state that asks: how it ended, and nothing more
  await desk.getByRole('button', { name: asking.name }).click()
  await desk.getByRole('textbox', { name: 'Результат' }).fill('Образцы понравились')
  await desk.keyboard.press('Control+Enter')
  await expect(desk.getByRole('textbox', { name: 'Результат' })).toHaveCount(0)
  await expect(desk.getByText('Образцы понравились')).toBeVisible()
  expect(await plannedFor(anna, interest.id)).toEqual([])
  const there = await anna.call(getInterest, { params: { id: interest.id } })
  expect(there).toMatchObject({ stateId: asking.id, nextStep: null })
})

test('the form registers an Interest together with its next step', async ({ desk, anna }) => {
  const client = await aClient(anna, { name: unique('Хлебозавод') })
  await desk.goto(`/sales?new=true&newClient=${client.id}`)
  const form = desk.getByRole('dialog', { name: 'Новый Интерес' })
  await form.getByRole('textbox', { name: 'Содержание' }).fill('Нужен осушитель')
  const step = form.getByRole('group', { name: 'Следующий шаг' })
  await expect(step.getByRole('radio', { name: 'не планировать' })).toBeChecked()
  await step.getByRole('textbox', { name: 'Что запланировать' }).fill('звонок завтра 11:00 узнать площадь')
  await expect(step.getByRole('radio', { name: 'Звонок' })).toBeChecked()
  await expectAccessible(desk, 'the form with a next step')
  await desk.keyboard.press('Control+Enter')
  await expect(form).toHaveCount(0)
  const { groups } = await anna.call(readMyDay)
  const planned = groups.flatMap(each => each.items).find(each => each.interest?.party?.name === client.name)
  expect(planned).toMatchObject({ kind: 'interaction', subject: 'узнать площадь' })
})

test('on a phone the day fits, and what is to be done is done with a thumb', async ({ desk, anna }) => {
  const { step } = await aStep(anna, unique('перезвонить насчет двух приточных установок и монтажа'))
  await desk.setViewportSize({ width: 390, height: 844 })
  await desk.goto('/my-day')
  const row = desk.getByRole('listitem').filter({ hasText: step.subject ?? '' })
  await expect(row).toBeVisible()
  await expectNoSidewaysScroll(desk, 'My day on a phone')
  await row.getByRole('button', { name: /^Завершить/ }).click()
  await expectNoSidewaysScroll(desk, 'the form on a phone')
  await row.getByRole('button', { name: /^Готово, без следующего шага/ }).click()
  await expect(row).toHaveCount(0)
})
