import { createSignInLink } from '../server/rooms/access/contract.ts'
import { readSecondFactorOf } from '../server/rooms/access/second-factor/contract.ts'
import { changeSignInRules, readSignInRules } from '../server/rooms/access/sign-in-rules/contract.ts'
import { type Authenticator, authenticatorOf } from './harness/authenticator.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible, picture } from './harness/looks.ts'
import { enter, hired, type Person } from './harness/people.ts'
import { unique } from './harness/work.ts'
import type { Locator, Page } from '@playwright/test'

type SetUp = { app: Authenticator; codes: string[] }

/** Through the set-up that is open, on a page or in a dialog. */
async function setUp(page: Page, inside: Locator): Promise<SetUp> {
  await expect(inside.getByRole('img', { name: 'QR-код для приложения' })).toBeVisible()
  const app = authenticatorOf(await inside.getByLabel('Ключ', { exact: true }).inputValue())
  const field = inside.getByLabel('Код из приложения')
  await expect(field).toBeFocused()
  await field.fill('000000')
  await expect(inside.getByText('Проверьте, что часы телефона идут верно')).toBeVisible()
  // That of the half minute before, so that the present one is still good for the sign-in.
  const code = await app.code(-1)
  await field.fill(`${code.slice(0, 3)} ${code.slice(3)}`)
  const list = inside.getByRole('list', { name: 'Резервные коды' })
  await expect(list.getByRole('listitem')).toHaveCount(10)
  const codes = await list.getByRole('listitem').allTextContents()
  await expectAccessible(page, 'recovery codes')
  await inside.getByRole('button', { name: 'Коды сохранены у меня' }).click()
  return { app, codes }
}

async function password(page: Page, person: Person): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Пароль', { exact: true }).fill(person.password)
  await page.keyboard.press('Enter')
}

test('a person turns the second factor on, and comes in with a code or with a recovery code, each once', async ({
  page,
  context,
  product,
  admin,
  otherBrowser,
}) => {
  test.slow()
  const anna = await hired(product.url, admin, unique('Анна'))
  await enter(context, product.url, anna)
  await page.goto('/settings/me')
  await page.getByRole('button', { name: 'Включить…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Включить второй фактор' })
  await expect(dialog.getByRole('img', { name: 'QR-код для приложения' })).toBeVisible()
  await expectAccessible(page, 'the set-up of the second factor')
  await picture(page, 'second-factor')
  const { app, codes } = await setUp(page, dialog)
  await expect(dialog).toBeHidden()
  await expect(page.getByText('осталось 10 резервных кодов')).toBeVisible()

  const browser = await (await otherBrowser()).newPage()
  await password(browser, anna)
  const field = browser.getByLabel('Код из приложения')
  await expect(field).toBeFocused()
  await expectAccessible(browser, 'the code of a sign-in')
  const code = await app.code()
  await browser.keyboard.type('123 456')
  await expect(browser.getByText('Код не подходит')).toBeVisible()
  await expect(field).toHaveValue('')
  await browser.keyboard.type(code)
  await expect(browser.getByRole('button', { name: `${anna.name}: меню` })).toBeVisible()

  const second = await (await otherBrowser()).newPage()
  await password(second, anna)
  await second.getByLabel('Код из приложения').fill(code)
  await expect(second.getByText('Код не подходит')).toBeVisible()
  await second.getByRole('button', { name: 'Нет телефона: резервный код' }).click()
  await expect(second.getByLabel('Резервный код')).toBeFocused()
  await second.keyboard.type((codes[0] ?? '').toLowerCase())
  await second.keyboard.press('Enter')
  await expect(second.getByRole('button', { name: `${anna.name}: меню` })).toBeVisible()

  const third = await (await otherBrowser()).newPage()
  await password(third, anna)
  await third.getByRole('button', { name: 'Нет телефона: резервный код' }).click()
  await third.getByLabel('Резервный код').fill(codes[0] ?? '')
  await third.keyboard.press('Enter')
  await expect(third.getByText('Код не подходит')).toBeVisible()

  // Turned off by the password, not by the open session alone.
  await second.goto('/settings/me')
  await expect(second.getByText('осталось 9 резервных кодов')).toBeVisible()
  await second.getByRole('button', { name: 'Выключить…' }).click()
  await second.getByRole('dialog').getByLabel('Пароль', { exact: true }).fill('наугад')
  await second.keyboard.press('Enter')
  await expect(second.getByRole('dialog').getByRole('alert')).toContainText('пароль не подходит')
  await second.getByRole('dialog').getByLabel('Пароль', { exact: true }).fill(anna.password)
  await second.keyboard.press('Enter')
  await expect(second.getByText('Второй фактор выключен')).toBeVisible()
})

