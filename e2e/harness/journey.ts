import { test as base, type BrowserContext, expect } from '@playwright/test'
import { type Beginning, type Product, startProduct } from './product.ts'
import { type Watch, watch } from './watch.ts'

type Own = {
  /** What the browser complained about so far; a journey fails when anything is left at its end. */
  watched: Watch
  /** One more browser with its own cookies, watched like the first. */
  otherBrowser: () => Promise<BrowserContext>
}

type Shared = {
  /** How the product of this file begins; `test.use({ beginning: 'nobody' })` changes it. */
  beginning: Beginning
  product: Product
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

  baseURL: async ({ product }, use) => use(product.url),

  watched: [
    async ({ context }, use) => {
      const watched = await watch(context)
      await use(watched)
      expect(watched.complaints, 'complaints of the browser').toEqual([])
    },
    { auto: true },
  ],

  otherBrowser: async ({ browser, product }, use) => {
    const opened: { context: BrowserContext; watched: Watch }[] = []
    await use(async () => {
      const context = await browser.newContext({ baseURL: product.url, locale: 'ru-RU', timezoneId: 'Europe/Moscow' })
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
