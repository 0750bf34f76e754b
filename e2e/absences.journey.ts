import { newId } from '../server/platform/pure/ids.ts'
import { enterAbsence, getAbsence } from '../server/rooms/access/absences/contract.ts'
import { deactivateUser, reactivateUser } from '../server/rooms/access/contract.ts'
import { getActivity, planActivity } from '../server/rooms/activities/contract.ts'
import { readInterestTimeline } from '../server/rooms/interests/contract.ts'
import { listDrafts } from '../server/rooms/registration/drafts/contract.ts'
import { formOf } from './harness/form.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible, expectNoSidewaysScroll } from './harness/looks.ts'
import { enter, hired, type Person, signedIn } from './harness/people.ts'
import { aClient, anInterest, serviceType, unique } from './harness/work.ts'

test('an absence is entered by keyboard; whoever stands in works for the person, until it is over', async ({
  desk,
  admin,
  product,
  otherBrowser,
}) => {
  const away = await hired(product.url, admin, unique('Павла Отпускная'))
  const stand = await hired(product.url, admin, unique('Семен Замещающий'))
  const serviceTypeId = await serviceType(away, 'Продажа товаров')
  const client = await aClient(away, { name: unique('Зенит') })
  const interest = await anInterest(away, { serviceTypeId, subject: unique('Котел'), clientId: client.id })
  const task = { id: newId(), kind: 'task', subject: unique('Отправить счет'), interestId: interest.id } as const
  await away.call(planActivity, { body: { ...task, dueDay: new Date().toISOString().slice(0, 10) } })

  await enter(desk.context(), product.url, away)
  await desk.goto('/settings/absences')
  await expect(desk.getByRole('button', { name: 'Отсутствие', exact: true })).toBeVisible()
  await desk.keyboard.press('Shift+N')
  const sheet = desk.getByRole('dialog', { name: 'Новое отсутствие' })
  await expect(sheet.getByRole('combobox', { name: 'Сотрудник' })).toBeFocused()
  await sheet.getByRole('combobox', { name: 'Замещающий 1' }).focus()
  await desk.keyboard.type(stand.name)
  await desk.getByRole('option', { name: stand.name }).waitFor()
  await desk.keyboard.press('ArrowDown')
  await desk.keyboard.press('Enter')
  await expect(sheet.getByText('1 клиент, 1 открытый Интерес, 1 дело')).toBeVisible()
  await expectAccessible(desk, 'sheet of an absence')
  await desk.keyboard.press('Control+Enter')
  await expect(desk.getByText('Отсутствие внесено')).toBeVisible()
  const bar = desk.getByRole('button', { name: new RegExp(`^${away.name}, Отпуск`) })
  await expect(bar).toBeVisible()
  await expectAccessible(desk, 'absences')
  await expectNoSidewaysScroll(desk)
  await desk.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(desk, 'absences on a phone')
  await desk.setViewportSize({ width: 1440, height: 900 })

  const page = await (await otherBrowser(stand)).newPage()
  await page.goto('/my-day')
  const group = page.getByRole('region', { name: `За: ${away.name}` })
  const row = group.getByRole('listitem').filter({ hasText: task.subject })
  await row.getByRole('button', { name: /^Завершить/ }).click()
  await page.keyboard.press('Control+Enter')
  await expect(row).toHaveCount(0)
  expect((await away.call(getActivity, { params: { id: task.id } })).closedBy?.id).toBe(stand.id)
  const { items } = await away.call(readInterestTimeline, { params: { id: interest.id } })
  expect(items.find(each => each.kind === 'interest.step_done')?.onBehalfOf?.name).toBe(away.name)
  await page.goto(`/interests/${interest.id}`)
  await expect(page.getByText(`${stand.name} за: ${away.name}`)).toBeVisible()

  await bar.click()
  await desk.getByRole('button', { name: 'Завершить сейчас' }).click()
  await desk.getByRole('button', { name: 'Завершить', exact: true }).click()
  await expect(desk.getByText('Отсутствие завершено')).toBeVisible()
  // Open screens learn of it by themselves.
  await page.goto('/my-day')
  await expect(page.getByRole('heading', { name: 'Мои дела' })).toBeVisible()
  await expect(group).toHaveCount(0)
})

test('whoever is dismissed while typing is out at once, stands in for nobody, and what was typed is kept', async ({
  desk,
  admin,
  product,
}) => {
  const typist = await hired(product.url, admin, unique('Тимур Уволенный'))
  const away = await hired(product.url, admin, unique('Алла Занятая'))
  const absence = {
    id: newId(),
    userId: away.id,
    kind: 'trip',
    fromDay: '2035-01-10',
    toDay: '2035-01-12',
    work: true,
    rights: true,
    substitutes: [{ userId: typist.id }],
  }
  await away.call(enterAbsence, { body: absence })
  await enter(desk.context(), product.url, typist)
  await desk.goto('/sales')
  await expect(desk.getByRole('button', { name: /^Создать/ }).first()).toBeVisible()
  const client = await aClient(typist, { name: unique('Вега') })
  const words = unique('Нужен насос')
  const form = formOf(desk)
  await form.open()
  await form.take(client.name)
  await desk.keyboard.type(words)
  const kept = async (who: Person) => JSON.stringify(await who.call(listDrafts, {}))
  await expect.poll(() => kept(typist)).toContain(words)
  await admin.call(deactivateUser, { params: { id: typist.id } })
  await desk.keyboard.type(' и еще один')
  await expect(desk.getByRole('dialog', { name: 'Сеанс закончился' })).toBeVisible()
  expect((await away.call(getAbsence, { params: { id: absence.id } })).substitutes).toEqual([])
  await admin.call(reactivateUser, { params: { id: typist.id } })
  const back = await signedIn(product.url, typist.email, typist.password)
  expect(await kept(back)).toContain(words)
})
