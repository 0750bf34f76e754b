import { directories } from '../server/rooms/company/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible } from './harness/looks.ts'
import { enter, hired } from './harness/people.ts'
import { aClient, anInterest, serviceType, unique } from './harness/work.ts'

test('a list is narrowed by keyboard, shown by chips, put in order, and keeps its columns after a reload', async ({
  desk,
  product,
  admin,
}) => {
  const me = await hired(product.url, admin, unique('Клара'))
  await enter(desk.context(), product.url, me)
  const serviceTypeId = await serviceType(me, 'Продажа товаров')
  const { items: sources } = await me.call(directories.source.list)
  const client = await aClient(me, { name: unique('Маяк') })
  const of = { serviceTypeId, clientId: client.id }
  const money = (amount: string) => ({ amount, currency: 'RUB' })
  await anInterest(me, {
    ...of,
    subject: 'Линзы',
    tags: ['срочно'],
    sourceId: sources[0]?.id,
    expectedRevenue: money('500'),
  })
  await anInterest(me, { ...of, subject: 'Фонарь', tags: ['срочно'], expectedRevenue: money('900') })
  await anInterest(me, { ...of, subject: 'Буй', expectedRevenue: money('100') })

  // Of one's own only: what nobody is responsible for stands in the list of everybody.
  await desk.goto(`/sales?view=list&responsibleId=${me.id}`)
  const grid = desk.getByRole('grid', { name: 'Интересы' })
  const rows = () => grid.getByRole('row').filter({ hasNot: desk.getByRole('columnheader') })
  await expect(rows()).toHaveCount(3)

  await desk.keyboard.press('Shift+F')
  const sheet = desk.getByRole('dialog', { name: 'Фильтр' })
  await sheet.getByRole('textbox', { name: 'Теги через запятую' }).focus()
  await desk.keyboard.type('срочно')
  await desk.keyboard.press('Enter')
  await expectAccessible(desk, 'filter of the list')
  await desk.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await expect(rows()).toHaveCount(2)
  await expect(desk.getByRole('button', { name: 'Убрать фильтр «Теги: срочно»' })).toBeVisible()
  expect(new URL(desk.url()).searchParams.get('tags')).toBe('срочно')

  await grid.getByRole('button', { name: 'Ожидаемая выручка' }).press('Enter')
  await expect(grid.getByRole('columnheader', { name: 'Ожидаемая выручка' })).toHaveAttribute('aria-sort', 'ascending')
  await expect(rows().first()).toContainText('Линзы')
  await grid.getByRole('button', { name: 'Ожидаемая выручка' }).press('Enter')
  await expect(rows().first()).toContainText('Фонарь')

  await desk.getByRole('button', { name: 'Колонки' }).press('Enter')
  const columns = desk.getByRole('group', { name: 'Колонки списка' })
  await columns.getByRole('checkbox', { name: 'Клиент' }).press('Space')
  await columns.getByRole('checkbox', { name: 'Теги' }).press('Space')
  await expect(grid.getByRole('columnheader', { name: 'Клиент' })).toHaveCount(0)
  await desk.keyboard.press('Escape')
  await desk.setViewportSize({ width: 1920, height: 900 })
  await desk.reload()
  await expect(rows().first()).toContainText('Фонарь')
  await expect(grid.getByRole('columnheader', { name: 'Клиент' })).toHaveCount(0)
  await expect(grid.getByRole('columnheader', { name: 'Теги' })).toBeVisible()
  await expectAccessible(desk, 'list with a filter and columns of its own')

  await desk.getByRole('button', { name: 'Убрать фильтр «Теги: срочно»' }).press('Enter')
  await expect(rows()).toHaveCount(3)
  await expect(desk.getByRole('button', { name: 'Фильтр' }), 'nothing is left that could have the focus').toBeFocused()
})

test('one client is found and taken in the filter by keyboard, is named in a chip, and the focus is never lost', async ({
  desk,
  product,
  admin,
}) => {
  const me = await hired(product.url, admin, unique('Лидия'))
  await enter(desk.context(), product.url, me)
  const serviceTypeId = await serviceType(me, 'Продажа товаров')
  const client = await aClient(me, { name: unique('Причал') })
  const other = await aClient(me, { name: unique('Волнорез') })
  await anInterest(me, { serviceTypeId, clientId: client.id, subject: 'Кнехт' })
  await anInterest(me, { serviceTypeId, clientId: other.id, subject: 'Плита' })
  await desk.goto(`/sales?responsibleId=${me.id}&revenueFrom=0`)
  const cards = desk.getByRole('listitem').filter({ hasText: /Кнехт|Плита/ })
  await desk.getByRole('button', { name: 'Убрать фильтр «Ожидаемая выручка: от 0»' }).press('Enter')
  await expect(cards).toHaveCount(2)

  await desk.keyboard.press('Shift+F')
  const sheet = desk.getByRole('dialog', { name: 'Фильтр' })
  await expect(sheet.getByRole('combobox', { name: 'Что запланировано' })).toBeFocused()
  const find = sheet.getByRole('textbox', { name: 'Один клиент' })
  await find.focus()
  await desk.keyboard.type(client.name)
  await expect(sheet.getByRole('button', { name: `Выбрать: ${client.name}` })).toBeVisible()
  await desk.keyboard.press('Tab')
  await desk.keyboard.press('Enter')
  await expect(sheet.getByRole('button', { name: `Убрать клиента: ${client.name}` })).toBeFocused()
  await expectAccessible(desk, 'filter with one client')
  await desk.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await expect(desk.getByRole('button', { name: 'Фильтр' }).first()).toBeFocused()
  await expect(cards).toHaveText([/Кнехт/])
  expect(new URL(desk.url()).searchParams.get('clientId')).toBe(client.id)
  await desk.getByRole('button', { name: `Убрать фильтр «Клиент: ${client.name}»` }).press('Enter')
  await expect(cards).toHaveCount(2)
})
