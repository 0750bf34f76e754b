import { newId } from '../server/platform/pure/ids.ts'
import { changeScenario, createScenario, getScenario } from '../server/rooms/scenarios/contract.ts'
import { getScenarioDraft as getDraft, saveScenarioDraft } from '../server/rooms/scenarios/drafts/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible, expectNoSidewaysScroll, picture } from './harness/looks.ts'
import { enter, hired, type Person } from './harness/people.ts'
import { unique } from './harness/work.ts'

const aState = (name: string, kind: 'ordinary' | 'won' | 'lost' = 'ordinary', more: object = {}) => ({
  id: newId(),
  name,
  kind,
  probability: 50,
  ...more,
})

async function aScenario(admin: Person) {
  const id = newId()
  const [first, second] = [aState('Заявка'), aState('Замер')]
  const third = aState('Договор', 'ordinary', { fromStates: [second.id], enterRoles: ['head'] })
  const states = [first, second, third, aState('Успех', 'won'), aState('Отказ', 'lost')]
  const checklist = [{ id: newId(), text: 'Снять размеры', stateIds: [second.id] }]
  await admin.call(createScenario, { body: { id, name: unique('Окна'), states, checklist } })
  return { id, states, checklist }
}

test('a scenario is edited, looked at and published by keyboard alone', async ({ page, context, product, admin }) => {
  const { id, states } = await aScenario(admin)
  await enter(context, product.url, admin)
  await page.goto(`/settings/scenarios/${id}`)
  const { keyboard } = page
  const cell = (name: string | RegExp) => page.getByRole('rowheader').getByRole('button', { name, exact: true })
  // one stop of Tab leads into the picture, the next one into the table
  const node = (name: string) => page.getByRole('list', { name: 'Состояния' }).getByRole('button', { name })
  await page.getByRole('button', { name: 'Состояния и переходы' }).focus()
  await keyboard.press('Tab')
  await expect(node('Заявка')).toBeFocused()
  await keyboard.press('ArrowRight')
  await keyboard.press('Space')
  await expect(node('Замер')).toHaveAttribute('aria-pressed', 'true')
  await keyboard.press('Tab')
  await expect(cell('Заявка')).toBeFocused()

  // arrows walk, Space ticks, digits replace
  await keyboard.press('ArrowDown')
  await expect(node('Замер')).toHaveAttribute('aria-pressed', 'true')
  await keyboard.press('ArrowRight')
  await keyboard.type('70')
  await keyboard.press('ArrowRight')
  await keyboard.type('4')
  await keyboard.press('ArrowRight')
  await keyboard.press('Space')
  await expect(page.getByRole('checkbox', { name: 'Замер: обязательно «Клиент»' })).toBeChecked()
  await keyboard.press('ArrowRight')
  await keyboard.press('l')
  await expect(page.getByRole('button', { name: 'Замер: «Контакт» только для просмотра' })).toHaveAttribute(
    'aria-pressed',
    'true',
  )

  // F2 renames wherever the row is, Enter keeps it
  await keyboard.press('F2')
  await expect(page.getByRole('textbox', { name: 'Название состояния' })).toBeFocused()
  await keyboard.type('Замер окон')
  await keyboard.press('Enter')
  await expect(cell('Замер окон')).toBeFocused()
  // Alt moves the row, and the focus with it
  await keyboard.press('Alt+ArrowUp')
  await expect(cell('Замер окон')).toBeFocused()
  await expect(page.getByRole('rowheader').first()).toContainText('Замер окон')
  await keyboard.press('z')
  await expect(page.getByRole('rowheader').first()).toContainText('Заявка')

  // what must be planned: Space opens the list, arrows choose in it
  for (let step = 0; step < 12 && !(await planning().evaluate(of => of === document.activeElement)); step += 1) {
    await keyboard.press('ArrowRight')
  }
  function planning() {
    return page.getByRole('combobox', { name: 'Обязательно планировать в «Замер окон»' })
  }
  await keyboard.press('Space')
  // The list begins at what is chosen, a moment after it has opened.
  const wanted = page.getByRole('option', { name: 'взаимодействие', exact: true })
  await expect(wanted).toBeVisible()
  for (let step = 0; step < 8 && (await wanted.getAttribute('data-combobox-selected')) === null; step += 1) {
    await keyboard.press('ArrowDown')
  }
  await keyboard.press('Enter')
  await expect(planning()).toHaveValue('взаимодействие')
  await expectAccessible(page, 'the editor of a scenario')
  await picture(page, 'scenario-editor')

  // Enter opens the row; Escape brings back to it
  await keyboard.press('Enter')
  const details = page.getByRole('dialog', { name: 'Правила состояния «Замер окон»' })
  await expect(details).toBeVisible()
  const choose = async (label: string, name: string) => {
    await details.getByRole('combobox', { name: label }).focus()
    await keyboard.press('Space')
    const option = page.getByRole('option', { name, exact: true })
    await expect(option).toBeVisible()
    for (let step = 0; step < 8 && (await option.getAttribute('data-combobox-selected')) === null; step += 1) {
      await keyboard.press('ArrowDown')
    }
    await keyboard.press('Enter')
  }
  await choose('Завершать автоматически', 'личные задачи')
  await choose('Кто переводит отсюда', 'только администратор')
  for (const name of ['Планировать дела при изменении состояния', 'Запрашивать результат завершения']) {
    await details.getByRole('checkbox', { name }).focus()
    await keyboard.press('Space')
  }
  // of registration only the first state has a say
  await expect(details.getByRole('checkbox', { name: /личную задачу/ })).toHaveCount(0)
  await details.getByRole('textbox', { name: 'Новый пункт чек-листа' }).focus()
  await keyboard.type('Согласовать время')
  await keyboard.press('Enter')
  await expect(details.getByRole('checkbox', { name: 'Согласовать время' })).toBeChecked()
  await expectAccessible(page, 'the rules of a state')
  await picture(page, 'scenario-state')
  await keyboard.press('Escape')
  await expect(details).toHaveCount(0)
  await expect(planning()).toBeFocused()

  // the list of things to do is a sheet of the same kind
  await page.getByRole('textbox', { name: 'Пункт чек-листа' }).first().focus()
  await keyboard.press('ArrowRight')
  await keyboard.press('Space')
  await expect(page.getByRole('checkbox', { name: 'Снять размеры: в состоянии «Заявка»' })).toBeChecked()
  await keyboard.press('Control+Enter')
  await expect(page.getByText('Сценарий опубликован')).toBeVisible()
  const published = await admin.call(getScenario, { params: { id } })
  expect(published.states[1]).toMatchObject({
    id: states[1]?.id,
    name: 'Замер окон',
    probability: 70,
    expectedDays: 4,
    planningRule: 'interaction',
    autoCompleteRule: 'tasks',
    leaveRoles: [],
    asksPlan: true,
    asksResult: true,
    fields: [
      { field: 'client', required: true, readOnly: false },
      { field: 'contact', required: false, readOnly: true },
    ],
  })

  // versions tell it in words
  await page.getByRole('button', { name: 'Версии' }).press('Enter')
  const versions = page.getByRole('region', { name: /^Версии/ })
  await expect(versions).toContainText('Замер окон: обязательно планировать: ничего → взаимодействие')
  await expect(versions).toContainText('Замер окон: завершать автоматически: ничего → личные задачи')
  await expect(versions).toContainText('кто переводит отсюда: все, кто ведет Интерес → только администратор')
  await keyboard.press('Tab')
  await expect(versions.getByRole('button', { name: 'Взять в черновик' })).toBeFocused()
  await keyboard.press('Enter')
  await expect(cell('Замер')).toBeVisible()
})

