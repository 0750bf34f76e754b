import { changeSingleSignOn, readSingleSignOn } from '../server/rooms/access/single-sign-on/contract.ts'
import { type FakeProvider, startProvider } from '../server/rooms/access/single-sign-on/provider.fake.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible, expectNoSidewaysScroll, picture } from './harness/looks.ts'
import { enter, hired, type Person } from './harness/people.ts'

test.describe.configure({ mode: 'serial' })

let provider: FakeProvider
test.beforeAll(async () => {
  provider = await startProvider()
})
test.afterAll(async ({ admin }) => {
  await provider.stop()
  // Other journeys begin at a sign-in page without the button.
  const { version, hasSecret: _, redirectUri: __, ...settings } = await admin.call(readSingleSignOn)
  await admin.call(changeSingleSignOn, { body: { version, settings: { ...settings, enabled: false } } })
})

const toldOf = (person: Person, sub: string) => ({ sub, email: person.email, email_verified: true, name: person.name })

test('an administrator sets the single sign-on up by keyboard alone, checks it and is told what is missing', async ({
  page,
  context,
  product,
  admin,
}) => {
  await enter(context, product.url, admin)
  await page.goto('/settings/sign-in')
  await page.getByLabel('Показывать кнопку на странице входа').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Tab')
  await page.keyboard.type(provider.issuer)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Нужен адрес https.')).toBeVisible()
  await expect(page.getByText('Без этого вход не включить')).toBeVisible()
  await expectAccessible(page, 'settings of the single sign-on')
  await expectNoSidewaysScroll(page)

  await page.getByRole('button', { name: 'Проверить службу' }).press('Enter')
  await expect(page.getByText('По этому адресу продукту обращаться не разрешено')).toBeVisible()
  await page.getByLabel('Свои внутренние узлы').focus()
  await page.keyboard.type('127.0.0.1')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Проверить службу' }).press('Enter')
  await expect(page.getByText(`Служба ответила: ${provider.issuer}`)).toBeVisible()

  await page.getByLabel('Код приложения').focus()
  await page.keyboard.type(provider.client.id)
  await page.keyboard.press('Tab')
  await page.keyboard.type(provider.client.secret)
  await expect(page.getByLabel('Адрес возврата')).toHaveValue(`${product.url}/sign-in/return`)
  await page.getByLabel('Надпись на кнопке').fill('Войти через Службу входа')
  await page.getByLabel('Связывать при первом входе по подтвержденной почте').press('Space')
  await page.getByLabel('После службы спрашивать и код Interes').press('Space')
  await page.getByLabel('Где служба передает группы').fill('groups')
  await page.getByRole('button', { name: 'Группа', exact: true }).press('Enter')
  await page.getByLabel('Группа 1', { exact: true }).fill('crm-watch')
  await page.getByRole('combobox', { name: 'Профиль группы 1' }).click()
  await expect(page.getByRole('option', { name: 'Администратор' })).toHaveCount(0)
  await page.getByRole('option', { name: 'Наблюдатель' }).click()
  await picture(page, 'single-sign-on')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Настройки входа сохранены')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Адрес службы')).toHaveValue(provider.issuer)
  await expect(page.getByLabel('Секрет приложения')).toHaveValue('')
  await expect(page.getByLabel('После службы спрашивать и код Interes')).toBeChecked()
  await expect(page.getByRole('combobox', { name: 'Профиль группы 1' })).toHaveValue('Наблюдатель')
})

test('a person comes in with the company account to the page that was asked for, and signs out like everybody', async ({
  page,
  product,
  admin,
}) => {
  const maria = await hired(product.url, admin, 'Мария Внешняя')
  provider.state.person = toldOf(maria, 'maria')
  await page.goto('/clients')
  await expect(page.getByRole('button', { name: 'Войти через Службу входа' })).toBeVisible()
  await expectAccessible(page, 'the sign-in page with another way in')
  await page.getByRole('button', { name: 'Войти через Службу входа' }).press('Enter')
  await page.getByRole('link', { name: 'Войти как Мария Внешняя' }).click()
  await expect(page).toHaveURL(/\/clients\?/)
  await expect(page.getByRole('button', { name: 'Мария Внешняя: меню' })).toBeVisible()
  await page.getByRole('button', { name: 'Мария Внешняя: меню' }).click()
  await page.getByRole('menuitem', { name: 'Выйти' }).click()
  await expect(page.getByRole('heading', { name: 'Вход' })).toBeVisible()
  await page.goto('/clients')
  await expect(page.getByRole('heading', { name: 'Вход' })).toBeVisible()
})

