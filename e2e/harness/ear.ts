import { expect, type Page } from '@playwright/test'

/** What a screen reader says of the element that has the focus. */
export type Heard = { role: string; name: string; description: string }

type Node = { role?: { value: string }; name?: { value: string }; description?: { value: string } }

/** A person who hears the page and has the keyboard, and nothing else. */
export async function earOf(page: Page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Accessibility.enable')

  /** As the accessibility tree of the browser has it, not as the page is written. */
  async function heard(): Promise<Heard> {
    const { result } = await session.send('Runtime.evaluate', { expression: 'document.activeElement' })
    const { objectId } = result
    if (objectId === undefined) return { role: '', name: '', description: '' }
    const tree = await session.send('Accessibility.getPartialAXTree', { objectId, fetchRelatives: false })
    const [node] = tree.nodes as Node[]
    return {
      role: node?.role?.value ?? '',
      name: node?.name?.value ?? '',
      description: node?.description?.value ?? '',
    }
  }

  return {
    heard,
    /** Goes on by Tab until that is heard. */
    async tabTo(role: string, name: string | RegExp): Promise<Heard> {
      const way: string[] = []
      for (let steps = 0; steps < 80; steps++) {
        const now = await heard()
        if (now.role === role && (typeof name === 'string' ? now.name === name : name.test(now.name))) return now
        way.push(`${now.role} «${now.name}»`)
        await page.keyboard.press('Tab')
      }
      throw new Error(`no ${role} «${name}» on the way of Tab: ${way.join(', ')}`)
    },
    /** That a live region says this, now or soon. */
    async isTold(text: string | RegExp): Promise<void> {
      const regions = page.locator('[aria-live]:not([aria-live=off]), [role=status], [role=alert]')
      await expect(regions.filter({ hasText: text }).first()).toBeAttached()
    },
  }
}
