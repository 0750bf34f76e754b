import { changeSingleSignOn } from '../server/rooms/access/single-sign-on/contract.ts'
import { changeLdap } from '../server/rooms/access/ldap/contract.ts'
import { UNSET } from '../server/rooms/access/single-sign-on/rules.ts'
import { UNSET as NO_LDAP } from '../server/rooms/access/ldap/rules.ts'
import { test } from './harness/journey.ts'
import { enter } from './harness/people.ts'
import { changeMe } from '../server/rooms/access/contract.ts'

test.use({ beginning: 'demo' })
const shots = '/tmp/sso-shots'
const sizes = [
  [1440, 900],
  [1920, 1080],
  [390, 844],
] as const
test('pictures', async ({ page, context, product, admin }) => {
  test.setTimeout(400_000)
  await admin.call(changeSingleSignOn, {
    body: {
      version: 0,
      settings: {
        ...UNSET,
        enabled: true,
        issuer: 'https://id.firma.example/realms/firma',
        clientId: 'interes',
        createUsers: true,
        mailDomains: ['firma.ru', 'firma.example'],
        button: 'Войти через Keycloak',
      },
      clientSecret: 'секрет',
    },
  })
  await admin.call(changeLdap, {
    body: {
      version: 0,
      bindPassword: 'пароль',
      settings: {
        ...NO_LDAP,
        enabled: true,
        kind: 'active_directory',
        url: 'ldaps://localhost:1',
        privateHosts: ['localhost', 'dc1.firma.local'],
        baseDn: 'ou=people,dc=firma,dc=local',
        bindDn: 'interes@firma.local',
        createUsers: true,
        groupRoles: [
          { group: 'cn=sales heads,ou=groups,dc=firma,dc=local', role: 'head' },
          { group: 'cn=sales,ou=groups,dc=firma,dc=local', role: 'salesperson' },
        ],
      },
    },
  })
  for (const [w, h] of sizes) {
    await page.setViewportSize({ width: w, height: h })
    await context.clearCookies()
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'Войти через Keycloak' }).waitFor()
    await page.screenshot({ path: `${shots}/signin-${w}.png` })
    await page.goto('/sign-in/return?error=access_denied&state=x')
    await page.getByRole('alert').waitFor()
    await page.screenshot({ path: `${shots}/return-${w}.png` })
  }
  await enter(context, product.url, admin)
  for (const language of ['en'] as const) {
    await admin.call(changeMe, { body: { language } })
    for (const theme of ['light'] as const) {
      await page.emulateMedia({ colorScheme: theme })
      for (const [w, h] of sizes) {
        await page.setViewportSize({ width: w, height: h })
        for (const [name, path] of [
          ['sso', '/settings/sign-in'],
          ['ldap', '/settings/sign-in?by=ldap'],
          ['me', '/settings/me'],
        ] as const) {
          await page.goto(path)
          await page.getByRole('heading', { level: 2 }).first().waitFor()
          await page.waitForTimeout(700)
          const full = w !== 1920
          if (full) await page.setViewportSize({ width: w, height: name === 'me' ? 1300 : w === 390 ? 2400 : 1750 })
          await page.waitForTimeout(200)
          await page.screenshot({ path: `${shots}/${name}-${language}-${theme}-${w}.png` })
          await page.setViewportSize({ width: w, height: h })
        }
      }
    }
  }
  await page.goto('/settings/sign-in?by=ldap')
  await page.getByRole('button', { name: 'Compare now' }).click()
  await page.waitForTimeout(1500)
  await page.screenshot({ path: `${shots}/compare.png` })
})