test('who is not let in is told why, with every way in at hand', async ({ page, product, admin }) => {
  const cancel = async () => {
    await page.getByRole('button', { name: 'Войти через Службу входа' }).click()
    await page.getByRole('link', { name: 'Отказаться' }).click()
  }
  await page.goto('/sign-in')
  await cancel()
  await expect(page.getByRole('alert')).toContainText('Вход отменен на стороне службы входа')
  // What the service sent along leaves the address, so that a reload does not send it again.
  await expect(page).toHaveURL(`${product.url}/sign-in/return`)
  await expectAccessible(page, 'the way back with a refusal')

  provider.state.person = { sub: 'stranger', email: 'stranger@example.net', email_verified: true }
  await page.getByRole('button', { name: 'Войти через Службу входа' }).click()
  await page.getByRole('link', { name: 'Войти как stranger' }).click()
  await expect(page.getByRole('alert')).toContainText('в Interes для вас нет пользователя')

  const olga = await hired(product.url, admin, 'Ольга Неподтвержденная')
  provider.state.person = { ...toldOf(olga, 'olga'), email_verified: false }
  await page.getByRole('button', { name: 'Войти через Службу входа' }).click()
  await page.getByRole('link', { name: 'Войти как Ольга Неподтвержденная' }).click()
  await expect(page.getByRole('alert')).toContainText('не подтвердила, что эта почта ваша')
  await page.getByLabel('Email').fill(olga.email)
  await page.getByLabel('Пароль', { exact: true }).fill(olga.password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Ольга Неподтвержденная: меню' })).toBeVisible()
})

test('a person links the own account, comes in with it, and takes it away again', async ({
  page,
  context,
  product,
  admin,
}) => {
  const pavel = await hired(product.url, admin, 'Павел Связанный')
  await enter(context, product.url, pavel)
  provider.state.person = { sub: 'pavel-elsewhere', name: 'Павел там' }
  await page.goto('/settings/me')
  await page.getByRole('button', { name: 'Связать учетную запись компании' }).click()
  await page.getByRole('link', { name: 'Войти как Павел там' }).click()
  await expect(page).toHaveURL(`${product.url}/settings/me`)
  await expect(page.getByText(/^Связана с/)).toBeVisible()

  await context.clearCookies()
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Войти через Службу входа' }).click()
  await page.getByRole('link', { name: 'Войти как Павел там' }).click()
  await expect(page.getByRole('button', { name: 'Павел Связанный: меню' })).toBeVisible()

  await page.goto('/settings/me')
  await page.getByRole('button', { name: 'Отвязать' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Отвязать' }).click()
  await expect(page.getByRole('button', { name: 'Связать учетную запись компании' })).toBeVisible()
})

test('the settings of the directory name everything that is wrong, and tell in words why it cannot be asked', async ({
  page,
  context,
  product,
  admin,
}) => {
  await enter(context, product.url, admin)
  await page.goto('/settings/sign-in?by=ldap')
  await page.getByRole('combobox', { name: 'Служба' }).click()
  await page.getByRole('option', { name: 'Active Directory' }).click()
  await expect(page.getByLabel('Как искать')).toHaveValue(/sAMAccountName=\{login\}/)
  await page.getByLabel('Проверять пароли в службе каталогов').check()
  await page.getByLabel('Адрес', { exact: true }).fill('ldap://127.0.0.1:1')
  await page.getByRole('button', { name: 'Сохранить настройки' }).click()
  await expect(page.getByText('Без шифрования пароли видны всей сети')).toBeVisible()
  await expect(page.getByText('Без этого вход не включить')).toHaveCount(3)
  await expectAccessible(page, 'settings of the directory')
  await expectNoSidewaysScroll(page)
  await page.getByLabel('Ее пароль').fill('пароль')
  await page.getByRole('button', { name: 'Проверить', exact: true }).click()
  await expect(page.getByText('назовите его в списке своих узлов')).toBeVisible()
  await page.getByRole('button', { name: 'Отменить изменения' }).click()
  await expect(page.getByLabel('Адрес', { exact: true })).toHaveValue('')
})
