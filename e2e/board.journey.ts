import type { Page } from '@playwright/test'
import { readBoardColumn } from '../server/rooms/interests/board/contract.ts'
import { getInterest } from '../server/rooms/interests/contract.ts'
import { listScenarios } from '../server/rooms/scenarios/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible } from './harness/looks.ts'
import { hired, type Person } from './harness/people.ts'
import { aClient, anInterest, prefers, serviceType, unique } from './harness/work.ts'

/** A person whose board holds nothing of others, and the first states of «Продажа». */
async function aBoardOfOnesOwn(url: string, admin: Person, name: string) {
  const person = await hired(url, admin, name)
  const serviceTypeId = await serviceType(person, 'Продажа товаров')
  const client = await aClient(person, { name: unique('Пристань') })
  const { items } = await person.call(listScenarios)
  const scenario = items.find(each => each.name === 'Продажа')
  const [first, second] = scenario?.states ?? []
  if (!scenario || !first || !second) throw new Error('«Продажа» ships with states')
  const make = (subject: string, stateId: string) =>
    anInterest(person, { serviceTypeId, scenarioId: scenario.id, clientId: client.id, subject, stateId })
  const openBoard = async (page: Page) => {
    await page.goto(`/sales?scenarioId=${scenario.id}&responsibleId=${person.id}`)
    return {
      columnOf: (name: string) => page.getByRole('region', { name, exact: true }),
      cardOf: (subject: string) => page.getByRole('link', { name: subject, exact: true }),
      said: page.getByRole('main').getByRole('status').first(),
    }
  }
  return { person, scenario, first, second, make, openBoard }
}