test('whoever must have a second factor sets it up before anything else, also in the middle of work', async ({
  page,
  context,
  product,
  admin,
  otherBrowser,
}) => {
  test.slow()
  const name = unique('Павел')
  const head = await hired(product.url, admin, name, 'head')
  const working = await (await otherBrowser(head)).newPage()
  await working.goto('/clients')
  await expect(working.getByRole('button', { name: `${name}: меню` })).toBeVisible()

  const boss = await hired(product.url, admin, unique('Ольга'), 'administrator')
  await enter(context, product.url, boss)
  await page.goto('/settings/sign-in-rules')
  const box = page.getByRole('checkbox', { name: 'Руководитель отдела' })
  try {
    await box.click()
    await expect(page.getByText('еще без второго фактора')).toBeVisible()
    await expect(box).toBeChecked()
    await expectAccessible(page, 'the rules of the sign-in')

    // The one who works is led there by the next thing that is asked for.
    await expect(working).toHaveURL(/\/second-factor/)
    await expect(working.getByText('ваш профиль требует второй фактор')).toBeVisible()
    await expectAccessible(working, 'the set-up that is demanded')
    await working.goto('/sales')
    await expect(working).toHaveURL(/\/second-factor/)

    const fresh = await (await otherBrowser()).newPage()
    await password(fresh, head)
    await expect(fresh).toHaveURL(/\/second-factor/)
    const { app } = await setUp(fresh, fresh.getByRole('main'))
    await expect(fresh.getByRole('button', { name: `${name}: меню` })).toBeVisible()
    await fresh.goto('/settings/me')
    await expect(fresh.getByText('Ваш профиль требует второй фактор.')).toBeVisible()
    await expect(fresh.getByRole('button', { name: 'Выключить…' })).toBeHidden()
    expect(await app.code()).toMatch(/^\d{6}$/)
  } finally {
    const { version, passwordLength } = await admin.call(readSignInRules)
    await admin.call(changeSignInRules, { body: { version, passwordLength, secondFactorProfiles: [] } })
  }
})

test('a session that an administrator ends throws its browser out at once, and a reset is told at the next sign-in', async ({
  page,
  context,
  product,
  admin,
  otherBrowser,
}) => {
  const name = unique('Борис')
  const boris = await hired(product.url, admin, name)
  const theirs = await (await otherBrowser(boris)).newPage()
  await theirs.goto('/settings/me')
  await theirs.getByRole('button', { name: 'Включить…' }).click()
  await setUp(theirs, theirs.getByRole('dialog'))

  await enter(context, product.url, admin)
  await page.goto(`/settings/users?open=${boris.id}`)
  const sheet = page.getByRole('dialog')
  const sessions = sheet.getByRole('region', { name: 'Открытые сеансы' })
  await expect(sessions.getByRole('listitem')).toHaveCount(1)
  await expectAccessible(page, 'a user with sessions')
  await sessions.getByRole('button', { name: /^Завершить сеанс/ }).click()
  await expect(theirs.getByRole('dialog', { name: 'Сеанс закончился' })).toBeVisible()

  await sheet.getByRole('button', { name: 'Сбросить…' }).click()
  await page.getByRole('button', { name: 'Сбросить второй фактор' }).click()
  await expect(sheet.getByText('Не включен.')).toBeVisible()
  expect(await admin.call(readSecondFactorOf, { params: { id: boris.id } })).toMatchObject({ on: false })

  await theirs.getByRole('dialog').getByLabel('Пароль', { exact: true }).fill(boris.password)
  await theirs.keyboard.press('Enter')
  await expect(theirs.getByRole('dialog', { name: 'Сеанс закончился' })).toBeHidden()
  await theirs.goto('/sales?notices=true')
  await expect(theirs.getByText(/Ваш второй фактор сброшен/)).toBeVisible()
})

test('a link says whose it is and what will happen, and does not pass by the second factor', async ({
  product,
  admin,
  otherBrowser,
}) => {
  const name = unique('Вера')
  const vera = await hired(product.url, admin, name)
  const mine = await (await otherBrowser(vera)).newPage()
  await mine.goto('/settings/me')
  await mine.getByRole('button', { name: 'Включить…' }).click()
  const { app } = await setUp(mine, mine.getByRole('dialog'))
  const { url } = await admin.call(createSignInLink, { params: { id: vera.id } })

  const page = await (await otherBrowser()).newPage()
  await page.goto(url)
  await expect(page.getByText(name, { exact: true })).toBeVisible()
  await expect(page.getByText(vera.email)).toBeVisible()
  await expect(page.getByText('По этой ссылке вы зададите новый пароль')).toBeVisible()
  await expect(page.getByText('второй фактор ссылка не заменяет')).toBeVisible()
  await expectAccessible(page, 'a link with a second factor')
  await page.getByLabel('Новый пароль').fill('облако-двадцать-два')
  await page.getByRole('button', { name: 'Сохранить пароль и войти' }).click()
  await expect(page.getByLabel('Код из приложения')).toBeFocused()
  await page.keyboard.type(await app.code())
  await expect(page.getByRole('button', { name: `${name}: меню` })).toBeVisible()

  const late = await (await otherBrowser()).newPage()
  await late.goto(url)
  await expect(late.getByText('Ссылка уже использована или устарела')).toBeVisible()
})

test('a key with scopes does what is ticked and is told what it lacks', async ({ page, context, product, admin }) => {
  const galina = await hired(product.url, admin, unique('Галина'))
  await enter(context, product.url, galina)
  await page.goto('/settings/api-keys?open=new')
  const sheet = page.getByRole('dialog')
  const name = unique('Выгрузка')
  await sheet.getByLabel('Для чего').fill(name)
  await sheet.getByRole('radio', { name: 'Только отмеченное' }).check()
  await page.keyboard.press('Control+Enter')
  await expect(sheet.getByText('Отметьте хотя бы одно право')).toBeVisible()
  await sheet.getByRole('checkbox', { name: 'Чтение' }).check()
  await expectAccessible(page, 'a key with scopes')
  await page.keyboard.press('Control+Enter')
  const secret = await sheet.getByLabel('Ключ', { exact: true }).inputValue()
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
  expect((await fetch(`${product.url}/api/v1/clients`, { headers })).status).toBe(200)
  const refused = await fetch(`${product.url}/api/v1/prospects`, { method: 'POST', headers, body: '{}' })
  expect([refused.status, await refused.json()]).toMatchObject([
    403,
    { code: 'api_key.scope_missing', data: { missing: 'clients:write' }, detail: 'Ключу нужно право «clients:write»' },
  ])
  await sheet.getByRole('button', { name: 'Ключ сохранен у меня' }).click()
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('Чтение')
})
