import type { Page } from '@playwright/test'
import { newId } from '../server/platform/pure/ids.ts'
import { directories } from '../server/rooms/company/contract.ts'
import { type Interest, moveInterest } from '../server/rooms/interests/contract.ts'
import { createScenario } from '../server/rooms/scenarios/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible, expectNoSidewaysScroll, picture } from './harness/looks.ts'
import type { Person } from './harness/people.ts'
import { aClient, anInterest, serviceType, unique } from './harness/work.ts'

const aState = (name: string, probability: number, kind: 'ordinary' | 'won' | 'lost' = 'ordinary') => ({
  id: newId(),
  name,
  kind,
  probability,
})

/** Nine Interests of Anna: five stopped on their way, two won, two lost. */
async function aMonth(anna: Person, admin: Person) {
  const states = [
    aState('Первый контакт', 10),
    aState('Выявление потребностей', 40),
    aState('Предложение', 65),
    aState('Договор', 90),
    aState('Успешно завершен', 100, 'won'),
    aState('Потерян', 0, 'lost'),
  ] as const
  const scenario = { id: newId(), name: unique('Котельные'), states: [...states] }
  await admin.call(createScenario, { body: scenario })
  const [first, needs, offer, contract, won, lost] = states.map(each => each.id) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const [reason] = (await anna.call(directories.loss_reason.list)).items
  const client = await aClient(anna, { name: unique('Тепломир') })
  const ways = [
    [],
    [needs],
    [needs, offer],
    [offer],
    [needs, offer, contract],
    [contract, won],
    [offer, won],
    [needs, lost],
    [lost],
  ]
  const made: Interest[] = []
  for (const [n, way] of ways.entries()) {
    let interest = await anInterest(anna, {
      serviceTypeId,
      scenarioId: scenario.id,
      clientId: client.id,
      subject: `${unique('Котел')} ${n}`,
      expectedRevenue: { amount: `${(n + 1) * 150}000`, currency: 'RUB' },
    })
    for (const stateId of way) {
      const body = { stateId, version: interest.version, ...(stateId === lost ? { lossReasonId: reason?.id } : {}) }
      interest = await anna.call(moveInterest, { params: { id: interest.id }, body })
    }
    made.push(interest)
  }
  return { scenario, made, first, needs, reason: reason?.name ?? '' }
}

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })

test('the funnel of the month is read as a table, and each of its numbers opens the Interests that it counts', async ({
  desk,
  anna,
  admin,
}) => {
  const { scenario, made, reason } = await aMonth(anna, admin)
  await desk.getByRole('navigation', { name: 'Разделы' }).getByRole('link', { name: 'Отчеты' }).click()
  await expect(desk.getByRole('heading', { name: 'Воронка' })).toBeVisible()
  await desk.goto(`/reports/funnel?scenarioId=${scenario.id}`)
  const table = desk.getByRole('table', { name: /^По состояниям/ })
  await expect(rowOf(desk, 'Первый контакт').getByRole('link', { name: '9' })).toBeVisible()
  await expect(rowOf(desk, 'Выявление потребностей').getByRole('cell', { name: '71 %' })).toBeVisible()
  await expect(rowOf(desk, 'Успешно завершен').getByRole('link', { name: '2' })).toBeVisible()
  const totals = desk.getByLabel('Итоги периода')
  await expect(totals.getByText('50 %', { exact: true })).toBeVisible()
  await expect(desk.getByRole('row').filter({ hasText: reason }).getByRole('link', { name: '2' })).toBeVisible()
  await expectAccessible(desk, 'the funnel')
  await picture(desk, 'funnel')

  await table.getByRole('link', { name: '7', exact: true }).focus()
  await desk.keyboard.press('Enter')
  await expect(desk.getByRole('heading', { name: 'Воронка / Дошли до: Выявление потребностей' })).toBeVisible()
  const grid = desk.getByRole('grid', { name: 'Интересы' })
  await expect(grid.getByRole('row')).toHaveCount(8)
  await expect(grid.getByText(made[0]?.subject ?? '')).toHaveCount(0)
  await expectAccessible(desk, 'Interests of a number of the funnel')
  await desk.keyboard.press('ArrowDown')
  await desk.keyboard.press('Enter')
  await expect(desk.getByRole('dialog')).toBeVisible()
  await desk.keyboard.press('Escape')
  await expect(desk.getByRole('dialog')).toHaveCount(0)
  await desk.keyboard.press('Escape')
  await expect(table).toBeVisible()

  await desk.keyboard.press('ArrowLeft')
  await expect(desk.getByText('В этом периоде Интересы не двигались')).toBeVisible()
  await desk.keyboard.press('ArrowRight')
  await expect(table).toBeVisible()
  await desk.getByText('Год', { exact: true }).click()
  await expect(rowOf(desk, 'Первый контакт').getByRole('link', { name: '9' })).toBeVisible()
  await expect(desk).toHaveURL(/from=\d{4}-01&to=\d{4}-12/)
})

test('on a phone nothing of the funnel has to be scrolled sideways', async ({ desk, anna, admin }) => {
  const { scenario } = await aMonth(anna, admin)
  for (const [width, height] of [
    [390, 844],
    [720, 450],
    [1024, 700],
  ] as const) {
    await desk.setViewportSize({ width, height })
    await desk.goto(`/reports/funnel?scenarioId=${scenario.id}`)
    await expect(rowOf(desk, 'Первый контакт').getByRole('link', { name: '9' })).toBeVisible()
    await expectNoSidewaysScroll(desk, `the funnel at ${width}`)
  }
})
