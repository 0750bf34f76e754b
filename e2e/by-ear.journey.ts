import { listScenarios } from '../server/rooms/scenarios/contract.ts'
import { earOf } from './harness/ear.ts'
import { expect, test } from './harness/journey.ts'
import { hired } from './harness/people.ts'
import { anInterest, serviceType, unique, uniquePhone } from './harness/work.ts'

test('the board is worked by who neither sees nor holds a mouse: a card is heard, moved, refused with the reason, completed, opened and left', async ({
  product,
  admin,
  otherBrowser,
}) => {
  const oleg = await hired(product.url, admin, 'Олег Тихий')
  const company = unique('Северный ветер')
  const subject = unique('Тепловой насос')
  const interest = await anInterest(oleg, {
    serviceTypeId: await serviceType(oleg, 'Продажа товаров'),
    subject,
    prospect: { fullName: unique('Гусев Олег'), company, phone: uniquePhone().e164 },
    plan: { kind: 'task', subject: 'Уточнить мощность', dueAt: new Date(Date.now() + 86_400_000).toISOString() },
  })
  const { items } = await oleg.call(listScenarios)
  const states = items.find(each => each.id === interest.scenarioId)?.states ?? []
  const asks = states.findIndex(each => each.fields.some(rule => rule.field === 'client' && rule.required))
  const [first, second, asking] = [states[0]?.name ?? '', states[1]?.name ?? '', states[asks]?.name ?? '']

  const page = await (await otherBrowser(oleg)).newPage()
  await page.goto(`/sales?scenarioId=${interest.scenarioId}&responsibleId=${oleg.id}`)
  const ear = await earOf(page)
  const cardIn = (state: string) =>
    page.getByRole('region', { name: state, exact: true }).getByRole('link', { name: subject, exact: true })
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - region "${first}":
      - heading "${first} 1" [level=2]
      - button /Ожидаемая выручка/
      - list:
        - listitem:
          - link "${subject}"
  `)

  // Found by Tab, with its state, its party and its next step.
  const card = await ear.tabTo('link', subject)
  expect(card.description).toMatch(/Гусев Олег/)
  expect(card.description).toMatch(/Уточнить мощность.*завтра/)
  await expect(cardIn(first)).toBeFocused()

  const answer = page.waitForResponse(response => new URL(response.url()).pathname === '/api/v1/board')
  await page.keyboard.press('Alt+ArrowRight')
  await ear.isTold(`${subject}: ${second}, 1 из 1`)
  await answer
  await expect(cardIn(second)).toBeFocused()

  // Lifted, carried over the state that asks, put down: the reason is said, and the keyboard is where it is met.
  await page.keyboard.press('Space')
  await ear.isTold(`Поднято: ${subject}`)
  for (let at = 1; at < asks; at++) await page.keyboard.press('ArrowRight')
  await ear.isTold(`Над «${asking}», спросим полей: 1`)
  await page.keyboard.press('Space')
  await ear.isTold(new RegExp(`Перед «${asking}» спросим: .*клиент`))
  const dialog = page.getByRole('dialog', { name: subject })
  await expect(dialog.locator(':focus')).toHaveCount(1)
  await expect(dialog.getByRole('region', { name: `Чтобы перейти в «${asking}»` })).toBeVisible()

  await ear.tabTo('button', 'Новый клиент')
  await page.keyboard.press('Enter')
  const name = await ear.tabTo('textbox', /Наименование/)
  expect(name.name).toMatch(/Наименование/)
  await expect(dialog.getByLabel('Наименование')).toHaveValue(company)
  await ear.tabTo('button', 'Создать клиента')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('button', { name: 'Заполнить и перейти' })).toBeEnabled()
  await page.keyboard.press('Control+Enter')
  await ear.isTold(`${subject}: ${asking}, 1 из 1`)
  await expect(cardIn(asking)).toBeFocused()

  // Opened, and left: back on the card.
  await page.keyboard.press('Enter')
  const opened = page.getByRole('dialog', { name: new RegExp(subject) })
  await expect(opened).toBeVisible()
  await expect(opened.locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(opened).toHaveCount(0)
  await expect(cardIn(asking)).toBeFocused()
  expect((await ear.heard()).name).toBe(subject)
})
