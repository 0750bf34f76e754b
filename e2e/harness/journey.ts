import { test as base, type BrowserContext, expect, type Page } from '@playwright/test'
import { enter, hired, type Person, signedIn } from './people.ts'
import { administrator, type Beginning, type Product, startProduct } from './product.ts'
import { type Watch, watch } from './watch.ts'
import { forgetDrafts, prefers, serviceType } from './work.ts'

type Own = {
  /** What the browser complained about so far; a journey fails when anything is left at its end. */
  watched: Watch
  /** One more browser with its own cookies, watched like the first. */
  otherBrowser: (person?: Person) => Promise<BrowserContext>
  /** The page of the salesperson `anna`, at her sales. */
  desk: Page
}

type Shared = {
  /** How the product of this file begins; `test.use({ beginning: 'nobody' })` changes it. */
  beginning: Beginning
  product: Product
  /** The administrator of the unattended start. */
  admin: Person
  /** Two salespeople without a department: neither sees the clients of the other. Anna has chosen a service type. */
  anna: Person
  igor: Person
}

export const test = base.extend<Own, Shared>({
  beginning: ['administrator', { option: true, scope: 'worker' }],

  product: [
    async ({ beginning }, use) => {
      const product = await startProduct(beginning)
      await use(product)
      await product.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  admin: [
    async ({ product }, use) => use(await signedIn(product.url, administrator.email, administrator.password)),
    { scope: 'worker' },
  ],

  anna: [
    async ({ product, admin }, use) => {
      const anna = await hired(product.url, admin, 'Анна Ким')
      await prefers(anna, { defaultServiceTypeId: await serviceType(anna, 'Продажа товаров') })
      await use(anna)
    },
    { scope: 'worker' },
  ],

  igor: [async ({ product, admin }, use) => use(await hired(product.url, admin, 'Игорь Титов')), { scope: 'worker' }],

  baseURL: async ({ product }, use) => use(product.url),

  watched: [
    async ({ context, product }, use) => {
      const before = product.said().length
      const watched = await watch(context)
      await use(watched)
      const said = product.said().slice(before)
      expect(watched.complaints, `complaints of the browser; the product said:\n${said}`).toEqual([])
    },
    { auto: true },
  ],

  desk: async ({ page, context, product, anna }, use) => {
    await forgetDrafts(anna)
    await enter(context, product.url, anna)
    await page.goto('/sales')
    await expect(page.getByRole('button', { name: /^Создать/ }).first()).toBeVisible()
    await use(page)
  },

  otherBrowser: async ({ browser, product }, use) => {
    const opened: { context: BrowserContext; watched: Watch }[] = []
    await use(async person => {
      const context = await browser.newContext({ baseURL: product.url, locale: 'ru-RU', timezoneId: 'Europe/Moscow' })
      if (person !== undefined) await enter(context, product.url, person)
      opened.push({ context, watched: await watch(context) })
      return context
    })
    for (const { context, watched } of opened) {
      await context.close()
      expect(watched.complaints, 'complaints of the other browser').toEqual([])
    }
  },
})

export { expect }
