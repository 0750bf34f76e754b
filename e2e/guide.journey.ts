import type { Page } from '@playwright/test'
import { createSignInLink, listUsers } from '../server/rooms/access/contract.ts'
import { getClient } from '../server/rooms/clients/contract.ts'
import { directories } from '../server/rooms/company/contract.ts'
import { listScenarios } from '../server/rooms/scenarios/contract.ts'
import { formOf } from './harness/form.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible, picture } from './harness/looks.ts'
import type { Person } from './harness/people.ts'
import { interestsOf, prefers } from './harness/work.ts'

// The pictures of the user guide, on the demo base; INTERES_SCREENSHOTS=1 writes them into docs/images/.
test.use({ beginning: 'demo' })

/** Opens the work of a salesperson of the demo company, by a link that the administrator made. */
async function sitDown(page: Page, admin: Person, name: string): Promise<void> {
  const person = (await admin.call(listUsers, { query: { q: name } })).items[0]
  const { url } = await admin.call(createSignInLink, { params: { id: person?.id } })
  const { pathname, search, hash } = new URL(url, 'http://127.0.0.1')
  await page.goto(`${pathname}${search}${hash}`)
  await page.getByRole('button', { name: 'Войти без пароля' }).click()
  await expect(page.getByRole('heading', { name: 'Мои продажи' })).toBeVisible()
}

/** The INN of a client of this salesperson who waits for an answer in more than one Interest. */
async function busyClient(admin: Person, name: string): Promise<string> {
  const open = await interestsOf(admin, { open: true, limit: 200 })
  const theirs = open.filter(each => each.clientId && each.responsible?.name.includes(name))
  const ids = theirs.map(each => each.clientId)
  for (const id of new Set(ids.filter((each, at) => ids.indexOf(each) !== at))) {
    const client = await admin.call(getClient, { params: { id } })
    if (client.inn) return client.inn
  }
  throw new Error(`no client of ${name} has two open Interests`)
}

test('the board of the demo company, light and dark, and its list', async ({ page, admin }) => {
  await sitDown(page, admin, 'Ким')
  await expect(page.getByRole('listitem').first()).toBeVisible()
  await expectAccessible(page, 'board of the demo company')
  await picture(page, 'board')
  await picture(page, 'board-dark', 'dark')
  await page.keyboard.press('v')
  await expect(page).toHaveURL(/view=list/)
  await expect(page.getByRole('row').nth(5)).toBeVisible()
  await picture(page, 'list')
})

test('the form on the demo base, and how soon it opens', async ({ page, admin }, info) => {
  await sitDown(page, admin, 'Ким')
  await expect(page.getByRole('listitem').first()).toBeVisible()
  const form = formOf(page)
  const times: number[] = []
  for (let round = 0; round < 10; round += 1) {
    times.push(await timeToForm(page))
    await page.keyboard.press('Escape')
    await expect(form.dialog).toHaveCount(0)
  }
  const [median] = times.toSorted((a, b) => a - b).slice(times.length / 2)
  const report = `${Math.round(median ?? 0)} ms in the middle of ${times.map(each => Math.round(each)).join(', ')}`
  info.annotations.push({ type: 'form opened in', description: report })
  console.log(`the form opened in ${report}`)

  await form.open()
  await page.keyboard.type('клим')
  await expect(form.dialog.getByRole('option').first()).toBeVisible()
  await picture(page, 'form-matches')
  await form.search.fill(await busyClient(admin, 'Ким'))
  await expect(form.dialog.getByRole('option').first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(form.content).toBeFocused()
  await page.keyboard.type('Кондиционеры в переговорные, три помещения')
  await picture(page, 'form-found')
  await page.keyboard.press('Alt+s')
  await form.search.fill('8 912 404-17-55')
  await expect(form.dialog.getByText(/^Никого не нашли по/)).toBeVisible()
  await page.keyboard.press('Enter')
  await form.dialog.getByLabel('ФИО').fill('Семенова Лариса')
  await picture(page, 'form-prospect')
  await page.keyboard.press('Alt+k')
  await form.dialog.getByText('Юр. лицо').click()
  await expect(form.dialog.getByLabel('Наименование')).toBeVisible()
  await form.dialog.getByLabel('Наименование').fill('ООО «Альтаир»')
  await picture(page, 'form-client')
})

test('an Interest of the demo company, and a move that needs a client', async ({ page, admin }) => {
  const { items: types } = await admin.call(directories.service_type.list)
  await prefers(admin, { defaultServiceTypeId: types[0]?.id })
  const interest = (await interestsOf(admin, { open: true, limit: 200 })).find(
    each => each.prospectId && !each.clientId,
  )
  const scenario = (await admin.call(listScenarios)).items.find(each => each.id === interest?.scenarioId)
  const asking = scenario?.states.find(each => each.fields.some(rule => rule.field === 'client' && rule.required))
  await sitDown(page, admin, 'Мещерякова')
  await page.goto(`/interests/${interest?.id}`)
  await expect(page.getByRole('region', { name: 'Лента' })).toBeVisible()
  await picture(page, 'interest')
  await page.getByRole('button', { name: new RegExp(`^${asking?.name}`) }).click()
  await expect(page.getByRole('region', { name: `Чтобы перейти в «${asking?.name}»` })).toBeVisible()
  await picture(page, 'interest-blocked')
})

test('a profile of the demo company, and what a change of it would mean', async ({ page, admin }) => {
  await sitDown(page, admin, 'Мещерякова')
  await page.goto('/settings/profiles')
  await page.getByRole('row').filter({ hasText: 'Менеджер' }).first().click()
  await page.getByRole('combobox', { name: 'Клиенты: Видит' }).click()
  await page.getByRole('option', { name: 'все', exact: true }).click()
  const effects = page.getByRole('region', { name: 'Что изменится' })
  await expect(effects.getByRole('row').nth(1)).toContainText('больше')
  await effects.scrollIntoViewIfNeeded()
  await picture(page, 'profile')
})

/** From the key to the frame that shows the form with the cursor in its search, as the page itself measures it. */
function timeToForm(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>(resolve => {
        const start = performance.now()
        const look = () => {
          if (document.activeElement?.matches('[role="dialog"] [role="combobox"]') !== true) requestAnimationFrame(look)
          else requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)))
        }
        document.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyN', key: 'n', bubbles: true }))
        look()
      }),
  )
}