test('a name that is missing is told at its field; a draft of somebody else is looked at or published over', async ({
  page,
  context,
  product,
  admin,
  otherBrowser,
}) => {
  const { id, states, checklist } = await aScenario(admin)
  await enter(context, product.url, admin)
  await page.goto(`/settings/scenarios/${id}`)
  const first = page.getByRole('rowheader').first()
  await first.getByRole('button', { name: 'Заявка' }).press('F2')
  await page.keyboard.press('Delete')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Пункт чек-листа' }).fill('')
  await page.keyboard.press('Control+Enter')
  const name = first.getByRole('textbox', { name: 'Название состояния' })
  await expect(name).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByRole('textbox', { name: 'Пункт чек-листа' })).toHaveAttribute('aria-invalid', 'true')
  await expectAccessible(page, 'an editor with faults')
  await page.getByRole('alert').getByRole('link').first().press('Enter')
  await expect(name).toBeFocused()
  await page.keyboard.type('Запрос')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Пункт чек-листа' }).fill('Снять мерки')
  await expect(page.getByRole('status').filter({ hasText: 'черновик, изменений: 2' })).toBeVisible()

  const colleague = await hired(product.url, admin, 'Ольга Чуева', 'administrator')
  const body = { baseVersion: 1, name: unique('Чужие окна'), departmentIds: [], serviceTypeIds: [], states, checklist }
  const theirs = async (version: number) =>
    (await colleague.call(saveScenarioDraft, { params: { id }, body: { version, ...body } })).draft?.version ?? 0
  const known = async () => (await admin.call(getDraft, { params: { id } })).draft?.version ?? 0
  await theirs(await known())
  await page.keyboard.press('Control+Enter')
  const note = page.getByRole('alert').filter({ hasText: 'Ольга Чуева' })
  await expect(note).toBeVisible()
  await expectAccessible(page, 'a draft of somebody else')
  await note.getByRole('button', { name: 'Показать чужой черновик' }).press('Enter')
  await expect(page.getByRole('textbox', { name: 'Название сценария' })).toHaveValue(body.name)
  await expect(note).toHaveCount(0)
  // mine is one step back
  await first.getByRole('button').first().focus()
  await page.keyboard.press('z')
  await expect(first).toContainText('Запрос')
  await expect(page.getByRole('status').filter({ hasText: 'черновик, изменений: 2' })).toBeVisible()
  await theirs(await known())
  await page.keyboard.press('Control+Enter')
  await note.getByRole('button', { name: 'Все равно опубликовать мой' }).press('Enter')
  await expect(page.getByText('Сценарий опубликован')).toBeVisible()
  expect((await admin.call(getScenario, { params: { id } })).states[0]?.name).toBe('Запрос')
  expect(await known()).toBe(0)
  // nothing was lost on the way for who only watches
  const other = await (await otherBrowser(colleague)).newPage()
  await other.goto(`/settings/scenarios/${id}`)
  await expect(other.getByRole('rowheader').first()).toContainText('Запрос')
})

test('on a phone a scenario is read, one card per state, and nothing scrolls sideways', async ({
  page,
  context,
  product,
  admin,
}) => {
  const { id, states } = await aScenario(admin)
  const version = 1
  const long = [{ ...states[0], name: 'Первичнаязаявкаотзаказчика'.repeat(3) }, ...states.slice(1)]
  await admin.call(changeScenario, { params: { id }, body: { version, states: long } })
  await enter(context, product.url, admin)
  for (const width of [390, 360]) {
    await page.setViewportSize({ width, height: 844 })
    await page.goto(`/settings/scenarios/${id}`)
    const card = page.getByRole('listitem').filter({ hasText: 'Договор' }).first()
    await expect(card).toContainText('руководитель отдела и администратор')
    await expect(page.getByRole('table')).toHaveCount(0)
    await expect(page.getByRole('textbox', { name: 'Название сценария' })).toHaveCount(0)
    await expectNoSidewaysScroll(page, `a scenario on a phone of ${width}`)
  }
  await expectAccessible(page, 'a scenario on a phone')
  await picture(page, 'phone-scenario')
})
