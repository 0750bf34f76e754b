import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const folder = fileURLToPath(
  new URL(process.env.INTERES_SCREENSHOTS ? '../../docs/images/' : '../../.cache/images/', import.meta.url),
)

/** The dark theme differs by its colours alone, and they alone are looked at once more. */
const looked = {
  light: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  dark: ['color-contrast', 'link-in-text-block'],
}

/** Nothing that a reader of the page would stumble over, in the light theme and in the dark one. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await inTheme(page, theme, async () => {
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode()
        .options({ runOnly: looked[theme], resultTypes: ['violations'] })
        .analyze()
      const found = violations
        .map(each => ({
          rule: each.id,
          help: each.help,
          where: each.nodes
            .filter(node => !(each.id === 'region' && floats(node.html)))
            .slice(0, 5)
            .map(node => `${node.html.slice(0, 160)} — ${node.failureSummary ?? ''}`),
        }))
        .filter(each => each.where.length > 0)
      // the journey goes on, so that one run names everything
      expect.soft(found, `${what}, ${theme}`).toEqual([])
    })
  }
}

/** What floats over the page (hints, lists) stands outside its landmarks by nature. */
const floats = (html: string) => /^<div[^>]* data-portal=/.test(html)

async function inTheme(page: Page, theme: 'light' | 'dark', look: () => Promise<void>): Promise<void> {
  const set = (value: string) =>
    page.evaluate(scheme => document.documentElement.setAttribute('data-mantine-color-scheme', scheme), value)
  const before = await page.evaluate(
    () => document.documentElement.getAttribute('data-mantine-color-scheme') ?? 'light',
  )
  await page.emulateMedia({ colorScheme: theme })
  await set(theme)
  try {
    await look()
  } finally {
    await page.emulateMedia({ colorScheme: 'light' })
    await set(before)
  }
}

/** A picture for the guide. Pictures are written into docs/images/ only when asked for, so that tests change no file. */
export async function picture(page: Page, name: string, theme: 'light' | 'dark' = 'light'): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await inTheme(page, theme, async () => {
    await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled', caret: 'hide' })
  })
}

/**
 * The page fits the width of the window: nothing has to be scrolled sideways but strips that are made for it (the
 * columns of a board, states, filters), and nothing sticks out.
 */
export async function expectNoSidewaysScroll(page: Page, what = 'the page'): Promise<void> {
  // Where a script answers to the width, the page takes a moment after the window.
  let wide = await findWide(page)
  for (let looks = 0; wide.length > 0 && looks < 20; looks += 1) {
    await page.waitForTimeout(100)
    wide = await findWide(page)
  }
  expect.soft(wide, what).toEqual([])
}

function findWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isStrip = (style: CSSStyleDeclaration) =>
      style.scrollSnapType !== 'none' || style.scrollbarWidth === 'none' || style.overscrollBehavior === 'contain auto'
    const scrolls = (style: CSSStyleDeclaration) => /auto|scroll/.test(style.overflowX)
    const clips = (element: Element | null): boolean =>
      element !== null && (getComputedStyle(element).overflowX !== 'visible' || clips(element.parentElement))
    const name = (element: Element) => `${element.tagName} ${element.className}`
    return [...document.querySelectorAll('body *')].flatMap(element => {
      const style = getComputedStyle(element)
      const over = element.scrollWidth - element.clientWidth
      if (scrolls(style) && !isStrip(style) && over > 1) return `${name(element)} scrolls by ${over}`
      const box = element.getBoundingClientRect()
      const out = Math.round(box.right - innerWidth)
      const isSeen = box.width > 1 && style.visibility !== 'hidden' && style.position !== 'fixed'
      return isSeen && out > 1 && !clips(element.parentElement) ? `${name(element)} sticks out by ${out}` : []
    })
  })
}