test('a card that is moved keeps the keyboard and is seen, however far down the column its place is', async ({
  product,
  admin,
  otherBrowser,
}) => {
  const { person, first, second, make, openBoard } = await aBoardOfOnesOwn(product.url, admin, 'Вера Пак')
  for (let made = 0; made < 130; made += 10) {
    await Promise.all(Array.from({ length: 10 }, (_, n) => make(`Поставка ${made + n}`, second.id)))
  }
  const moved = await make(unique('Чиллер'), first.id)
  const page = await (await otherBrowser(person)).newPage()
  const { columnOf, cardOf, said } = await openBoard(page)
  const column = columnOf(second.name)
  await cardOf(moved.subject).focus()
  await page.keyboard.press('Alt+ArrowRight')
  await expect(said).toHaveText(`${moved.subject}: ${second.name}, ниже первых 20 из 131`)
  await expect.poll(async () => (await person.call(getInterest, { params: { id: moved.id } })).stateId).toBe(second.id)
  const stays = async () => {
    await expect(column.getByRole('link', { name: moved.subject, exact: true })).toBeFocused()
    await expect(cardOf(moved.subject)).toBeInViewport()
  }
  await stays()

  // Others change something meanwhile: the board is read again, and nothing is lost.
  await make('Поставка со стороны', second.id)
  await expect(column.getByRole('heading')).toContainText('132')
  await stays()

  await page.keyboard.press('ArrowUp')
  const query = { scenarioId: moved.scenarioId, stateId: second.id, responsibleId: person.id, limit: 200 }
  const { items: all } = await person.call(readBoardColumn, { query })
  const above = all[all.findIndex(each => each.id === moved.id) - 1]
  await expect(cardOf(above?.subject ?? '')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(columnOf(first.name).getByRole('link', { name: moved.subject, exact: true })).toBeFocused()
  await expect(said).toHaveText(`${moved.subject}: ${first.name}, 1 из 1`)
})

test('in the order by hand cards are put by keyboard and by mouse, in their column and in another, and all see the same', async ({
  product,
  admin,
  otherBrowser,
}) => {
  const { person, first, second, make, openBoard } = await aBoardOfOnesOwn(product.url, admin, 'Глеб Ворон')
  const names = ['Фанкойл', 'Чиллер', 'Насос'].map(unique)
  const numbers: string[] = []
  for (const name of names) numbers.push((await make(name, first.id)).number)
  const [fan = '', chiller = '', pump = ''] = names
  const other = unique('Клапан')
  await make(other, second.id)
  const page = await (await otherBrowser(person)).newPage()
  const { columnOf, cardOf, said } = await openBoard(page)
  await page.getByRole('button', { name: 'Порядок карточек' }).click()
  await page.getByRole('menuitemradio', { name: 'Вручную, общий для всех' }).click()
  const order = (name: string) => columnOf(name).getByRole('link')
  await expect(order(first.name)).toHaveText([fan, chiller, pump])

  await cardOf(pump).focus()
  await page.keyboard.press('Alt+ArrowUp')
  const toastOf = (at: number) => page.getByRole('status').filter({ hasText: `${numbers[at]}: ${first.name}` })
  await expect(said).toHaveText(`${pump}: ${first.name}, 2 из 3`)
  await expect(toastOf(2)).toHaveCount(1)
  await page.keyboard.press('Alt+ArrowUp')
  await expect(order(first.name)).toHaveText([pump, fan, chiller])
  await expect(cardOf(pump)).toBeFocused()

  // Above the middle of a card is before it, below is after it.
  await cardOf(chiller).dragTo(cardOf(pump), { targetPosition: { x: 60, y: 1 } })
  await expect(order(first.name)).toHaveText([chiller, pump, fan])
  // Taken back like any move, and done again.
  await toastOf(1).getByRole('button').click()
  await expect(order(first.name)).toHaveText([pump, fan, chiller])
  await cardOf(chiller).dragTo(cardOf(pump), { targetPosition: { x: 60, y: 1 } })
  await expect(order(first.name)).toHaveText([chiller, pump, fan])

  // A colleague who sees the same Interests sees the same order, and is told of each change.
  const head = await hired(product.url, admin, 'Нина Чайка', 'administrator')
  await prefers(head, { boardOrder: 'byHand' })
  const beside = await (await otherBrowser(head)).newPage()
  await beside.goto(new URL(page.url()).pathname + new URL(page.url()).search)
  const theirs = beside.getByRole('region', { name: first.name, exact: true }).getByRole('link')
  await expect(theirs).toHaveText([chiller, pump, fan])
  await cardOf(fan).focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(theirs).toHaveText([chiller, fan, pump])

  // Into another column at a place of it.
  await cardOf(fan).dragTo(cardOf(other), { targetPosition: { x: 60, y: 1 } })
  await expect(order(second.name)).toHaveText([fan, other])
  // Back beside the card that it stood beside.
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: `: ${second.name}` })
      .getByRole('button'),
  ).toBeVisible()
  await page.keyboard.press('z')
  await expect(order(first.name)).toHaveText([chiller, fan, pump])
  await cardOf(fan).dragTo(cardOf(other), { targetPosition: { x: 60, y: 1 } })
  await expect(order(second.name)).toHaveText([fan, other])
  await page.reload()
  await expect(order(second.name)).toHaveText([fan, other])
  await expect(order(first.name)).toHaveText([chiller, pump])
})

test('on a phone a card is moved by its own button, to another state and within its column', async ({
  product,
  admin,
  otherBrowser,
}) => {
  const { person, first, second, make, openBoard } = await aBoardOfOnesOwn(product.url, admin, 'Тамара Лис')
  const [fan, chiller] = [unique('Фанкойл'), unique('Чиллер')]
  const made = await make(fan, first.id)
  await make(chiller, first.id)
  await prefers(person, { boardOrder: 'byHand' })
  const page = await (await otherBrowser(person)).newPage()
  await page.setViewportSize({ width: 390, height: 844 })
  const { columnOf } = await openBoard(page)
  const cards = columnOf(first.name).getByRole('link')
  await expect(cards).toHaveText([fan, chiller])
  await page.getByRole('button', { name: `Перенести: ${chiller}` }).click()
  await expectAccessible(page, 'the menu of a card on a phone')
  await page.getByRole('button', { name: 'В начало колонки' }).click()
  await expect(cards).toHaveText([chiller, fan])
  await page.getByRole('button', { name: `Перенести: ${fan}` }).click()
  await page.getByRole('dialog', { name: 'Перенести в…' }).getByRole('button', { name: second.name }).click()
  await expect(cards).toHaveText([chiller])
  await expect.poll(async () => (await person.call(getInterest, { params: { id: made.id } })).stateId).toBe(second.id)
})
